"""Reading hostile bytes where a runaway can be ended: a warm pool of worker processes with limits, replaced after a runaway.

Workers come from a fork server, which has one thread: this process, which has many, is never forked.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import pickle
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any, Final, Generic, ParamSpec, Protocol, TypeVar, cast

from ..store.errors import ReadError, RunawayError, SametrackError
from .allowance import Allowance
from .fetch.held import LARGE, Held

P = ParamSpec("P")
T = TypeVar("T")
LIMIT_S: Final = 10.0
"""Wall-clock and processor seconds that reading one document may take; the slowest honest one seen takes two."""
MEMORY: Final = 225_000_000
"""Bytes a worker may ask for beyond what it holds when it is warm: with what it is sent from, below 400 MB in all."""
WORKERS: Final = 2
START_S: Final = 60.0
NO_ANSWER: Final = "took more time or memory to read than is allowed; skipped"
Task = tuple[Callable[..., object], tuple[object, ...]]
"""A function, known by its module and name, and what it is called with."""
READY: Final = b"ready"
"""What a worker says when it is warm: starting is not the document's time."""


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What came of a task: a value, or an error to raise again in the parent."""

    value: T | None = None
    error: SametrackError | None = field(default=None)

    def given(self, name: str) -> T | None:
        """Return the value, or raise the error, its message begun with ``name``."""
        if self.error is not None:
            message = str(self.error)
            raise type(self.error)(message if message.startswith(name) else f"{name}: {message}")
        return self.value


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


class Isolated(ABC):
    """A reader whose work is done in another process, where a runaway can be ended."""

    @abstractmethod
    def answer(self, name: str, task: Task, allowance: Allowance | None) -> object:
        """Return what came of ``task``, timed by ``allowance`` where there is one.

        Raises ReadError, which starts with ``name``, where it fails, RunawayError where it had to be ended.
        """

    def call(self, name: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``work(*args)``, done elsewhere; raises as :meth:`answer` does."""
        return cast(T, _asked(self, name, None, (work, args), kwargs))

    def spending(self, allowance: Allowance) -> Reader:
        """Return a reader whose calls take their time from ``allowance``; waiting for a process costs none."""
        return _Spending(self, allowance)


@dataclass(frozen=True, slots=True)
class _Spending:
    """A reader as one source sees it."""

    inner: Isolated
    allowance: Allowance

    def call(self, name: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return cast(T, _asked(self.inner, name, self.allowance, (work, args), kwargs))

    def spending(self, allowance: Allowance) -> Reader:
        return self.inner.spending(allowance)


def _asked(reader: Isolated, name: str, allowance: Allowance | None, task: Task, named: Mapping[str, object]) -> object:
    if named:
        raise TypeError("work takes positional arguments only")
    return reader.answer(name, task, allowance)


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


class Workers(Isolated):
    """The pool. Use as a context; safe in any thread. ``shared`` (the vocabulary) is sent once a worker, not with each task.

    Of large tasks one is read at a time, by a worker that ends with it: two beside each other would take twice the memory.
    """

    def __init__(
        self, shared: object = None, *, limit_s: float = LIMIT_S, memory: int = MEMORY, size: int = WORKERS
    ) -> None:
        """Prepare; nothing is started before the first call."""
        self._shared, self._limit_s, self._memory = shared, limit_s, memory
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._idle.put(None)
        self._size = size
        self._large = threading.Lock()

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

    def answer(self, name: str, task: Task, allowance: Allowance | None) -> object:
        """Return what came of ``task`` in a worker, which is replaced where it dies or takes too long; raises ReadError."""
        if sum(_size(argument) for argument in task[1]) <= LARGE:
            return self._answered(name, task, allowance, large=False)
        with self._large:
            return self._answered(name, task, allowance, large=True)

    def _answered(self, name: str, task: Task, allowance: Allowance | None, *, large: bool) -> object:
        worker = self._idle.get()
        healthy = False
        try:
            worker = worker or self._started()
            with allowance.spending() if allowance else contextlib.nullcontext():
                limit_s = allowance.most(self._limit_s) if allowance else self._limit_s
                outcome = self._outcome(worker, [self._packed(task)], limit_s)
            healthy = not large  # what it took of memory it would keep
        except ReadError as error:
            raise type(error)(f"{name}: {error}") from None
        finally:
            if worker is not None and not healthy:
                worker.end()
            self._idle.put(worker if healthy else None)
        return outcome.given(name)

    def _outcome(self, worker: _Worker, packed: list[bytes], limit_s: float) -> Outcome[Any]:
        """What the worker answers; ``packed`` is emptied, so that the task is not held beside its answer."""
        try:
            worker.link.send_bytes(packed.pop())
            if not worker.link.poll(limit_s):
                raise RunawayError(f"took longer than {limit_s:.3g} s to read; skipped")
            answer: Outcome[Any] = pickle.loads(worker.link.recv_bytes())  # noqa: S301  # our own worker's words
        except (EOFError, OSError):
            raise RunawayError(NO_ANSWER) from None
        return answer

    def _started(self) -> _Worker:
        from .worker import serve

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["sametrack.ingest.orphans", "sametrack.ingest.worker"])
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


def _size(argument: object) -> int:
    """The bytes to be read in what is sent: a fetched answer's, or an arriving document's."""
    held = getattr(argument, "held", None)
    return held.size if isinstance(held, Held) else len(getattr(argument, "data", b""))
