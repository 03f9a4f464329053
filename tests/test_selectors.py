"""Selectors of a source, as data: what is kept, dropped and dated on the pages of six blog generators that hide things badly."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sametrack.ingest.sources.watchlist import Watched
from sametrack.store.database import open_database

sys.path.insert(0, str(Path(__file__).parent))
from internet import Internet, ingest
from loopback import Loopback

FRAMES = {path.stem: path.read_text("utf-8") for path in (Path(__file__).parent / "pages" / "frames").glob("*.html")}
KEEP = {
    "docusaurus": ".markdown", "ghost": ".gh-content", "hugo": ".post-content", "jekyll": ".e-content", "nextjs": ".prose",
    "wordpress": ".entry-content",
}  # fmt: skip
BODY = """<p>On one H100, engine v2 reaches an output throughput of 2,904 tokens/s with Llama 3.1 8B in FP8.</p>
<div class="box-quote"><p>Elsewhere on our site: on one A100 a partner reached an output throughput of 9,999 tokens/s with Llama 3.1 8B.</p></div>
<p class="stamp">Posted on <span data-day="x">7 April 2026</span></p>"""
OUTSIDE = '<div class="results-panel"><p>On one H200, engine v2 reaches an output throughput of 4,111 tokens/s with Llama 3.1 8B in FP8.</p></div></body>'


def page(generator: str) -> str:
    filled = FRAMES[generator].replace("{{title}}", "Engine v2").replace("{{body}}", BODY)
    return filled.replace("</body>", OUTSIDE)


def brought(tmp_path: Path, text: str, **selectors: object) -> tuple[list[float], str | None, list[str]]:
    """Return the values, the day and the errors a page gives with these selectors."""
    source = Watched("blog", "https://b.example/post", "page", **selectors)  # type: ignore[arg-type]
    with Loopback() as site:
        net = Internet(site)
        net.put(source.url, text, kind="text/html")
        (result,) = ingest(tmp_path / "s.db", net, [source], "2026-05-01T00:00:00+00:00").values()
    with open_database(tmp_path / "s.db") as database:
        published = [d.published for d in database.documents()]
        return sorted(s.claim.value for s in database.claims()), published[0] if published else None, result.errors


@pytest.mark.parametrize("generator", sorted(KEEP))
def test_without_selectors_the_box_is_taken_for_the_authors(generator: str, tmp_path: Path) -> None:
    values, published, errors = brought(tmp_path, page(generator))
    assert errors == []
    assert 9999 in values
    assert published is None or published[:10] == "2026-03-02"


@pytest.mark.parametrize("generator", sorted(KEEP))
def test_keep_drop_and_date_read_what_they_name(generator: str, tmp_path: Path) -> None:
    chosen = {
        "keep": (KEEP[generator], ".results-panel"),
        "drop": (".box-quote", ".jp-relatedposts"),
        "date": ".stamp span",
    }
    assert brought(tmp_path, page(generator), **chosen) == ([2904, 4111], "2026-04-07", [])


@pytest.mark.parametrize("generator", sorted(KEEP))
def test_a_page_that_changed_its_shape_is_told_and_nothing_is_stored(generator: str, tmp_path: Path) -> None:
    values, _, errors = brought(tmp_path, page(generator), keep=(".no-such-thing",))
    assert values == []
    assert len(errors) == 1
    assert "the page changed, mend the source" in errors[0]


def test_what_is_no_selector_is_told(tmp_path: Path) -> None:
    assert "'p[' is no CSS selector" in brought(tmp_path, page("hugo"), drop=("p[",))[2][0]


def test_a_date_selector_that_fits_nothing_leaves_the_pages_own_date(tmp_path: Path) -> None:
    assert (brought(tmp_path, page("hugo"), date=".nowhere")[1] or "")[:10] == "2026-03-02"
