"""One look at one source: ask it, read its listing, fetch what is new in it. No database: what is known comes with the errand."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ..store.document import DocumentKind
from ..store.errors import FetchError, LaterError, RefusedError
from ..store.watching import SourceItem
from .allowance import Allowance
from .fetch import Fetched, Fetcher, redacted
from .fetch.held import Held
from .isolation import Here, Reader
from .read import Hints
from .schedule import to_revisit, too_often
from .shelf import Shelf
from .sources.adapters import Request, ask, is_crawled, listing_of_fetched
from .sources.arriving import Arriving, Listing
from .sources.identity import settled
from .sources.watchlist import Watched

PAGES: Final = 20
"""Pages of a listing that are read the first time."""
GONE: Final = frozenset({404, 410})
HERE: Final = Here()
ONE_PAGE: Final = threading.Lock()
"""Held while a page's bytes are in memory on their way to the shelf: of many large ones one is there at a time."""
ENDED: Final = "ended "
"""Before the stamp of an item whose reading had to be ended: it is tried again, after all others."""
LATER: Final = "left for the next run"


@dataclass(frozen=True, slots=True)
class Errand:
    """A source to look at, and what is known of it: its row's id, validators, the hash of its last bytes, its items."""

    watched: Watched
    ident: int
    now: str
    etag: str | None = None
    last_modified: str | None = None
    asked: str | None = None
    body_sha: str | None = None
    failures: int = 0
    items: Mapping[str, SourceItem] = field(default_factory=dict)
    allowance: Allowance = field(default_factory=Allowance)


@dataclass(slots=True)
class Brought:
    """What a look brought: ``fetched`` is the listing's first answer, ``ready`` what is to be stored, in its order.

    ``unchanged`` is a listing with nothing new, ``same`` counts items that are as before, ``whole`` is False where some
    are left for the next run; ``items`` is what to keep of them, ``wait_s`` the longest wait a server asked for; ``refused``
    holds what is told of each page that robots.txt refused.
    """

    fetched: Fetched
    asked: str
    body_sha: str | None = None
    unchanged: bool = False
    ready: Shelf = field(default_factory=Shelf)
    items: list[SourceItem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    same: int = 0
    whole: bool = True
    errors: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    wait_s: float | None = None

    @property
    def nothing_new(self) -> bool:
        """Whether there is nothing to write but the next look's moment."""
        return self.unchanged and not (self.ready or self.items or self.errors)


def look(errand: Errand, fetcher: Fetcher, secrets: Mapping[str, str], reader: Reader = HERE) -> Brought:
    """Look at a source, its listing read by ``reader``; raises FetchError or ReadError where its listing gives nothing. Safe in any thread."""
    reader = reader.spending(errand.allowance)
    request = ask(errand.watched, secrets)
    ours = errand.asked in (None, request.url)
    fetched = fetcher.get(
        request.url, etag=errand.etag if ours else None, last_modified=errand.last_modified if ours else None,
        headers=request.headers, allowance=errand.allowance,
    )  # fmt: skip
    brought = Brought(fetched, request.url)
    if fetched.status != 304:
        brought.body_sha = fetched.held.sha256()
    if fetched.status == 304 or (brought.body_sha == errand.body_sha and ours):
        brought.unchanged = True
    else:
        listing = _whole(errand, request, fetched, fetcher, reader)
        brought.skipped = listing.skipped
        brought.whole = not listing.more
        brought.fetched = replace(fetched, held=Held())  # what was read of it stands in the listing
        _take(errand, settled(listing.arriving, errand.items), brought, fetcher)
    _revisit(errand, brought, fetcher)
    if brought.refused:  # one line a source, however many pages
        others = f" and {len(brought.refused) - 1} more" if brought.refused[1:] else ""
        brought.errors.append(brought.refused[0].replace(": refused", f"{others}: refused", 1))
    return brought


def _whole(errand: Errand, request: Request, fetched: Fetched, fetcher: Fetcher, reader: Reader) -> Listing:
    """The listing with its further pages: all of them the first time, later while a page holds only what is new.

    ``more`` is what the allowance, or the pace its site wants, left no time for.
    """
    watched = errand.watched
    listing = reader.call(redacted(watched.url), listing_of_fetched, watched, fetched)
    more, seen, late = list(listing.more), {request.url}, False
    while more and len(seen) < PAGES and not (late or errand.allowance.over):
        url = more.pop(0)
        known = sum(a.url in errand.items for a in listing.arriving)
        if url in seen or (known and watched.kind != "sitemap"):
            continue
        seen.add(url)
        try:
            got = _further(errand, fetcher, url, request.headers)
        except LaterError:
            late = True
            more.insert(0, url)
            continue
        page = reader.call(redacted(url), listing_of_fetched, watched, got)
        listing.arriving += page.arriving
        listing.skipped += page.skipped
        more += page.more
    listing.more = tuple(more) if late or errand.allowance.over else ()
    return listing


def _further(errand: Errand, fetcher: Fetcher, url: str, headers: Mapping[str, str]) -> Fetched:
    if is_crawled(errand.watched, url):
        return fetcher.crawl(url, allowance=errand.allowance)
    return fetcher.get(url, headers=headers, allowance=errand.allowance)


def _take(errand: Errand, arriving: list[Arriving], brought: Brought, fetcher: Fetcher) -> None:
    """Take what is new or changed; what has to be fetched on its own at most ``limit`` times, the newest first."""
    left = errand.watched.limit
    for one in sorted(arriving, key=lambda one: _was_ended(errand, one)):
        held = errand.items.get(one.url)
        if one.stamp is not None and held is not None and _stays(errand, one, held):
            brought.same += 1
            if one.follow and held.follow and one.follow != held.follow:  # its page moved: it is revisited there
                moved = replace(held, follow=one.follow, etag=None, last_modified=None)
                brought.items.append(moved)
        elif one.follow is None:
            brought.ready.append(one)
            if one.stamp is not None:
                brought.items.append(_item(errand, one, None))
        elif left > 0 and not errand.allowance.over:
            left -= 1
            _follow(errand, one, brought, fetcher)
        else:
            brought.skipped.update({LATER: 1})
            brought.whole = False


def _stays(errand: Errand, one: Arriving, held: SourceItem) -> bool:
    """Whether an item is to be left as it is: nothing changed, or something does all the time (a thread grows by right)."""
    if held.stamp == one.stamp:
        return True
    if _was_ended(errand, one) or one.hints.kind is DocumentKind.THREAD:
        return False
    return too_often(_edits(held), held.asked, errand.now)


def _edits(held: SourceItem | None) -> int:
    return int(json.loads(held.arriving).get("edits", 0)) if held else 0


def _was_ended(errand: Errand, one: Arriving) -> bool:
    held = errand.items.get(one.url)
    return held is not None and held.stamp == ENDED + (one.stamp or "")


def _follow(errand: Errand, one: Arriving, brought: Brought, fetcher: Fetcher, held: SourceItem | None = None) -> None:
    """Fetch an item's own page; a summary, marked partial, stands in where that fails."""
    url = one.follow or one.url
    fetch = fetcher.crawl if is_crawled(errand.watched, url) else fetcher.get
    try:
        page = fetch(
            url, etag=held.etag if held else None, last_modified=held.last_modified if held else None, allowance=errand.allowance
        )  # fmt: skip
    except LaterError:
        if held is None:
            brought.skipped[LATER] += 1
            brought.whole = False
        return
    except RefusedError as error:  # told once: it is asked for again where the listing changes, or at a revisit
        brought.items.append(_item(errand, one, None, held))
        if held is None:
            brought.refused.append(str(error))
            if one.data:
                brought.ready.append(one)
        return
    except FetchError as error:
        brought.errors.append(str(error))
        brought.whole = False
        brought.wait_s = max(brought.wait_s or 0.0, error.wait_s or 0.0) or None
        if held is not None or error.status in GONE:  # told once; it is not asked for again until the listing changes
            brought.items.append(_item(errand, one, None, held))
        if one.data and held is None:
            brought.ready.append(one)
        return
    brought.items.append(_item(errand, one, page, held))
    if page.status != 304:
        with ONE_PAGE:
            brought.ready.append(replace(one, data=page.body, content_type=page.content_type, representation=one.followed_as, partial=False))  # fmt: skip


def _revisit(errand: Errand, brought: Brought, fetcher: Fetcher) -> None:
    """Look again at young pages that only a listing names: an edit of a page leaves the listing alone."""
    touched = {item.url for item in brought.items}
    due = [
        i
        for i in errand.items.values()
        if i.follow and i.url not in touched and to_revisit(i.first_seen, i.asked, errand.now)
    ]
    for held in sorted(due, key=lambda i: i.asked)[: errand.watched.limit]:
        if errand.allowance.over:
            break
        _follow(errand, _restored(held), brought, fetcher, held)


def _item(errand: Errand, one: Arriving, page: Fetched | None, held: SourceItem | None = None) -> SourceItem:
    before = held or errand.items.get(one.url)
    stamp = (one.stamp or "").removeprefix(ENDED)
    edits = _edits(before) + (before is not None and before.stamp.removeprefix(ENDED) != stamp)
    said = {"name": one.name, "as": one.followed_as, "hints": one.hints.stored(), "guid": one.guid, "edits": edits}
    told = json.dumps({key: value for key, value in said.items() if value not in (None, 0)}, ensure_ascii=True)
    fresh = page if page is not None and page.status != 304 else None
    return SourceItem(
        one.url, stamp, one.follow, fresh.etag if fresh else held.etag if held else None,
        fresh.last_modified if fresh else held.last_modified if held else None,
        held.first_seen if held else errand.now, errand.now, told,
    )  # fmt: skip


def _restored(held: SourceItem) -> Arriving:
    kept = json.loads(held.arriving)
    return Arriving(held.url, b"", kept["name"], kept["as"], None, Hints.restored(kept["hints"]),
                    follow=held.follow, followed_as=kept["as"], stamp=held.stamp, guid=kept.get("guid"))  # fmt: skip


def ended(item: SourceItem) -> SourceItem:
    """Return what to keep of an item whose reading had to be ended: fetched again the next time, and read last."""
    return replace(item, stamp=ENDED + item.stamp, etag=None, last_modified=None)
