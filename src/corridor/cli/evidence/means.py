"""What reads documents besides the rules, as options: a pipeline, another proposer, a model. All off by default."""

from __future__ import annotations

import importlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import legible, note
from corridor.cli.evidence.finding import check_named
from corridor.errors import CorridorError, UsageError

if TYPE_CHECKING:
    from corridor.ledger.documents import Prepared, Reading
    from corridor.ledger.reading.language_model import LanguageModel, Settings
    from corridor.ledger.reading.pipeline import Pipeline
    from corridor.ledger.reading.propose import Accepted, Lists, Marks, Outcome, Proposer
    from corridor.ledger.store import Store
    from corridor.ledger.verify import Proposal

    Opened = tuple[Prepared, dict[str, Any], Reading]

CLASSES = ("public", "partner", "internal")
_ONE_OF = ("pipeline", "proposer", "model")
_OF_MODEL = ("endpoint", "key_from", "ceiling", "calls", "timeout")


def means_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a command is told what reads besides the rules."""
    for option in (
        click.option("--timeout", type=click.FloatRange(min=1), help="With --model: seconds to wait for an answer."),
        click.option("--calls", type=click.IntRange(min=1), help="With --model: most calls in all.  [default: 40]"),
        click.option(
            "--ceiling", type=click.Choice(CLASSES),
            help="With --model: the narrowest class of document whose text may be sent.  [default: public]",
        ),
        click.option(
            "--key-from", metavar="VARIABLE", help="With --model: the environment variable that holds the key, if any."
        ),
        click.option("--endpoint", metavar="URL", help="With --model: where it answers. The text is sent there."),
        click.option(
            "--model", metavar="NAME",
            help="Let a language model propose instead of the rules. It needs corridor[llm], --endpoint and "
            "--sensitivity. Sends the text of the documents over the network.",
        ),
        click.option(
            "--proposer", metavar="MODULE:FUNCTION",
            help="Let a function that is installed here propose instead of the rules. This runs its code.",
        ),
        click.option(
            "--pipeline", metavar="NAME|FOLDER",
            help="Add names and speech found by a spaCy pipeline that is installed here. It needs corridor[nlp].",
        ),
        click.option("--sensitivity", type=click.Choice(CLASSES), help="Who may see the documents.  [default: public]"),
    ):  # fmt: skip
        command = option(command)
    return command


class Means:
    """How documents are read: by the rules alone."""

    @property
    def said(self) -> str:
        """How it was read, for the log."""
        return "read by rules"

    def begin(self, store: Store, opened: Sequence[Opened]) -> None:
        """Say what must be said before anything is read, or refuse."""

    def read(self, text: Reading, lists: Lists, marks: Marks) -> tuple[Marks, Outcome]:
        """What is found in a document, and what comes of it."""
        from corridor.ledger.reading.propose import proposals_of, read_with  # noqa: PLC0415

        return marks, read_with(lambda r, ls: proposals_of(r, ls, marks), text, lists)

    def by(self, one: Accepted, marks: Marks) -> str:
        """Who proposes it, as the column `proposed_by` says it."""
        from corridor.ledger.reading.propose import RULE  # noqa: PLC0415

        del one, marks
        return RULE


def reason_of(reason: str, means: Means, refused: Iterable[tuple[str, int]]) -> str:
    """The reason of the batch as the log keeps it: why, by what means, and what was refused, by reason."""
    counts: Counter[str] = Counter()
    for code, count in refused:
        counts[code] += count
    told = ", ".join(f"{count} {code}" for code, count in sorted(counts.items()))
    parts = [reason or means.said, *([means.said] if reason and type(means) is not Means else [])]
    return "; ".join([*parts, *([f"refused {counts.total()}: {told}"] if told else [])])


def chosen_means(options: dict[str, Any]) -> Means:
    """The means that options ask for; they are taken out of the options.

    Raises
    ------
    UsageError
        For options that do not go together, or an extra that is not installed.
    """
    given = {name: options.pop(name) for name in (*_ONE_OF, *_OF_MODEL)}
    asked = [name for name in _ONE_OF if given[name]]
    if len(asked) > 1:
        raise UsageError(f"--{asked[0]} and --{asked[1]}: give one of them.")
    odd = [name for name in _OF_MODEL if given[name] is not None]
    if odd and not given["model"]:
        raise UsageError(f"--{odd[0].replace('_', '-')} goes with --model only.")
    if given["pipeline"]:
        from corridor.ledger.reading.pipeline import open_pipeline  # noqa: PLC0415

        return _WithPipeline(open_pipeline(given["pipeline"]))
    if given["proposer"]:
        return _WithProposer(given["proposer"], load_proposer(given["proposer"]))
    if given["model"]:
        return _with_model(given, options)
    return Means()


# -------------------------------------------------------------------------------------------- a pipeline


@dataclass(slots=True)
class _WithPipeline(Means):
    pipeline: Pipeline
    is_told: bool = False

    @property
    def said(self) -> str:
        return f"read by rules and {self.pipeline.name} {self.pipeline.version}"

    def read(self, text: Reading, lists: Lists, marks: Marks) -> tuple[Marks, Outcome]:
        from corridor.ledger.reading.pipeline import with_pipeline  # noqa: PLC0415

        added = with_pipeline(self.pipeline, text, lists, marks)
        note(f"{self.pipeline.name} adds {added.names:,} names and {added.units:,} units of speech.")
        if not self.is_told and not added.has_parse:
            note("It has no parser: speech is found by rules alone.")
        if not self.is_told and not added.has_names:
            note("It marks no entities: names are found by rules alone.")
        self.is_told = True
        return Means.read(self, text, lists, added.marks)

    def by(self, one: Accepted, marks: Marks) -> str:
        from corridor.ledger.reading.pipeline import proposed_by  # noqa: PLC0415

        return proposed_by(one, marks, self.pipeline, Means.by(self, one, marks))


# ------------------------------------------------------------------------------------- another proposer


def load_proposer(name: str) -> Proposer:
    """A proposer by `module:function`, from what is installed; importing it runs its code.

    Raises
    ------
    UsageError
        When there is no such module or function, or the module fails.
    """
    module, colon, function = name.partition(":")
    if not (colon and module.strip() and function.strip()):
        raise UsageError(
            f'--proposer: "{legible(name)}" is no MODULE:FUNCTION. Write one such as my_reader:propose.'
        )
    try:
        found: Any = importlib.import_module(module)
        for part in function.split("."):
            found = getattr(found, part)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"--proposer {legible(name)}: no module called {error.name} is installed here. Install the package of it."
        ) from None
    except AttributeError:
        raise UsageError(f"--proposer {legible(name)}: {module} has no {function}.") from None
    except Exception as error:  # noqa: BLE001  (code of somebody else)
        raise UsageError(f"--proposer {legible(name)}: {module} does not load ({_told(error)}).") from None
    if not callable(found):
        raise UsageError(f"--proposer {legible(name)}: that is no function.")
    proposer: Proposer = found
    return proposer


@dataclass(slots=True)
class _WithProposer(Means):
    name: str
    function: Proposer

    @property
    def said(self) -> str:
        return f"read by {self.name}"

    def read(self, text: Reading, lists: Lists, marks: Marks) -> tuple[Marks, Outcome]:
        from corridor.ledger.reading.propose import read_with  # noqa: PLC0415

        return marks, read_with(self._guarded, text, lists)

    def by(self, one: Accepted, marks: Marks) -> str:
        return f"rule {self.name}"

    def _guarded(self, text: Reading, lists: Lists) -> Iterator[Proposal]:
        """Its proposals; a failure of it is one message."""
        try:
            yield from self.function(text, lists)
        except CorridorError:
            raise
        except Exception as error:
            raise CorridorError(
                f"--proposer {self.name} failed on {text.document} ({_told(error)}). Nothing was written."
            ) from error


def _told(error: Exception) -> str:
    return legible(f"{type(error).__name__}: {error}".removesuffix(": "))[:300]


# ------------------------------------------------------------------------------------- a language model


def _with_model(given: dict[str, Any], options: dict[str, Any]) -> Means:
    from corridor.ledger.reading.language_model import (  # noqa: PLC0415
        CALLS,
        SECONDS,
        Settings,
        endpoint_of,
        open_model,
    )

    if not given["endpoint"]:
        raise UsageError("--model: where does it answer? Give --endpoint URL. The text is sent there.")
    if not options.get("sensitivity"):
        raise UsageError(f"--model sends the text of the documents: who may see them? Give --sensitivity {CLASSES[0]}, "
                         f"{CLASSES[1]} or {CLASSES[2]}.")  # fmt: skip
    settings = Settings(
        model=legible(given["model"]), endpoint=endpoint_of(given["endpoint"]), key=_key(given["key_from"]),
        seconds=given["timeout"] or SECONDS,
    )  # fmt: skip
    model = open_model(settings, budget=given["calls"] or CALLS)
    return _WithModel(model, settings, given["ceiling"] or CLASSES[0])


def _key(variable: str | None) -> str:
    if variable is None:
        return ""
    key = os.environ.get(variable, "").strip()
    if not key:
        raise UsageError(
            f'--key-from: the environment has no variable "{legible(variable)}", or it is blank.'
        )
    return key


@dataclass(slots=True)
class _WithModel(Means):
    model: LanguageModel
    settings: Settings
    ceiling: str
    unasked: int = field(default=0)

    @property
    def said(self) -> str:
        return f"read by {self.model.by} at {self.settings.endpoint.host}"

    def begin(self, store: Store, opened: Sequence[Opened]) -> None:
        """Refuse all if one is above the ceiling; else say what goes where."""
        from corridor.ledger.errors import NotAllowed, listed  # noqa: PLC0415

        above = [line for prepared, row, _ in opened for line in self._above(store, prepared.name, row)]
        if above:
            raise NotAllowed(
                f"Nothing was sent to {self.settings.endpoint.host}: what is above {self.ceiling} stays here.\n"
                f"{listed(above)}\nLeave --model out, or say with --ceiling what may be sent."
            )
        host = self.settings.endpoint.host
        for prepared, _, text in opened:
            note(f"The text of {legible(prepared.name)} ({len(text.text):,} characters) is sent to {host}.")
        note(f"It is read by the model {self.settings.model}, in at most {self.model.budget:,} calls.")
        if self.settings.endpoint.is_open:
            note(f"The way to {host} is not encrypted: others on it can read the text.")

    def _above(self, store: Store, name: str, row: dict[str, Any]) -> Iterator[str]:
        from corridor.ledger.sensitivity import rank  # noqa: PLC0415

        check_named(store, "documents", {"document": "new", "source": str(row["source"])})
        source = store.get("sources", str(row["source"]))
        if rank(str(row["sensitivity"])) > rank(self.ceiling):
            yield f"{legible(name)} is {row['sensitivity']}"
        if source is not None and rank(str(source["sensitivity"])) > rank(self.ceiling):
            yield f"{legible(name)}: its source {row['source']} is {source['sensitivity']}"

    def read(self, text: Reading, lists: Lists, marks: Marks) -> tuple[Marks, Outcome]:
        from corridor.ledger.reading.prompt import EXAMPLES  # noqa: PLC0415
        from corridor.ledger.reading.propose import read_with  # noqa: PLC0415

        outcome = read_with(self.model, text, lists, examples=EXAMPLES)
        refused = Counter(outcome.refused) + self.model.refused
        if self.model.unasked:
            note(
                f"The calls allowed are spent: {self.model.unasked:,} parts of {text.document} were not read."
            )
            marks = replace(
                marks, left_out={**marks.left_out, "part beyond the calls allowed": self.model.unasked}
            )
        return marks, replace(outcome, refused=dict(refused))

    def by(self, one: Accepted, marks: Marks) -> str:
        return self.model.by
