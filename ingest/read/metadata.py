"""What a page's head and its machine-readable data say about it: title, author, publisher, date, canonical address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from .clean import one_line
from .dates import date_in_path, parse_date

_DATE_META = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "publish-date",
    "publishdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
)
_AUTHOR_META = ("author", "article:author", "parsely-author", "dc.creator", "citation_author", "twitter:data1")
_SEPARATOR = re.compile(r"\s+[|·•–—»-]\s+|\s*\|\s*|\s+::\s+")
_DATE_CLASS = re.compile(
    r"\b(?:date|published|posted|pubdate|timestamp|post-meta|byline|entry-meta|dt-published)\b", re.IGNORECASE
)
_NOT_PUBLISHED = re.compile(r"copyright|©|all rights|updated|modified|last edited", re.IGNORECASE)
_MAX_JSON = 500_000
_ARTICLES = frozenset(
    {
        "article",
        "blogposting",
        "newsarticle",
        "techarticle",
        "scholarlyarticle",
        "report",
        "webpage",
        "socialmediaposting",
    }
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is said about the page, None where nothing is."""

    title: str | None = None
    description: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    canonical: str | None = None
    language: str | None = None


def page_facts(soup: BeautifulSoup, url: str) -> PageFacts:
    """Read the facts from ``soup`` before anything is dropped from it; ``url`` is where the page was found."""
    meta = _meta(soup)
    data = next((item for item in _structured(soup) if _types(item) & _ARTICLES), {})
    publisher = _line(meta.get("og:site_name")) or _name(data.get("publisher"))
    return PageFacts(
        title=_title(soup, meta, publisher),
        description=_line(meta.get("description") or meta.get("og:description"), 2000),
        author=_author(soup, meta) or _name(data.get("author") or data.get("creator")),
        publisher=publisher,
        published=_published(soup, meta, data) or date_in_path(urlsplit(url).path),
        canonical=_canonical(soup, meta, url),
        language=_line(str(soup.html.get("lang") or ""), 35) if isinstance(soup.html, Tag) else None,
    )


def _line(text: str | None, limit: int = 500) -> str | None:
    return one_line(text or "", limit) or None


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta", limit=500):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = tag.get("content")
        if name and content:
            found.setdefault(str(name).strip().lower(), str(content))
    return found


def _title(soup: BeautifulSoup, meta: dict[str, str], publisher: str | None) -> str | None:
    first = soup.find("h1")
    heading = _line(first.get_text(" ")) if isinstance(first, Tag) else None
    head = soup.find("title")
    told = _line(
        meta.get("og:title") or meta.get("twitter:title") or (head.get_text() if isinstance(head, Tag) else None)
    )
    return _without_site(told, heading, publisher) if told else heading


def _without_site(title: str, heading: str | None, publisher: str | None) -> str:
    """Take the site's name off a title ("Post | Site"): where the heading or the publisher shows that it is one."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if heading and heading in title and heading != title:
        return heading
    known = {(publisher or "").lower(), (publisher or "").lower() + " blog"} - {"", " blog"}
    if parts[-1].lower() in known:
        return title[: title.rindex(parts[-1])].rstrip(" |·•–—»:-")
    return title


def _author(soup: BeautifulSoup, meta: dict[str, str]) -> str | None:
    for name in _AUTHOR_META:
        value = _line(meta.get(name))
        if value and not value.startswith(("http://", "https://", "@")) and not re.search(r"\bmin(?:utes?)?\b", value):
            return value
    for selector in ("[rel=author]", "[itemprop=author]", ".p-author", ".author-name"):
        names = dict.fromkeys(_line(tag.get_text(" "), 100) for tag in soup.select(selector, limit=20))
        if any(names):
            return ", ".join(name for name in names if name)
    return None


def _published(soup: BeautifulSoup, meta: dict[str, str], data: dict[str, Any]) -> str | None:
    for name in _DATE_META:
        if found := parse_date(meta.get(name)):
            return found
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if isinstance(data.get(key), str) and (found := parse_date(data[key])):
            return found
    scope = _scope(soup)
    for tag in scope.find_all("time", limit=20):
        if found := parse_date(str(tag.get("datetime") or "")) or parse_date(tag.get_text(" ")):
            return found
    return _written_date(scope)


def _scope(soup: BeautifulSoup) -> Tag:
    """Dates count in the article that the page's first heading stands in; teasers of other posts have dates too."""
    heading = soup.find("h1")
    for tag in heading.parents if isinstance(heading, Tag) else ():
        if tag.name in ("article", "main", "body"):
            return tag
    return soup


def _written_date(scope: Tag) -> str | None:
    """Return the date a page only prints: in an element named for it, else on a short line near the first heading."""
    for tag in scope.find_all(class_=_DATE_CLASS, limit=20):
        text = tag.get_text(" ")
        if len(text) < 300 and not _NOT_PUBLISHED.search(text) and (found := parse_date(text)):
            return found
    heading = scope.find("h1")
    start = heading if isinstance(heading, Tag) else scope
    for n, text in enumerate(start.find_all_next(string=True, limit=60)):
        short = " ".join(str(text).split())
        if n and 6 < len(short) < 80 and not _NOT_PUBLISHED.search(short) and (found := parse_date(short)):
            return found
    return None


def _canonical(soup: BeautifulSoup, meta: dict[str, str], url: str) -> str | None:
    """Return the page's own address for itself, on the host it came from: another host cannot be spoken for."""
    link = soup.find("link", rel="canonical", href=True)
    told = str(link["href"]) if isinstance(link, Tag) else meta.get("og:url")
    if not told:
        return None
    try:
        address = urljoin(url, told.strip())
        parts, own = urlsplit(address), urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    if own.hostname and _site(parts.hostname) != _site(own.hostname):
        return None
    return one_line(address, 2000)


def _site(host: str) -> str:
    return ".".join(host.lower().split(".")[-2:])


def _structured(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    for script in soup.find_all("script", type="application/ld+json", limit=20):
        text = script.get_text()
        if len(text) > _MAX_JSON:
            continue
        try:
            yield from _items(json.loads(text))
        except (ValueError, RecursionError):
            continue


def _items(value: Any) -> Iterator[dict[str, Any]]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (node for node in graph if isinstance(node, dict)) if isinstance(graph, list) else ()


def _types(item: dict[str, Any]) -> set[str]:
    kinds = item.get("@type")
    return {str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])}


def _name(value: Any) -> str | None:
    """Return the name (or names) of a person or organisation as structured data writes them."""
    if isinstance(value, list):
        return ", ".join(name for name in map(_name, value[:20]) if name) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    return _line(value) if isinstance(value, str) and not value.startswith("http") else None
