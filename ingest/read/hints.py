"""What a feed, an index or an API already knows about a document before it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ...store.document import DocumentKind


@dataclass(frozen=True, slots=True)
class Hints:
    """Fields known from outside; they come first in the order feed, front matter, page. ``published`` is ISO 8601.

    ``version`` and ``prerelease`` are a release's. ``owner`` and ``project`` are what the watch list says: who publishes, and
    whose changelog it is. ``keep``, ``drop`` and ``date`` are the CSS selectors of a source's
    pages: what the article is, what in it is not the author's, and where its date stands.
    """

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    kind: DocumentKind | None = None
    version: str | None = None
    prerelease: bool | None = None
    owner: str | None = None
    project: str | None = None
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    date: str | None = None

    def stored(self) -> dict[str, Any]:
        """Return what is known, as JSON holds it."""
        return {name: value for name, value in asdict(self).items() if value not in (None, ())}

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> Hints:
        """Return the hints that ``stored`` gave."""
        values: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in kept.items()}
        if values.get("kind"):
            values["kind"] = DocumentKind(values["kind"])
        return cls(**values)
