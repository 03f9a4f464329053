"""Numbers for the claims of a database that was made before claims had any (schema 10)."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Final

from .numbers import Printed, numbers

if TYPE_CHECKING:
    from sqlite_utils.db import Database

_PRINTED: Final = (
    'SELECT id, revision, quote, value_text, place, block, "start", value_start FROM claims WHERE document = ?'
)


def number_claims(db: Database) -> None:
    """Give every claim its number, by the text of the revision it was read from."""
    for ident, url, kind in db.execute("SELECT id, url, kind FROM documents").fetchall():
        read: dict[int, list[tuple[int, Printed]]] = {}
        for claim, revision, *where in db.execute(_PRINTED, (ident,)):
            read.setdefault(revision, []).append((claim, Printed(*where)))
        for revision, found in read.items():
            (blocks,) = db.execute("SELECT blocks FROM revisions WHERE id = ?", (revision,)).fetchone()
            texts = json.loads(gzip.decompress(blocks))
            made = numbers(url, kind, texts, [one for _, one in found])
            pairs = zip(made, (claim for claim, _ in found), strict=True)
            db.conn.executemany("UPDATE claims SET number = ? WHERE id = ?", list(pairs))
