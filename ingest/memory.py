"""Memory that was freed goes back to the system."""

from __future__ import annotations

import contextlib
import ctypes
from typing import Final

M_MMAP_THRESHOLD: Final = -3
"""mallopt(3): from which size on a piece is a mapping of its own."""
PIECE: Final = 1 << 20


def give_back() -> None:
    """Have the C library map large pieces one by one, so that each goes back when it is freed.

    glibc raises that size with every large piece it frees, and keeps the later ones: a run over many large bodies then
    holds several times what it uses. Elsewhere there is nothing to do.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, PIECE)
