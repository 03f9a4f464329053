"""What ``doctor`` does to a database: a whole copy of it, and dropping the bytes that nothing reads any more."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from .connection import Connection
from .errors import StoreError


def backup(database: Connection, target: Path) -> int:
    """Copy the database to the new file ``target`` while others may use it (SQLite's online backup); return its bytes.

    ``target`` appears whole, checked and on the disk, or not at all; raises StoreError where it exists or cannot be written.
    """
    if target.exists():
        raise StoreError(f"{target}: exists already; name a new file for the backup")
    beside = target.with_name(target.name + ".part")
    try:
        with contextlib.closing(sqlite3.connect(beside)) as copy:
            database.sql.backup(copy)
            (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise sqlite3.DatabaseError(f"the copy is damaged: {verdict}")
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(target)
    except (sqlite3.Error, OSError) as error:
        beside.unlink(missing_ok=True)
        raise StoreError(f"{target}: cannot be written ({error}); check the folder and the disk") from None
    return target.stat().st_size


def prune(database: Connection) -> tuple[int, int]:
    """Drop the fetched bytes of all but the newest revision of every representation; return how many, and their bytes.

    Texts, claims and history stay; what is dropped cannot be read again with a better extractor.
    """
    unread = (
        "length(gzip) > 0 AND sha256 NOT IN (SELECT body FROM revisions r WHERE NOT EXISTS (SELECT 1 FROM revisions n"
        " WHERE n.document = r.document AND n.representation = r.representation"
        " AND (n.seen_at, n.id) > (r.seen_at, r.id)))"
    )
    with database.transaction():
        count, size = database.sql.execute(
            f"SELECT COUNT(*), coalesce(SUM(length(gzip)), 0) FROM bodies WHERE {unread}"
        ).fetchone()
        database.sql.execute(f"UPDATE bodies SET gzip = x'' WHERE {unread}")
    try:
        database.sql.execute("VACUUM")
    except sqlite3.Error as error:
        raise StoreError(f"{database.path}: pruned, but not made smaller ({error}); try again later") from None
    return int(count), int(size)
