"""A million claims: grouping into tracks beside DuckDB's GROUP BY on the same key, and the digest of one week over them.

Claims are drawn from those the corpus holds, under other documents, weeks, values, loads and lengths. DuckDB is not a
dependency: where it is not installed there is no ratio. ``python tests/bench/tracks.py [CLAIMS]``
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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


_WHERE = (
    "uid", "document", "revision", "first_seen", "position", "occurrence", "quote", "value_text", "place", "block", "start", "end",
    "value_start", "value_end",
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
        sql.execute("INSERT INTO bodies VALUES ('0', 0, x'00')")
        for number in range(-(-many // PER_DOCUMENT)):
            seen = (LAST - timedelta(weeks=dice.randrange(WEEKS))).isoformat()
            sql.execute(
                "INSERT INTO documents (id, url, title, publisher, kind, representation, first_seen, changed_at, read_with)"
                " VALUES (?, ?, ?, ?, 'post', 'page', ?, ?, 'bench')",
                (number + 1, f"https://example.org/{number}", f"Post {number}", dice.choice(PUBLISHERS), seen, seen),
            )
            sql.execute(
                "INSERT INTO revisions (id, document, representation, hash, body, name, hints, seen_at, blocks)"
                " VALUES (?, ?, 'page', 'h', '0', 'p', '{}', ?, x'00')",
                (number + 1, number + 1, seen),
            )
        seen_at = dict(sql.execute("SELECT id, first_seen FROM documents").fetchall())
        rows = (
            (f"{number:016x}", number // PER_DOCUMENT + 1, number // PER_DOCUMENT + 1, seen_at[number // PER_DOCUMENT + 1],
             number % PER_DOCUMENT, number, claim.quote[:200], claim.value_text, claim.place, 0, 0, 1, 0, 1,
             *(getattr(claim, name) for name in FIELDS))
            for number, claim in enumerate(drawn(base, many, dice))
        )  # fmt: skip
        sql.executemany(insert, rows)


def ours(database: Database) -> float:
    """Return the seconds our grouping takes, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        groups = database.key_groups()
        best = min(best, time.perf_counter() - start)
    print(f"sametrack   {best:7.3f} s  {len(groups)} groups")
    return best


def duckdbs(database: Database) -> float | None:
    """Return the seconds DuckDB's GROUP BY takes for the same groups, the best of three; None where it is missing."""
    try:
        import duckdb  # type: ignore[import-not-found]
    except ImportError:
        print("duckdb is not installed: no ratio")
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
    print(f"duckdb      {best:7.3f} s  {len(groups)} groups")
    return best


def digest(path: Path) -> tuple[float, float]:
    """Return seconds and peak MB of ``digest --week`` in a process of its own."""
    week = LAST.strftime("%G-W%V")
    code = "import sys; from sametrack.digest.cli import main; main()"
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, "--db", str(path), "digest", "--week", week], check=True, stdout=subprocess.DEVNULL
    )
    taken = time.perf_counter() - start
    return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main(many: int) -> None:
    """Print the figures."""
    if not CORPUS.is_dir():
        raise SystemExit("bench: SKIPPED, the corpus is not beside this repository")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite"
        with open_database(path) as database:
            fill(database, many)
            start = time.perf_counter()
            refresh(database)
            print(f"keys made   {time.perf_counter() - start:7.1f} s, once for {many} claims")
            mine, theirs = ours(database), duckdbs(database)
            if theirs is not None:
                print(f"ratio       {mine / theirs:7.2f} (at most 3)")
        taken, memory = min(digest(path) for _ in range(3))
        print(f"digest      {taken:7.2f} s (at most 2), {memory:.0f} MB (at most 400)")
    print(json.dumps({"claims": many, "digest_s": round(taken, 2), "digest_mb": round(memory)}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
