"""Listings of addresses: sitemaps and archive pages -> the posts they name, to be fetched one by one."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from lxml import etree

from ...store.errors import ReadError
from ..fetch.urls import address_of
from ..read import Hints
from .arriving import Answer, Arriving, Listing
from .watchlist import Watched

MOST: Final = 50_000
"""Addresses a sitemap may hold (sitemaps.org)."""
MAPS: Final = 20


def sitemap(watched: Watched, answer: Answer) -> Listing:
    """Return the posts of a sitemap, changed last first; the maps of an index are pages of the same listing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(answer.data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise ReadError(f"{watched.url}: is no sitemap; check the address")
    found: list[tuple[str, str]] = []
    for row in list(root)[:MOST]:
        if isinstance(row.tag, str):
            told = {etree.QName(cell).localname: (cell.text or "").strip() for cell in row if isinstance(cell.tag, str)}
            if url := _absolute(answer.url, told.get("loc", "")):
                found.append((told.get("lastmod", ""), url))
    if etree.QName(root).localname == "sitemapindex":
        newest = [url for _, url in sorted(found, key=lambda pair: pair[0], reverse=True)]
        return Listing(more=tuple(url for url in newest if _same_site(url, answer.url))[:MAPS])
    posts = [(stamp, url) for stamp, url in found if _wanted(watched, url)]
    if not posts:
        raise ReadError(
            f"{watched.url}: names no post that follow = {watched.follow!r} fits; its addresses may have changed"
        )
    posts.sort(key=lambda pair: pair[0], reverse=True)
    return Listing([_post(url, stamp) for stamp, url in posts])


def archive(watched: Watched, answer: Answer) -> Listing:
    """Return the posts a page links to, in its order; ``rel=next`` names another page of the listing."""
    soup = BeautifulSoup(answer.data, "lxml")
    found = dict.fromkeys(
        url for a in soup.find_all("a", href=True) if (url := _absolute(answer.url, str(a["href"]))) and _wanted(watched, url)
    )  # fmt: skip
    if not found:
        raise ReadError(
            f"{watched.url}: links to no post that follow = {watched.follow!r} fits; the page may have changed"
        )
    following = soup.find(["a", "link"], rel="next", href=True)
    more = _absolute(answer.url, str(following["href"])) if following else ""
    return Listing(
        [_post(url, "") for url in list(found)[:MOST]], (more,) if more and _same_site(more, answer.url) else ()
    )


def _post(url: str, stamp: str) -> Arriving:
    return Arriving(address_of(url) or url, b"", url, "page", "text/html", Hints(), follow=url, stamp=stamp)


def _absolute(base: str, href: str) -> str:
    try:
        url = urljoin(base, href.strip()).split("#")[0]
        return url if address_of(url) else ""
    except ValueError:
        return ""


def _wanted(watched: Watched, url: str) -> bool:
    return bool(re.search(watched.follow or "", url)) and url.rstrip("/") != watched.url.rstrip("/")


def _same_site(url: str, other: str) -> bool:
    return urlsplit(url).hostname == urlsplit(other).hostname
