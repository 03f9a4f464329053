"""However many of its documents never end, a source ends in time; what of it is honest is kept, now or by the next run."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sametrack.ingest.allowance import Allowance
from sametrack.ingest.fetch import Fetcher
from sametrack.ingest.isolation import Workers
from sametrack.ingest.pipeline import Pipeline
from sametrack.ingest.results import SourceResult
from sametrack.store.database import open_database
from sametrack.store.vocabulary import load_vocabulary

sys.path.insert(0, str(Path(__file__).parent))
from contents import SAID, html
from runaways import ENDLESS, annotate_or_hang
from wire import Talk, Wire, response

ENTRY = '<entry><title>{n}</title><link href="https://{host}/{n}"/><id>{n}</id><updated>2026-04-01T00:00:00Z</updated><content type="html">&lt;p&gt;{said}&lt;/p&gt;</content></entry>'
RUNAWAYS = 100
LIMIT = 2.0
ALLOWED = 5.0
HONEST = 0.4
WORDS = load_vocabulary()


def feed(host: str, said: list[str]) -> bytes:
    entries = "".join(ENTRY.format(n=n, host=host, said=text) for n, text in enumerate(said))
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>x</id>{entries}</feed>'.encode()


HOSTILE = feed("hostile.example", [SAID, SAID, *[f"{ENDLESS}, number {n}" for n in range(RUNAWAYS)], SAID])


def serve(wire: Wire, talk: Talk) -> None:
    if talk.path == "/hostile":
        talk.send(response(HOSTILE, "Content-Type: application/atom+xml"))
    elif talk.path == "/slow-pages":
        links = "".join(f'<a href="/slow/{n}">x</a>' for n in range(40))
        talk.send(response(links.encode(), "Content-Type: text/html"))
    elif talk.path.startswith("/slow/"):
        talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        time.sleep(5)
    else:
        talk.send(response(html(""), "Content-Type: text/html"))


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire(serve) as wire:
        yield wire


def ingest(path: Path, wire: Wire, targets: list[str], reader: Workers) -> list[SourceResult]:
    fetcher = Fetcher(allow=frozenset({("127.0.0.1", wire.port)}), deadline_s=ALLOWED)
    with open_database(path) as database:
        pipeline = Pipeline(
            database, fetcher, WORDS, annotator=annotate_or_hang, reader=reader,
            allowance=lambda: Allowance(ALLOWED, honest_s=HONEST),
        )  # fmt: skip
        results = list(pipeline.run([f"{wire.url}{target}" for target in targets]))
    fetcher.close()
    return results


def held(path: Path) -> list[str]:
    with open_database(path) as database:
        return sorted(stored.document.url for stored in database.claims())


def test_a_feed_of_runaways_ends_in_time_and_its_honest_entries_are_kept(tmp_path: Path, wire: Wire) -> None:
    path = tmp_path / "x.db"
    with Workers(WORDS, limit_s=LIMIT) as reader:
        ingest(tmp_path / "warm.db", wire, ["/honest"], reader)
        start = time.monotonic()
        hostile, honest = ingest(path, wire, ["/hostile", "/honest"], reader)
        took = time.monotonic() - start
        assert took < ALLOWED + 15  # of a hundred that would take two hundred
        assert hostile.claims_new == 2
        assert not honest.errors
        assert honest.claims_new == 1
        assert "took longer than" in hostile.errors[0]
        assert hostile.errors[-1].endswith(f"{hostile.skipped['left for the next run']} left for the next run")
    assert len(held(path)) == 3


def test_an_honest_entry_behind_runaways_is_read_when_its_turn_comes(tmp_path: Path) -> None:
    said = [*[f"{ENDLESS}, number {n}" for n in range(4)], SAID]
    answer = response(feed("late.example", said), "Content-Type: application/atom+xml")
    path = tmp_path / "x.db"
    with Wire(lambda _, talk: talk.send(answer)) as wire, Workers(WORDS, limit_s=LIMIT) as reader:
        runs = 0
        while runs == 0 or (runs < 10 and not held(path)):
            runs += 1
            ingest(path, wire, ["/"], reader)
    assert 2 <= runs <= 4


def test_a_runaway_is_tried_again_after_all_others(tmp_path: Path) -> None:
    said = [f"{ENDLESS}", SAID, SAID]
    asked = []

    def serve(_: Wire, talk: Talk) -> None:
        asked.append(talk.path)
        talk.send(response(feed("mending.example", said), "Content-Type: application/atom+xml"))

    path = tmp_path / "x.db"
    with Wire(serve) as wire, Workers(WORDS, limit_s=LIMIT) as reader:
        first = ingest(path, wire, ["/"], reader)[0]
        assert (first.claims_new, len(first.errors)) == (2, 1)
        said.append(SAID)
        second = ingest(path, wire, ["/"], reader)[0]
        assert (second.claims_new, second.documents_same, len(second.errors)) == (1, 2, 1)
        said[0] = SAID
        third = ingest(path, wire, ["/"], reader)[0]
        assert (third.claims_new, third.errors) == (1, [])


def test_pages_that_never_arrive_end_with_the_allowance(tmp_path: Path, wire: Wire) -> None:
    from sametrack.ingest.sources.watchlist import Watched

    fetcher = Fetcher(allow=frozenset({("127.0.0.1", wire.port)}), deadline_s=1.5)
    start = time.monotonic()
    with open_database(tmp_path / "x.db") as database:
        pipeline = Pipeline(database, fetcher, WORDS, allowance=lambda: Allowance(ALLOWED, honest_s=HONEST))
        slow = Watched("slow", f"{wire.url}/slow-pages", "archive", follow="/slow/")
        (result,) = pipeline.run([slow])
    fetcher.close()
    assert time.monotonic() - start < ALLOWED + 8  # of forty that would take sixty
    assert 2 <= len(result.errors) <= 8
    assert result.skipped["left for the next run"] == 40 - len(result.errors)


def test_only_what_is_beyond_an_honest_documents_time_is_taken() -> None:
    now = 0.0
    allowance = Allowance(10.0, honest_s=1.0, clock=lambda: now)
    for _ in range(1000):
        with allowance.spending():
            now += 0.9
    assert allowance.left_s == 10.0
    with contextlib.suppress(ValueError), allowance.spending():
        now += 3.5
        raise ValueError
    assert allowance.left_s == pytest.approx(7.5)
    assert not allowance.over


def test_what_lasts_longer_than_any_honest_document_is_taken_whole() -> None:
    now = 0.0
    allowance = Allowance(10.0, honest_s=1.0, clock=lambda: now)
    with allowance.spending():
        now += 4.0
    assert allowance.left_s == pytest.approx(7.0)
    with allowance.spending():
        now += 4.1
    assert allowance.left_s == pytest.approx(2.9)
    assert allowance.over


@pytest.mark.slow
def test_the_installed_command_is_done_with_a_hundred_runaways_within_40_seconds(tmp_path: Path) -> None:
    flood = "on H100 vLLM is 2.5x faster than TGI, " * 4_000
    body = feed("flood.example", [SAID, *[flood] * RUNAWAYS, SAID])

    def serve(_: Wire, talk: Talk) -> None:
        honest = talk.path == "/honest"
        kind = "Content-Type: " + ("text/html" if honest else "application/atom+xml")
        talk.send(response(html("") if honest else body, kind))

    path = tmp_path / "x.db"
    with Wire(serve) as wire:
        command = [
            str(Path(sys.executable).with_name("sametrack")), "--db", str(path), "ingest", f"{wire.url}/feed", f"{wire.url}/honest",
            "--allow-address", f"127.0.0.1:{wire.port}",
        ]  # fmt: skip
        start = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert time.monotonic() - start < 40
    assert done.returncode == 3
    assert all(line.startswith("sametrack: ") for line in done.stderr.splitlines())
    assert "1 new, 0 changed, 0 as before; 1 new claims" in done.stdout
    assert {"https://flood.example/0", f"{wire.url}/honest"} <= set(held(path))
