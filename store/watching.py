"""Where documents come from: the sources with their validators and schedule, what they brought already, and marks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields

from .connection import Connection


@dataclass(frozen=True, slots=True)
class Polled:
    """What a whole, parsed answer leaves for the next time: validators, a hash of its bytes, when, and from where."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha: str | None = None
    next_due: str | None = None
    moved_to: str | None = None
    asked: str | None = None
    """The address that was asked: validators are of it and of no other."""


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One item a listing named. ``stamp`` is what the listing said of it (a hash, a time of change); ``follow`` the address
    its text was fetched from, where the listing had none, with its validators; ``arriving`` is JSON of how to read it."""

    url: str
    stamp: str
    follow: str | None
    etag: str | None
    last_modified: str | None
    first_seen: str
    asked: str
    arriving: str


_ITEM = ", ".join(f.name for f in fields(SourceItem))


class Watching(Connection):
    """What the database knows of sources and fetches."""

    def source(self, url: str, kind: str, title: str | None = None, project: str | None = None) -> sqlite3.Row:
        """Return the row of the source at ``url``, made if new: id, etag, last_modified, next_due, failures ...

        ``title`` is its name in the watch list; what the list says is written where it differs.
        """
        found = self.sql.execute("SELECT * FROM sources WHERE url = ?", (url,)).fetchone()
        if found is None or (title and (found["kind"], found["title"], found["project"]) != (kind, title, project)):
            with self.transaction():
                self.sql.execute(
                    "INSERT INTO sources (url, kind, title, project) VALUES (?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
                    " kind = excluded.kind, title = coalesce(excluded.title, title), project = excluded.project",
                    (url, kind, title, project),
                )
            found = self.sql.execute("SELECT * FROM sources WHERE url = ?", (url,)).fetchone()
        row: sqlite3.Row = found
        return row

    def sources(self) -> list[sqlite3.Row]:
        """Return all sources by address, each with the numbers of its ``documents`` and current ``claims``."""
        return self.sql.execute(
            "SELECT s.*, COUNT(DISTINCT d.id) AS documents, COUNT(c.id) AS claims FROM sources s"
            " LEFT JOIN documents d ON d.source = s.id LEFT JOIN claims c ON c.document = d.id AND c.status = 'current'"
            " GROUP BY s.id ORDER BY s.url"
        ).fetchall()

    def source_succeeded(self, ident: int, polled: Polled, now: str) -> None:
        """Keep what a whole, parsed answer leaves; call it in the transaction that stores its items."""
        with self.transaction():
            self.sql.execute(
                "UPDATE sources SET etag = ?, last_modified = ?, body_sha = ?, moved_to = ?, asked = ?, next_due = ?, last_success = ?,"
                " last_error = NULL, failures = 0 WHERE id = ?",
                (
                    polled.etag,
                    polled.last_modified,
                    polled.body_sha,
                    polled.moved_to,
                    polled.asked,
                    polled.next_due,
                    now,
                    ident,
                ),
            )

    def sources_unchanged(self, due: Iterable[tuple[int, str]], now: str) -> None:
        """Note that sources work and have nothing new, and when each is due next; their validators hold."""
        with self.transaction():
            self.sql.executemany(
                "UPDATE sources SET next_due = ?, last_success = ?, last_error = NULL, failures = 0 WHERE id = ?",
                [(next_due, now, ident) for ident, next_due in due],
            )

    def source_failed(self, ident: int, error: str, next_due: str | None = None) -> None:
        """Note a failure beside the validators, which stay as they were."""
        with self.transaction():
            self.sql.execute(
                "UPDATE sources SET last_error = ?, failures = failures + 1, next_due = coalesce(?, next_due) WHERE id = ?",
                (error, next_due, ident),
            )

    def record_fetch(
        self, source: int | None, url: str, final_url: str, status: int, headers: Mapping[str, str], at: str
    ) -> int:
        """Note that an address was fetched and what it answered; returns the fetch's id."""
        with self.transaction():
            done = self.sql.execute(
                "INSERT INTO fetches (source, url, final_url, status, headers, fetched_at) VALUES (?, ?, ?, ?, ?, ?)",
                (source, url, final_url, status, json.dumps(dict(headers)), at),
            )
        return int(done.lastrowid or 0)

    def items(self, source: int) -> list[SourceItem]:
        """Return what a source's listings named so far, by address."""
        rows = self.sql.execute(f"SELECT {_ITEM} FROM source_items WHERE source = ? ORDER BY url", (source,))
        return [SourceItem(*row) for row in rows]

    def dates(self, source: int) -> list[str]:
        """Return when the newest twelve documents of a source were published, for its rhythm."""
        rows = self.sql.execute(
            "SELECT published FROM documents WHERE source = ? AND published IS NOT NULL ORDER BY published DESC LIMIT 12",
            (source,),
        )
        return [str(row[0]) for row in rows]

    def keep_items(self, source: int, items: Iterable[SourceItem]) -> None:
        """Keep what a listing says of items; call it in the transaction that stores them. The first moment stays."""
        with self.transaction():
            self.sql.executemany(
                f"INSERT INTO source_items (source, {_ITEM}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, url)"
                " DO UPDATE SET stamp = excluded.stamp, follow = excluded.follow, etag = excluded.etag,"
                " last_modified = excluded.last_modified, asked = excluded.asked, arriving = excluded.arriving",
                [(source, *astuple(item)) for item in items],
            )

    def mark(self, name: str) -> str | None:
        """Return the moment kept under ``name``, such as the end of the last digest."""
        row = self.sql.execute("SELECT moment FROM marks WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def waits(self) -> dict[str, str]:
        """Return the hosts that asked to be left alone, with the moment (ISO, UTC) until which."""
        rows = self.sql.execute("SELECT substr(name, 6), moment FROM marks WHERE name LIKE 'wait %'")
        return {str(row[0]): str(row[1]) for row in rows}

    def keep_waits(self, waits: Mapping[str, str]) -> None:
        """Replace what :meth:`waits` returns."""
        if dict(waits) == self.waits():
            return
        with self.transaction():
            self.sql.execute("DELETE FROM marks WHERE name LIKE 'wait %'")
            self.sql.executemany("INSERT INTO marks VALUES ('wait ' || ?, ?)", waits.items())

    def set_mark(self, name: str, moment: str) -> None:
        """Keep ``moment`` (ISO, UTC) under ``name``."""
        with self.transaction():
            self.sql.execute(
                "INSERT INTO marks VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET moment = excluded.moment",
                (name, moment),
            )
