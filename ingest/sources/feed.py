"""Feeds (RSS, Atom, RDF) -> one arriving document an entry."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from typing import Any, Final

import feedparser

from ...store.document import DocumentKind
from ...store.errors import ReadError
from ..fetch.urls import canonical
from ..read import Hints
from .arriving import Arriving

FULL: Final = 600
"""Characters of text below which an entry's body is taken for a summary."""
UTF16: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def entries(data: bytes, url: str, *, networked: bool) -> tuple[list[Arriving], int]:
    """Return the entries of a feed, in its order, and how many were broken; raises ReadError where none can be read.

    An entry without a body of its own is to be followed to its page when it came over the network, else partial.
    """
    if data[:2] in UTF16:  # feedparser finds nothing in UTF-16 that only a byte order mark declares
        data = data.decode("utf-16", "replace").encode("utf-8")
    parsed = feedparser.parse(data, response_headers={"content-location": url} if "://" in url else {})
    publisher = _plain(parsed.feed.get("title"))
    found, broken = [], 0
    for entry in parsed.entries:
        arriving = _entry(entry, publisher, networked=networked)
        broken += arriving is None
        if arriving is not None:
            found.append(arriving)
    if not found:
        why = "no entries" if not parsed.entries else "no entry with an address"
        bad = f" ({' '.join(str(parsed.get('bozo_exception', '')).split())[:80]})" if parsed.bozo else ""
        raise ReadError(f"{url}: a feed with {why}{bad}; check that the address is the feed's")
    return found, broken


def _entry(entry: Any, publisher: str | None, *, networked: bool) -> Arriving | None:
    link = str(entry.get("link") or "")
    if not re.match(r"https?://", link):
        identity = str(entry.get("id") or "")
        link = identity if re.match(r"https?://", identity) else ""
    if not link:
        return None
    bodies = [str(c.get("value") or "") for c in entry.get("content", [])]
    content = max(bodies, key=len, default="")
    summary = str(entry.get("summary") or "")
    body = content or summary
    short = len(_plain(body) or "") < FULL and not content
    hints = Hints(_plain(entry.get("title")), _plain(entry.get("author")), publisher, _date(entry), _kind(link))
    page = f"<html><body><article><h1>{hints.title or ''}</h1>{body}</article></body></html>"
    return Arriving(
        canonical(link), page.encode("utf-8", "replace"), link, "summary" if short else "feed", "text/html; charset=utf-8",
        hints, partial=short, follow=link if short and networked else None,
    )  # fmt: skip


def _kind(link: str) -> DocumentKind | None:
    return DocumentKind.RELEASE if "/releases/tag/" in link else None


def _date(entry: Any) -> str | None:
    for name in ("published_parsed", "updated_parsed"):
        if (stamp := entry.get(name)) is not None:
            try:
                return datetime.fromtimestamp(calendar.timegm(stamp), UTC).isoformat(timespec="seconds")
            except (ValueError, OverflowError, OSError):
                continue
    return None


def _plain(html: object) -> str | None:
    text = re.sub(r"<[^<>]{0,2000}>", " ", str(html or ""))
    return " ".join(text.split()) or None
