"""Names and speech from a spaCy pipeline that the user has: added to what the rules find, never in its place.

In order of precedence: names of the case's lists; names that the rules see written; entities of the pipeline. Units of
speech by rules; then those by the pipeline's parse that meet none of them. An entity within or around a written name
gives that name its kind; one that meets a time or a quantity of the rules is no name.

Nothing is downloaded: a pipeline is opened by the name of an installed package or by its folder. A pipeline is code of
whoever made it, and opening it runs that code.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corridor.errors import UsageError
from corridor.ledger.documents import Reading
from corridor.ledger.reading.extent import blocks_of, shortened, without_forms
from corridor.ledger.reading.parsed import parsed_units
from corridor.ledger.reading.propose import Accepted, Lists, Marks
from corridor.ledger.reading.spans import Span, meets
from corridor.ledger.words import words

ENTITIES = "names/pipeline/1"
KINDS = {
    "PERSON": "person", "PER": "person", "PERS": "person", "PRS": "person",
    "ORG": "organisation", "ORGANIZATION": "organisation", "ORGANISATION": "organisation",
    "GPE": "place", "LOC": "place", "FAC": "place", "LOCATION": "place", "PLACE": "place",
}  # fmt: skip
"""Labels of entities in use, and the kind that each is here; any other label is left out."""
INSTALL = "Install corridor[nlp] and a pipeline such as en_core_web_sm, or leave --pipeline out"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline that was opened: its name and version, the language it is for, and itself."""

    name: str
    version: str
    language: str
    nlp: Any

    @property
    def by(self) -> str:
        """Who proposes, as the column `proposed_by` says it of a unit that only the pipeline found."""
        return f"model {self.name} {self.version}, pipeline/1"


@dataclass(frozen=True, slots=True)
class Added:
    """What the rules and a pipeline found together.

    Attributes
    ----------
    marks : Marks
        Every span of the rules is in it.
    names, units : int
        How many names and units of speech only the pipeline found.
    has_names, has_parse : bool
        Whether the pipeline marks entities, and whether it parses.
    """

    marks: Marks
    names: int
    units: int
    has_names: bool
    has_parse: bool


def open_pipeline(name: str) -> Pipeline:
    """A pipeline by the name of an installed package, or by its folder. Nothing is downloaded.

    Raises
    ------
    UsageError
        When spaCy is not installed, or there is no such pipeline, or it does not open.
    """
    try:
        import spacy  # noqa: PLC0415  (an extra: most installations have none)
    except ImportError:
        raise UsageError(f"--pipeline {name}: spaCy is not installed. {INSTALL}.") from None
    try:
        nlp = spacy.load(name)
    except OSError as error:
        why = str(error).partition("\n")[0]
        raise UsageError(
            f"--pipeline {name}: there is no such pipeline here ({why}). "
            f"Give the name of one that is installed, or its folder. {INSTALL}."
        ) from None
    except Exception as error:  # noqa: BLE001  (a package of somebody else runs here)
        raise UsageError(
            f"--pipeline {name}: it does not open as a spaCy pipeline ({type(error).__name__}: {error}). "
            f"{INSTALL}."
        ) from None
    return pipeline_of(nlp)


def pipeline_of(nlp: Any) -> Pipeline:
    """A pipeline that is open already, such as one made in a program."""
    meta = nlp.meta
    name = "_".join(part for part in (str(meta.get("lang", "")), str(meta.get("name", ""))) if part)
    return Pipeline(name, str(meta.get("version", "")), str(meta.get("lang", "")), nlp)


def with_pipeline(pipeline: Pipeline, reading: Reading, lists: Lists, marks: Marks) -> Added:
    """The marks of the rules with what a pipeline adds.

    Parameters
    ----------
    pipeline : Pipeline
    reading : Reading
        The document.
    lists : Lists
        What the case knows.
    marks : Marks
        What the rules found in it.

    Returns
    -------
    Added
        ``set(spans of marks) <= set(spans of added.marks)``, for names and for units of speech.

    Raises
    ------
    UsageError
        When the pipeline is for another language, or fails on the text.
    """
    del lists
    code = reading.language.casefold().partition("-")[0]
    if pipeline.language not in {code, "xx"}:
        raise UsageError(
            f'--pipeline {pipeline.name} is for "{pipeline.language}", and the document is "{reading.language}". '
            f"Name one for that language, or leave --pipeline out."
        )
    short = shortened(reading)
    docs = _run(pipeline, without_forms(short), blocks_of(short))
    counted = _joined([*((t.start, t.end) for t in marks.times), *((a.start, a.end) for a in marks.amounts)])
    names, fresh = _names(marks.names, (e for e in _entities(docs) if not meets(e, counted)))
    found = parsed_units(short, docs, names, marks.sentences) if words(reading.language).speech else ()
    mine = _joined((u.start, u.end) for u in marks.units)
    more = [u for u in found if not meets(_plain(u.start, u.end), mine)]
    units = tuple(sorted((*marks.units, *more), key=lambda u: (u.start, u.end)))
    return Added(
        replace(marks, names=names, units=units), fresh, len(more),
        any(doc.has_annotation("ENT_IOB") for _, doc in docs), any(doc.has_annotation("DEP") for _, doc in docs),
    )  # fmt: skip


def proposed_by(one: Accepted, marks: Marks, pipeline: Pipeline, rule: str) -> str:
    """Who proposes: the pipeline what rests on a unit of speech that only it found, the rules the rest."""
    begins = {u.start for u in marks.units if u.rule.startswith("speech/pipeline/")}
    return pipeline.by if one.span[0] in begins and one.proposal.voice == "attributed" else rule


# ------------------------------------------------------------------------------------------------ parts


def _run(pipeline: Pipeline, text: str, blocks: Sequence[tuple[int, int]]) -> list[tuple[int, Any]]:
    """Each paragraph of a text as the pipeline reads it, with where it begins."""
    full = [(a, text[a:b]) for a, b in blocks if text[a:b].strip()]
    try:
        docs = list(pipeline.nlp.pipe(piece for _, piece in full))
    except Exception as error:  # noqa: BLE001  (the pipeline is of somebody else)
        raise UsageError(
            f"--pipeline {pipeline.name}: it failed on the text ({type(error).__name__}: {error}). "
            f"Leave --pipeline out, or use another."
        ) from None
    return [(a, doc) for (a, _), doc in zip(full, docs, strict=True)]


def _entities(docs: Iterable[tuple[int, Any]]) -> Iterator[Span]:
    """Entities of the kinds that are known here, without a title's article or an owner's mark."""
    for offset, doc in docs:
        for entity in doc.ents:
            kind = KINDS.get(entity.label_.upper())
            value = " ".join(entity.text.split()).removesuffix("'s").removesuffix("’s")
            if (
                kind
                and any(c.isalpha() for c in value)
                and value == " ".join(entity.text[: len(value)].split())
            ):
                start = offset + entity.start_char
                yield Span(start=start, end=start + len(value), kind=kind, value=value, rule=ENTITIES)


def _names(names: Sequence[Span], entities: Iterable[Span]) -> tuple[tuple[Span, ...], int]:
    """Names of the rules, those without a kind with that of their entity, and entities that meet none; how many."""
    kept, more = list(names), []
    starts = [name.start for name in kept]
    for entity in entities:
        last = bisect_left(starts, entity.end)
        first = last
        while first and kept[first - 1].end > entity.start:
            first -= 1
        if first == last:
            more.append(entity)
        elif last - first == 1 and kept[first].kind == "name" and _covers(kept[first], entity):
            kept[first] = replace(kept[first], kind=entity.kind)
    return tuple(sorted((*kept, *more), key=lambda s: s.start)), len(more)


def _joined(spans: Iterable[tuple[int, int]]) -> list[Span]:
    """Spans that overlap as one, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1].end:
            found[-1] = _plain(found[-1].start, max(end, found[-1].end))
        else:
            found.append(_plain(start, end))
    return found


def _plain(start: int, end: int) -> Span:
    return Span(start=start, end=end, kind="", value="")


def _covers(a: Span, b: Span) -> bool:
    """Whether one of two spans lies in the other."""
    return (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
