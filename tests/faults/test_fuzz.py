"""Documents and feeds made at random: reading never raises, never hangs, says the same twice, and every claim points at its words.

CI tries the same few hundred each time; SAMETRACK_FUZZ=N tries N times as many, other ones each time.
"""

from __future__ import annotations

import math
import os
import sys
import time
from pathlib import Path

import feedparser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sametrack.ingest.annotate.quantities import find_quantities
from sametrack.ingest.annotate.units import units_of
from sametrack.ingest.fetch.urls import address_of
from sametrack.ingest.sources.arriving import Arriving
from sametrack.ingest.sources.targets import listing_of_bytes
from sametrack.ingest.understand import Understood, understand
from sametrack.store.errors import ReadError
from sametrack.store.vocabulary import load_vocabulary

sys.path.insert(0, str(Path(__file__).parent))
from made import NEEDLE, damaged, elements, feeds, markdown, table, words

TIMES = int(os.environ.get("SAMETRACK_FUZZ", "0"))
SLOWEST_S = 5.0
FEED = "https://made.example/feed"
WORDS = load_vocabulary()
UNITS = units_of(WORDS)


def tried(times: int) -> settings:
    return settings(
        max_examples=times * max(TIMES, 1), derandomize=not TIMES, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def read_twice(data: bytes, kind: str) -> Understood | None:
    """What is understood of ``data``, with all that holds of anything understood; None where it cannot be read."""
    arriving = Arriving("https://made.example/post", data, "post", "page", kind)
    start = time.process_time()
    try:
        found = understand(arriving, WORDS)
    except ReadError:
        return None
    assert time.process_time() - start < SLOWEST_S
    for claim in found.claims:
        claim.check_span(found.document.blocks[claim.block or 0])
        text = found.document.blocks[claim.block or 0].text
        assert text[claim.start : claim.end] == claim.quote
        assert claim.value is None or math.isfinite(claim.value)
    again = understand(arriving, WORDS)
    assert (again.document, again.claims) == (found.document, found.claims)
    return found


@tried(250)
@given(damaged(st.one_of(elements(), st.lists(elements(), max_size=6).map("".join))))
def test_pages(data: bytes) -> None:
    read_twice(data, "text/html")


@tried(250)
@given(damaged(markdown()))
def test_markdown(data: bytes) -> None:
    read_twice(data, "text/markdown")


@tried(200)
@given(table(), st.sampled_from(("text/markdown", "text/html")))
def test_tables(text: str, kind: str) -> None:
    read_twice(text.encode("utf-8", "ignore"), kind)


@tried(500)
@given(words(30))
def test_numbers(text: str) -> None:
    start = time.process_time()
    for found in find_quantities(text, UNITS):
        assert math.isfinite(found.value)
    assert time.process_time() - start < SLOWEST_S
    read_twice(text.encode("utf-8", "ignore"), "text/plain")


@tried(200)
@given(st.lists(words().map(lambda text: text.replace("<", "").replace("&", "")), max_size=4), st.integers(0, 4))
def test_an_honest_number_among_noise_is_found(noise: list[str], at: int) -> None:
    said = [*noise[:at], NEEDLE, *noise[at:]]
    page = (
        "<html><body><article><h1>News</h1>" + "".join(f"<p>{text}</p>" for text in said) + "</article></body></html>"
    )
    found = read_twice(page.encode("utf-8", "ignore"), "text/html")
    assert found is not None
    assert any(claim.value == 2.5 and NEEDLE in claim.quote for claim in found.claims)


def listed(data: bytes) -> list[Arriving]:
    try:
        return listing_of_bytes(data, FEED, "application/atom+xml", networked=False).arriving
    except ReadError:
        return []


def seen_by_feedparser(data: bytes) -> set[str]:
    """The canonical addresses of the entries feedparser sees, relative ones below the feed's own."""
    told = {"content-location": FEED, "content-type": "application/xml"}
    found = set()
    for entry in feedparser.parse(data, response_headers=told).entries:
        links = [str(entry.get(name) or "") for name in ("link", "id")]
        address = next(
            (a for link in links if link.startswith(("http://", "https://")) and (a := address_of(link))), None
        )
        found |= {address} if address else set()
    return found


@tried(200)
@given(damaged(feeds()))
def test_no_entry_is_lost_that_feedparser_sees(data: bytes) -> None:
    arrived = listed(data)
    assert seen_by_feedparser(data) <= {one.url for one in arrived}
    assert bool(arrived) or not any(entry.get("link") for entry in feedparser.parse(data).entries)
    assert [one.url for one in listed(data)] == [one.url for one in arrived]
    for one in arrived[:2]:
        read_twice(one.data, one.content_type or "text/html")
