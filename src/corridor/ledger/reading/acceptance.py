"""What a machine's proposal must keep to before anybody sees it, whoever proposed: the seven rules, in one place.

1. Its quotation stands in the document, once and whole. 2. Every number, unit, date and name of it stands there.
3. A negation or hedge of the passage shows, or a reader is asked. 4. The words that name a speaker stand in the same or
an earlier paragraph. 5. Stance, polarity and voice are of the lists, and a denial is negative. 6. Nothing is of a form,
and nothing of the examples that the proposer was shown. 7. What speaks of law waits for two readers.

The strict verifier holds the first five and forms; what only a machine is held to is added here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import fields, replace

from corridor.ledger.documents import Reading
from corridor.ledger.quotes import plain
from corridor.ledger.verify import Finding, Proposal, Verdict, verify
from corridor.ledger.words import words
from corridor.schema.values import has_control

_TEXTS = tuple(f.name for f in fields(Proposal) if f.type == "str")
_PLACES = ("start", "speaker_start", "speaker_end")
_EXAMPLE = 8
"""Letters of the shortest words that are looked for among the examples."""


def judge(
    proposal: Proposal,
    reading: Reading,
    *,
    aliases: dict[str, tuple[str, ...]] | None = None,
    examples: Iterable[str] = (),
) -> Verdict:
    """Whether a proposal of a machine may be shown to a person.

    Parameters
    ----------
    proposal : Proposal
        What is proposed; values of a wrong kind are refused, not raised.
    reading : Reading
        Its document.
    aliases : dict, optional
        Other names of who is named, as for `verify`.
    examples : iterable of str
        Texts that the proposer was shown as examples.

    Returns
    -------
    Verdict
        As of `verify` for a machine, with what only a machine is held to.

    Examples
    --------
    >>> reading = Reading("D", "", "The mayor said that the road is closed.")
    >>> str(judge(Proposal(quote="the road is open"), reading))
    'refused: these words do not stand in the document, in this order and spelling'
    """
    odd = _misshapen(proposal)
    if odd:
        return Verdict(None, (Finding("refused", "shape", odd),))
    turned = next((n for n in _TEXTS if has_control(getattr(proposal, n))), "")
    if turned or any(map(has_control, proposal.names)):
        why = f"{turned or 'names'}: a control character, or a sign that turns the direction of what follows"
        return Verdict(None, (Finding("refused", "control character", why),))
    verdict = verify(proposal, reading, aliases=aliases, by_person=False)
    found = [_placed(f) for f in verdict.findings]
    found += [*_copied(proposal, examples), *_grave(proposal, reading, verdict)]
    return Verdict(verdict.span, tuple(sorted(found, key=lambda f: f.level != "refused")))


def _misshapen(proposal: object) -> str:
    """What of a proposal is of the wrong kind, in words; blank if nothing is."""
    if not isinstance(proposal, Proposal):
        return f"a {type(proposal).__name__} is no proposal"
    for name in _TEXTS:
        if not isinstance(getattr(proposal, name), str):
            return f"{name} is no text"
    for name in _PLACES:
        value = getattr(proposal, name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            return f"{name} is no place in the text"
    if not _is_tuple(proposal.names, str):
        return "names are no texts"
    if not _is_tuple(proposal.quantity, (int, float)) or not all(map(math.isfinite, proposal.quantity)):
        return "quantity holds something that is no number"
    return ""


def _is_tuple(values: object, kind: type | tuple[type, ...]) -> bool:
    return isinstance(values, tuple) and all(isinstance(v, kind) and not isinstance(v, bool) for v in values)


def _placed(finding: Finding) -> Finding:
    """A finding of the verifier as it is for a machine: that shows where its speaker is named; a person may know."""
    return replace(finding, level="refused") if finding.code == "speaker" else finding


def _copied(proposal: Proposal, examples: Iterable[str]) -> list[Finding]:
    told = [plain(t).casefold() for t in (proposal.quote, proposal.speaker, *proposal.names)]
    for example in (plain(e).casefold() for e in examples):
        if any(len(t) >= _EXAMPLE and (t in example or example in t) for t in told):
            return [Finding("refused", "example", "these are words of an example, not of the document")]
    return []


def _grave(proposal: Proposal, reading: Reading, verdict: Verdict) -> list[Finding]:
    """A judgement of law in the passage: said to whoever reads it first, so that the second is thought of."""
    if verdict.span is None:
        return []
    text = f"{reading.text[slice(*verdict.span)]}\n{proposal.proposition}"
    for language in dict.fromkeys(("en", reading.language)):
        law = words(language).legal.search(text)
        if law is not None:
            return [Finding("ask", "two readers", f'it speaks of law ("{law[0]}"): two readers')]
    return []
