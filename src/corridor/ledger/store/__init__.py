"""The working ledger: an append-only log with a chain of hashes, and tables that it adds up to, on SQLite.

    with Store.open("my_case") as store:
        for claim in store.rows("claims", {"status": "proposed"}, limit=20):
            ...
        with store.write("analyst", "read against the page") as batch:
            batch.accept(claim)

Sees the schema and the records, nothing of the model. Files are read and written in `corridor.io.ledger`.
"""

from corridor.ledger.store.batch import Batch, Stored, short_id
from corridor.ledger.store.snapshot import Snapshot
from corridor.ledger.store.sqlite import discard_empty, ledger_file
from corridor.ledger.store.store import Store, utc_now

__all__ = ["Batch", "Snapshot", "Store", "Stored", "discard_empty", "ledger_file", "short_id", "utc_now"]
