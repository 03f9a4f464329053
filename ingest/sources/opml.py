"""OPML 2.0 in and out: the watch list as other feed readers know it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as Tree

from lxml import etree

from ...store.errors import ReadError
from ..fetch.urls import address_of
from .watchlist import REPOSITORY, Watched

MAX_BYTES: Final = 5_000_000
RELEASES: Final = re.compile(r"(https://github\.com/[\w.-]+/[\w.-]+)/releases\.atom$")
UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def to_opml(sources: Iterable[Watched]) -> str:
    """Return the sources as OPML: feeds and releases as ``rss``, what has no feed as ``link``."""
    root = Tree.Element("opml", version="2.0")
    Tree.SubElement(Tree.SubElement(root, "head"), "title").text = "sametrack watch list"
    body = Tree.SubElement(root, "body")
    for watched in sources:
        told = {"text": watched.name, "title": watched.name}
        if watched.project or watched.publisher:
            told["category"] = watched.project or watched.publisher or ""
        if watched.kind == "releases" and (repository := REPOSITORY.match(watched.url)):
            home = f"https://github.com/{repository[1]}/{repository[2]}"
            told |= {"type": "rss", "xmlUrl": f"{home}/releases.atom", "htmlUrl": f"{home}/releases"}
        elif watched.kind == "feed":
            told |= {"type": "rss", "xmlUrl": watched.url}
        else:
            told |= {"type": "link", "url": watched.url}
        Tree.SubElement(body, "outline", {k: UNFIT.sub("", v) for k, v in told.items()})
    Tree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="unicode") + "\n"


def from_opml(data: bytes, name: str) -> list[Watched]:
    """Return the feeds of an OPML file, each address once, named after their titles; raises ReadError where it is none."""
    if len(data) > MAX_BYTES:
        raise ReadError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{name}: is no OPML ({' '.join(str(error).split())[:80]}); export it again") from None
    if etree.QName(root).localname != "opml":
        raise ReadError(f"{name}: is no OPML; export it again")
    found: dict[str, Watched] = {}
    for outline in root.iter("outline"):
        url = (outline.get("xmlUrl") or "").strip()
        if address_of(url) is None:
            continue
        releases = RELEASES.match(url)
        category = (outline.get("category") or "").strip() or None
        found.setdefault(
            url,
            Watched(
                name_of(outline.get("title") or outline.get("text") or url), releases[1] if releases else url,
                "releases" if releases else "feed", category if releases else None, None if releases else category,
                own=True,
            ),
        )  # fmt: skip
    return list(found.values())


def name_of(text: str) -> str:
    """Return a name for a source, from a title or an address: lower-case letters, digits, dots and hyphens."""
    plain = re.sub(r"^https?://(?:www\.)?", "", text.lower())
    return re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.")[:50].strip("-.") or "source"
