"""One ingest at a time on a database: runs of cron that overlap wait for each other, and readers are not held up."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .errors import StoreError

PATIENCE_S: Final = 900.0


@contextlib.contextmanager
def turn(path: Path, wait_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the turn on the database at ``path``; raises StoreError where another run keeps it for ``wait_s`` seconds.

    The lock is the system's and ends with the process that holds it, however that ends.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_name(path.name + ".turn").open("w")
    except OSError as error:
        raise StoreError(f"{path}: cannot be written beside ({error.strerror}); check the folder") from None
    with file:
        until = time.monotonic() + wait_s
        while not _taken(file.fileno()):
            if time.monotonic() >= until:
                raise StoreError(f"{path}: another ingest has been at work for {wait_s:g} s; end it or try again later")
            time.sleep(0.1)
        yield


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
