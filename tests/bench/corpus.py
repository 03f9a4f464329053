"""The whole corpus into one database as users do it: seconds, documents and MB a second, the largest process, and reading it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sametrack.store.database import open_database

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
READING = ("digest --all", "digest", "tracks", "claims", "export {folder}/out")


def command(path: Path, words: list[str]) -> tuple[float, float, float]:
    """Return wall seconds, seconds of CPU, and MB of the largest process of a command, its workers included."""
    script = str(Path(sys.executable).parent / "sametrack")
    start = time.perf_counter()
    with subprocess.Popen([script, "--db", str(path), *words], stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / scale


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.sqlite"
        files = [f for f in CORPUS.rglob("*") if f.is_file()]
        size = sum(f.stat().st_size for f in files) / 1e6
        for turn in ("ingest", "again, nothing new"):
            seconds, own, megabytes = command(path, ["-q", "ingest", str(CORPUS)])
            print(f"{seconds:7.1f} s wall {own:6.1f} s CPU {megabytes:5.0f} MB  {turn}: {len(files)} files, {size:.1f} MB, {size / seconds:.2f} MB/s")  # fmt: skip
        with open_database(path) as database:
            print(f"{database.count_claims():,} claims in {len(database.addresses()):,} documents, {path.stat().st_size / 1e6:.0f} MB")  # fmt: skip
        for words in READING:
            seconds, own, megabytes = command(path, words.format(folder=folder).split())
            print(f"{seconds:7.2f} s wall {own:6.2f} s CPU {megabytes:5.0f} MB  {words.format(folder='DIR')}")


if __name__ == "__main__":
    if not CORPUS.is_dir():
        raise SystemExit("bench: SKIPPED, the corpus is not beside this repository")
    main()
