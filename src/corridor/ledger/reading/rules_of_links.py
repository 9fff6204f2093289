"""What makes a link between two claims that share enough: the rules, one function each, in the order they are asked.

A rule gives a kind, the slot that makes it, and a reason that takes no side; the first that gives one is believed. None
of them says which claim is right. Used by `corridor.ledger.reading.linking` alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corridor.ledger.reading.link_frames import Days, Frame, LinkWords, link_words
from corridor.schema.values import plain_number

UNRELATED = "unrelated"
"""Kind of a link by which a person says that two claims do not bear on each other; they are not put forward again."""
FACTS = frozenset({"asserted", "accused", "denied", "reported", "opined"})
"""Stances that say how things are; the others say how they shall be, or may."""
PRESSED = {"accused": "accused of", "demanded": "asked for", "warned": "warned of"}
PRESSING = frozenset(PRESSED)
"""Stances that press a party."""
RESPONSES = frozenset({"asserted", "accused", "opined", "promised", "considered", "committed", "warned"})
"""Stances in which a party that was pressed responds."""
STATE_LASTS = 3
"""Days between two states of one thing, open and closed, up to which they are taken to be of one time."""
NEAR = 700
"""Characters between two passages of a document that are near each other, at most."""
_LIKE_BETWEEN, _LIKE_WITHIN = 0.55, 0.8
"""How alike the words around two numbers must be, between documents and within one."""
_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a rule says of a pair. `agree` are slots that the rule itself found to agree."""

    kind: str
    score: float
    by: str
    why: str
    rule: str
    earlier_first: bool = True
    agree: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """How much two claims share.

    Attributes
    ----------
    score : float
        ``1 - (1 - told) * (1 - slots)``, from 0 to 1.
    agree : tuple of str
        Slots in which they agree, `words` among them.
    told : float
        Cosine of the weights of what is said.
    plain : float
        Part of what the shorter one says, names left out, that stands in the other; 0 where it says nothing else.
    """

    score: float
    agree: tuple[str, ...]
    told: float
    plain: float


@dataclass(frozen=True, slots=True)
class Held:
    """Two claims held against each other, the earlier one first, and what they share."""

    x: Frame
    y: Frame
    alike: float
    agree: tuple[str, ...]
    lists: LinkWords
    told: float
    """Cosine of what is said, names among it."""
    plain: float
    """Part of what the shorter one says, names left out, that stands in the other."""
    is_next: bool = False
    """Whether one is a denial that names nothing, and the other what stands just before it."""


def judge(x: Frame, y: Frame, alike: Alike, language: str = "en", *, is_next: bool = False) -> Judged | None:
    """The link that the rules see between two claims; None where they see none.

    Parameters
    ----------
    x, y : Frame
        The earlier claim and the later one.
    alike : Alike
        From `likeness`.
    language : str
        Language of the propositions.
    is_next : bool
        Whether `y` is a denial that names nothing, and `x` what stands just before it.
    """
    if _is_one_passage(x, y):
        return None
    held = Held(x, y, alike.score, alike.agree, link_words(language), alike.told, alike.plain, is_next)
    return next((found for rule in RULES if (found := rule(held)) is not None), None)


def is_hollow(frame: Frame, lists: LinkWords) -> bool:
    """Whether a denial names nothing of what it denies: `Officials denied it`."""
    if frame.claim.stance != "denied":
        return False
    hollow = {lists.stem(w) for w in (*lists.hollow, *lists.offices)}
    return not set(frame.words) - frame.speaker - hollow


# ------------------------------------------------------------------------------------------------ rules


def denial_of_what_was_said(h: Held) -> Judged | None:
    """A denial that names nothing answers what stands just before it in its document."""
    if not h.is_next:
        return None
    return Judged(kind="answers", score=_raised(max(h.alike, 0.2), 0.4), by="polarity",
                  why="a denial that names nothing, right after it", rule="denial-after/1",
                  earlier_first=False)  # fmt: skip


def answer(h: Held) -> Judged | None:
    """A party that is spoken of denies it or responds, on the same day or later."""
    for asked, told in ((h.x, h.y), (h.y, h.x)):
        if _may_answer(asked, told):
            found = _answer(h, asked, told)
            if found is not None:
                return found
    return None


def _may_answer(asked: Frame, told: Frame) -> bool:
    if asked.said is not None and told.said is not None and told.said < asked.said:
        return False
    if _is_one_speaker(asked, told) or not told.claim.speaker:
        return False
    if asked.speaker in told.voices:
        return False
    return bool(told.voices & asked.parties) or told.claim.account in asked.sides


def _answer(h: Held, asked: Frame, told: Frame) -> Judged | None:
    is_denial = told.claim.stance == "denied"
    denies = is_denial or told.claim.polarity == "-" != asked.claim.polarity
    pressed = asked.claim.stance in PRESSING
    if denies and asked.claim.stance in FACTS and _is_on_it(h, is_clear=is_denial and pressed):
        return _answered(asked is h.y, score=_raised(h.alike, 0.35), by="polarity", rule="denial/1",
                         why=f"{told.claim.speaker} denies what is said of it")  # fmt: skip
    if (
        pressed
        and told.claim.stance in RESPONSES
        and (_is_on_it(h, is_clear=True) if _is_near(h) else h.alike >= 0.4)
    ):
        return _answered(asked is h.y, score=_raised(h.alike, 0.1), by="speaker", rule="response/1",
                         why=f"{told.claim.speaker} speaks on what it is {PRESSED[asked.claim.stance]}")  # fmt: skip
    return None


def _is_on_it(h: Held, *, is_clear: bool) -> bool:
    """Whether the two share enough to be on one matter; less is needed where the stances alone make an answer."""
    if is_clear:
        return h.alike >= 0.12 and h.plain >= 0.12
    return h.alike >= 0.35


def _answered(earlier_first: bool, **more: Any) -> Judged:  # noqa: FBT001
    return Judged(kind="answers", earlier_first=earlier_first, agree=("party",), **more)


def numbers(h: Held) -> Judged | None:
    """Two numbers in one unit of one thing: apart they exclude each other, alike they say the same."""
    a, b = h.x.bounds, h.y.bounds
    if a is None or b is None or not _is_one_count(h):
        return None
    told = f"{_number(h.x)} and {_number(h.y)}".strip()
    if a[0] > b[1] or b[0] > a[1]:
        return _apart(h, told)
    small = _lasts(h) or all(
        f.claim.quantity is not None and abs(f.claim.quantity.mid) <= _FEW for f in (h.x, h.y)
    )
    if a != b or h.alike < (0.5 if small else 0.3):
        return None
    kind = _same(h)
    return Judged(kind=kind, score=_raised(h.alike, 0.1 if small else 0.35), by="quantity",
                  why=f"one number: {_number(h.x)}", rule="same-number/1", earlier_first=kind == "same")  # fmt: skip


def _apart(h: Held, told: str) -> Judged | None:
    """Numbers apart: of one day they exclude each other; of days that are not known they differ."""
    if _lasts(h) or h.alike < (0.1 if _counts_alike(h) else 0.35):
        return None
    dated = _meet(h.x.days, h.y.days) is True
    return Judged(kind="contradicts" if dated else "differs", score=_raised(h.alike, 0.3 if dated else 0.15),
                  by="quantity", why=f"numbers apart: {told}", rule="numbers-apart/1",
                  agree=("time",) if dated else ())  # fmt: skip


def _is_one_count(h: Held) -> bool:
    """Whether two numbers count one thing; in one document two numbers mostly do not."""
    x, y = h.x, h.y
    if x.claim.unit != y.claim.unit or x.holds != y.holds or not _comparable(h) or _clashes(h):
        return False
    least = _LIKE_WITHIN if x.documents & y.documents else _LIKE_BETWEEN
    return x.counted is not None and y.counted is not None and x.counted.is_like(y.counted, least)


def _counts_alike(h: Held) -> bool:
    """Whether the same two words follow both numbers, in two documents: of one day or none, they count one thing."""
    x, y = h.x, h.y
    if x.counted is None or y.counted is None or x.documents & y.documents:
        return False
    return bool(x.counted.near) and x.counted.near == y.counted.near and _meet(x.days, y.days) is not False


def _lasts(h: Held) -> bool:
    return h.x.claim.unit in h.lists.durations


def polarity(h: Held) -> Judged | None:
    """One claim holds what the other holds to be false."""
    if h.x.holds == h.y.holds or not _comparable(h) or _clashes(h):
        return None
    marked = h.x.claim.polarity != h.y.claim.polarity
    if h.told < (0.6 if marked else 0.7) or h.plain < 0.5:
        return None
    why = "one holds it to be so, the other not" if marked else "a negation stands in one of them"
    return Judged(kind="contradicts", score=_raised(h.alike, 0.2 if marked else 0.0), by="polarity", why=why,
                  rule="polarity/1")  # fmt: skip


def opposite_words(h: Held) -> Judged | None:
    """One claim says open where the other says closed, of one thing at one time."""
    if not {h.x.claim.stance, h.y.claim.stance} <= FACTS:
        return None
    if h.x.holds != h.y.holds or not _comparable(h) or _clashes(h) or h.alike < 0.3 or h.told < 0.25:
        return None
    if not _is_one_time(h.x, h.y) or not ({"place", "route", "object"} & set(h.agree) or h.alike >= 0.45):
        return None
    for first, second in h.lists.opposites:
        for one, other in ((first, second), (second, first)):
            a, b = h.x.plain & one, h.y.plain & other
            if a and b and not (h.x.plain & other or h.y.plain & one):
                return Judged(kind="contradicts", score=_raised(h.alike, 0.2), by="words",
                              why=f"opposite words: {min(a)} and {min(b)}", rule="opposite-words/1")  # fmt: skip
    return None


def same(h: Held) -> Judged | None:
    """Nearly the same words, or the same proposition."""
    if h.x.holds != h.y.holds or not _comparable(h) or _clashes(h) or _counts_apart(h):
        return None
    is_one = h.x.claim.proposition.casefold().strip(" .") == h.y.claim.proposition.casefold().strip(" .")
    if not is_one and (h.told < 0.7 or h.plain < 0.75 or min(len(h.x.words), len(h.y.words)) < _FEW):
        return None
    return Judged(kind=_same(h), score=_raised(h.alike, 0.3 if is_one else 0.1), by="words",
                  why="the same words" if is_one else "nearly the same words", rule="same-words/1",
                  earlier_first=_same(h) == "same")  # fmt: skip


def other_actor(h: Held) -> Judged | None:
    """One thing on one subject is laid to two actors."""
    x, y = h.x.claim, h.y.claim
    if h.x.holds != h.y.holds or not {x.stance, y.stance} <= FACTS or _clashes(h) or _is_one_voice(h):
        return None
    if not (x.actor and y.actor and x.type and x.type == y.type) or _counts_apart(h):
        return None
    if h.x.actor == h.y.actor:
        return None
    if h.plain < 0.34 or not {"route", "place", "object"} & set(h.agree):
        return None
    return Judged(kind="differs", score=_raised(h.alike, 0.1), by="actor",
                  why=f"told of two actors: {x.actor} and {y.actor}", rule="other-actor/1")  # fmt: skip


def supports(h: Held) -> Judged | None:
    """Two voices say what goes together, and nothing sets them apart."""
    if h.x.holds != h.y.holds or not _comparable(h) or _clashes(h) or _counts_apart(h) or _is_one_voice(h):
        return None
    if h.alike < 0.55 or h.told < 0.35 or h.plain < 0.5 or len(h.agree) < 2:
        return None
    return Judged(kind="supports", score=h.alike, by="words" if "words" in h.agree else h.agree[0],
                  why="two voices, much in common, nothing apart", rule="supports/1", earlier_first=False)  # fmt: skip


RULES: tuple[Callable[[Held], Judged | None], ...] = (
    denial_of_what_was_said, answer, numbers, polarity, opposite_words, same, other_actor, supports,
)  # fmt: skip
"""In the order they are asked; the first that gives a link is believed."""


# ---------------------------------------------------------------------------------------------- parties


def _is_one_speaker(x: Frame, y: Frame) -> bool:
    return bool(x.speaker) and x.speaker == y.speaker


def _is_one_voice(h: Held) -> bool:
    """Whether one speaker is heard twice, or one document in its own voice."""
    if _is_one_speaker(h.x, h.y):
        return True
    own = not h.x.claim.speaker and not h.y.claim.speaker
    return own and bool(h.x.documents & h.y.documents)


def _is_near(h: Held) -> bool:
    """Whether the two stand near each other in one document."""
    a, b = h.x.at, h.y.at
    return a is not None and b is not None and a[0] == b[0] and max(a[1], b[1]) - min(a[2], b[2]) <= NEAR


def _same(h: Held) -> str:
    """One origin or one speaker repeats; two say the same."""
    return "repeats" if _is_one_speaker(h.x, h.y) or h.x.groups & h.y.groups else "same"


# -------------------------------------------------------------------------------------- what sets apart


def _comparable(h: Held) -> bool:
    a, b = h.x.claim.stance, h.y.claim.stance
    return (a in FACTS and b in FACTS) or a == b


def _clashes(h: Held) -> bool:
    """Whether the two speak of other days, places or routes."""
    if _meet(h.x.days, h.y.days) is False:
        return True
    pairs = ((h.x.slots.get(s), h.y.slots.get(s)) for s in ("place", "route"))
    return any(a and b and not a & b for a, b in pairs)


def _counts_apart(h: Held) -> bool:
    """Whether they count in other units, or other numbers of one."""
    a, b = h.x.bounds, h.y.bounds
    return a is not None and b is not None and (h.x.claim.unit != h.y.claim.unit or a != b)


def _meet(a: Days | None, b: Days | None) -> bool | None:
    """Whether two spans of days share one; None where one is not known."""
    if a is None or b is None:
        return None
    return not (_before(a[1], b[0]) or _before(b[1], a[0]))


def _before(end: dt.date | None, start: dt.date | None) -> bool:
    return end is not None and start is not None and end < start


def _is_one_time(x: Frame, y: Frame) -> bool:
    """Whether two states may be of one time: of the days they are about, else of those they were published on."""
    a, b = (f.days or (None if f.said is None else (f.said, f.said)) for f in (x, y))
    if a is None or b is None:
        return x.documents == y.documents
    return not (_before(_later(a[1]), b[0]) or _before(_later(b[1]), a[0]))


def _later(day: dt.date | None) -> dt.date | None:
    return None if day is None else day + dt.timedelta(days=STATE_LASTS)


def _is_one_passage(x: Frame, y: Frame) -> bool:
    if set(x.claim.passages) & set(y.claim.passages):
        return True
    return (
        x.at is not None
        and y.at is not None
        and x.at[0] == y.at[0]
        and max(x.at[1], y.at[1]) < min(x.at[2], y.at[2])
    )


def _number(frame: Frame) -> str:
    """The number of a claim as it was told."""
    told = frame.claim.quantity
    if told is None:
        return ""
    ends = (plain_number(told.mid),) if told.is_exact else (plain_number(told.low), plain_number(told.high))
    how = "" if frame.claim.qualifier == "exact" else f"{frame.claim.qualifier} "
    return f"{how}{' to '.join(ends)} {frame.claim.unit}".strip()


def _raised(score: float, by: float) -> float:
    return 1 - (1 - score) * (1 - by)
