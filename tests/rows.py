"""What a database holds, without the moments and the numbers of rows: equal where two databases say the same."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Final

from sametrack.store.claim import FIELDS

_CLAIM: Final = ", ".join(
    f'c."{name}"'
    for name in (
        *(
            "uid",
            "number",
            "status",
            "replaces",
            "position",
            "occurrence",
            "quote",
            "value_text",
            "place",
            "line",
            "cell",
        ),
        *("block", "start", "end", "value_start", "value_end", *FIELDS),
    )
)

QUERIES: Final = {
    "sources": "SELECT url, kind, project, title, etag, last_modified, last_error, failures, asked, body_sha, moved_to FROM sources",
    "fetches": "SELECT DISTINCT s.url, f.url, f.final_url, f.status, f.body FROM fetches f LEFT JOIN sources s ON s.id = f.source",
    "bodies": "SELECT sha256, bytes, gzip FROM bodies",
    "documents": "SELECT d.url, d.title, author, publisher, d.project, published, d.kind, language, partial, representation, s.url,"
    " read_with FROM documents d LEFT JOIN sources s ON s.id = d.source",
    "revisions": "SELECT d.url, r.representation, r.hash, r.body, r.name, r.content_type, r.hints, r.blocks, f.url FROM revisions r"
    " JOIN documents d ON d.id = r.document LEFT JOIN fetches f ON f.id = r.fetch",
    "claims": "SELECT d.url, r.hash, COLUMNS FROM claims c JOIN documents d ON d.id = c.document"
    " JOIN revisions r ON r.id = c.revision".replace("COLUMNS", _CLAIM),
    "claim_facets": "SELECT c.uid, f.facet, f.value, f.origin, f.quote FROM claim_facets f JOIN claims c ON c.id = f.claim",
    "claims_fts": "SELECT c.uid, f.quote, f.subject, f.title FROM claims_fts f LEFT JOIN claims c ON c.id = f.rowid",
    "releases": "SELECT d.url, r.project, version, released, prerelease, first_block, last_block FROM releases r"
    " JOIN documents d ON d.id = r.document",
    "release_items": "SELECT d.url, r.version, i.position, i.kind, i.text, i.block FROM release_items i"
    " JOIN releases r ON r.id = i.release JOIN documents d ON d.id = r.document",
    "threads": "SELECT d.url, about, comments, links FROM threads t JOIN documents d ON d.id = t.document",
    "challenges": "SELECT t.about, claim, c.kind, quote, author, url, said_at, comment, text, c.links, parent FROM challenges c"
    " LEFT JOIN threads t ON t.id = c.thread",
    "corrections": "SELECT claim, number, facet, value, why, who FROM corrections",
    "track_keys": "SELECT c.uid, k.track, k.made_with FROM track_keys k JOIN claims c ON c.id = k.claim",
    "track_pending": "SELECT c.uid FROM track_pending p JOIN claims c ON c.id = p.claim",
    "source_items": "SELECT s.url, i.url, stamp, follow, i.etag, i.last_modified, i.arriving FROM source_items i"
    " JOIN sources s ON s.id = i.source",
    "changes": "SELECT d.url, k.kind, field, claim, old, new, erratum FROM changes k JOIN documents d ON d.id = k.document",
    "robots": "SELECT origin, status, body, etag, last_modified FROM robots",
    "marks": "SELECT name FROM marks",
}
"""Each table of ours, ids replaced by what they stand for. Fetches are counted once: a run more is a fetch more."""

INNER: Final = ("sqlite_", "_sqlite_", "claims_fts_")
"""What SQLite, sqlite-utils and the search keep for themselves."""


def rows_of(path: Path) -> dict[str, list[str]]:
    """Return the sorted rows of every table."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        unknown = {name for name in tables if not name.startswith(INNER)} - set(QUERIES)
        assert not unknown, f"compare {unknown} too"
        return {name: sorted(map(repr, db.execute(query))) for name, query in QUERIES.items()}


def held(path: Path) -> tuple[set[str], set[str]]:
    """Return documents and claims; raises AssertionError where SQLite finds the file unsound."""
    if not path.exists() or not path.stat().st_size:
        return set(), set()
    with contextlib.closing(sqlite3.connect(path, timeout=20)) as db:
        assert [row[0] for row in db.execute("PRAGMA integrity_check")] == ["ok"]
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'claims'").fetchone():
            return set(), set()
        documents = {row[0] for row in db.execute("SELECT url FROM documents")}
        return documents, {row[0] for row in db.execute("SELECT uid FROM claims")}
