"""Write fingerprints of texts that must not enter the repository: one hash a run of twelve words.

``python tools/fingerprint_texts.py FILE ... > tests/docs/foreign_texts.txt``. The fingerprints cannot be
read back; a test compares every file of the repository with them.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

RUN = 12  # words; long enough that names and set phrases do not match by chance


def fingerprints(text: str) -> Iterator[str]:
    """Hash of each run of twelve words, letters and digits only, in small letters."""
    words = re.findall(r"\w+", text.lower())
    for first in range(len(words) - RUN + 1):
        run = " ".join(words[first : first + RUN])
        yield hashlib.blake2b(run.encode(), digest_size=6).hexdigest()


if __name__ == "__main__":
    found = {mark for name in sys.argv[1:] for mark in fingerprints(Path(name).read_text(encoding="utf-8"))}
    print("\n".join(sorted(found)))
