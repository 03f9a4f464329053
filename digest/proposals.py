"""Posts and benchmark sites that discussions link and nobody watches: proposed as sources, with who linked them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from ..store.challenges import HeldChallenge
from ..store.rows import DocumentRow, ThreadRow
from ..store.vocabulary import Vocabulary
from .contested import WORDS, address

POST: Final = re.compile(r"/(?:blogs?|posts?|p|news|articles?|benchmarks?|results?)(?:/|$)|/20\d\d[/-]\d\d", re.I)
TALK: Final = re.compile(
    r"(?:^|\.)(?:ycombinator\.com|reddit\.com|twitter\.com|x\.com|youtube\.com|youtu\.be|wikipedia\.org|linkedin\.com|google\.com|amazon\.com|imgur\.com|archive\.(?:org|is|ph))$"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An address to watch: who linked it, where, and what the comment did."""

    url: str
    said_by: str
    thread_title: str
    why: str


def proposals(
    comments: Iterable[HeldChallenge],
    threads: Sequence[ThreadRow],
    documents: Sequence[DocumentRow],
    watched: Iterable[str],
    vocabulary: Vocabulary,
) -> list[Proposal]:
    """Return the addresses that threads link, that read like a post or a benchmark site, and that are neither held nor watched."""
    known = {address(d.url) for d in documents} | {address(url) for url in watched}
    hosts = {h for entry in vocabulary.entries("publisher") for h in entry.attributes.get("hosts", ())}
    found: dict[str, Proposal] = {}
    offered: list[tuple[str | None, str | None, str, str]] = [
        (t.about, None, t.document.title, "what the thread is about") for t in threads if t.about
    ]
    offered += [
        (url, h.challenge.author, h.thread_title, f"linked by a comment ({WORDS[h.challenge.kind]})")
        for h in comments
        for url in h.challenge.links
    ]
    for url, author, title, why in offered:
        key = address(str(url))
        if key and key not in known and _reads_like_a_source(str(url), hosts):
            found.setdefault(key, Proposal(str(url), author or "the thread", title, why))
    return list(found.values())


def _reads_like_a_source(url: str, hosts: set[str]) -> bool:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if not host or TALK.search(host):
        return False
    if host in hosts:
        return len(parts.path.strip("/")) > 0 or "bench" in host or "inferencex" in host
    return host != "github.com" and bool(POST.search(parts.path))
