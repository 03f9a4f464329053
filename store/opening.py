"""Opening a database file: ours, known, sound, or told clearly and left untouched."""

from __future__ import annotations

import contextlib
import fcntl
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .errors import StoreError
from .schema import APPLICATION_ID, SCHEMA_VERSION

HEADER: Final = b"SQLite format 3\0"
BUSY_MS: Final = 15_000
CACHE_KIB: Final = 32_768
"""Pages kept in memory, at most: with SQLite's own 2 MB an index of a million rows is read again and again."""


def connect(path: Path, *, create: bool = True) -> sqlite3.Connection:
    """Return a connection to the database at ``path``, migrated, in WAL mode, with foreign keys on.

    Raises StoreError for a folder, a file that is no SQLite database, another program's, a newer one's, a locked or
    unreadable one; such a file is not written to.
    """
    fresh = _inspect(path, create=create)
    try:
        if fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            _check_owner(connection, path, fresh=fresh)
            if _version(connection) < SCHEMA_VERSION:
                _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{path}: cannot be opened ({error}); check the path and its permissions") from None


def _inspect(path: Path, *, create: bool) -> bool:
    """Return whether the file is yet to be made; raise StoreError where it can be none of ours."""
    if path.is_dir():
        raise StoreError(f"{path}: is a folder, not a database; name a file")
    if not path.exists() or path.stat().st_size == 0:
        if not create:
            raise StoreError(f"{path}: no database here yet; `sametrack ingest` makes one")
        return True
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    if head != HEADER:
        raise StoreError(f"{path}: is not a SQLite database; it was left untouched, name another file")
    return False


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check_owner(connection: sqlite3.Connection, path: Path, *, fresh: bool) -> None:
    if fresh:
        return
    filled = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[
        0
    ]  # before: one being made is marked first
    owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if owner != APPLICATION_ID and (owner or filled):
        raise StoreError(f"{path}: belongs to another program; it was left untouched, name another file")
    if _version(connection) > SCHEMA_VERSION:
        raise StoreError(f"{path}: was written by a newer sametrack (schema {_version(connection)}); upgrade this one")


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Apply what is pending, one process at a time: deferred transactions of two would lock each other out."""
    import sqlite_utils

    from .schema import migrations

    with _locked(path):
        if _version(connection) >= SCHEMA_VERSION:
            return
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")  # first: killed from here on it is still ours
        migrations().apply(sqlite_utils.Database(connection))
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.with_name(path.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)
