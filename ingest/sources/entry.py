"""A feed's entry, of whatever format -> what arrives: its body, or a summary to be followed to its page."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ...store.document import DocumentKind
from ..fetch.urls import address_of
from ..read import Hints
from .arriving import Arriving, Listing

FULL: Final = 600
"""Characters of text below which an entry's body is taken for a summary."""
LONGEST: Final = 500
"""Characters of a GUID that are kept."""
HALF: Final = re.compile("[\0\ud800-\udfff]")
"""Halves of characters, which JSON can write and no database can hold."""
TAG: Final = re.compile(r"/releases/tag/([^/?#]{1,200})")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says of itself; ``content`` and ``summary`` are HTML, ``published`` ISO 8601, ``changed`` and ``guid`` any text."""

    link: str
    title: str
    content: str
    summary: str
    author: str | None = None
    published: str | None = None
    changed: str = ""
    guid: str = ""


def arriving_of(entry: Entry, publisher: str | None, *, networked: bool) -> Arriving | None:
    """Return what arrives of an entry, None where it has no address.

    An entry without a body of its own is to be followed to its page when it came over the network, else partial.
    """
    url = address_of(entry.link)
    if url is None:
        return None
    body = entry.content or entry.summary
    tag = TAG.search(entry.link)
    short = not tag and not entry.content and len(plain_text(body) or "") < FULL
    title = plain_text(entry.title)
    hints = Hints(
        title, plain_text(entry.author), publisher, entry.published, DocumentKind.RELEASE if tag else None,
        version=tag[1] if tag else None,
    )  # fmt: skip
    page = f"<html><body><article><h1>{html.escape(title or '')}</h1>{body}</article></body></html>"
    stamp = hashlib.sha256("\0".join((entry.title, entry.changed, body)).encode("utf-8", "replace")).hexdigest()[:24]
    return Arriving(
        url, page.encode("utf-8", "replace"), entry.link, "summary" if short else "feed",
        "text/html; charset=utf-8", hints, partial=short, follow=entry.link if short and networked else None, stamp=stamp,
        guid=HALF.sub("\ufffd", entry.guid)[:LONGEST] or None,
    )  # fmt: skip


def listed(entries: Iterable[Arriving | None]) -> Listing:
    """Return what arrived of a feed's entries, those that are None counted as broken."""
    listing = Listing()
    for arriving in entries:
        if arriving is None:
            listing.skipped["broken entries"] += 1
        else:
            listing.arriving.append(arriving)
    return listing


def plain_text(value: object) -> str | None:
    """Return markup's text on one line, None for nothing."""
    text = HALF.sub("\ufffd", html.unescape(re.sub(r"<[^<>]{0,2000}>", " ", str(value or ""))))
    return " ".join(text.split()) or None
