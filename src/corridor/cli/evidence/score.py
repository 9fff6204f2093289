"""`corridor evidence score GOLD`: how well the rules read, against documents marked by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import json_option, note, say, say_json

if TYPE_CHECKING:
    from corridor.ledger.documents import Reading
    from corridor.ledger.reading.propose import Lists, Marks
    from corridor.ledger.reading.score import Score, Scores
    from corridor.ledger.reading.score_links import LinkScores

SCHEMA = "corridor.evidence.score/1"


@click.command()
@click.argument("gold", metavar="GOLD", type=click.Path(path_type=Path))
@click.option(
    "--half", type=click.Choice(["development", "kept_back"]), default="development", show_default=True,
    help="Which documents: those that rules are tried on, or those kept for a final score.",
)  # fmt: skip
@click.option(
    "--pipeline", metavar="NAME|FOLDER", default="",
    help="Score the rules with what a spaCy pipeline adds to them. It needs corridor[nlp].",
)  # fmt: skip
@json_option
def score(gold: Path, *, half: str, pipeline: str, as_json: bool) -> None:
    """Score the rules of reading against documents marked by hand. GOLD is a folder of marks.

    The folder has documents.csv, roles.csv and the claims, mentions and names of each half; the texts stand in
    `documents` beside it.
    """
    from corridor.ledger.reading.score import marked_in  # noqa: PLC0415
    from corridor.ledger.reading.score import score as scored  # noqa: PLC0415
    from corridor.ledger.reading.score_links import scored_links  # noqa: PLC0415

    marked = marked_in(gold, half)  # type: ignore[arg-type]  # half: one of the two
    found, links = scored(marked, marks=_marks(pipeline)), scored_links(marked)
    if as_json:
        by_document = {name: _plain(scores) for name, scores in found.by_document.items()}
        out = {
            "proposals": dict(found.proposals),
            "refused": dict(found.refused),
            "links": _plain_links(links),
        }
        say_json(SCHEMA, {"half": half, "documents": by_document, "all": _plain(found.all), **out})
        return
    _table(found)
    _links(links)
    note("P is the share of what is found that is marked, R the share of what is marked that is found.")
    if half == "kept_back":
        note("A score on the kept-back half counts once: rules changed because of it need other documents.")


def _marks(pipeline: str) -> Callable[[Reading, Lists], Marks]:
    """What finds marks: the rules, or the rules and a pipeline."""
    from corridor.ledger.reading.propose import marks_of  # noqa: PLC0415

    if not pipeline:
        return marks_of
    from corridor.ledger.reading.pipeline import open_pipeline, with_pipeline  # noqa: PLC0415

    opened = open_pipeline(pipeline)
    return lambda reading, lists: with_pipeline(opened, reading, lists, marks_of(reading, lists)).marks


def _plain(scores: Any) -> dict[str, Any]:
    return {
        kind: {
            "marked": s.marked, "marked_hit": s.marked_hit, "found": s.found, "found_hit": s.found_hit,
            "precision": s.precision, "recall": s.recall,
        }
        for kind, s in scores.items()
    }  # fmt: skip


def _table(found: Scores) -> None:
    say("document\tkind\tmarked\tfound\tP\tR")
    for name, scores in [*found.by_document.items(), ("all", found.all)]:
        for kind, s in scores.items():
            say(f"{name}\t{kind}\t{s.marked}\t{s.found}\t{_share(s, 'precision')}\t{_share(s, 'recall')}")


def _plain_links(found: LinkScores) -> dict[str, Any]:
    return {
        "pairs": found.pairs, "area": found.area, "median_rank": found.median_rank, "in_first_ten": found.near,
        "kinds": _plain({**found.kinds, "any": found.any_kind}),
    }  # fmt: skip


def _links(found: LinkScores) -> None:
    """Print how links between marked claims are put forward."""
    if not found.pairs:
        return
    for kind, s in {**found.kinds, "any": found.any_kind}.items():
        say(f"links\t{kind}\t{s.marked}\t{s.found}\t{_share(s, 'precision')}\t{_share(s, 'recall')}")
    note(
        f"Links: of {found.pairs:,} marked pairs the partner is at rank {found.median_rank:g} in the middle, among the "
        f"first ten for {found.near:.0%}; area under the curve {found.area:.2f}."
    )


def _share(score: Score, which: str) -> str:
    value = getattr(score, which)
    return "-" if value is None else f"{value:.2f}"
