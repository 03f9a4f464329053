"""Fetched text is hostile until it has passed here: what may reach a terminal, a Markdown file, a link."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote, urlsplit

UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~$@:-])")


def inert(text: str) -> str:
    """Return ``text`` without anything that acts on a terminal; its spaces, which align columns, stay."""
    return UNSEEN.sub("", text.replace("\n", " ").replace("\t", " "))


def escaped(json_text: str) -> str:
    """Return ``json_text`` with what acts on a terminal written as JSON's escapes: the same data, inert when printed."""
    return UNSEEN.sub(lambda found: _units(found[0]), json_text)


def _units(character: str) -> str:
    pairs = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{pairs[n : n + 4]}" for n in range(0, len(pairs), 4))


def plain(text: object, limit: int = 300) -> str:
    """Return ``text`` on one line without control, bidi, zero-width or private characters, at most ``limit`` long."""
    clean = UNSEEN.sub("", " ".join(str(text or "").replace("\t", " ").split()))
    clean = unicodedata.normalize("NFC", clean)
    return clean if len(clean) <= limit else clean[: limit - 1].rstrip() + "…"


def markdown(text: object, limit: int = 300) -> str:
    """Return ``text`` so that Markdown shows it as written and nothing in it acts."""
    return SPECIAL.sub(r"\\\1", plain(text, limit)).replace("&", "&amp;")


def web_address(url: str | None) -> str | None:
    """Return ``url`` with all quoted that may not stand in an address, or None where it is no web address."""
    target = plain(url, 2000)
    try:
        scheme = urlsplit(target).scheme
    except ValueError:
        return None
    return quote(target, safe=":/?#[]@!$&*+,;=%-._~") if scheme in ("http", "https") else None


def link(label: object, url: str | None) -> str:
    """Return a Markdown link, or the label alone where the address is no web address."""
    text = markdown(label, 120)
    target = web_address(url)
    return text if target is None else f"[{text}](<{target}>)"
