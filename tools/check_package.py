"""Check what a user gets: build the wheel, install it in an empty environment, run it from another folder.

``python tools/check_package.py`` holds the size of the default install under its limit, runs the first commands of
the README there, and says plainly what it ran.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
LARGEST_MB = 620


def main() -> int:
    """Build, install, run; 0 if all of it worked, else the exit code of what failed or 1."""
    with tempfile.TemporaryDirectory(prefix="corridor-package-") as folder:
        try:
            return _check(Path(folder))
        except subprocess.CalledProcessError as error:
            print(f"FAILED: {' '.join(map(str, error.cmd))}", file=sys.stderr)
            return error.returncode or 1


def _check(folder: Path) -> int:
    home = folder / "home"  # it stays absent: nothing may need one
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "NUMBA"))}
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], env, ROOT)
    (wheel,) = folder.glob("*.whl")
    _run([str(UV), "venv", "--quiet", "--python", sys.executable, str(folder / "venv")], env, folder)
    python = next(p for p in (folder / "venv/bin/python", folder / "venv/Scripts/python.exe") if p.exists())
    _run(
        [
            *(str(UV), "pip", "install", "--quiet", "--python", str(python)),
            *("--constraint", str(ROOT / "requirements.lock"), str(wheel)),
        ],
        env,
        folder,
    )
    size = sum(f.stat().st_size for f in (folder / "venv").rglob("*") if f.is_file()) / 1e6
    print(f"default install: {size:.0f} MB, at most {LARGEST_MB}", flush=True)
    corridor = python.with_name("corridor")
    if links := _relative_links(wheel):
        print(f"FAILED: links of the README that lead nowhere on an index: {links}", file=sys.stderr)
        return 1
    env = {**env, "HOME": str(home), "XDG_CACHE_HOME": str(home)}
    _run([str(corridor), "--version"], env, folder)
    _run([str(corridor), "report", "toy", "--no-study", "--members", "100"], env, folder)
    pages = list((folder / "out").glob("*.html"))
    if len(pages) != 1 or "</html>" not in pages[0].read_text(encoding="utf-8"):
        print("FAILED: no page was written to out/", file=sys.stderr)
        return 1
    _read_only(folder, corridor, env)
    return 0 if size <= LARGEST_MB else 1


READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && ! touch "$1/x" 2>/dev/null && '
READ_ONLY += 'exec "$2" forecast toy'


def _read_only(folder: Path, corridor: Path, env: dict[str, str]) -> None:
    """Run both engines where the installation cannot be written to and there is no home."""
    can = shutil.which("unshare") and os.name == "posix" and os.geteuid() == 0
    if not can or subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        print("NOT RUN: a read-only installation, for want of the right to mount", flush=True)
        return
    place = str(folder / "venv")
    env = {**env, "HOME": "/proc/none", "XDG_CACHE_HOME": "/proc/none"}
    for engine in ("numpy", "compiled"):
        line = f"{READ_ONLY} --members 20 --engine {engine} >/dev/null"
        _run(["unshare", "-m", "sh", "-c", line, "sh", place, str(corridor)], env, folder)


def _relative_links(wheel: Path) -> list[str]:
    """Targets of links in the description that an index would show."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        text = archive.read(name).decode("utf-8")
    return re.findall(r"\]\((?!https:)([^)]*)\)", text)


def _run(command: list[str], env: dict[str, str], folder: Path) -> None:
    print("$", " ".join(Path(command[0]).name if i == 0 else c for i, c in enumerate(command)), flush=True)
    subprocess.run(command, cwd=folder, env=env, check=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    raise SystemExit(main())
