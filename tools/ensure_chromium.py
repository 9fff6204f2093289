"""Print the path of a Chromium that runs, installing the distribution's if there is none and that is allowed.

Looks at ``CORRIDOR_CHROMIUM``, then for the usual names on the path. If nothing is found, the process
is root and ``apt-get`` exists, the distribution's package is installed; ``CORRIDOR_INSTALL_BROWSER=no``
forbids it. In every other case this fails and says what to do. The path goes to standard output, all else
to standard error. No browser is ever downloaded from anywhere but the distribution.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PACKAGES = ("chromium", "fonts-dejavu-core")  # the fonts hold Latin, Cyrillic and Armenian letters
HELP = """\
No Chromium was found, so the browser tests cannot run. Do one of these and run the command again:
  Debian, Ubuntu   sudo apt-get update && sudo apt-get install chromium fonts-dejavu-core
  Fedora           sudo dnf install chromium
  macOS            brew install --cask chromium
  elsewhere        install Chromium or Chrome and set CORRIDOR_CHROMIUM to its path
"""


def main() -> int:
    """Print the path of a browser that runs; 0 if there is one, else 1 with the way to get it."""
    wanted = os.environ.get("CORRIDOR_CHROMIUM")
    if wanted:
        return _named(wanted)
    found = find()
    if found is None and _may_install():
        _install()
        found = find()
    if found is None:
        print(HELP, file=sys.stderr, end="")
        return 1
    print(found)
    return 0


def find() -> str | None:
    """Path of the first Chromium that starts and tells its version, or None."""
    paths = (shutil.which(name) for name in NAMES)
    return next((path for path in paths if path and _version(path)), None)


def _named(path: str) -> int:
    if not _version(path):
        print(
            f"CORRIDOR_CHROMIUM is {path!r}, and no browser answers there. Correct it, or unset it.",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


def _version(path: str) -> str:
    """What the browser calls itself, empty if it does not start (some distributions ship a stub)."""
    try:
        answer = subprocess.run(
            [path, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def _may_install() -> bool:
    allowed = os.environ.get("CORRIDOR_INSTALL_BROWSER", "yes") != "no"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return allowed and root and shutil.which("apt-get") is not None


def _install() -> None:
    """Install the distribution's browser; a failure is told and left to the caller, who looks again."""
    print("No Chromium found: installing the distribution's.", file=sys.stderr, flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-q", "-y", "-o", "Acquire::Retries=3"]
    for step in (["update"], ["install", "--no-install-recommends", *PACKAGES]):
        command = ["apt-get", *options, *step]
        done = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            tail = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
            print(f"{' '.join(command)} failed:\n{tail}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
