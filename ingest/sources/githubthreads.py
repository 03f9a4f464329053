"""A GitHub issue, or the comments on an issue or pull request, as the REST API answers them -> a thread.

Shapes: GitHub REST 2022-11-28. Discussions have no REST address; their page is read as any page is.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any, Final

from ...store.document import Block, Document, DocumentKind
from ...store.errors import ReadError
from ..read import read
from .arriving import addresses
from .github import API
from .hackernews import CommentFacts

ISSUE: Final = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+)/([\w.-]+)/(?:issues|pull)/(\d+)")
LINK: Final = re.compile(r"https?://[^\s<>()\[\]\"']{4,500}")
QUOTED: Final = re.compile(r"(?m)^ {0,3}>.*$")


def is_thread(data: bytes) -> bool:
    """Return whether ``data`` is JSON of an issue, or of the comments on one."""
    head = data.lstrip()[:1]
    issue = head == b"{" and b'"comments_url"' in data and b'"events_url"' in data and b'"body"' in data
    return issue or (head == b"[" and b'"issue_url"' in data[:5000] and b'"body"' in data)


def api_address(url: str) -> str | None:
    """Return where the API answers for an issue's or pull request's page; None for another address."""
    found = ISSUE.match(url)
    return f"{API}/repos/{found[1]}/{found[2]}/issues/{found[3]}" if found else None


def comments_address(data: bytes) -> tuple[str, str] | None:
    """Return (address of the comments as a document, where the API lists them) of an issue that has some."""
    value = _parsed(data, "")
    if not isinstance(value, dict) or not value.get("comments"):
        return None
    return f"{value['html_url']}#comments", f"{value['comments_url']}?per_page=100"


def read_thread(data: bytes, url: str) -> Document:
    """Return the thread; raises ReadError where the API changed its shape."""
    value = _parsed(data, url)
    rows = value if isinstance(value, list) else [value]
    try:
        page = str(rows[0]["html_url"]).split("#")[0]
        name = "/".join(page.split("/")[-4:]).replace("/issues/", "#").replace("/pull/", "#")
        title = str(value["title"]) if isinstance(value, dict) else f"Comments on {name}"
        blocks = [block for row in rows for block in _blocks(row)]
        first = rows[0]
        return Document(
            url=page if isinstance(value, dict) else f"{page}#comments", title=title, kind=DocumentKind.THREAD,
            author=_author(first), publisher="GitHub", published=first.get("created_at"), blocks=tuple(blocks),
            links=addresses(link for row in rows for link in _written(row)),
        )  # fmt: skip
    except (KeyError, IndexError, TypeError, AttributeError):
        raise ReadError(f"{url}: is no GitHub issue we can read; the API may have changed") from None


def facts_by_comment(data: bytes) -> dict[str, CommentFacts]:
    """Return the facts of each comment by its id."""
    value = _parsed(data, "")
    rows = value if isinstance(value, list) else [value]
    return {
        str(row.get("id")): CommentFacts(None, row.get("created_at"), addresses(_written(row)))
        for row in rows
        if isinstance(row, dict)
    }


def _written(row: dict[str, Any]) -> list[str]:
    return LINK.findall(str(row.get("body") or ""))


def _blocks(row: dict[str, Any]) -> list[Block]:
    """A comment's blocks without what it quotes, under its author's name."""
    body = QUOTED.sub("", str(row.get("body") or ""))
    who = f"{_author(row) or '[deleted]'} ({row['id']})"
    if not body.strip():
        return []
    return [
        replace(b, path=(who,), lines=())
        for b in read(body.encode("utf-8", "replace"), url=str(row["html_url"]), name="comment.md").blocks
    ]


def _author(row: dict[str, Any]) -> str | None:
    return str(row["user"]["login"]) if row.get("user") else None


def _parsed(data: bytes, url: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise ReadError(f"{url}: is no JSON; try again later") from None
