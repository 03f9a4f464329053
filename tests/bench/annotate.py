"""How fast text is annotated, in MB of text a second, beside a general quantity parser where one is installed.

    python tests/bench/annotate.py

Ours is the whole of it (quantities, claims, facets inherited over the post, tables); the other parser only finds quantities in
the running text of a sample of the same posts, because it is slow. Both run in this process, the faster of several runs counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.document import BlockKind, Document
from sametrack.store.vocabulary import load_vocabulary

POSTS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "vllm"
RUNS = 3
SAMPLE = 6


def fastest(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the seconds of CPU the fastest of ``runs`` runs of ``work`` took."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def megabytes(texts: list[str]) -> float:
    """Return the size of ``texts`` in MB of UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6


def general_parser() -> Callable[[str], object] | None:
    """Return the parser of quantulum3, or None where it is not installed."""
    try:
        from quantulum3 import parser  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    return lambda text: parser.parse(text)


def main() -> int:
    """Print both speeds and their ratio."""
    if not POSTS.is_dir():
        print("bench: SKIPPED, the corpus is not beside this repository")
        return 0
    words = load_vocabulary()
    documents: list[Document] = [read(p.read_bytes(), url=p.name, name=p.name) for p in sorted(POSTS.glob("*.md"))]
    texts = [block.text for document in documents for block in document.blocks]
    ours = megabytes(texts) / fastest(lambda: [annotate(document, words) for document in documents])
    print(f"annotate    {ours:9.4f} MB/s  ({len(documents)} posts, {megabytes(texts):.2f} MB of text)")
    parse = general_parser()
    if parse is None:
        print("quantulum3  is not installed: no ratio")
        return 0
    step = max(1, len(documents) // SAMPLE)
    sample = [b.text for d in documents[::step] for b in d.blocks if b.kind not in (BlockKind.TABLE, BlockKind.CODE)]
    theirs = megabytes(sample) / fastest(lambda: [parse(text) for text in sample], 1)
    print(f"quantulum3  {theirs:9.4f} MB/s  ({megabytes(sample):.2f} MB of running text)")
    print(f"ratio       {ours / theirs:9.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
