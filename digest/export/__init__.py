"""What is held -> files for other programs: quotes of at most 300 characters, never bodies, and nothing in a text acts."""

from __future__ import annotations

from collections.abc import Sequence

from ...store.rows import StoredClaim
from .columns import parquet
from .feeds import atom, json_feed
from .pages import claims_page
from .records import csv_text, json_lines


def files_of(claims: Sequence[StoredClaim]) -> dict[str, bytes]:
    """Return each exported file by its name, Parquet only where it can be made; the same claims give the same bytes."""
    texts = {
        "claims.csv": csv_text(claims),
        "claims.jsonl": json_lines(claims),
        "claims.md": claims_page(claims),
        "feed.atom": atom(claims),
        "feed.json": json_feed(claims),
    }
    files = {name: text.encode("utf-8") for name, text in texts.items()}
    table = parquet(claims)
    return files if table is None else files | {"claims.parquet": table}
