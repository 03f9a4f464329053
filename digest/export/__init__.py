"""What is held -> files for other programs: quotes of at most 300 characters, never bodies, and nothing in a text acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .columns import parquet
from .feeds import atom, entries_of, json_feed
from .held import Held
from .pages import claims_page
from .records import csv_lines, json_lines

__all__ = ["Held", "files_of"]


def files_of(held: Held) -> dict[str, bytes | Iterable[bytes]]:
    """Return each exported file by its name, Parquet only where it can be made; the same claims give the same bytes.

    Those that grow with the claims are made piece by piece as they are written.
    """
    entries = entries_of(held)
    files: dict[str, bytes | Iterable[bytes]] = {
        "claims.csv": _encoded(csv_lines(held.each())),
        "claims.jsonl": _encoded(json_lines(held.each())),
        "claims.md": _encoded(claims_page(held)),
        "feed.atom": atom(entries).encode("utf-8"),
        "feed.json": json_feed(entries).encode("utf-8"),
    }
    table = parquet(held.each())
    return files if table is None else files | {"claims.parquet": table}


def _encoded(texts: Iterable[str]) -> Iterator[bytes]:
    for text in texts:
        yield text.encode("utf-8")
