"""A Hacker News item as Algolia's API answers it -> a thread with its comments as text."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any, Final

from ...store.document import Block, BlockKind, Document, DocumentKind
from ...store.errors import ReadError
from .arriving import addresses, linked

PAGE: Final = "https://news.ycombinator.com/item?id="
API: Final = "https://hn.algolia.com/api/v1/items/"
DEPTH: Final = 60


def is_item(data: bytes) -> bool:
    """Return whether ``data`` is JSON of an item with children."""
    return data.lstrip()[:1] == b"{" and b'"children"' in data and b'"created_at"' in data


def read_item(data: bytes, name: str) -> Document:
    """Return the thread in an item's JSON; deleted authors are kept as such. Raises ReadError where it is none."""
    try:
        item = json.loads(data)
        ident = int(item["id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReadError(f"{name}: is no Hacker News item") from None
    links = list(_about(item))
    blocks: list[Block] = []
    _walk(item, blocks, links, 0)
    title = str(item.get("title") or f"Hacker News {ident}")
    return Document(
        url=f"{PAGE}{ident}", title=title, kind=DocumentKind.THREAD, author=item.get("author"), publisher="Hacker News",
        published=item.get("created_at"), blocks=tuple(blocks), links=tuple(dict.fromkeys(links)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """What a comment's JSON says beside its text."""

    parent: str | None
    said_at: str | None
    links: tuple[str, ...]


def facts_by_comment(data: bytes) -> dict[str, CommentFacts]:
    """Return the facts of every item in a thread's JSON by its id; empty where it is none."""
    try:
        item = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    out: dict[str, CommentFacts] = {}
    waiting = [(item, 0)]
    while waiting:
        one, depth = waiting.pop()
        if not isinstance(one, dict) or depth > DEPTH:
            continue
        links = (*(_about(one) if depth == 0 else ()), *linked(str(one.get("text") or "")))
        parent = one.get("parent_id")
        out[str(one.get("id"))] = CommentFacts(
            str(parent) if parent else None, one.get("created_at"), tuple(dict.fromkeys(links))
        )
        waiting += [(child, depth + 1) for child in one.get("children") or []]
    return out


def _about(item: dict[str, Any]) -> tuple[str, ...]:
    return addresses([str(item.get("url") or "")])


def _walk(item: dict[str, Any], blocks: list[Block], links: list[str], depth: int) -> None:
    text = str(item.get("text") or "")
    links += linked(text)
    who = f"{item.get('author') or '[deleted]'} ({item.get('id')})"
    for paragraph in re.split(r"<p>|</p>", text):
        plain = " ".join(html.unescape(re.sub(r"<[^<>]{0,1200}>", " ", paragraph)).split())
        if plain:
            blocks.append(
                Block(BlockKind.PARAGRAPH, re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", plain), (who,))
            )
    if depth < DEPTH:
        for child in item.get("children") or []:
            if isinstance(child, dict):
                _walk(child, blocks, links, depth + 1)
