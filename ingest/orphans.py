"""Loaded by the fork server alone: a worker whose parent is killed while it starts ends without a word.

Nobody is left to read its traceback but the person who killed the run, whom it tells nothing.
"""

from __future__ import annotations

import pickle
import sys
from types import TracebackType
from typing import Final

ORPHANED: Final = (EOFError, ConnectionError, pickle.UnpicklingError)
"""What a child meets whose parent's end of the pipe has gone."""


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, ORPHANED):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _told
