"""One connection to a database of ours, and whole transactions on it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from .errors import StoreError
from .opening import connect


class Connection:
    """One connection; use it from the thread that opened it."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Open ``path``; raises StoreError where it is not a database of ours."""
        self.path = path
        self.sql = connect(path, create=create)
        self.sql.row_factory = sqlite3.Row

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> None:
        """Close the connection; what SQLite raised while reading becomes a StoreError."""
        self.sql.close()
        if isinstance(error, sqlite3.Error):
            raise StoreError(
                f"{self.path}: cannot be read ({error}); see `sametrack doctor`, or restore a backup"
            ) from None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; nests."""
        if self.sql.in_transaction:
            yield
            return
        try:
            self.sql.execute("BEGIN IMMEDIATE")
            yield
            self.sql.execute("COMMIT")
        except sqlite3.Error as error:
            self._rollback()
            if "locked" in str(error):
                raise StoreError(f"{self.path}: another program is writing to it; wait for it and run again") from None
            raise StoreError(f"{self.path}: cannot be written ({error}); check the disk and run again") from None
        except BaseException:
            self._rollback()
            raise

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything read inside tell of one moment, whatever another program writes meanwhile."""
        self.sql.execute("BEGIN")
        try:
            yield
        finally:
            self._rollback()

    def _rollback(self) -> None:
        if self.sql.in_transaction:
            self.sql.execute("ROLLBACK")
