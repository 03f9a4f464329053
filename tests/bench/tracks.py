"""A million claims: grouping into tracks beside DuckDB's GROUP BY on the same key, and what each command takes over them.

Claims are drawn from those the corpus holds, under other documents, weeks, values, loads and lengths; facets and bodies
are left out. DuckDB is not a dependency: where it is not installed there is no ratio and the output says so
(``pip install --target DIR duckdb``, then ``PYTHONPATH=DIR``). ``python tests/bench/tracks.py [CLAIMS] [DATABASE]`` keeps
the database where one is named. Exits with 1 where grouping takes more than three times as long as DuckDB, or the week's
digest more than 2 s or 400 MB.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from sametrack.digest.tracking import refresh
from sametrack.ingest.pipeline import Extraction
from sametrack.store.claim import FIELDS, Claim
from sametrack.store.database import Database, open_database
from sametrack.store.vocabulary import load_vocabulary

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
WEEKS, PER_DOCUMENT = 104, 60
LAST = datetime(2026, 4, 20, tzinfo=UTC)
PUBLISHERS = [f"Publisher {n}" for n in range(60)]
LAUNCH = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(time.perf_counter() - start, used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Starts a command from a small process: a child's peak begins with what its parent held."""
RATIO, SECONDS, MEGABYTES = 3, 2, 400
WEEK = LAST.strftime("%G-W%V")
COMMANDS = (
    f"digest --week {WEEK}", f"digest --week {WEEK} --model Llama", f"digest --week {WEEK} --metric ttft", "digest --month 2026-03",
    "digest --all", "digest --all --model DeepSeek", "tracks", "tracks --model Llama", "claims", "claims --model Llama",
    "claims --model none-such", "claims --project vLLM", "search throughput", "show {a}", "compare {a} {b}",
)  # fmt: skip
"""``{a}`` and ``{b}`` are two claims."""
SHARED = (
    "SELECT k.track, k.claim FROM (SELECT track FROM track_keys GROUP BY track HAVING count(*) > 1) s"
    " CROSS JOIN track_keys k ON k.track = s.track"
)
"""What ``tracks`` begins with: claims that stand on a track alone are counted in the index and never fetched."""

_WHERE = (
    "uid", "number", "document", "revision", "first_seen", "position", "occurrence", "quote", "value_text", "place", "block",
    "start", "end", "value_start", "value_end",
)  # fmt: skip


def bases() -> list[Claim]:
    """Return the claims of every fifth document of the corpus."""
    paths = [str(path) for path in sorted(CORPUS.rglob("*.md"))[::5]]
    return list(Extraction(load_vocabulary(), CORPUS).claims(paths))


def drawn(base: Sequence[Claim], many: int, dice: random.Random) -> Iterator[Claim]:
    """Yield ``many`` claims like those of the corpus."""
    for number in range(many):
        claim = dice.choice(base)
        change = {
            "value": round(claim.value * dice.uniform(0.5, 2), 3),
            "occurrence": number,
            "doc": f"doc{number // PER_DOCUMENT}",
        }
        if claim.concurrency is not None:
            change["concurrency"] = float(2 ** dice.randrange(10))
        if claim.input_tokens is not None:
            change["input_tokens"] = float(dice.choice((512, 1000, 1024, 2000, 4096, 8192, 32768)))
        yield replace(claim, **change)  # type: ignore[arg-type]


def fill(database: Database, many: int) -> None:
    """Put ``many`` drawn claims into an empty database, spread over two years of weeks."""
    dice = random.Random(20260420)  # noqa: S311 - the same claims every time
    base = bases()
    sql = database.sql
    names = [*_WHERE, *FIELDS]
    columns = ", ".join('"' + name + '"' for name in names)
    insert = "INSERT INTO claims (@) VALUES (?)".replace("@", columns).replace("?", ", ".join("?" * len(names)))
    with database.transaction():
        nothing = gzip.compress(b"[]", mtime=0)
        sql.execute("INSERT INTO bodies VALUES ('0', 2, ?)", (nothing,))
        for number in range(-(-many // PER_DOCUMENT)):
            seen = (LAST - timedelta(weeks=dice.randrange(WEEKS))).isoformat()
            sql.execute(
                "INSERT INTO documents (id, url, title, publisher, kind, representation, first_seen, changed_at, read_with)"
                " VALUES (?, ?, ?, ?, 'post', 'page', ?, ?, 'bench')",
                (number + 1, f"https://example.org/{number}", f"Post {number}", dice.choice(PUBLISHERS), seen, seen),
            )
            sql.execute(
                "INSERT INTO revisions (id, document, representation, hash, body, name, hints, seen_at, blocks)"
                " VALUES (?, ?, 'page', 'h', '0', 'p', '{}', ?, ?)",
                (number + 1, number + 1, seen, nothing),
            )
        seen_at = dict(sql.execute("SELECT id, first_seen FROM documents").fetchall())
        rows = (
            (*[f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"] * 2, number // PER_DOCUMENT + 1, number // PER_DOCUMENT + 1, seen_at[number // PER_DOCUMENT + 1],
             number % PER_DOCUMENT, number, claim.quote[:200], claim.value_text, claim.place, 0, 0, 1, 0, 1,
             *(getattr(claim, name) for name in FIELDS))
            for number, claim in enumerate(drawn(base, many, dice))
        )  # fmt: skip
        sql.executemany(insert, rows)
        sql.execute(
            "INSERT INTO claims_fts (rowid, quote, subject, title) SELECT c.id, c.quote, coalesce(c.subject, ''), d.title"
            " FROM claims c JOIN documents d ON d.id = c.document"
        )


def ours(database: Database) -> float:
    """Return the seconds our grouping takes, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        groups = [list(group) for _, group in groupby(database.sql.execute(SHARED), itemgetter(0))]
        best = min(best, time.perf_counter() - start)
    print(f"sametrack   {best:7.3f} s  {len(groups)} groups")
    return best


def duckdbs(database: Database) -> float | None:
    """Return the seconds DuckDB's GROUP BY takes for the same groups, the best of three; None where it is missing."""
    try:
        import duckdb  # type: ignore[import-not-found]
    except ImportError:
        print("duckdb      SKIPPED, it is not installed for this Python: no ratio; see the head of this file")
        return None
    rows = database.sql.execute("SELECT track, claim FROM track_keys").fetchall()
    held = duckdb.connect()
    held.execute("CREATE TABLE k (track VARCHAR, claim BIGINT)")
    held.execute("INSERT INTO k SELECT unnest(?), unnest(?)", [[r[0] for r in rows], [r[1] for r in rows]])
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        groups = held.execute("SELECT track, list(claim) FROM k GROUP BY track HAVING count(*) > 1").fetchall()
        best = min(best, time.perf_counter() - start)
    print(f"duckdb      {best:7.3f} s  {len(groups)} groups, DuckDB {duckdb.__version__}, in memory")
    return best


def command(path: Path, words: str) -> tuple[float, float]:
    """Return seconds and peak MB of a command in a process of its own, as it is installed."""
    script = str(Path(sys.executable).parent / "sametrack")
    told = subprocess.run(
        [sys.executable, "-c", LAUNCH, script, "--db", str(path), *words.split()],
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        raise SystemExit(f"bench: {words} ended with {told.returncode}")
    wall, most = map(float, told.stdout.split())
    return wall, most / (1e6 if sys.platform == "darwin" else 1e3)


def keyed(database: Database, many: int) -> None:
    """Make the track keys and say what that took: once, after which only what is new or changed is keyed."""
    wall, own = time.perf_counter(), time.process_time()
    refresh(database)
    wall, own = time.perf_counter() - wall, time.process_time() - own
    print(
        f"keys made   {wall:7.1f} s ({own:.1f} s of CPU, {own / many * 1e6:.0f} us a claim), once for {many:,} claims: kept by"
    )
    print("            ingest for what it brings, made again for all where the rules of comparison changed")


def main(many: int, path: Path) -> int:
    """Print the figures; return 1 where one is over its limit."""
    with open_database(path) as database:
        start = time.perf_counter()
        fill(database, many)
        print(f"filled      {time.perf_counter() - start:7.1f} s, {path.stat().st_size / 1e6:.0f} MB")
        keyed(database, many)
        mine, theirs = ours(database), duckdbs(database)
        if theirs is not None:
            print(f"ratio       {mine / theirs:7.2f} (at most {RATIO})")
        a, b = (row[0] for row in database.sql.execute("SELECT uid FROM claims LIMIT 2"))
    took = {words: min(command(path, words.format(a=a, b=b)) for _ in range(3)) for words in COMMANDS}
    for words, (seconds, megabytes) in took.items():
        print(f"{seconds:7.2f} s {megabytes:5.0f} MB  {words}")
    seconds, megabytes = took[COMMANDS[0]]
    print(json.dumps({"claims": many, "ratio": theirs and round(mine / theirs, 2), "digest_s": round(seconds, 2),
                      "digest_mb": round(megabytes)}))  # fmt: skip
    print(f"limits: ratio {RATIO}, week's digest {SECONDS} s and {MEGABYTES} MB")
    return int((theirs is not None and mine / theirs > RATIO) or seconds > SECONDS or megabytes > MEGABYTES)


if __name__ == "__main__":
    if not CORPUS.is_dir():
        raise SystemExit("bench: SKIPPED, the corpus is not beside this repository")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        raise SystemExit(main(count, Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "bench.sqlite"))
