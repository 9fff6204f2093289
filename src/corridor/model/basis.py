"""What a basis says: that a number is assumed, or from what it is derived, and whether that ground is backed.

`derived: from C-1, people/Hill; half of them live there` names claims, rows (table and key, as `supports` writes it),
documents or sources, with commas between them, up to the first `;`. A basis that names none of these is no ground.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from corridor.model.backing import key_text
from corridor.schema.load import tables
from corridor.schema.values import Range

Rows = Callable[[str], Iterable[Any]]
"""Rows of a table by its name."""
ASSUMED, DERIVED = "assumed:", "derived:"
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w])|(?<![\w.])\d+(?:\.\d+)?(?![\w])")
_FROM = re.compile(rf"{DERIVED}\s*from\s+(?P<named>[^;]*)")


def grounds(basis: str) -> tuple[str, ...]:
    """What a derived basis names, in its order; empty where it names nothing, or the basis is not derived.

    Examples
    --------
    >>> grounds("derived: from C-1, people/Hill; half of them")
    ('C-1', 'people/Hill')
    >>> grounds("derived: tables of food composition")
    ()
    """
    found = _FROM.match(basis)
    return tuple(g for part in found["named"].split(",") if (g := part.strip())) if found else ()


def says_why(basis: str, claim: str, stated: Range | None = None) -> bool:
    """Whether a basis names a claim, or a number that the claim states, and so says how it bears on the number.

    Examples
    --------
    >>> says_why("derived: from C-1; half of them", "C-1")
    True
    >>> says_why("derived: 4,000 t at 18 t a truck", "C-1", Range(4000, 4000, 4000))
    True
    >>> says_why("derived: from C-12; half of them", "C-1")
    False
    """
    if re.search(rf"(?<![\w-]){re.escape(claim)}(?![\w-])", basis):
        return True
    told = {float(n.replace(",", "")) for n in _NUMBER.findall(basis)}
    return stated is not None and not told.isdisjoint({stated.low, stated.mid, stated.high})


@dataclass(slots=True)
class Grounds:
    """Whether what rows are derived from is there, and is backed by evidence in its turn.

    `claims` are those that may back a number: accepted ones.
    """

    rows: Rows
    claims: Collection[str]
    _stated: dict[str, Range | None] | None = None
    _published: frozenset[str] | None = None
    _by_key: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def of(self, row: Any) -> tuple[str, ...]:
        """What a row says it is derived from: what its basis names, and claims of the row that the basis speaks of."""
        if not row.basis.startswith(DERIVED):
            return ()
        own = (c for c in row.claims if says_why(row.basis, c, self.stated.get(c)))
        return tuple(dict.fromkeys((*grounds(row.basis), *own)))

    def missing(self, basis: str) -> tuple[str, ...]:
        """What a derived basis names and the case does not have."""
        return tuple(
            g for g in grounds(basis) if not (g in self.stated or self._is_published(g) or self._of(g))
        )

    def are_backed(self, row: Any) -> bool:
        """Whether a row is derived from something, and everything it is derived from is backed.

        A claim is backed if it may reach a run, a document and a source are, and a row is if claims stand behind it or
        it is derived from what is backed. Rows that are derived from each other back nothing.
        """
        return self._are_backed(row, frozenset())

    @property
    def stated(self) -> dict[str, Range | None]:
        """What each claim states, by its id."""
        if self._stated is None:
            self._stated = {c.claim: c.quantity for c in self.rows("claims")}
        return self._stated

    def _are_backed(self, row: Any, above: frozenset[str]) -> bool:
        named = self.of(row)
        return bool(named) and all(self._is_backed(g, above) for g in named)

    def _is_backed(self, ground: str, above: frozenset[str]) -> bool:
        if ground in self.claims or self._is_published(ground):
            return True
        rows = self._of(ground)
        if not rows or ground in above:
            return False
        return all(self._row_is_backed(row, above | {ground}) for row in rows)

    def _row_is_backed(self, row: Any, above: frozenset[str]) -> bool:
        own = [c for c in row.claims if c in self.claims]
        if row.basis.startswith(ASSUMED) and any(says_why(row.basis, c, self.stated.get(c)) for c in own):
            return False
        return bool(own) or self._are_backed(row, above)

    def _is_published(self, ground: str) -> bool:
        if self._published is None:
            self._published = frozenset(
                {d.document for d in self.rows("documents")} | {s.source for s in self.rows("sources")}
            )
        return ground in self._published

    def _of(self, ground: str) -> list[Any]:
        """Rows of a case that a ground names; the last parts of a key may be left off."""
        table, slash, key = ground.partition("/")
        schema = tables().get(table.strip())
        if not slash or schema is None or schema.group != "case":
            return []
        if schema.name not in self._by_key:
            found: dict[str, list[Any]] = {}
            for row in self.rows(schema.name):
                parts = tuple(getattr(row, schema.attribute(k).field) for k in schema.key)
                for n in range(1, len(parts) + 1):
                    found.setdefault(key_text(parts[:n]), []).append(row)
            self._by_key[schema.name] = found
        return self._by_key[schema.name].get(key.strip(), [])
