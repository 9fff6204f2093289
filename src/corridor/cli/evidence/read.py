"""`corridor evidence read FILE ... --case CASE`: documents go in, and what rules read in them is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from corridor.cli.common import find_case, json_option, legible, note, say, say_json
from corridor.cli.evidence.add_document import BASES, dated, once
from corridor.cli.evidence.adding import reason_option, yes_option
from corridor.cli.evidence.finding import check_named
from corridor.cli.evidence.means import Means, chosen_means, means_options, reason_of
from corridor.cli.evidence.opening import case_folder, export_option, reading, who_option, writing
from corridor.cli.evidence.proposed_links import of_read, tell_read
from corridor.cli.evidence.read_files import (
    Opened,
    Read,
    case_names,
    each_opened,
    name_of_source,
    open_file,
    propose,
    tell_left,
    tell_unread,
    write_read,
)

SCHEMA = "corridor.evidence.read/1"


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--case", "case", required=True, metavar="CASE", help="The case whose ledger takes them.")
@click.option("--source", required=True, help="Who published them: id of a source of the ledger.")
@click.option(
    "--published", metavar="DATE|unknown", help="Day of publication; never guessed. Asked for at a terminal."
)
@click.option(
    "--basis",
    "published_basis",
    type=click.Choice(BASES),
    help="How that day is known; `typed` if it is given on the line.",
)
@click.option("--language", default="en", show_default=True, help="Language of the text.")
@click.option("--encoding", default="", help="Encoding of a text that does not say it, such as windows-1251.")
@click.option("--dry-run", is_flag=True, help="Say what would be proposed; write nothing.")
@means_options
@who_option
@reason_option
@yes_option
@export_option
@json_option
def read(files: Sequence[str], case: str, *, who: str, reason: str, as_json: bool, **options: Any) -> None:
    """Read documents by rules, and put what is found up for review. FILE is text, HTML, or PDF with a text layer.

    Each sentence and each unit of speech becomes a proposed claim in the words of the document, with its time, number,
    speaker, places and actors as far as they stand there. What the strict verifier refuses is left out and counted.
    Nothing is accepted: a person does that with `corridor evidence review`. A pipeline, a function or a language model
    may help, if you ask for it; what they propose is held to the same rules. Nothing is sent anywhere without --model.
    """
    means = chosen_means(options)
    row = {k: options.pop(k) for k in ("source", "published", "published_basis", "language", "sensitivity")}
    if not row["sensitivity"]:
        del row["sensitivity"]
    if row["published"] and row["published"].casefold() != "unknown" and not row["published_basis"]:
        row["published_basis"] = "typed"
    if row["published"] is None and len(files) > 1:
        note("The day asked for is taken for every file. Read files of different days one by one.")
    dated(row, files[0])
    if options["dry_run"]:
        case_folder(case)
        with reading(case) as store:
            names = case_names(store, find_case(case))
            take = partial(open_file, store, row=row, who=who, encoding=options["encoding"])
            opened, unread = each_opened(files, take)
            whose = name_of_source(store, str(row["source"]))
            means.begin(store, opened)
            done = [propose(*one, names, means, publisher=whose) for one in opened]
            links = of_read(store, done)
    else:
        done, unread, links = _written(case, files, row, means, who=who, reason=reason, **options)
    _tell(case, done, unread, links, written=not options["dry_run"], as_json=as_json)
    tell_unread(done, unread)


def _written(
    case: str, files: Sequence[str], row: dict[str, Any], means: Means, *, who: str, reason: str, yes: bool,
    exports: bool, encoding: str, dry_run: bool,
) -> tuple[list[Read], dict[str, str], dict[str, int]]:  # fmt: skip
    """Read all files, then write all of them and their proposals in one batch, or nothing; what links there may be."""
    del dry_run
    folder = case_folder(case)
    with writing(case, exports=exports, create=True) as store:
        check_named(store, "documents", {"document": "new", "source": str(row["source"])})
        names = case_names(store, folder)

        def taken(file: str) -> Opened:
            found = open_file(store, file, row, who=who, encoding=encoding)
            once(store, *found[:2], yes=yes)
            return found

        opened, unread = each_opened(files, taken)
        whose = name_of_source(store, str(row["source"]))
        means.begin(store, opened)
        done = [propose(*one, names, means, publisher=whose) for one in opened]
        refused = [count for one in done for count in one.outcome.refused.items()]
        write_read(store, folder, done, who=who, reason=reason_of(reason, means, refused))
        links = of_read(store, done)
    return done, unread, links


def _tell(
    case: str,
    done: list[Read],
    unread: dict[str, str],
    links: dict[str, int],
    *,
    written: bool,
    as_json: bool,
) -> None:
    if as_json:
        files = [
            {
                "file": one.prepared.name, "document": one.row["document"], "counts": one.counts,
                "refused": dict(one.outcome.refused), "left_out": dict(one.marks.left_out),
                "characters_not_read": one.marks.unread, "claims": one.claims if not written else [],
            }
            for one in done
        ]  # fmt: skip
        told = {key: links[key] for key in ("among_new", "with_ledger")}
        say_json(
            SCHEMA, {"is_written": written, "files": files, "not_read": unread, "links_put_forward": told}
        )
        return
    for one in done:
        say(f"{one.row['document']} ({legible(one.prepared.name)}): {one.told}")
        tell_left(one)
    if not written:
        tell_read(links, case)
        note("Nothing was written.")
        return
    kinds = Counter(c["voice"] for one in done for c in one.claims)
    say(f"Proposed: {', '.join(f'{n:,} {voice}' for voice, n in sorted(kinds.items())) or 'nothing'}.")
    note(f"They are in the words of the document and wait for a person: corridor evidence review {case}")
    tell_read(links, case)
