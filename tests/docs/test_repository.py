"""What must not stand in any file: machine paths, registry hosts, secrets, talk of how it was made.

The patterns are put together from pieces, so that this file does not hold what it looks for.
"""

import importlib.util
import re

LARGEST = 3_000_000  # characters of one text file; the founding case's tables and the sample report fit well

MACHINE_PATHS = re.compile(
    r"(?<![\w.:~-])/(?:"
    + "|".join(("roo" + "t", "wor" + "k", "hom" + "e", "User" + "s", "op" + "t"))
    + r")/\w"
)
REGISTRIES = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("deb", "debian", "org"),
            ("security", "debian", "org"),
            ("archive", "ubuntu", "com"),
            ("conda", "anaconda", "org"),
            ("crates", "io"),
            ("proxy", "golang", "org"),
        )
    ),
    re.IGNORECASE,
)
SECRETS = re.compile(
    "|".join(
        (
            "-----BEGIN [A-Z ]*PRIVATE " + "KEY",
            r"\bAKIA[0-9A-Z]{16}\b",
            r"\bgh[pousr]_[A-Za-z0-9]{30,}",
            r"\bgithub_pat_[A-Za-z0-9_]{30,}",
            r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
            r"\bsk-[A-Za-z0-9_-]{20,}",
            r"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.",
            r"(?i:\b(?:password|passwd|api_?key|secret|token)\s*[:=]\s*[\"'][^\"'\s]{8,}[\"'])",
            r"://[^/\s:@]+:[^/\s:@]+@",
        )
    )
)
MAKING = re.compile(
    r"\b(?:"
    + "|".join(
        "".join(parts)
        for parts in (
            ("cla", "ude"),
            ("anth", "ropic"),
            ("open", "ai"),
            ("chat", "gpt"),
            ("co", "pilot"),
            ("co-auth", "ored-by"),
            ("ai[- ]", "assist(?:ant|ants|ed)"),
            ("ai[- ]", "generated"),
            ("coding[- ]", "(?:agent|assistant)s?"),
            (
                "(?:written|made|produced|drafted) (?:by|with) (?:an? )?",
                "(?:ai|llm|language model|assistant|agent)s?",
            ),
        )
    )
    + r")\b",
    re.IGNORECASE,
)
# The client library of the extra `llm` goes by a name of the list: it is named where it is declared or imported, only.
CLIENT = "".join(("open", "ai"))
CLIENT_FILES = ("pyproject.toml:", "requirements-dev.lock:", "src/corridor/ledger/reading/language_model.py:")


def _hits(texts, pattern):
    return [
        f"{name}:{number}: {hit.group()!r}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        for hit in pattern.finditer(line)
    ]


def test_no_path_of_a_machine(texts):
    """No file names a folder that exists on one machine only."""
    assert _hits(texts, MACHINE_PATHS) == []


def test_no_registry_host(texts):
    """No file, lock included, names a package registry: which one is used is the user's setting."""
    assert _hits(texts, REGISTRIES) == []


def test_no_secret(texts):
    """No file holds what looks like a key, a token or a password."""
    assert _hits(texts, SECRETS) == []


def test_no_talk_of_how_it_was_made(texts):
    """Files speak of the product, not of the tools that wrote it."""
    found = _hits(texts, MAKING)
    assert [hit for hit in found if not (hit.startswith(CLIENT_FILES) and hit.endswith(repr(CLIENT)))] == []


def test_no_oversized_text(texts):
    """No text file is so large that it must have been committed by mistake."""
    assert [name for name, text in texts.items() if len(text) > LARGEST] == []


def test_every_locked_package_has_hashes(texts):
    """Each pinned package of every lock is followed by at least one hash."""
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        pins = re.findall(
            r"^\S+==[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", texts[lock], re.MULTILINE
        )
        named = re.findall(r"^[A-Za-z0-9]\S*==", texts[lock], re.MULTILINE)
        assert len(pins) == len(named) > 30, lock


def test_the_locks_agree(texts):
    """A package in several locks has the same version in all: one environment, with or without tools."""
    runtime, dev, bench = (
        set(re.findall(r"^([A-Za-z0-9][^=\s]*==[^\s;\\]+)", texts[name], re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
    )
    assert runtime <= dev, runtime - dev
    assert runtime <= bench, runtime - bench


def test_no_text_of_others(texts, root):
    """No file holds twelve words in a row of the founding articles: paraphrases may ship."""
    spec = importlib.util.spec_from_file_location(
        "fingerprint_texts", root / "tools" / "fingerprint_texts.py"
    )
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    foreign = set(texts["tests/docs/foreign_texts.txt"].split())
    assert len(foreign) > 1_000
    looked_at = {
        name: text for name, text in texts.items() if not name.endswith(".lock") and name != "LICENSE"
    }
    assert [name for name, text in looked_at.items() if not foreign.isdisjoint(tool.fingerprints(text))] == []
