"""A GitHub repository: its releases, the Markdown posts in a folder of it, one file of it.

Releases are read from the Atom feed without a token, from the REST API with one (Markdown bodies, all pages, the
pre-release mark). The token goes to the API's own host and nowhere else. Shapes: GitHub REST 2022-11-28.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ...store.document import DocumentKind
from ...store.errors import ReadError
from ..fetch.urls import address_of, canonical
from ..read import Hints
from .arriving import Answer, Arriving, Listing
from .feed import entries
from .watchlist import REPOSITORY, Watched

if TYPE_CHECKING:
    from .adapters import Request

API: Final = "https://api.github.com"
RAW: Final = "https://raw.githubusercontent.com"
FOLDER: Final = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+)/([\w.-]+)/tree/([\w.-]+)/([\w./-]+?)/?$")
FILE: Final = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+)/([\w.-]+)/(?:blob|raw)/(.+)$")
POST: Final = re.compile(r"\.(?:md|mdx|markdown)$", re.I)
NEXT: Final = re.compile(r'<([^<>]{1,2000})>;\s*rel="next"')


def raw_address(url: str) -> str:
    """Return the address of a file's own bytes, where ``url`` is its page on GitHub; else ``url``."""
    found = FILE.match(url)
    return f"{RAW}/{found[1]}/{found[2]}/{found[3]}" if found else url


def ask_releases(watched: Watched, secrets: Mapping[str, str]) -> Request:
    """The REST API where there is a token, else the feed."""
    from .adapters import Request

    found = _matched(REPOSITORY, watched, "https://github.com/OWNER/NAME")
    if secrets.get("GITHUB_TOKEN"):
        return Request(f"{API}/repos/{found[1]}/{found[2]}/releases?per_page=100", _headers(secrets))
    return Request(f"https://github.com/{found[1]}/{found[2]}/releases.atom")


def ask_posts(watched: Watched, secrets: Mapping[str, str]) -> Request:
    """The contents API: names and hashes of a folder's files, without the repository."""
    from .adapters import Request

    found = _matched(FOLDER, watched, "https://github.com/OWNER/NAME/tree/BRANCH/FOLDER")
    return Request(
        f"{API}/repos/{found[1]}/{found[2]}/contents/{quote(found[4])}?ref={quote(found[3])}", _headers(secrets)
    )


def _matched(shape: re.Pattern[str], watched: Watched, written: str) -> re.Match[str]:
    found = shape.match(watched.url)
    if found is None:
        raise ReadError(f"{watched.url}: cannot be watched as {watched.kind}; write {written}")
    return found


def _headers(secrets: Mapping[str, str]) -> dict[str, str]:
    token = secrets.get("GITHUB_TOKEN", "").strip()
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    return (
        {**headers, "Authorization": f"Bearer {token}"}
        if token.isascii() and token.isprintable() and token
        else headers
    )


def releases(watched: Watched, answer: Answer) -> Listing:
    """Read one page of releases, of either shape; drafts are counted and left out, they have no address of their own."""
    if answer.data.lstrip()[:1] != b"[":
        return entries(answer.data, watched.url, networked=False, empty=True)
    listing = Listing()
    for row in _rows(watched, answer):
        if row.get("draft"):
            listing.skipped["drafts"] += 1
        elif address_of(str(row.get("html_url") or "")) is None:
            listing.skipped["broken releases"] += 1
        else:
            listing.arriving.append(_release(row))
    following = NEXT.search(answer.link)
    listing.more = (following[1],) if following and following[1].startswith(API + "/") else ()
    return listing


def _release(row: Mapping[str, Any]) -> Arriving:
    tag = str(row.get("tag_name") or "")
    title, body = str(row.get("name") or tag), str(row.get("body") or "")
    author = row.get("author")
    hints = Hints(
        title, str(author.get("login") or "") or None if isinstance(author, Mapping) else None, None,
        str(row.get("published_at") or row.get("created_at") or "") or None, DocumentKind.RELEASE,
        version=tag or None, prerelease=bool(row.get("prerelease")),
    )  # fmt: skip
    data = f"# {title}\n\n{body}\n".encode("utf-8", "replace")
    # An edited body leaves published_at alone: only its hash tells.
    stamp = hashlib.sha256(data + str((hints.published, hints.prerelease)).encode()).hexdigest()[:24]
    return Arriving(canonical(str(row["html_url"])), data, "release.md", "source", "text/markdown", hints, stamp=stamp,
                    guid=str(row.get("id") or "") or None)  # fmt: skip


def posts(watched: Watched, answer: Answer) -> Listing:
    """Read a folder's listing: each Markdown file is to be fetched raw, and again when its hash differs."""
    listing = Listing()
    for row in _rows(watched, answer):
        name = str(row.get("name") or "")
        if row.get("type") != "file" or not POST.search(name):
            listing.skipped["other files"] += 1
            continue
        page = (watched.page or "").replace("{stem}", quote(POST.sub("", name)))
        listing.arriving.append(
            Arriving(canonical(page), b"", name, "source", None, Hints(kind=DocumentKind.POST),
                     follow=str(row.get("download_url") or ""), followed_as="source", stamp=str(row.get("sha") or ""))
        )  # fmt: skip
    if not listing.arriving:
        raise ReadError(f"{watched.url}: holds no Markdown file; check the folder, it may have moved")
    listing.arriving.sort(key=lambda a: a.name, reverse=True)  # files of posts begin with their date
    return listing


def _rows(watched: Watched, answer: Answer) -> list[dict[str, Any]]:
    try:
        rows = json.loads(answer.data)
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list):
        raise ReadError(f"{watched.url}: answered in a shape we do not know; look for a newer sametrack")
    return [row for row in rows if isinstance(row, dict)]
