"""Which item an entry of a listing is: one that is known already though its address is not, or one of several at one address.

Sites move to https, drop or add www and slashes, rename posts, and change the GUIDs of all entries at once: a reader that goes
by one of these alone brings everything a second time. A changelog's feed links every entry to one page: one that goes by the
address alone keeps the first. An item keeps the address it was first seen at, on which its claims and corrections rest.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, urlsplit

from ...store.watching import SourceItem
from .arriving import Arriving

TELLING: Final = 600
"""Bytes of an undated entry that tell it from another: two short ones may say the same of different things."""
MARK: Final = 100
"""Characters of a fragment or GUID that an address takes; a longer one is hashed."""


def settled(arriving: Sequence[Arriving], known: Mapping[str, SourceItem]) -> list[Arriving]:
    """Return ``arriving`` under the addresses their items are ``known`` by, each address once, the first one's.

    An entry is a known item where its address differs in nothing that matters; else where an item that the listing no longer
    names had the same GUID, or the same title and date. What fits two is neither.
    """
    told = {url: json.loads(item.arriving) for url, item in known.items()}
    arriving = _apart(arriving, known)
    found = {_loose(url): url for url in [*(a.url for a in reversed(arriving)), *known]}
    placed = _once(a if a.url in known else replace(a, url=found[_loose(a.url)]) for a in arriving)
    listed = {a.url for a in placed}
    strange, gone = (
        [a for a in placed if a.url not in known],
        [item for item in known.values() if item.url not in listed],
    )
    if not strange or not gone:
        return placed
    renamed = {}
    if len({a.guid for a in placed}) == len(placed) > 1:  # one GUID for all, or for whatever is newest, tells nothing
        count = Counter(kept.get("guid") for kept in told.values())
        single = [item for item in gone if count[told[item.url].get("guid")] == 1]
        renamed = _pairs(strange, single, lambda a: a.guid, lambda item: told[item.url].get("guid"))
    renamed |= _pairs(strange, gone, _words, lambda item: _words_kept(item, told[item.url]["hints"]))
    return _once(replace(a, url=renamed.get(a.url, a.url)) for a in placed)


def _apart(arriving: Sequence[Arriving], known: Mapping[str, SourceItem]) -> list[Arriving]:
    """Give entries that share an address one each: with the fragment of their link where that differs, else GUID or title.

    They are read from the listing alone: the page behind them holds all of them.
    """
    shared = Counter(a.url for a in arriving)
    crowded = {url for url, count in shared.items() if count > 1} | {
        url.partition("#")[0] for url in known if "#" in url
    }
    fragments = Counter((a.url, urlsplit(a.name).fragment) for a in arriving if a.url in crowded)
    out = []
    for one in arriving:
        held = known.get(one.url)
        if one.url in crowded and not (held and held.stamp == one.stamp):
            fragment = urlsplit(one.name).fragment
            mark = fragment if fragment and fragments[one.url, fragment] == 1 else one.guid or one.hints.title
            if mark:
                short = mark if len(mark) <= MARK else hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest()[:24]
                one = replace(one, url=f"{one.url}#{quote(short, safe='')}", follow=None)
        out.append(one)
    return out


def _once(arriving: Iterable[Arriving]) -> list[Arriving]:
    """The first of each address, in order."""
    out: dict[str, Arriving] = {}
    for one in arriving:
        out.setdefault(one.url, one)
    return list(out.values())


def _loose(url: str) -> str:
    """``url`` without what may change while the page stays: scheme, www and a slash at its end."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{query}#{parts.fragment}"


def _pairs(
    strange: Sequence[Arriving], gone: Sequence[SourceItem],
    key: Callable[[Arriving], object], kept: Callable[[SourceItem], object],
) -> dict[str, str]:  # fmt: skip
    """The address of each of ``strange`` -> that of the one of ``gone`` with the same key, where only these two have it."""
    ours, theirs = Counter(map(key, strange)), Counter(map(kept, gone))
    by_key = {kept(item): item.url for item in gone}
    return {a.url: by_key[k] for a in strange if (k := key(a)) is not None and ours[k] == 1 == theirs[k]}


def _words(one: Arriving) -> object:
    if one.hints.title and one.hints.published:
        return one.hints.title, one.hints.published
    return one.stamp if len(one.data) >= TELLING and not one.hints.published else None


def _words_kept(item: SourceItem, hints: Mapping[str, Any]) -> object:
    if hints.get("title") and hints.get("published"):
        return hints["title"], hints["published"]
    return item.stamp or None if not hints.get("published") else None
