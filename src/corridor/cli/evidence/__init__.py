"""`corridor evidence`: the ledger of a case on the command line. A verb is one line in `VERBS` and one module here.

`opening` finds the ledger; no other module here knows where it lies.
"""

from __future__ import annotations

import click

from corridor.cli.verbs import Verbs

VERBS: dict[str, str] = {
    "add": "Add a document, a claim, a source, an actor, a passage.",
    "read": "Read documents by rules, and put what is found up for review.",
    "list": "List rows that answer to filters.",
    "show": "Show one row with all that hangs on it: its words in their paragraph, links, grades, history.",
    "review": "Go through proposed claims and decide, at a terminal or on one offline page.",
    "accept": "Accept claims.",
    "reject": "Reject proposed claims, with a reason.",
    "retract": "Retract claims, or take rows out, with a reason.",
    "erase": "Erase rows for good, from tables, history and copies at hand, for people at risk.",
    "link": "Say how two claims stand to each other.",
    "assess": "Grade a claim, apart from its source.",
    "support": "Say which number of the case a claim stands behind.",
    "verify": "Check that all stands: log, tables, documents, passages, and the words behind each claim.",
    "import": "Take in CSV files: the difference first, then all or nothing.",
    "export": "Write the ledger as CSV, or as linked data, up to a ceiling.",
    "log": "Print who changed what, when and why.",
    "ranges": "Show what the claims make of each number, by named rules, beside what is typed.",
    "gaps": "Ask what is not known, by what it does to the answer.",
    "score": "Score the rules of reading against documents marked by hand.",
    "known": "Tell what became known when.",
    "timeline": "Tell what was said to have happened, by time.",
    "positions": "Tell what each actor asserts, denies, demands and commits to, by subject.",
    "conflicts": "Tell on which questions claims conflict, and who says what; by confirmed links, and by rule apart.",
}
"""Each verb, and what it does; the command stands in `corridor.cli.evidence.<verb>` under the same name."""


@click.group(cls=Verbs, package="corridor.cli.evidence", verbs=VERBS)
def evidence() -> None:
    """Keep the ledger of a case: who said what, in which words, and which numbers rest on it.

    The working ledger is evidence/ledger.db in the case folder; evidence/*.csv is what it is exported to and imported
    from. `list`, `show`, `ranges`, `gaps`, `known`, `timeline`, `positions` and `export` also read a case
    that has the CSV files alone.
    """
