"""Killed at any moment or run beside itself, ``ingest`` loses nothing and ends where an undisturbed run ends."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from loopback import Answer, Loopback
from rows import held, rows_of

POSTS, ENTRIES = 24, 16
ATOM = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Kernels</title><id>k</id>{}</feed>'
ENTRY = (
    '<entry><title>Kernel {n}</title><link href="https://kernels.example/{n}"/><id>k{n}</id><updated>2026-03-{day:02}T00:00:00Z</updated>'
    '<content type="html">&lt;p&gt;On 8x H200 vLLM v0.6.{n} serves Llama 3.1 70B at FP8 with {n}50 tokens/s.&lt;/p&gt;</content></entry>'
)
POST = "# Post {n}\n\n" + "On a single H100 vLLM v0.6.{n} serves Llama 3.1 8B at FP8 with 1,{n:03} tokens/s.\n\n" * 2 + (
    "| concurrency | tokens/s | TTFT (ms) |\n|---|---|---|\n| 1 | 9{n} | 1{n} |\n| 8 | 7{n}0 | 3{n} |\n"
)  # fmt: skip
RELEASE = "## v1.{n}.0 (2026-03-01)\n\n### Performance\n\n- The decode kernel is 1.{n}x faster on H100.\n\n"


@dataclass(frozen=True)
class Sources:
    """A folder and a feed on loopback, and how to ingest them."""

    folder: Path
    feed: str
    address: str

    def command(self, database: Path) -> Sequence[str]:
        return [sys.executable, "-m", "sametrack.digest", "--db", str(database), "ingest", str(self.folder), self.feed,
                "--allow-address", self.address]  # fmt: skip

    def start(self, database: Path) -> subprocess.Popen[str]:
        return subprocess.Popen(self.command(database), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def whole(self, database: Path) -> float:
        """Ingest undisturbed; returns the seconds it took."""
        start = time.monotonic()
        done = subprocess.run(self.command(database), capture_output=True, text=True, check=False, timeout=120)
        assert (done.returncode, done.stderr) == (0, "")
        return time.monotonic() - start


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Sources]:
    folder = tmp_path / "posts"
    folder.mkdir()
    for n in range(10, 10 + POSTS):
        (folder / f"post-{n}.md").write_text(POST.format(n=n))
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n" + "".join(RELEASE.format(n=n) for n in range(12, 4, -1)))
    entries = "".join(ENTRY.format(n=n, day=n) for n in range(1, 1 + ENTRIES))
    with Loopback() as site:
        site.answers["/feed.xml"] = Answer(
            ATOM.format(entries).encode(), headers={"Content-Type": "application/atom+xml"}, etag='"one"'
        )
        yield Sources(folder, f"{site.url}/feed.xml", f"127.0.0.1:{site.port}")


def kill_at_random(sources: Sources, folder: Path, kills: int, seed: int) -> int:
    """Kill ``kills`` runs, eight on each database; returns how many were in flight. Every database must converge."""
    chance = random.Random(seed)  # noqa: S311
    sources.whole(folder / "undisturbed.db")
    sources.whole(folder / "warm.db")
    lasts = sources.whole(folder / "warm2.db")
    undisturbed = rows_of(folder / "undisturbed.db")
    flown = 0
    for round_ in range(-(-kills // 8)):
        database = folder / f"killed-{round_}.db"
        before: tuple[set[str], set[str]] = (set(), set())
        for _ in range(8):
            process = sources.start(database)
            time.sleep(chance.uniform(0.25 * lasts, lasts))
            flown += process.poll() is None
            process.kill()
            _, told = process.communicate(timeout=60)
            assert "Traceback" not in told
            after = held(database)
            assert before[0] <= after[0]
            assert before[1] <= after[1]
            before = after
        sources.whole(database)
        assert rows_of(database) == undisturbed, f"round {round_} of seed {seed}"
    return flown


def test_a_killed_run_loses_nothing_and_the_next_one_converges(sources: Sources, tmp_path: Path) -> None:
    assert kill_at_random(sources, tmp_path, 8, seed=3) >= 3


@pytest.mark.slow
def test_many_killed_runs_lose_nothing(sources: Sources, tmp_path: Path) -> None:
    kills = int(os.environ.get("SAMETRACK_KILLS", "64"))  # a minute; hundreds for a release
    assert kill_at_random(sources, tmp_path, kills, seed=7) >= kills // 2


@pytest.mark.parametrize("together", [pytest.param(2, marks=pytest.mark.slow), 3])
def test_runs_beside_each_other_end_as_one(together: int, sources: Sources, tmp_path: Path) -> None:
    sources.whole(tmp_path / "alone.db")
    database = tmp_path / "shared.db"
    running = [sources.start(database) for _ in range(together)]
    ends = [(process.communicate(timeout=120)[1], process.returncode) for process in running]
    for told, status in ends:
        assert "Traceback" not in told
        assert status == 0 or told.count("\n") == 1
    assert any(status == 0 for _, status in ends)
    assert rows_of(database) == rows_of(tmp_path / "alone.db")
