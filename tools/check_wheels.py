"""Check that every lock installs from wheels alone on the systems and Python versions that corridor supports.

``python tools/check_wheels.py`` asks the package index for the tags of the locked files and installs nothing.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
PLATFORMS = {
    "Windows x64": "x86_64-pc-windows-msvc",
    "Linux x64": "x86_64-unknown-linux-gnu",
    "Linux arm64": "aarch64-unknown-linux-gnu",
    "macOS arm64": "aarch64-apple-darwin",
    "macOS Intel": "x86_64-apple-darwin",
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def missing(platform: str, python: str) -> str:
    """What of the runtime lock has no wheel for a platform and a Python version; empty if all has."""
    with tempfile.TemporaryDirectory() as target:
        command = [
            *(str(UV), "pip", "install", "--dry-run", "--quiet", "--no-deps", "--require-hashes"),
            *("--only-binary", ":all:", "--target", target, "--requirement", "requirements.lock"),
            *("--python-platform", platform, "--python-version", python),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr.strip() or "unknown"


def main() -> int:
    """Print one line for each system and version; 1 if a wheel is missing anywhere."""
    found = {
        (name, python): missing(platform, python)
        for name, platform in PLATFORMS.items()
        for python in PYTHONS
    }
    for (name, python), why in found.items():
        print(f"{name:12} Python {python:5} {why or 'all wheels'}")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
