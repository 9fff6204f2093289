"""The answer by account: `by_account(model)` runs a case once for each side, and says what holds whoever is believed.

An account is what one side says: its accepted claims where it speaks, the common ground elsewhere. It speaks on a row
where one of its claims stands behind or against the row, or in a conflict with a claim behind it. There the claims of
other sides are not believed, nor what is reported in conflict with its own. Nothing here says who is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from corridor.errors import UsageError
from corridor.ledger.heard import AHEAD
from corridor.ledger.records import Claim
from corridor.measure.kinds import plain
from corridor.model.backing import Spot, carriers
from corridor.model.believe import ACCEPTED, Believed, denials, disbelieve
from corridor.model.checks.codes import nearest
from corridor.model.model import Model
from corridor.model.numbers import RIVALS, key_of
from corridor.model.row import Row
from corridor.model.unbelieved import READ, TOUCHED, Change, Doubt
from corridor.result.forecast import Forecast
from corridor.schema.load import tables
from corridor.study.apart import apart
from corridor.study.conclusions import Conclusion, conclusions
from corridor.study.conflicts import CONFLICTS, EXCLUDES
from corridor.study.rivals import groups
from corridor.study.runs import TOGETHER, Answer, Progress, RunOptions, Runs, answer_of

NEUTRAL = {"media", "un", "red cross", "ngo", "court", "witness", "sensor"}
"""Kinds of actors that speak for no side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One side's account of a case, or one of some rows or claims that exclude each other.

    Attributes
    ----------
    name : str
        Of the account; of a row or claim, what it says and who says it.
    claims : tuple of str
        Its accepted claims that speak on a row that a run reads, in the order of the ledger.
    left_out : tuple of str
        Claims that are not believed on some row under it.
    changes : tuple of Change
        What became of the rows that those claims leave, as far as the run reads them.
    answer : Answer
        What its run says.
    is_run : bool
        Whether it was run apart; if not, no number differs and its answer is that of all claims together.
    """

    name: str
    claims: tuple[str, ...]
    left_out: tuple[str, ...]
    changes: tuple[Change, ...]
    answer: Answer
    is_run: bool
    is_account: bool = True

    @property
    def differing(self) -> tuple[Change, ...]:
        """Rows on which its run reads something else than all claims together."""
        return tuple(c for c in self.changes if c.changes_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The answer under each account, and what holds under all of them.

    `silent` are sides none of whose claims speaks on a number that the run reads: their answer is that of all claims
    together. `common` are accounts that are no side. `base` is the run of all claims together, with its members and
    seed.
    """

    base: Forecast
    together: Answer
    accounts: tuple[Account, ...]
    silent: tuple[str, ...]
    common: tuple[str, ...]
    conclusions: tuple[Conclusion, ...]

    @property
    def differs(self) -> bool:
        """Whether any account differs from all claims together on a number that the run reads."""
        return any(a.differing for a in self.accounts)

    @property
    def answers(self) -> dict[str, Answer]:
        """The answer by account, all claims together first."""
        return {TOGETHER: self.together} | {a.name: a.answer for a in self.accounts}

    def plain(self) -> dict[str, Any]:
        """Everything but the base run itself as plain values, ready for JSON."""
        return {
            "accounts": [
                {
                    "account": a.name, "claims": list(a.claims), "claims_left_out": list(a.left_out),
                    "rows": [change_plain(c) for c in a.changes], "is_run": a.is_run,
                    "is_account": a.is_account, "differs": bool(a.differing), **answer_plain(a.answer),
                }
                for a in self.accounts
            ],
            "together": answer_plain(self.together, [a.answer for a in self.accounts]),
            "silent": list(self.silent),
            "common_ground": list(self.common),
            "accounts_differ": self.differs,
            "conclusions": [conclusion_plain(c) for c in self.conclusions],
        }  # fmt: skip


def answer_plain(answer: Answer, sides: Sequence[Answer] = ()) -> dict[str, Any]:
    """An answer as plain values; where sides differ, `depends` names the measures in place of a middle over them."""
    told = []
    for line in answer.lines:
        differing = apart(x for s in sides if (x := s.at(line.place, line.need)) is not None)
        own = {"place": line.place, "need": line.need, "depends": list(differing)}
        told.append(own if differing else plain(line))
    return {"measures": told, "least_served": [plain(x) for x in answer.least]}


def change_plain(change: Change) -> dict[str, Any]:
    """What became of a row as plain values."""
    return {
        "table": change.table, "key": change.key, "kind": change.kind, "was": change.was, "now": change.now,
        "why": change.why, "claims": list(change.claims), "changes_number": change.changes_number,
    }  # fmt: skip


def conclusion_plain(c: Conclusion) -> dict[str, Any]:
    """A conclusion as plain values."""
    return {
        "kind": c.kind, "holds": c.holds, "status": c.status, "words": c.words(), "place": c.place, "need": c.need,
        "before": c.before.isoformat() if c.before else None, "bound": c.bound,
        "figures": dict(c.figures),
    }  # fmt: skip


def sides(model: Model) -> tuple[str, ...]:
    """Accounts that are sides, in the order in which the ledger first names them.

    Returns
    -------
    tuple of str
        Accounts of accepted claims that the table of actors gives to an actor, unless all of those are media, courts,
        relief bodies and the like; and accounts of no actor whose claims all stand in documents of parties to the
        conflict.
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    for actor in model.actors:
        if actor.account:
            kinds[actor.account].add(actor.kind.casefold())
    party = _party_documents(model)
    at = {p.passage: p.document for p in model.passages}
    told: dict[str, list[bool]] = {}
    for claim in model.claims:
        if claim.account and claim.status == ACCEPTED:
            carrying = carriers(claim, at)
            told.setdefault(claim.account, []).append(bool(carrying) and carrying <= party)
    return tuple(a for a, own in told.items() if (kinds[a] - NEUTRAL if kinds[a] else all(own)))


def _party_documents(model: Model) -> set[str]:
    parties = {s.source for s in model.sources if s.party_to_conflict}
    return {d.document for d in model.documents if d.source in parties}


def choose(model: Model, names: Sequence[str]) -> tuple[str, ...]:
    """The accounts asked for, each once.

    Raises
    ------
    UsageError
        When no accepted claim of the case has such an account; with the nearest.
    """
    there = list(dict.fromkeys(c.account for c in model.claims if c.account and c.status == ACCEPTED))
    for name in names:
        if name not in there:
            listed = f"There are: {', '.join(there)}." if there else "No claim of this case has an account."
            raise UsageError(f'no accepted claim is of the account "{name}".{nearest(name, there)} {listed}')
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an account says of the rows of a case: claims that speak, and the doubts that follow from them."""

    claims: tuple[str, ...]
    doubts: Mapping[Spot, Doubt]


def spoken(
    model: Model, account: str, others: Sequence[str], *, reads: Callable[[Row], bool] = lambda _: True
) -> Spoken:
    """What is not believed under one account, row by row.

    Parameters
    ----------
    model : Model
        Only what was published by the day of the run.
    account : str
    others : sequence of str
        The accounts that are sides. Claims of no side are common ground, believed where nothing that the account
        says excludes them.
    reads : callable
        Whether a run reads a row; on the others nobody speaks.
    """
    ear = _Ear(model, account, frozenset(others) - {account})
    doubts: dict[Spot, Doubt] = {}
    speaking: set[str] = set()
    for name in TOUCHED:
        for i, row in enumerate(getattr(model, name)):
            said = ear.said(name, row) if reads(row) else set()
            if said and name in READ:
                speaking |= said
            doubt = ear.doubt(name, row) if said else None
            if doubt is not None:
                doubts[name, i] = doubt
        if name in RIVALS:
            doubts |= ear.picks(name, speaking, reads)
    return Spoken(tuple(c.claim for c in model.claims if c.claim in speaking), doubts)


class _Ear:
    """Hears one account of a case."""

    def __init__(self, model: Model, account: str, others: frozenset[str]) -> None:
        accepted = {c.claim: c for c in model.claims if c.status == ACCEPTED}
        self.model, self.others = model, others
        self.own = {c.claim for c in accepted.values() if c.account == account}
        self.accepted: dict[str, Claim] = {c.claim: c for c in model.claims}
        self.denied = denials(model, self.own)
        self.against: dict[tuple[str, str], set[str]] = defaultdict(set)
        for s in model.supports:
            if s.role in ("for", "bound", "against") and s.claim in self.own:
                self.against[s.table, s.key].add(s.claim)
        self.meets: dict[str, set[str]] = defaultdict(set)
        self.excludes: set[str] = set()
        for k in model.claim_links:
            if k.kind in CONFLICTS:
                self._link(k.a, k.b, k.kind)
                self._link(k.b, k.a, k.kind)

    def _link(self, own: str, other: str, kind: str) -> None:
        """A claim of the account in conflict with another; what is promised or feared answers nothing."""
        if own in self.own and other not in self.own and self.accepted[own].stance not in AHEAD:
            self.meets[other].add(own)
            if kind in EXCLUDES:
                self.excludes.add(other)

    def said(self, name: str, row: Any) -> set[str]:
        """Claims by which the account speaks on a row."""
        of_row = self.against.get((name, key_of(tables()[name], row)), set())
        behind = self.own & set(row.claims)
        meeting = {own for claim in row.claims for own in self.meets.get(claim, ())}
        shared = of_row if not getattr(row, "rival", "") else of_row & behind
        return behind | meeting | shared

    def doubt(self, name: str, row: Any) -> Doubt | None:
        """What is not believed on a row on which the account speaks; None if all of it is."""
        gone = frozenset(
            c
            for c in row.claims
            if c not in self.own
            and (c in self.excludes or (c in self.accepted and self.accepted[c].account in self.others))
        )
        return self.denied.doubt(name, row, gone) if gone else None

    def picks(self, name: str, speaking: set[str], reads: Callable[[Row], bool]) -> dict[Spot, Doubt]:
        """Rows of picks in which the account names a number of its own: the others go."""
        rows = getattr(self.model, name)
        sets: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for i, row in enumerate(rows):
            if row.rival and reads(row):
                sets[row.scenario, key_of(tables()[name], row), row.rival].append(i)
        found: dict[Spot, Doubt] = {}
        for places in sets.values():
            own = [i for i in places if self.own & set(rows[i].claims)]
            if own:
                speaking |= {c for i in own for c in rows[i].claims if c in self.own}
                found |= {
                    (name, i): Doubt(claims=frozenset(rows[i].claims), goes=True)
                    for i in places
                    if i not in own
                }
        return found


def by_account(
    model: Model,
    *,
    accounts: Sequence[str] = (),
    progress: Progress | None = None,
    **options: Unpack[RunOptions],
) -> Accounts:
    """The answer under each party's account, side by side, and the conclusions that survive every account.

    Parameters
    ----------
    model : Model
        A checked case.
    accounts : sequence of str
        Which accounts; the sides of the case if none is named (`sides`).
    progress : callable (done, all), optional
        Over all runs together.
    **options
        As for a forecast. Every run has the same seed, draws and paths: what differs is belief.

    Returns
    -------
    Accounts
        One answer for each account that changes a number which the run reads, beside that of all claims together.
        Rows that exclude each other are sides too, where no account names each of them.

    Raises
    ------
    UsageError
        When no accepted claim is of an account asked for, or an option cannot be run.
    """
    runs = Runs(model, options, progress=progress)
    asked = choose(model, accounts) if accounts else sides(model)
    readable = runs.readable()
    others = tuple(dict.fromkeys((*sides(model), *asked)))
    heard = {name: spoken(readable, name, others, reads=runs.reads) for name in asked}
    speaking = {n: s for n, s in heard.items() if s.claims or accounts}
    rivals = {} if accounts else _rivals(readable, tuple(speaking), runs.reads)
    speaking |= rivals
    believed = {n: disbelieve(readable, s.doubts) for n, s in speaking.items()}
    runs.whole = 1 + sum(any(c.changes_number for c in b.changes) for b in believed.values())
    base = runs.base()
    changes = {n: runs.read(b.changes, base) for n, b in believed.items()}
    together = answer_of(base)
    found = tuple(
        _account(
            runs, name, speaking[name], believed[name], changes[name], together, is_account=name not in rivals
        )
        for name in speaking
    )
    answers = {TOGETHER: together} | {a.name: a.answer for a in found}
    end = base.days.day(base.horizon)
    spoke = {c.account for c in readable.claims if c.account}
    return Accounts(
        base=base,
        together=together,
        accounts=found,
        silent=tuple(n for n in asked if n not in speaking),
        common=tuple(sorted(spoke - set(others))),
        conclusions=conclusions(answers, before=end),
    )


def _rivals(model: Model, speaking: Sequence[str], reads: Callable[[Row], bool]) -> dict[str, Spoken]:
    """What excludes each other as sides of their own, as far as accounts that speak do not tell it already.

    They tell rows of a pick if each row is named by one of them, and a conflict if one of them takes part in it.
    """
    account = {c.claim: c.account for c in model.claims}
    found: dict[str, Spoken] = {}
    for group in groups(model, reads):
        named = [bool({account.get(c) for c in o.claims} & set(speaking)) for o in group.options]
        if not (all(named) if group.is_pick else any(named)):
            for o in group.options:
                label = o.label if o.label not in found else f"{group.question} {o.label}"
                found[label] = Spoken(o.claims, o.doubts)
    return found


def _account(
    runs: Runs,
    name: str,
    said: Spoken,
    believed: Believed,
    changes: tuple[Change, ...],
    together: Answer,
    *,
    is_account: bool,
) -> Account:
    is_run = any(c.changes_number for c in changes)
    return Account(
        name=name,
        claims=said.claims,
        left_out=tuple(dict.fromkeys(x for c in changes for x in c.claims)),
        changes=changes,
        answer=answer_of(runs.of(believed)) if is_run else together,
        is_run=is_run,
        is_account=is_account,
    )
