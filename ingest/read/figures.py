"""The image files a document shows, by name: what of an address says which file it is, and not how large or from where."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from bs4.element import Tag

_MOST: Final = 500
_SIZE: Final = re.compile(r"[-_@](?:\d{2,4}x\d{2,4}|\d{2,4}w|[123]x|scaled)(?=\.\w{2,5}$)", re.IGNORECASE)
_INNER: Final = ("url", "src", "image")


def figures_of(root: Tag) -> tuple[str, ...]:
    """Return the names of the image files below ``root``, in order; sizes, folders, hosts and query strings left out."""
    names: list[str] = []
    for image in root.find_all("img"):
        address = next((str(image[a]) for a in ("data-src", "data-original", "src") if image.get(a)), "")
        if address.strip() and len(names) < _MOST and (name := figure_name(address.strip())):
            names.append(name)
    return tuple(names)


def figure_name(address: str) -> str:
    """Return which file an image's address names; an inline image is named by the hash of its bytes."""
    if address.startswith("data:"):
        return "data:" + hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:12]
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    for key in _INNER:  # an image proxy names the file it shrinks
        inner = parse_qs(parts.query).get(key)
        if inner and re.search(r"\.\w{2,5}(?:$|\?)", inner[0]):
            return figure_name(inner[0])
    name = unquote(parts.path.rstrip("/").rsplit("/", 1)[-1])
    return _SIZE.sub("", name)[:200]
