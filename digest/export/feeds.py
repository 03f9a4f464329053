"""Documents with claims -> Atom 1.0 (RFC 4287) and JSON Feed 1.1: an entry a document, whose identity never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from itertools import islice
from typing import Any, Final
from xml.etree import ElementTree as Tree

from ...store.rows import DocumentRow, StoredClaim
from ..sanitise import plain, web_address
from .held import Group, Held
from .pages import claims_html

TITLE: Final = "sametrack: performance claims"
TAG: Final = "tag:sametrack.invalid,2026:"
"""The start of every identity (RFC 4151); the name is reserved, so that nobody else mints under it."""
NEVER: Final = "1970-01-01T00:00:00+00:00"
MOST: Final = 100
"""Entries of a feed, newest first; benchmark rows, which come by the thousand, are none."""


def entries_of(held: Held) -> list[Group]:
    """Return the documents that are a feed's entries, with their claims."""
    return list(islice((g for g in held.by_document() if g[0].kind != "result"), MOST))


def _identity(document: DocumentRow) -> str:
    return f"{TAG}document/{hashlib.sha256(document.url.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def atom(entries: Sequence[Group]) -> str:
    """Return the newest documents and their claims as Atom."""
    root = Tree.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _text(root, "id", TAG + "claims")
    _text(root, "title", TITLE)
    _text(root, "updated", max((d.changed_at for d, _ in entries), default=NEVER))
    _text(Tree.SubElement(root, "author"), "name", "sametrack")
    for document, group in entries:
        entry = Tree.SubElement(root, "entry")
        _text(entry, "id", _identity(document))
        _text(entry, "title", plain(document.title) or plain(document.url))
        if address := web_address(document.url):
            Tree.SubElement(entry, "link", rel="alternate", href=address)
        _text(entry, "published", document.first_seen)
        _text(entry, "updated", document.changed_at)
        _text(Tree.SubElement(entry, "author"), "name", plain(document.publisher, 120) or "not stated")
        _text(entry, "content", claims_html(group)).set("type", "html")
    Tree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="unicode") + "\n"


def _text(parent: Tree.Element, name: str, text: str) -> Tree.Element:
    made = Tree.SubElement(parent, name)
    made.text = text
    return made


def json_feed(entries: Sequence[Group]) -> str:
    """Return the newest documents and their claims as JSON Feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "items": [_item(*e) for e in entries],
    }
    return json.dumps(feed, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _item(document: DocumentRow, group: Sequence[StoredClaim]) -> dict[str, Any]:
    item: dict[str, Any] = {"id": _identity(document), "title": plain(document.title) or plain(document.url)}
    if address := web_address(document.url):
        item["url"] = address
    if document.publisher:
        item["authors"] = [{"name": plain(document.publisher, 120)}]
    return item | {"date_published": document.first_seen, "date_modified": document.changed_at, "content_html": claims_html(group)}  # fmt: skip
