"""Who speaks: the publisher's entry for an address or a file, by host, by repository or by folder."""

from __future__ import annotations

from urllib.parse import urlsplit

from .vocabulary import Entry, Vocabulary


def publisher_entry(url: str, vocabulary: Vocabulary) -> Entry | None:
    """Return the entry of ``publishers.toml`` whose host, repository or folder ``url`` is in; None where the table has none.

    A file's folder counts where it is the first or the last of its path.
    """
    parts = urlsplit(url)
    folders = set() if parts.hostname else {url.split("/")[0], *url.split("/")[-2:-1]}
    path = f"{parts.path.lower()}/"
    for entry in vocabulary.entries("publisher"):
        if parts.hostname in entry.attributes.get("hosts", ()) or folders & set(entry.surfaces):
            return entry
        if parts.hostname == "github.com" and any(f"/{s.lower()}/" in path for s in (entry.name, *entry.surfaces)):
            return entry
    return None
