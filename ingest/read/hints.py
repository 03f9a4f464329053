"""What a feed, an index or an API already knows about a document before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from ...store.document import DocumentKind


@dataclass(frozen=True, slots=True)
class Hints:
    """Fields known from outside; they come first in the order feed, front matter, page. ``published`` is ISO 8601."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    kind: DocumentKind | None = None
