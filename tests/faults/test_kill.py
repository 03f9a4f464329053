"""Killed at any moment, or run beside itself: the database is sound, nothing is lost, and it ends where an undisturbed run does."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from loopback import Answer, Loopback

SAID = "On a single H100 with Llama 3.1 8B at FP8, vLLM v0.6.0 reaches {} tokens/s of output throughput."
ENTRY = '<entry><title>Post {n}</title><link href="https://blog.example/{n}"/><id>https://blog.example/{n}</id><updated>2026-04-0{n}T00:00:00Z</updated><content type="html">&lt;p&gt;{said}&lt;/p&gt;</content></entry>'
FEED = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>x</id>{}</feed>'
SHAPE = {
    "documents": "SELECT url, title, publisher, published, representation FROM documents",
    "claims": "SELECT uid, status, value, metric, quote FROM claims",
    "facets": "SELECT c.uid, f.facet, f.value FROM claim_facets f JOIN claims c ON c.id = f.claim",
    "revisions": "SELECT d.url, r.representation, r.hash FROM revisions r JOIN documents d ON d.id = r.document",
    "bodies": "SELECT sha256 FROM bodies",
    "sources": "SELECT kind, etag IS NULL, failures FROM sources",
}


def rows(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """What is held, without moments and row numbers; asserts that the file is sound."""
    if not path.exists():
        return {name: set() for name in SHAPE}
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'claims'").fetchone():
            return {name: set() for name in SHAPE}
        held = {name: db.execute(query).fetchall() for name, query in SHAPE.items()}
    assert all(len(found) == len(set(found)) for name, found in held.items() if name != "sources"), "doubled rows"
    return {name: set(found) for name, found in held.items()}


def starting(db: Path, targets: list[str], port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("sametrack")), "--db", str(db), "ingest", *targets, "--allow-address", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def finished(process: subprocess.Popen[bytes]) -> bytes:
    _, told = process.communicate(timeout=120)
    return told


@pytest.fixture
def site(tmp_path: Path) -> tuple[Loopback, list[str]]:
    folder = tmp_path / "posts"
    folder.mkdir()
    for n in range(6):
        (folder / f"{n}.md").write_text(
            f"# Post {n}\n\n" + "\n\n".join(SAID.format(1000 + 100 * n + m) for m in range(8))
        )
    loopback = Loopback()
    feed = FEED.format("".join(ENTRY.format(n=n, said=SAID.format(2000 + n)) for n in range(1, 7))).encode()
    loopback.answers["/feed"] = Answer(feed, headers={"Content-Type": "application/atom+xml"}, etag='"one"')
    return loopback, [str(folder), loopback.url + "/feed"]


def kills(site: tuple[Loopback, list[str]], tmp_path: Path, databases: int, each: int) -> None:
    loopback, targets = site
    chance = random.Random(7)  # noqa: S311  # moments, not secrets
    with loopback:
        start = time.monotonic()
        assert finished(starting(tmp_path / "calm.db", targets, loopback.port)) == b""
        whole_s = time.monotonic() - start
        calm = rows(tmp_path / "calm.db")
        assert len(calm["claims"]) == 54
        for number in range(databases):
            db = tmp_path / f"{number}.db"
            held = rows(db)
            for _ in range(each):
                process = starting(db, targets, loopback.port)
                time.sleep(chance.uniform(0.25, 1.0) * whole_s)
                os.killpg(process.pid, signal.SIGKILL)
                finished(process)
                now = rows(db)
                for name in ("documents", "claims", "facets", "revisions", "bodies"):
                    assert held[name] <= now[name], f"{name} lost"
                held = now
            assert finished(starting(db, targets, loopback.port)) == b""
            assert rows(db) == calm


@pytest.mark.slow
def test_killed_many_times(site: tuple[Loopback, list[str]], tmp_path: Path) -> None:
    kills(site, tmp_path, databases=int(os.environ.get("SAMETRACK_KILLS", "60")) // 5, each=5)


def test_runs_that_overlap_end_where_one_does(site: tuple[Loopback, list[str]], tmp_path: Path) -> None:
    loopback, targets = site
    with loopback:
        assert finished(starting(tmp_path / "calm.db", targets, loopback.port)) == b""
        beside = [starting(tmp_path / "busy.db", targets, loopback.port) for _ in range(3)]
        assert [finished(process) for process in beside] == [b"", b"", b""]
        assert [process.returncode for process in beside] == [0, 0, 0]
    assert rows(tmp_path / "busy.db") == rows(tmp_path / "calm.db")


def test_an_interrupt_is_one_line(site: tuple[Loopback, list[str]], tmp_path: Path) -> None:
    loopback, targets = site
    loopback.answers["/feed"] = Answer(b"late", wait=3)
    with loopback:
        process = starting(tmp_path / "x.db", targets, loopback.port)
        while not loopback.asked and process.poll() is None and not (tmp_path / "x.db").exists():
            time.sleep(0.05)
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        told = finished(process)
    assert process.returncode == 130
    assert told.strip() == b"sametrack: stopped"
    rows(tmp_path / "x.db")
