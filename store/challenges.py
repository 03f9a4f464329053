"""What is said about claims in discussions: every comment with its kind and the words it rests on.

Which claim a comment is about is not kept: it is found when read, so that a post that comes later than its discussion is
tied as if it had come first.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from .connection import Connection


@dataclass(frozen=True, slots=True)
class Challenge:
    """One comment: its kind (a dispute, a confirmation, a question, a rival result or a mention) and the words that say so.

    ``text`` is the comment's own words, shortened; ``links`` the addresses it names; ``parent`` the comment it answers.
    """

    comment: str
    kind: str
    quote: str
    text: str
    url: str
    author: str | None = None
    said_at: str | None = None
    parent: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldChallenge:
    """A comment as kept, with the thread it stands in."""

    challenge: Challenge
    thread: str
    thread_title: str


class Challenging(Connection):
    """The part of the database that keeps comments."""

    def put_challenges(self, document: int, challenges: Sequence[Challenge]) -> None:
        """Keep the comments of a thread's document, replacing those held where any differs."""
        with self.transaction():
            row = self.sql.execute("SELECT id FROM threads WHERE document = ?", (document,)).fetchone()
            if row is None or self._of(int(row[0])) == list(challenges):
                return
            self.sql.execute("DELETE FROM challenges WHERE thread = ?", (row[0],))
            self.sql.executemany(
                "INSERT INTO challenges (thread, kind, quote, author, url, said_at, comment, text, links, parent)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        row[0],
                        c.kind,
                        c.quote,
                        c.author,
                        c.url,
                        c.said_at,
                        c.comment,
                        c.text,
                        json.dumps(list(c.links)),
                        c.parent,
                    )
                    for c in challenges
                ],
            )

    def _of(self, thread: int) -> list[Challenge]:
        rows = self.sql.execute("SELECT * FROM challenges WHERE thread = ? ORDER BY id", (thread,))
        return [
            Challenge(
                r["comment"],
                r["kind"],
                r["quote"],
                r["text"],
                r["url"],
                r["author"],
                r["said_at"],
                r["parent"],
                tuple(json.loads(r["links"])),
            )
            for r in rows
        ]

    def challenges(self) -> list[HeldChallenge]:
        """Return all comments by thread, in reading order."""
        threads = self.sql.execute(
            "SELECT t.id, d.url, d.title FROM threads t JOIN documents d ON d.id = t.document ORDER BY d.url"
        ).fetchall()
        return [HeldChallenge(c, row["url"], row["title"]) for row in threads for c in self._of(int(row["id"]))]

    def texts(self, document: int) -> list[str]:
        """Return the block texts of a document's newest revision."""
        import gzip

        row = self.sql.execute(
            "SELECT r.blocks FROM revisions r JOIN documents d ON d.id = r.document AND d.representation = r.representation"
            " WHERE d.id = ? ORDER BY r.seen_at DESC, r.id DESC LIMIT 1",
            (document,),
        ).fetchone()
        return [] if row is None else [str(text) for text in json.loads(gzip.decompress(row[0]))]
