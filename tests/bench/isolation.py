"""How much slower ingest is with its readers in processes of their own: the ratio, and the floor it must keep."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from sametrack.ingest.fetch import Fetcher
from sametrack.ingest.isolation import Here, Reader, Workers
from sametrack.ingest.pipeline import Pipeline
from sametrack.store.database import open_database
from sametrack.store.vocabulary import load_vocabulary

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
MOST = 1.3


def seconds(reader: Reader, folders: list[str]) -> float:
    """Ingest ``folders`` into a new database; return how long it took."""
    with tempfile.TemporaryDirectory() as place, open_database(Path(place) / "x.db") as database:
        start = time.perf_counter()
        for result in Pipeline(database, Fetcher(), load_vocabulary(), reader=reader).run(folders):
            assert not result.errors, result.errors
        return time.perf_counter() - start


if __name__ == "__main__":
    if not CORPUS.is_dir():
        raise SystemExit("bench: SKIPPED, the corpus is not beside this repository")
    names = sys.argv[1:] or ["vllm", "lmsys"]
    folders = [str(CORPUS / name) for name in names]
    plain_s = seconds(Here(), folders)
    with Workers(load_vocabulary()) as workers:
        isolated_s = seconds(workers, folders)
    ratio = isolated_s / plain_s
    print(f"in process {plain_s:.1f} s, isolated {isolated_s:.1f} s, ratio {ratio:.2f} (at most {MOST})")
    raise SystemExit(ratio > MOST)
