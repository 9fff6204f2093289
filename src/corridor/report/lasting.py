"""How long the present situation may last: a table of chances, with half and double of what the outlook says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from corridor.forecast.ensemble import prepare
from corridor.model.model import Model
from corridor.report import words
from corridor.report.grounds import Figure, figure
from corridor.report.sentences import Teller
from corridor.result.forecast import Forecast
from corridor.study.spells import Lasting, lasting


@dataclass(frozen=True, slots=True)
class Row:
    """Chances of one group: its routes and situation in words, the two numbers behind, and a chance a span."""

    way: str
    situation: str
    typical: Figure
    worth: Figure
    chances: tuple[tuple[int, Figure, Figure, Figure], ...]


def chances(model: Model, forecast: Forecast) -> tuple[Lasting, ...]:
    """Chances that the running situations last, with the options of the forecast's run."""
    options = {k: v for k, v in forecast.run.options.items() if k != "seed"}
    return lasting(prepare(model, **options))


def rows(teller: Teller, lines: Sequence[Lasting]) -> tuple[Row, ...]:
    """One row a group whose route may be shown: base chance, and the lowest and highest of the variations."""
    found = []
    for group, own in groupby(lines, key=lambda x: x.group):
        routes = [r.route for r in teller.grounds.scope.model.routes if r.group == group]
        if not routes:
            continue
        ground = teller.grounds.access(routes[0])
        several = tuple(own)
        first = several[0]
        found.append(
            Row(
                way=", ".join(teller.grounds.names.routes[r] for r in routes),
                situation=teller.grounds.names.of_id(first.situation),
                typical=figure(f"{first.typical_days:g}", first.typical_days, ground),
                worth=figure(f"{first.worth_spells:g}", first.worth_spells, ground),
                chances=tuple(
                    (
                        x.days,
                        figure(words.percent(x.chance), x.chance, ground),
                        figure(words.percent(x.least), x.least, ground),
                        figure(words.percent(x.most), x.most, ground),
                    )
                    for x in several
                ),
            )
        )
    return tuple(found)
