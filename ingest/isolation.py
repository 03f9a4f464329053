"""Reading hostile bytes where a runaway can be ended: a warm pool of worker processes with limits, replaced after a runaway.

Workers come from a fork server, which has one thread: this process, which has many, is never forked.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import pickle
import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any, Final, Generic, ParamSpec, Protocol, TypeVar, cast

from ..store.errors import ReadError, RunawayError, SametrackError
from .allowance import Allowance

P = ParamSpec("P")
T = TypeVar("T")
LIMIT_S: Final = 10.0
"""Wall-clock and processor seconds that reading one document may take; the slowest honest one seen takes two."""
MEMORY: Final = 300_000_000
"""Bytes a worker may ask for beyond what it holds when it is warm."""
WORKERS: Final = 2
START_S: Final = 60.0
READY: Final = b"ready"
"""What a worker says when it is warm: starting is not the document's time."""


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What came of a task: a value, or an error to raise again in the parent."""

    value: T | None = None
    error: SametrackError | None = field(default=None)


class Reader(Protocol):
    """Where reading and annotating happen."""

    def call(self, name: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``work(*args)``; raises ReadError, which starts with ``name``, where that fails or takes too long."""
        ...

    def spending(self, allowance: Allowance) -> Reader:
        """Return a reader whose calls take their time from ``allowance`` and take no more than is left."""
        ...


class Here:
    """In this process: for tests and for tools that read what they trust."""

    def call(self, _name: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``work(*args)``."""
        return work(*args, **kwargs)

    def spending(self, _allowance: Allowance) -> Reader:
        """Return itself: what is trusted is not timed."""
        return self


@dataclass(slots=True)
class _Worker:
    process: ForkServerProcess
    link: Connection

    def end(self) -> None:
        """End the process whatever it does, and reap it."""
        self.link.close()
        self.process.kill()
        self.process.join()
        self.process.close()


class Workers:
    """The pool. Use as a context; safe in any thread. ``shared`` (the vocabulary) is sent once a worker, not with each task."""

    def __init__(
        self, shared: object = None, *, limit_s: float = LIMIT_S, memory: int = MEMORY, size: int = WORKERS
    ) -> None:
        """Prepare; nothing is started before the first call."""
        self._shared, self._limit_s, self._memory = shared, limit_s, memory
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._idle.put(None)
        self._size = size

    def __enter__(self) -> Workers:
        """Return the pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End every worker that is idle; one that still reads ends with this process."""
        for _number in range(self._size):
            with contextlib.suppress(queue.Empty):
                worker = self._idle.get_nowait()
                if worker is not None:
                    worker.end()

    def call(self, name: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``work(*args)`` from a worker; raises ReadError, and replaces the worker, where it dies or takes too long.

        One that takes too long is a RunawayError.
        """
        if kwargs:
            raise TypeError("work takes positional arguments only")
        return cast(T, self.answer(name, (work, args), None))

    def spending(self, allowance: Allowance) -> Reader:
        """Return a reader on this pool whose calls take their time from ``allowance``; waiting for a worker costs none."""
        return _Spending(self, allowance)

    def answer(self, name: str, task: object, allowance: Allowance | None) -> object:
        """Return what came of a task, a function with its arguments, timed by ``allowance`` where there is one."""
        packed = self._packed(task)
        worker = self._idle.get()
        healthy = False
        try:
            worker = worker or self._started()
            with allowance.spending() if allowance else contextlib.nullcontext():
                limit_s = min(self._limit_s, max(0.0, allowance.left_s)) if allowance else self._limit_s
                outcome = self._outcome(worker, packed, limit_s)
            healthy = True
        except ReadError as error:
            raise type(error)(f"{name}: {error}") from None
        finally:
            if worker is not None and not healthy:
                worker.end()
            self._idle.put(worker if healthy else None)
        if outcome.error is not None:
            message = str(outcome.error)
            raise type(outcome.error)(message if message.startswith(name) else f"{name}: {message}")
        return outcome.value

    def _outcome(self, worker: _Worker, task: bytes, limit_s: float) -> Outcome[Any]:
        try:
            worker.link.send_bytes(task)
            if not worker.link.poll(limit_s):
                raise RunawayError(f"took longer than {limit_s:.3g} s to read; skipped")
            answer: Outcome[Any] = pickle.loads(worker.link.recv_bytes())  # noqa: S301  # our own worker's words
        except (EOFError, OSError):
            raise RunawayError("took more time or memory to read than is allowed; skipped") from None
        return answer

    def _started(self) -> _Worker:
        from .worker import serve

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["sametrack.ingest.worker"])
        ours, theirs = context.Pipe()
        process = context.Process(
            target=serve, args=(theirs, self._shared, self._memory, max(1, round(self._limit_s))), daemon=True
        )
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        with contextlib.suppress(EOFError, OSError):
            if ours.poll(START_S) and ours.recv_bytes() == READY:
                return worker
        worker.end()
        raise ReadError("the process that reads did not start; try again later")

    def _packed(self, task: object) -> bytes:
        from .worker import SHARED

        shared = self._shared

        class Packing(pickle.Pickler):
            def persistent_id(self, obj: object) -> str | None:
                return SHARED if obj is shared and shared is not None else None

        out = io.BytesIO()
        Packing(out, pickle.HIGHEST_PROTOCOL).dump(task)
        return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Spending:
    """A pool seen by one source."""

    pool: Workers
    allowance: Allowance

    def call(self, name: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``work(*args)`` from a worker of the pool; raises as the pool does."""
        if kwargs:
            raise TypeError("work takes positional arguments only")
        return cast(T, self.pool.answer(name, (work, args), self.allowance))

    def spending(self, allowance: Allowance) -> Reader:
        """Return a reader on the same pool with another allowance."""
        return self.pool.spending(allowance)
