"""Draws keyed by (seed, name, member, counter) through a counter-based hash.

No state and no order: any member can be made again alone, on any number of threads, in any blocks.
The finaliser is SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195); names enter by FNV-1a.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_MASK = (1 << 64) - 1
_GOLD = 0x9E3779B97F4A7C15
_SEED = 0xD1342543DE82EF95


def _mix(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def stream(seed: int, name: str) -> int:
    """The 64-bit stream of a name under a seed."""
    h = 0xCBF29CE484222325
    for byte in name.encode("utf-8"):
        h = ((h ^ byte) * 0x100000001B3) & _MASK
    return (h ^ ((seed * _SEED) & _MASK)) & _MASK


def uniform(
    seed: int, name: str, members: NDArray[np.int64], counter: int | NDArray[np.int64] = 0
) -> NDArray[np.float64]:
    """Uniform numbers in (0, 1), one a member (or one a member and counter, by broadcasting).

    The same four keys give the same number for ever; other keys give independent ones.
    """
    with np.errstate(over="ignore"):
        first = _mix(np.asarray(members).astype(np.uint64) * np.uint64(_GOLD) + np.uint64(stream(seed, name)))
        z = _mix(first + (np.asarray(counter).astype(np.uint64) + np.uint64(1)) * np.uint64(_GOLD))
    return ((z >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
