"""What is said of the machine a figure was measured on: its class and versions, never its name or its paths."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path


def describe() -> str:
    """Class of the machine, as `2 vCPU x86-64, AVX-512, 24 GiB`."""
    kind = {"x86_64": "x86-64", "AMD64": "x86-64", "aarch64": "ARM64", "arm64": "ARM64"}
    parts = [f"{os.cpu_count()} vCPU {kind.get(platform.machine(), platform.machine())}"]
    info = Path("/proc/cpuinfo")
    flags = info.read_text().split() if info.exists() else []
    parts += ["AVX-512"] if "avx512f" in flags else ["AVX2"] if "avx2" in flags else []
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts.append(f"{round(memory / 4) * 4 if memory > 6 else round(memory)} GiB")
    return ", ".join(parts)


def versions() -> dict[str, str]:
    """Versions of what the figures depend on."""
    found = {"python": platform.python_version()}
    found |= {name: version(name) for name in ("corridor", "numpy", "numba", "llvmlite")}
    if compiler():
        text = subprocess.run([compiler(), "-dumpfullversion"], capture_output=True, text=True, check=True)
        found["gcc"] = text.stdout.strip()
    return found


def compiler() -> str:
    """The C compiler, or nothing."""
    return os.environ.get("CC") or shutil.which("gcc") or ""


def load() -> float:
    """How many processes wanted to run in the last minute, beside this one."""
    return os.getloadavg()[0]
