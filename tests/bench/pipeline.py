"""How fast text is annotated, in MB a second, beside a general quantity parser where one is installed."""

from __future__ import annotations

import time
from pathlib import Path

from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.vocabulary import load_vocabulary

POSTS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "vllm"

if __name__ == "__main__":
    if not POSTS.is_dir():
        raise SystemExit("bench: SKIPPED, the corpus is not beside this repository")
    words = load_vocabulary()
    documents = [read(p.read_bytes(), url=p.name, name=p.name) for p in sorted(POSTS.glob("*.md"))]
    size = sum(len(b.text) for d in documents for b in d.blocks) / 1e6
    start = time.perf_counter()
    claims = sum(len(annotate(d, words)) for d in documents)
    ours = size / (time.perf_counter() - start)
    print(f"annotate    {ours:8.3f} MB/s  ({claims} claims)")
    try:
        from quantulum3 import parser  # type: ignore[import-not-found]
    except ImportError:
        raise SystemExit("quantulum3 is not installed: no ratio") from None
    sample = [b.text for d in documents[:12] for b in d.blocks if b.table is None]
    start = time.perf_counter()
    for text in sample:
        parser.parse(text)
    theirs = sum(map(len, sample)) / 1e6 / (time.perf_counter() - start)
    print(f"quantulum3  {theirs:8.3f} MB/s  ratio {ours / theirs:.1f}")
