"""`corridor evidence`: the ledger of a case on the command line. A verb is one line in `VERBS` and one module here.

`opening` finds the ledger; no other module here knows where it lies.
"""

from __future__ import annotations

import click

from corridor.cli.verbs import Verbs

VERBS: dict[str, str] = {
    "log": "Print who changed what, when and why.",
}
"""Each verb, and what it does; the command stands in `corridor.cli.evidence.<verb>` under the same name."""


@click.group(cls=Verbs, package="corridor.cli.evidence", verbs=VERBS)
def evidence() -> None:
    """Keep the ledger of a case: who said what, in which words, and which numbers rest on it.

    The working ledger is evidence/ledger.db in the case folder; evidence/*.csv is what it is exported to and imported
    from. `list`, `show`, `ranges`, `gaps`, `known` and `export` also read a case that has the CSV files alone.
    """
