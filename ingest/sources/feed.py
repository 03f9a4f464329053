"""Feeds (RSS, Atom, RDF by feedparser; JSON Feed) -> one arriving document an entry."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from typing import Any, Final

import feedparser

from ...store.errors import ReadError
from .arriving import Listing
from .entry import Entry, arriving_of, listed, plain_text
from .jsonfeed import is_json_feed, json_entries

UTF16: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

XML: Final = "application/xml"
"""Told to feedparser: an answer of no type it would read as Latin-1, whatever its marks and declaration say."""


def entries(data: bytes, url: str, *, networked: bool, empty: bool = False) -> Listing:
    """Return the entries of a feed, in its order, broken ones counted; raises ReadError where none can be read.

    ``empty`` allows a feed without entries: a repository may have no release yet.
    """
    if is_json_feed(data):
        return json_entries(data, url, networked=networked)
    if data[:2] in UTF16 and data[2:4] != b"\0\0":  # feedparser finds nothing in UTF-16 that only its mark declares
        text = data.decode("utf-16", "replace")
        data = re.sub(r"(<\?xml[^>]{0,100}?)\s+encoding=[\"'][^\"'>]{0,40}[\"']", r"\1", text, count=1).encode("utf-8")
    base = {"content-location": url} if "://" in url else {}
    parsed = feedparser.parse(data, response_headers={**base, "content-type": XML})
    publisher = plain_text(parsed.feed.get("title"))
    found = listed(arriving_of(_entry(entry), publisher, networked=networked) for entry in parsed.entries)
    if not found.arriving and not (empty and parsed.version and not parsed.entries):
        raise ReadError(f"{url}: {_nothing(parsed, data)}; check that the address is the feed's")
    return found


def _nothing(parsed: Any, data: bytes) -> str:
    if not parsed.entries and not parsed.version and re.search(rb"<(?:!doctype\s+)?html", data[:2000], re.I):
        return "is a page now, no feed"
    why = "no entries" if not parsed.entries else "no entry with an address"
    bad = f" ({' '.join(str(parsed.get('bozo_exception', '')).split())[:80]})" if parsed.bozo else ""
    return f"a feed with {why}{bad}"


def _entry(entry: Any) -> Entry:
    link = str(entry.get("link") or "")
    if not re.match(r"https?://", link):
        link = str(entry.get("id") or "")
    bodies = [str(c.get("value") or "") for c in entry.get("content", [])]
    return Entry(
        link, str(entry.get("title") or ""), max(bodies, key=len, default=""), str(entry.get("summary") or ""),
        str(entry.get("author") or "") or None, _date(entry), str(entry["updated"] if dict.__contains__(entry, "updated") else ""),
        str(entry.get("id") or ""),
    )  # fmt: skip


def _date(entry: Any) -> str | None:
    for name in ("published_parsed", "updated_parsed"):
        if (stamp := dict.get(entry, name)) is not None:  # its own get warns of what stands in for a missing one
            try:
                return datetime.fromtimestamp(calendar.timegm(stamp), UTC).isoformat(timespec="seconds")
            except (ValueError, OverflowError, OSError):
                continue
    return None
