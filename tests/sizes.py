"""How many generated cases, seeds or kills a test tries: all of them under `make prove`, fewer under `make test`.

A size in a test is that of `make prove`. `CORRIDOR_TEST_SIZE` chooses: `full`; `usual`, half of them; `small`, a tenth,
for the run under another clock and locale, which repeats tests that have run in full size before.
"""

import os

SHARES = {"full": 1.0, "usual": 0.5, "small": 0.1}
LEAST = 4


def sized(full: int) -> int:
    """How many of so many are tried in this run; at least 4, or all where there are fewer."""
    share = SHARES[os.environ.get("CORRIDOR_TEST_SIZE", "usual")]
    return min(full, max(LEAST, round(share * full)))
