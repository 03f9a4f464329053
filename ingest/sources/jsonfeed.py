"""JSON Feed 1.1 -> one arriving document an item."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from ...store.errors import ReadError
from ..read.dates import parse_date
from .arriving import Listing
from .entry import Entry, arriving_of, listed


def is_json_feed(data: bytes) -> bool:
    """Return whether ``data`` is JSON that says it is a JSON Feed."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and b"jsonfeed.org/version/" in data[:2000].replace(
        b"\\/", b"/"
    )


def json_entries(data: bytes, url: str, *, networked: bool) -> Listing:
    """Return the items of a JSON Feed, broken ones counted; raises ReadError where none can be read."""
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"), parse_constant=lambda _: None)
        items = feed["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReadError(f"{url}: a JSON Feed that cannot be read; check that the address is the feed's") from None
    publisher = str(feed.get("title") or "") or None
    found = listed(
        arriving_of(_entry(item), publisher, networked=networked) if isinstance(item, Mapping) else None
        for item in (items if isinstance(items, list) else [])
    )
    if not found.arriving:
        raise ReadError(f"{url}: a feed with no entries; check that the address is the feed's")
    return found


def _entry(item: Mapping[str, Any]) -> Entry:
    link = next(
        (str(item[k]) for k in ("url", "external_url", "id") if re.match(r"https?://", str(item.get(k) or ""))), ""
    )
    text = str(item.get("content_text") or "")
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())
    authors = item.get("authors") or [item.get("author")]
    names = [str(a.get("name") or "") for a in authors if isinstance(a, Mapping)] if isinstance(authors, list) else []
    return Entry(
        link, str(item.get("title") or ""), str(item.get("content_html") or "") or paragraphs,
        html.escape(str(item.get("summary") or "")), ", ".join(filter(None, names)) or None,
        parse_date(str(item.get("date_published") or item.get("date_modified") or "")), str(item.get("date_modified") or ""),
        str(item.get("id") or ""),
    )  # fmt: skip
