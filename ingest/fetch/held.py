"""Bytes that may be many: small ones in memory, large ones in a file without a name, so that many sources fit beside each other."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from typing import Any, Final

LARGE: Final = 1_000_000
"""Bytes above which they are held in a file."""
PART: Final = 1 << 18


class Held:
    """Bytes, added to at the end. Pickled, they go as they are; used by one thread at a time."""

    def __init__(self, data: bytes = b"") -> None:
        """Hold ``data``."""
        self._file = tempfile.SpooledTemporaryFile(LARGE)  # noqa: SIM115  # closed with the last reference
        self.size = 0
        self.add(data)

    def __del__(self) -> None:
        """Close the file, which then is gone."""
        self._file.close()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the bytes."""
        return Held, (self.read(),)

    def add(self, data: bytes) -> None:
        """Add ``data`` at the end."""
        self._file.seek(self.size)
        self._file.write(data)
        self.size += len(data)

    def read(self, most: int = -1) -> bytes:
        """Return all bytes, or the first ``most``."""
        self._file.seek(0)
        return self._file.read(most)

    def parts(self) -> Iterator[bytes]:
        """Yield the bytes, some at a time."""
        at = 0
        while at < self.size:
            self._file.seek(at)
            part = self._file.read(PART)
            at += len(part)
            yield part

    def sha256(self) -> str:
        """Return the hash of the bytes, in hexadecimal digits."""
        found = hashlib.sha256()
        for part in self.parts():
            found.update(part)
        return found.hexdigest()

    @property
    def blank(self) -> bool:
        """Whether there is nothing but white space."""
        return not any(part.strip() for part in self.parts())
