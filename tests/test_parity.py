"""A post as a page reads as the post: the chrome six blog engines put round a text adds and hides no claim."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import Hints, read
from sametrack.ingest.read.clean import clean_source
from sametrack.ingest.read.frontmatter import split_front_matter
from sametrack.ingest.read.prepare import prepare
from sametrack.store.document import Document
from sametrack.store.vocabulary import load_vocabulary

FRAMES = {path.stem: path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("pages/frames/*.html"))}
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
WORDS = load_vocabulary()
POST = """---
title: Engine v2 serves 2.4x more
---
On one H100, engine v2 reaches 2.4x higher throughput than v1 with Llama 3.1 8B in FP8.

## Results

The table below shows the throughput in tokens per second:

| Concurrency | v1 | v2 | Speedup |
| --- | --- | --- | --- |
| 8 | 1,210 | 2,904 | 2.4x |
| 64 | 4,020 | 8,844 | 2.2x |

1. Time to first token fell from 412 ms to 171 ms.

```text
============ Serving Benchmark Result ============
Mean TTFT (ms):      171.20
P99 TPOT (ms):       14.75
==================================================
```
"""

Counted = Counter[tuple[float, float | None, str, str]]


def rendered(text: str) -> tuple[str, str | None]:
    """Return the body of a Markdown post as a site builder renders it, its components resolved, and its title."""
    front = split_front_matter(clean_source(text))
    markdown = MarkdownIt("gfm-like", {"linkify": False, "html": True}).use(footnote_plugin)
    title = front.first("title")
    return markdown.render(prepare(front.body)), title.text if title else None


def counted(document: Document) -> Counted:
    """Return how often each number stands in each sentence or row."""
    return Counter(
        (round(c.value, 9), c.value_max, c.unit, re.sub(r"\W+", "", c.quote).lower()[:200])
        for c in annotate(document, WORDS)
    )


def page(frame: str, title: str, body: str) -> Document:
    """Return a rendered post read as a page of a blog engine, or for ``feed`` as an entry's content."""
    if frame == "feed":
        hints = Hints(title=title)
        return read(body.encode(), url="https://blog.example/post", content_type="text/html", hints=hints)
    text = FRAMES[frame].replace("{{title}}", escape(title)).replace("{{body}}", body)
    return read(text.encode(), url="https://blog.example/post", content_type="text/html")


def test_there_are_frames() -> None:
    assert len(FRAMES) == 6


@pytest.mark.parametrize("frame", [*FRAMES, "feed"])
def test_a_post_in_a_frame_gives_the_posts_claims_and_facets(frame: str) -> None:
    source = read(POST.encode(), url="post.md", name="post.md")
    body, title = rendered(POST)
    document = page(frame, title or "", body)
    wanted = counted(source)
    if frame == "feed":  # the title is the feed's to say, not the entry's content's
        wanted = Counter({key: n for key, n in wanted.items() if not key[3].startswith("enginev2serves")})
    assert counted(document) == wanted
    facets = [(c.value, c.metric, c.model, c.accelerator, c.precision) for c in annotate(document, WORDS)]
    assert set(facets) <= {(c.value, c.metric, c.model, c.accelerator, c.precision) for c in annotate(source, WORDS)}


def test_what_stands_round_a_post_is_no_claim() -> None:
    for frame in FRAMES:
        assert counted(page(frame, "A post without numbers", "<p>Nothing was measured in this post at all.</p>")) == {}


def posts() -> list[Path]:
    """Every seventh Markdown post of the corpus, long threads left out."""
    found = [p for p in sorted(CORPUS.rglob("*.md")) if p.stat().st_size < 60_000]
    return found[::7]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="SKIPPED: the corpus is not beside this repository")
def test_the_corpus_posts_as_pages_give_their_claims() -> None:
    both = as_source = as_page = 0
    for number, path in enumerate(posts()):
        source = read(path.read_bytes(), url=path.name, name=path.name)
        body, title = rendered(path.read_text("utf-8", errors="replace"))
        frame = [*FRAMES, "feed"][number % (len(FRAMES) + 1)]
        one, other = counted(source), counted(page(frame, title or source.title, body))
        both += sum((one & other).values())
        as_source += sum(one.values())
        as_page += sum(other.values())
    assert as_source > 500
    assert 2 * both / (as_source + as_page) >= 0.97
