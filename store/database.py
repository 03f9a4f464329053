"""The only code that speaks SQL: what is known is written and read here, in whole transactions."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .challenges import Challenging
from .changes import Changing
from .claim import Claim
from .crawling import Crawling
from .document import Document
from .matching import Kept, successors
from .numbers import numbers_of
from .racing import Racing
from .releasing import Releasing
from .rows import DOCUMENT, STORED, Body, Saved, ThreadRow, document_of

REPRESENTATIONS: Final = ("source", "page", "feed", "summary")
"""Fullest first: claims are read from the fullest representation held."""


@dataclass(frozen=True, slots=True)
class Bringing:
    """A document with all that came with it: its claims, bytes and how they were read."""

    document: Document
    claims: Sequence[Claim]
    representation: str
    body: bytes
    name: str
    read_with: str
    now: str
    content_type: str | None = None
    hints: Mapping[str, Any] | None = None
    project: str | None = None
    source: int | None = None
    fetch: int | None = None
    release_items: Sequence[tuple[str, str, str, int]] = ()
    """(version, kind, text, block) of the items of its releases."""


class Database(Releasing, Racing, Changing, Challenging, Crawling):
    """One connection; use it from the thread that opened it."""

    # documents

    def save(self, bringing: Bringing) -> Saved:
        """Store a document with its claims in one transaction; what is already known changes nothing.

        Every claim is checked against its block's text first (ClaimError). A revision is new where what a reader sees
        is; claims no longer said are withdrawn, never deleted, and tied to the claim that replaced them.
        """
        for claim in bringing.claims:
            claim.check_span(bringing.document.blocks[claim.block or 0])
        with self.transaction():
            row = self.sql.execute(
                "SELECT id, representation, read_with, url FROM documents WHERE url = ?", (bringing.document.url,)
            ).fetchone()
            if row is None:
                ident = self._insert_document(bringing)
                revision = self._revise(ident, bringing)
                added, _ = self._put_claims(ident, int(revision or 0), bringing)
                self._put_parts(ident, bringing)
                return Saved(ident, new=True, claims_added=added)
            return self._update(row, bringing)

    def _insert_document(self, bringing: Bringing) -> int:
        d = bringing.document
        done = self.sql.execute(
            "INSERT INTO documents (url, title, author, publisher, project, published, kind, language, partial, representation,"
            " first_seen, changed_at, source, read_with) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (d.url, d.title, d.author, d.publisher, bringing.project, d.published, d.kind.value, d.language, int(d.partial),
             bringing.representation, bringing.now, bringing.now, bringing.source, bringing.read_with),
        )  # fmt: skip
        return int(done.lastrowid or 0)

    def _update(self, row: sqlite3.Row, bringing: Bringing) -> Saved:
        ident, held = int(row["id"]), str(row["representation"])
        revision = self._revise(ident, bringing)
        rank = REPRESENTATIONS.index(bringing.representation) - REPRESENTATIONS.index(held)
        if rank > 0 or (revision is None and row["read_with"] == bringing.read_with and rank == 0):
            return Saved(ident)
        if revision is None:
            revision = self._revision_id(ident, bringing)
        d = bringing.document
        self.sql.execute(
            "UPDATE documents SET title = ?, author = ?, publisher = ?, published = coalesce(?, published), kind = ?, partial = ?,"
            " representation = ?, read_with = ?, changed_at = ? WHERE id = ?",
            (d.title, d.author, d.publisher, d.published, d.kind.value, int(d.partial), bringing.representation,
             bringing.read_with, bringing.now, ident),
        )  # fmt: skip
        added, withdrawn = self._put_claims(ident, int(revision), bringing)
        self._put_parts(ident, bringing)
        return Saved(ident, changed=True, claims_added=added, claims_withdrawn=withdrawn)

    def _revision_id(self, document: int, bringing: Bringing) -> int:
        row = self.sql.execute(
            "SELECT id FROM revisions WHERE document = ? AND representation = ? AND hash = ?",
            (document, bringing.representation, bringing.document.revision),
        ).fetchone()
        return int(row[0])

    def _revise(self, document: int, bringing: Bringing) -> int | None:
        """Insert the revision and its bytes; None where this text of this representation is already the newest held."""
        newest = self.sql.execute(
            "SELECT hash FROM revisions WHERE document = ? AND representation = ? ORDER BY seen_at DESC, id DESC LIMIT 1",
            (document, bringing.representation),
        ).fetchone()
        if newest is not None and newest[0] == bringing.document.revision:
            return None
        digest = hashlib.sha256(bringing.body).hexdigest()
        packed = gzip.compress(bringing.body, 6, mtime=0)
        self.sql.execute(
            "INSERT INTO bodies VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET gzip = excluded.gzip WHERE length(gzip) = 0",
            (digest, len(bringing.body), packed),
        )
        blocks = gzip.compress(json.dumps([b.text for b in bringing.document.blocks]).encode(), 6, mtime=0)
        done = self.sql.execute(
            "INSERT INTO revisions (document, representation, hash, body, name, content_type, hints, fetch, seen_at, blocks)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at,"
            " body = excluded.body, name = excluded.name, content_type = excluded.content_type, hints = excluded.hints RETURNING id",
            (document, bringing.representation, bringing.document.revision, digest, bringing.name, bringing.content_type,
             json.dumps(dict(bringing.hints or {})), bringing.fetch, bringing.now, blocks),
        )  # fmt: skip
        return int(done.fetchone()[0])

    def _put_claims(self, document: int, revision: int, bringing: Bringing) -> tuple[int, int]:
        held = {
            str(row["uid"]): Kept(
                int(row["id"]),
                str(row["uid"]),
                str(row["quote"]),
                str(row["unit"]),
                str(row["metric"]),
                int(row["position"]),
                str(row["number"]),
            )
            for row in self.sql.execute(
                "SELECT id, uid, quote, unit, metric, position, number FROM claims WHERE document = ? AND status = 'current'",
                (document,),
            )
        }
        printed = numbers_of(bringing.document, bringing.claims)
        brought = {c.uid: (n, printed[n], c) for n, c in enumerate(bringing.claims)}
        gone = [kept for uid, kept in held.items() if uid not in brought]
        fresh = [
            Kept(0, uid, c.quote, c.unit, c.metric, n, number)
            for uid, (n, number, c) in brought.items()
            if uid not in held
        ]
        followed = successors(gone, fresh)
        for kept in gone:
            self.sql.execute("UPDATE claims SET status = 'withdrawn' WHERE id = ?", (kept.id,))
        for uid, placed in brought.items():
            self._put_claim(document, revision, placed, followed.get(uid), bringing)
        return len(fresh), len(gone)

    def _put_claim(
        self, document: int, revision: int, placed: tuple[int, str, Claim], replaces: str | None, bringing: Bringing
    ) -> None:
        position, number, claim = placed
        columns = ["uid", "number", "document", "revision", "status", "replaces", "first_seen", "position", *STORED]
        values = [
            claim.uid,
            number,
            document,
            revision,
            "current",
            replaces,
            bringing.now,
            position,
            *(getattr(claim, name) for name in STORED),
        ]
        updates = ", ".join(f'"{c}" = excluded."{c}"' for c in columns if c not in ("uid", "replaces", "first_seen"))
        marks = ", ".join("?" * len(columns))
        names = ", ".join(f'"{c}"' for c in columns)
        row = self.sql.execute(
            f"INSERT INTO claims ({names}) VALUES ({marks}) ON CONFLICT (uid) DO UPDATE SET {updates} RETURNING id",
            values,
        ).fetchone()
        ident = int(row[0])
        self.sql.execute("DELETE FROM claim_facets WHERE claim = ?", (ident,))
        self.sql.executemany(
            "INSERT OR IGNORE INTO claim_facets VALUES (?, ?, ?, ?, ?)",
            [
                (ident, f.name, f"{f.value:g}" if isinstance(f.value, float) else str(f.value), f.origin, f.quote)
                for f in claim.facets
            ],
        )
        self.sql.execute("DELETE FROM claims_fts WHERE rowid = ?", (ident,))
        self.sql.execute(
            "INSERT INTO claims_fts (rowid, quote, subject, title) VALUES (?, ?, ?, ?)",
            (ident, claim.quote, claim.subject or "", bringing.document.title),
        )

    def _put_parts(self, document: int, bringing: Bringing) -> None:
        """The document's releases and, for a discussion, its thread."""
        project = bringing.project or bringing.document.publisher or "?"
        self.put_releases(document, project, bringing.document.sections, bringing.release_items, bringing.now)
        if bringing.document.kind == "thread":
            links = list(bringing.document.links)
            self.sql.execute(
                "INSERT INTO threads (document, about, comments, links) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (document) DO UPDATE SET about = excluded.about, comments = excluded.comments, links = excluded.links",
                (
                    document,
                    links[0] if links else None,
                    len({b.path for b in bringing.document.blocks if b.path}),
                    json.dumps(links),
                ),
            )

    # reading

    def threads(self) -> list[ThreadRow]:
        """Return the discussions, by address."""
        rows = self.sql.execute(
            f"SELECT t.about, t.comments, t.links, {DOCUMENT} FROM threads t JOIN documents d ON d.id = t.document ORDER BY d.url"
        )
        return [ThreadRow(document_of(r), r["about"], r["comments"], tuple(json.loads(r["links"]))) for r in rows]

    def newest(self, url: str, representation: str) -> Body | None:
        """Return the newest kept bytes of a document where its claims are read from this representation, else None."""
        row = self.sql.execute(
            "SELECT d.id, d.url, r.representation, r.name, r.content_type, r.hints, b.gzip FROM documents d JOIN revisions r"
            " ON r.document = d.id AND r.representation = d.representation JOIN bodies b ON b.sha256 = r.body"
            " WHERE d.url = ? AND d.representation = ? ORDER BY r.seen_at DESC, r.id DESC LIMIT 1",
            (url, representation),
        ).fetchone()
        return None if row is None else _body(row)

    def read_with(self, url: str) -> str | None:
        """Return which extractor and words a document was last read with; None where it is not held."""
        row = self.sql.execute("SELECT read_with FROM documents WHERE url = ?", (url,)).fetchone()
        return None if row is None else str(row[0])

    def bodies(self) -> Iterator[Body]:
        """Yield the newest kept bytes of every document's representation that its claims are read from."""
        rows = self.sql.execute(
            "SELECT d.id, d.url, r.representation, r.name, r.content_type, r.hints, b.gzip FROM documents d JOIN revisions r"
            " ON r.document = d.id AND r.representation = d.representation JOIN bodies b ON b.sha256 = r.body"
            " WHERE r.id = (SELECT id FROM revisions n WHERE n.document = d.id AND n.representation = d.representation"
            " ORDER BY seen_at DESC, id DESC LIMIT 1) ORDER BY d.url"
        ).fetchall()
        for row in rows:
            yield _body(row)

    def problems(self) -> list[str]:
        """Return what SQLite's own checks find wrong, one line each; empty when sound."""
        try:
            found = [str(row[0]) for row in self.sql.execute("PRAGMA integrity_check") if row[0] != "ok"]
            pointing = self.sql.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.Error as error:
            return [str(error)]
        return found + [f"{row[0]} row {row[1]} points at a missing {row[2]}" for row in pointing]


def open_database(path: Path, *, create: bool = True) -> Database:
    """Open the database at ``path``, made and migrated as needed; raises StoreError where it cannot be ours."""
    return Database(path, create=create)


def _body(row: sqlite3.Row) -> Body:
    return Body(row["id"], row["url"], row["representation"], gzip.decompress(row["gzip"]), row["name"], row["content_type"],
                json.loads(row["hints"]))  # fmt: skip
