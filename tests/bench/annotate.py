"""How fast text is annotated, in MB of text a second, beside a general quantity parser where one is installed.

    python tests/bench/annotate.py

Ours is the whole of it (quantities, claims, facets inherited over the post, tables); quantulum3 only finds quantities. Both get
the same text, without Markdown: the blocks of a sample of the posts, because the other is slow; ours is timed on all posts too.
What either does once (compiling patterns, loading units) is done on another post before the clock starts, and each run of ours
is in a process of its own that has seen none of the posts: no text is answered from memory. The other gets a post as a whole, as
``annotate`` does, and then a block at a time, which suits it better.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.document import Document
from sametrack.store.vocabulary import load_vocabulary

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
RUNS = 3
SAMPLE = 6


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds of CPU that ``work`` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def megabytes(texts: Sequence[str]) -> float:
    """Return the size of ``texts`` in MB of UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6


def blocks(documents: Sequence[Document]) -> list[str]:
    """Return the texts of all blocks of ``documents``."""
    return [block.text for document in documents for block in document.blocks]


def annotated(documents: Sequence[Document]) -> float:
    """Return the seconds that claims of ``documents`` take: the fastest of several processes that start without having seen any."""
    words = load_vocabulary()
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        return min(pool.apply(_pass, (documents, words)) for _ in range(RUNS))


def _pass(documents: Sequence[Document], words: object) -> float:
    return seconds(lambda: [annotate(document, words) for document in documents])  # type: ignore[arg-type]


def general_parser() -> Callable[[str], object] | None:
    """Return the parser of quantulum3, or None where it is not installed."""
    warnings.simplefilter("ignore")
    try:
        from quantulum3 import parser  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    return lambda text: parser.parse(text)


def posts(pattern: str) -> list[Document]:
    """Return the documents of the corpus whose paths match ``pattern``, as read."""
    return [read(p.read_bytes(), url=p.name, name=p.name) for p in sorted(CORPUS.glob(pattern))]


def main() -> int:
    """Print the speeds and their ratios."""
    if not CORPUS.is_dir():
        print("bench: SKIPPED, the corpus is not beside this repository")
        return 0
    documents, others = posts("vllm/*.md"), posts("lmsys/*.md")[:3]
    for other in others:
        annotate(other, load_vocabulary())
    whole = annotated(documents)
    print(f"annotate    {megabytes(blocks(documents)) / whole:9.4f} MB/s  all {len(documents)} posts")
    sample = documents[:: max(1, len(documents) // SAMPLE)]
    size, ours = megabytes(blocks(sample)), annotated(sample)
    print(f"annotate    {size / ours:9.4f} MB/s  {len(sample)} of them, {size:.2f} MB")
    parse = general_parser()
    if parse is None:
        print("quantulum3  is not installed: no ratio")
        return 0
    for text in blocks(others):
        parse(text)
    for texts, said in (
        (["\n\n".join(blocks([document])) for document in sample], "a post at a time"),
        (blocks(sample), "a block at a time"),
    ):
        theirs = seconds(lambda texts=texts: [parse(text) for text in texts])  # type: ignore[misc]
        print(f"quantulum3  {size / theirs:9.4f} MB/s  {said}: ratio {theirs / ours:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
