"""One robots.txt -> what it allows us (RFC 9309), read so that no file can make it slow.

Protego matches the paths. Before it sees a file, groups that name other programs are folded into one: it keeps every rule
once for each program named, so that a file of 10,000 names over 10,000 rules would fill the memory.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

PRODUCT: Final = "sametrack"
"""The name a robots.txt calls us by: the product token of our User-Agent."""
MOST: Final = 512_000
"""Bytes of a robots.txt that are read; the RFC wants 500 kibibytes at least."""
LINE: Final = 2_000
"""Characters of a line; a longer one is no rule of an honest site and is left out."""
WILD: Final = 1_000
"""Rules with a wildcard that are heeded: each is tried on every address, while plain ones cost nothing."""
LONGEST_S: Final = 60.0
"""A site that asks for a longer Crawl-delay is taken to mean this."""
_AGENT: Final = re.compile(r"\s*user[-\s]*agent\b[\s:]*([^#]*)", re.I)
_NAME: Final = re.compile(r"\*|[a-z_-]+", re.I)


class Rules:
    """What a robots.txt says of us."""

    def __init__(self, text: str) -> None:
        """Read ``text``, whatever it is: lines that are no rules say nothing."""
        self._read = Protego.parse(_ours(text))
        self.delay_s = min(self._read.crawl_delay(PRODUCT) or 0.0, LONGEST_S)
        """Seconds the site wants between two requests, 0 where it does not say."""

    def allow(self, url: str) -> bool:
        """Return whether ``url`` may be fetched by us."""
        parts = urlsplit(url)
        return self._read.can_fetch((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), PRODUCT)


def text_of(body: bytes) -> str:
    """Return the text of a robots.txt: its first 500 kibibytes, whole lines only, since half a rule is another rule."""
    if len(body) > MOST:
        body = body[:MOST]
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
    return body.decode("utf-8-sig", "replace")


def _ours(text: str) -> str:
    """``text`` with every program but us and ``*`` called by one name, without what would only cost time."""
    lines, wild = [], 0
    for line in text.splitlines():
        if len(line) > LINE:
            continue
        if (agent := _AGENT.match(line)) is not None:
            line = f"User-agent: {_called(agent[1])}"
        elif "*" in line:
            wild += 1
            if wild > WILD:
                continue
        lines.append(line)
    return "\n".join(lines)


def _called(name: str) -> str:
    """Us, everybody, or somebody else; a version behind our name does not count (RFC 9309, 2.2.1)."""
    found = _NAME.match(name.strip())
    said = found[0].lower() if found else ""
    return said if said in ("*", PRODUCT) else "another"
