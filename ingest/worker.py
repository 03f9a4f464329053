"""The child's side of the isolation: reads what it is sent under limits of memory and processor time, and answers.

Preloaded by the fork server, so that a new worker is warm at once.
"""

from __future__ import annotations

import io
import pickle
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Final

from . import understand as _preloaded
from .isolation import READY
from .limits import limit_time, outcome_of, prepare
from .sources import adapters as _preloaded_too

SHARED: Final = "shared"
"""The pickle's name for what parent and worker both hold already."""

del _preloaded, _preloaded_too


class Unpacking(pickle.Unpickler):
    """Reads a task; what both sides hold is named, not sent."""

    def __init__(self, data: bytes, shared: object) -> None:
        """Read ``data``; ``shared`` stands where it was named."""
        super().__init__(io.BytesIO(data))
        self._shared = shared

    def persistent_load(self, pid: Any) -> Any:
        """Return what is shared."""
        if pid != SHARED:
            raise pickle.UnpicklingError(str(pid))
        return self._shared


def serve(link: Connection, shared: object, memory: int, seconds: int) -> None:
    """Answer tasks until the parent is gone; ``memory`` bytes above today's are all there is, ``seconds`` of processor a task."""
    prepare(memory)
    link.send_bytes(READY)
    while True:
        try:
            task = link.recv_bytes()
        except (EOFError, OSError):
            return
        limit_time(seconds)
        answer = outcome_of(partial(_worked, task, shared))
        del task
        try:
            link.send_bytes(answer)
        except OSError:
            return


def _worked(task: bytes, shared: object) -> object:
    work, arguments = Unpacking(task, shared).load()
    return work(*arguments)
