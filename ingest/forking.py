"""Reading hostile bytes in one child a call: the cheap way of a command that reads little, with the limits of the pool."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import threading
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from ..store.errors import RunawayError
from .allowance import Allowance
from .isolation import LIMIT_S, MEMORY, NO_ANSWER, Isolated, Outcome, Task, Workers
from .limits import limit_time, outcome_of, prepare


class Forks(Isolated):
    """A reader that forks this process for every call while it has one thread, and else asks a pool. Use as a context.

    A child starts warm and holds its task as it stands: milliseconds, where a pool's first worker takes half a second.
    """

    def __init__(self, shared: object = None, *, limit_s: float = LIMIT_S, memory: int = MEMORY) -> None:
        """Prepare; nothing is started before the first call. ``shared`` is what a pool would be given."""
        self._limit_s, self._memory = limit_s, memory
        self._pool = Workers(shared, limit_s=limit_s, memory=memory, size=1)

    def __enter__(self) -> Forks:
        """Return the reader itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End what a pool had to start."""
        self._pool.__exit__()

    def answer(self, name: str, task: Task, allowance: Allowance | None) -> object:
        """Return what came of ``task`` in a child, timed by ``allowance`` where there is one; raises as the pool does."""
        if threading.active_count() > 1:  # a lock that another thread holds would stay held in the child
            return self._pool.answer(name, task, allowance)
        with allowance.spending() if allowance else contextlib.nullcontext():
            outcome = self._outcome(name, task, allowance.most(self._limit_s) if allowance else self._limit_s)
        return outcome.given(name)

    def _outcome(self, name: str, task: Task, limit_s: float) -> Outcome[Any]:
        ours, theirs = Pipe(duplex=False)
        child = os.fork()
        if child == 0:
            _answer(theirs, task, self._memory, max(1, round(limit_s)))
        theirs.close()
        try:
            if not ours.poll(limit_s):
                raise RunawayError(f"{name}: took longer than {limit_s:.3g} s to read; skipped")
            outcome: Outcome[Any] = pickle.loads(ours.recv_bytes())  # noqa: S301  # our own child's words
        except (EOFError, OSError):
            raise RunawayError(f"{name}: {NO_ANSWER}") from None
        finally:
            ours.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        return outcome


def _answer(link: Connection, task: Task, memory: int, seconds: int) -> NoReturn:
    """The child's side: answer and end, without what this process has registered to do at its own end."""
    try:
        prepare(memory)
        limit_time(seconds)
        link.send_bytes(outcome_of(lambda: _done(task)))
    finally:
        os._exit(0)


def _done(task: Task) -> object:
    work: Callable[..., object] = task[0]
    return work(*task[1])
