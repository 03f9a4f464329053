"""How much longer the command takes than bare Python: ratios of medians of one run."""

from __future__ import annotations

import statistics
import subprocess
import sys
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
    for words in (["--version"], ["demo"]):
        print(f"sametrack {' '.join(words):10} {median([script, *words]) / bare:6.2f} x python -c pass")
