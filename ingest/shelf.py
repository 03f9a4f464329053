"""Documents that wait to be stored: a few in memory, the rest in a file without a name."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterator
from typing import IO

from .fetch.held import LARGE
from .sources.arriving import Arriving


class Shelf:
    """Arriving documents in their order. Used by one thread at a time."""

    def __init__(self) -> None:
        """Start empty."""
        self.urls: list[str] = []
        self._few: list[Arriving] = []
        self._bytes = 0
        self._file: IO[bytes] | None = None

    def __del__(self) -> None:
        """Close the file, which then is gone."""
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        """How many there are."""
        return len(self.urls)

    def append(self, arriving: Arriving) -> None:
        """Put one behind the others."""
        self.urls.append(arriving.url)
        self._bytes += len(arriving.data)
        if self._file is None and self._bytes <= LARGE:
            self._few.append(arriving)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the last reference
        self._file.seek(0, os.SEEK_END)
        pickle.dump(arriving, self._file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Arriving]:
        """Yield them in order, one at a time in memory."""
        yield from self._few
        at = 0
        for _ in range(len(self.urls) - len(self._few)):
            assert self._file is not None  # noqa: S101  # more than the few there are in memory
            self._file.seek(at)
            arriving: Arriving = pickle.load(self._file)  # noqa: S301  # our own words
            at = self._file.tell()
            yield arriving
