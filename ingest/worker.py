"""The child's side of the isolation: reads what it is sent under limits of memory and processor time, and answers.

Preloaded by the fork server, so that a new worker is warm at once.
"""

from __future__ import annotations

import io
import os
import pickle
import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from ..store.errors import ReadError, SametrackError
from . import understand as _preloaded
from .isolation import READY, Outcome
from .sources import adapters as _preloaded_too

SHARED: Final = "shared"
"""The pickle's name for what parent and worker both hold already."""
DEEPEST: Final = 3000
"""Python frames: nested pages reach their reader's own limit first."""

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
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):  # what is to be told is told by the parent, in one line
        os.dup2(silence, standard)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends us
    sys.setrecursionlimit(DEEPEST)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_memory(memory)
    link.send_bytes(READY)
    while True:
        try:
            task = link.recv_bytes()
        except (EOFError, OSError):
            return
        _limit_time(seconds)
        answer = _answered(task, shared)
        del task
        try:
            link.send_bytes(answer)
        except OSError:
            return


def _answered(task: bytes, shared: object) -> bytes:
    """Return the pickled Outcome of a task."""
    try:
        work, arguments = Unpacking(task, shared).load()
        return pickle.dumps(Outcome(work(*arguments)), pickle.HIGHEST_PROTOCOL)
    except SametrackError as error:
        failed: SametrackError = error
    except MemoryError:
        failed = ReadError("needs more memory to read than is allowed; skipped")
    except RecursionError:
        failed = ReadError("is nested too deeply to read; skipped")
    except Exception as error:  # a parser's own fault is the document's, not the run's
        reason = " ".join(str(error).split())[:120]
        failed = ReadError(f"cannot be read ({type(error).__name__}: {reason}); skipped")
    outcome: Outcome[object] = Outcome(error=failed)
    return pickle.dumps(outcome)


def _limit_memory(memory: int) -> None:
    try:
        base = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError):  # no /proc: not Linux, where the limit of addresses is not kept either
        return
    resource.setrlimit(resource.RLIMIT_AS, (base + memory, base + memory))


def _limit_time(seconds: int) -> None:
    """Allow ``seconds`` of processor time from now; beyond them the system ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))
