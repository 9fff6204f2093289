"""How a thing said is meant: by the verb that introduces it, and where that only says *said*, by the words of it.

An accusation told by *said*, a denial, a demand, a promise is seen from patterns of the language (`words/<code>.toml`,
table `speech.content`), tried in the order in which they stand there. A verb that says more than *said* is believed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corridor.ledger.words import Words, words

PLAIN = "asserted"


def stance_of(said: str, told: str, known: Words, *, by_whom: str = "") -> str:
    """How something is meant.

    Parameters
    ----------
    said : str
        The words, with their verb of speech.
    told : str
        Stance of that verb.
    known : Words
        Word list of the language.
    by_whom : str
        Who says it: of *reports*, *sources* and the like it is hearsay.

    Returns
    -------
    str
        A stance of the table `claims`.

    Examples
    --------
    >>> from corridor.ledger.words import words
    >>> en = words("en")
    >>> stance_of("Ito said Velland was starving the town", "asserted", en)
    'accused'
    >>> stance_of("Ito admitted that it should not have been", "denied", en)
    'denied'
    """
    if told != PLAIN:
        return told
    unnamed, content = _content(known.language)
    if by_whom and unnamed.search(by_whom):
        return "reported"
    return next((stance for stance, pattern in content if pattern.search(said)), told)


@lru_cache(maxsize=8)
def _content(language: str) -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    speech = words(language).speech
    told = speech.get("content", {})
    unnamed = re.compile(rf"(?<!\w)(?:{'|'.join(speech.get('unnamed', ['(?!)']))})(?!\w)", re.IGNORECASE)
    return unnamed, tuple(
        (stance, re.compile("|".join(many), re.IGNORECASE)) for stance, many in told.items()
    )
