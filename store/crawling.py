"""What the sites' robots.txt said when they were last asked, kept so that they are not asked at every run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from .connection import Connection


@dataclass(frozen=True, slots=True)
class RobotsKept:
    """One site's robots.txt. ``origin`` is scheme, host and port; ``status`` 200, or what it answered instead of a file
    (then ``body`` is empty); it counts until ``fresh_until``; ``seen_at`` is when it last came or was confirmed (ISO, UTC)."""

    origin: str
    status: int
    body: str
    etag: str | None
    last_modified: str | None
    seen_at: str
    fresh_until: str


class Crawling(Connection):
    """What the database knows of robots.txt."""

    def robots(self) -> list[RobotsKept]:
        """Return what is kept, by origin."""
        rows = self.sql.execute(
            "SELECT origin, status, body, etag, last_modified, seen_at, fresh_until FROM robots ORDER BY origin"
        )
        return [RobotsKept(*row) for row in rows]

    def keep_robots(self, seen: Iterable[RobotsKept]) -> None:
        """Keep what was seen, each in place of what its origin said before."""
        rows = [astuple(one) for one in seen]
        if rows:
            with self.transaction():
                self.sql.executemany(
                    "INSERT OR REPLACE INTO robots (origin, status, body, etag, last_modified, seen_at, fresh_until)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    rows,
                )
