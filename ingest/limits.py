"""What a process that reads hostile bytes is held to, and how it tells what came of its work, whatever that raises."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ..store.errors import ReadError, SametrackError
from .isolation import Outcome

DEEPEST: Final = 3000
"""Python frames: nested pages reach their reader's own limit first."""


def prepare(memory: int) -> None:
    """Make this process one that reads hostile bytes: silent, and with ``memory`` bytes above today's."""
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):  # what is to be told is told by the parent, in one line
        os.dup2(silence, standard)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends us
    sys.setrecursionlimit(DEEPEST)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_memory(memory)


def outcome_of(work: Callable[[], object]) -> bytes:
    """Return the pickled Outcome of ``work``, whatever it raises."""
    try:
        return pickle.dumps(Outcome(work()), pickle.HIGHEST_PROTOCOL)
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


def limit_time(seconds: int) -> None:
    """Allow ``seconds`` of processor time from now; beyond them the system ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))
