"""How long one source may keep a run busy: what is beyond an honest document's time is taken from a fixed allowance."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Final

PER_SOURCE_S: Final = 32.5
"""Seconds a source may cost a run beyond the honest shares: with these and the program's start it ends within 40 s, and a
listing that took all of a fetch's 30 s still has its entries read."""
HONEST_S: Final = 0.5
"""What fetching or reading one document costs nothing of it: nine in ten honest ones take less, on a busy machine too."""
ENOUGH: Final = 4
"""Honest shares that have to be left for a document to be begun: the slowest honest one takes as long."""


class Allowance:
    """The allowance of one source in one run. Used by one thread at a time, in any thread."""

    def __init__(
        self, seconds: float = PER_SOURCE_S, honest_s: float = HONEST_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allow ``seconds`` beyond ``honest_s`` a document."""
        self.seconds, self.left_s = seconds, seconds
        self._honest_s, self._clock = honest_s, clock

    @property
    def over(self) -> bool:
        """Whether nothing more of the source is to be begun in this run."""
        return self.left_s < ENOUGH * self._honest_s

    def most(self, seconds: float) -> float:
        """Return the seconds that something may take which is allowed ``seconds`` by itself."""
        return min(seconds, max(0.0, self.left_s))

    @contextlib.contextmanager
    def spending(self) -> Iterator[None]:
        """Take what the block lasts beyond the honest share, however it ends; all of it where no honest one lasts so long."""
        start = self._clock()
        try:
            yield
        finally:
            lasted = self._clock() - start
            self.left_s -= lasted if lasted > ENOUGH * self._honest_s else max(0.0, lasted - self._honest_s)
