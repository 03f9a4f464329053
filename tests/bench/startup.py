"""How much longer the command takes than bare Python: ratios of medians of one run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def median(command: list[str], runs: int = 15) -> float:
    """Return the median wall time of ``command`` in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    script = str(Path(sys.executable).parent / "sametrack")
    bare = median([sys.executable, "-c", "pass"])
    with tempfile.TemporaryDirectory() as folder:
        base = ["--db", str(Path(folder) / "db")]
        (post := Path(folder) / "post.md").write_text("# News\n\nOn one H100 vLLM serves 2,300 tok/s.\n", "utf-8")
        subprocess.run([script, *base, "-q", "ingest", str(post)], check=True)
        for words in (["--version"], ["--help"], [*base, "claims"], [*base, "digest"], ["demo"]):
            taken = median([script, *words])
            print(f"sametrack {words[-1]:10} {taken * 1000:6.0f} ms, {taken / bare:6.2f} x python -c pass")
