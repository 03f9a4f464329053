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

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.sql.close()

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
            raise StoreError(
                f"{self.path}: cannot be written ({error}); free the disk or the lock and run again"
            ) from None
        except BaseException:
            self._rollback()
            raise

    def _rollback(self) -> None:
        if self.sql.in_transaction:
            self.sql.execute("ROLLBACK")
