"""What a page carries inside itself: its own style and script, the hash by which the script may run, and data."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files

from markupsafe import Markup


@cache
def static(name: str) -> Markup:
    """A file of a page's own, put in as it is."""
    return Markup(files("corridor.report").joinpath("static", name).read_text(encoding="utf-8"))  # noqa: S704 # our own


def script_hash(name: str) -> str:
    """Hash of a script, by which a page allows it and no other."""
    return base64.b64encode(hashlib.sha256(str(static(name)).encode()).digest()).decode()


def as_json(data: object) -> Markup:
    """Data that can stand in a script element: nothing in it can end the element or begin a comment.

    Examples
    --------
    >>> "<" in as_json("</script>")
    False
    """
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 # escaped above
