"""A Reddit thread's Atom feed -> a thread. Off in the watch list: the site answers feeds rarely and asks for a login (429, 403)."""

from __future__ import annotations

import re
from typing import Any, Final

import feedparser

from ...store.document import Block, BlockKind, Document, DocumentKind
from ...store.errors import ReadError
from ..fetch.urls import canonical
from ..read import read
from .arriving import linked
from .hackernews import CommentFacts

THREAD: Final = re.compile(r"(https?://(?:www\.|old\.)?reddit\.com/r/\w+/comments/\w+)")
QUOTE: Final = re.compile(r"<blockquote>.{0,20000}?</blockquote>", re.S)


def is_thread(data: bytes) -> bool:
    """Return whether ``data`` is a thread's feed: comments (``t1_``) stand in it, not only posts."""
    return b"<feed" in data[:1000] and b"<id>t1_" in data


def thread_feed(url: str) -> str | None:
    """Return the address of a thread's feed; None for another address."""
    found = THREAD.match(url)
    return f"{found[1]}/.rss" if found else None


def read_thread(data: bytes, url: str) -> Document:
    """Return the thread; raises ReadError where the feed holds none."""
    parsed = feedparser.parse(data)
    entries = [e for e in parsed.entries if re.match(r"t[13]_", str(e.get("id") or ""))]
    address = THREAD.match(str(entries[0].get("link") or "")) if entries else None
    if address is None:
        raise ReadError(f"{url}: is no Reddit thread we can read")
    blocks: list[Block] = []
    links: list[str] = []
    for entry in entries:
        blocks += _blocks(entry)
        links += _links(entry)
    first = entries[0]
    return Document(
        url=canonical(address[1]), title=str(first.get("title") or "Reddit thread"), kind=DocumentKind.THREAD,
        author=_author(first), publisher="Reddit", published=str(first.get("published") or first.get("updated") or "") or None,
        blocks=tuple(blocks), links=tuple(dict.fromkeys(links)),
    )  # fmt: skip


def facts_by_comment(data: bytes) -> dict[str, CommentFacts]:
    """Return the facts of each comment by its id."""
    return {
        str(e.get("id")): CommentFacts(None, str(e.get("updated") or "") or None, _links(e))
        for e in feedparser.parse(data).entries
    }


def _body(entry: Any) -> str:
    return QUOTE.sub("", str((entry.get("content") or [{}])[0].get("value") or entry.get("summary") or ""))


def _links(entry: Any) -> tuple[str, ...]:
    """What a comment links to, other threads left out."""
    return tuple(url for url in linked(_body(entry)) if not THREAD.match(url))


def _author(entry: Any) -> str | None:
    return str(entry.get("author") or "").removeprefix("/u/") or None


def _blocks(entry: Any) -> list[Block]:
    body = _body(entry)
    if not body.strip():
        return []
    who = f"{_author(entry) or '[deleted]'} ({entry.get('id')})"
    page = f"<html><body><article>{body}</article></body></html>"
    found = read(
        page.encode("utf-8", "replace"), url="comment", name="comment.html", content_type="text/html; charset=utf-8"
    ).blocks
    return [Block(b.kind, b.text, (who,), table=b.table) for b in found if b.kind is not BlockKind.TITLE]
