"""A host's turn: few at once, a moment between its pages, and no source pays for another's waiting."""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sametrack.ingest.fetch import Fetcher, pacing
from sametrack.ingest.fetch.pacing import AT_ONCE, GAP_S, Pacing
from sametrack.store.errors import LaterError

sys.path.insert(0, str(Path(__file__).parents[1]))
from internet import Internet
from loopback import Answer, Loopback


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced(own: frozenset[str] = frozenset()) -> tuple[Pacing, Clock]:
    clock = Clock()
    return Pacing(own, clock=clock, sleep=clock.sleep), clock


def starts(urls: list[str], own: frozenset[str] = frozenset(), delay_s: float = 0.0) -> list[float]:
    """When each of ``urls``, pages asked for one after another, had its turn, in seconds since the first."""
    pace, clock = paced(own)
    times = []
    for url in urls:
        with pace.page(url, delay_s):
            times.append(clock.now)
    return [t - times[0] for t in times]


def test_a_moment_passes_between_two_pages_of_a_host_and_of_no_other() -> None:
    same = ["https://a.example/1", "https://A.example/2", "https://a.example/3"]
    assert starts(same) == [0, GAP_S, 2 * GAP_S]
    assert starts(["https://a.example/1", "https://b.example/1", "https://c.example/1"]) == [0, 0, 0]


def test_what_somebody_named_keeps_no_gap() -> None:
    pace, clock = paced()
    for _ in range(2):
        with pace.turn("https://a.example/1"):
            assert clock.now == 100.0


def test_a_page_that_would_wait_too_long_is_left_and_costs_the_next_one_nothing() -> None:
    pace, clock = paced()
    with pace.page("https://a.example/1", 30.0, 10.0):
        pass
    with pytest.raises(LaterError, match=r"/2: left for the next run, its site wants 30 s"):  # noqa: SIM117
        with pace.page("https://a.example/2", 30.0, 10.0):
            pass
    assert clock.now == 100.0
    with pace.page("https://a.example/3", 30.0, 40.0):
        assert clock.now == 130.0


def test_what_a_site_wishes_counts_where_it_is_more_than_the_gap() -> None:
    pair = ["https://a.example/1", "https://a.example/2"]
    assert starts(pair, delay_s=5.0) == [0, 5]
    assert starts(pair, delay_s=GAP_S / 10) == [0, GAP_S]


def test_an_address_the_user_admitted_is_slowed_by_its_own_wish_only() -> None:
    pair, own = ["http://127.0.0.1:81/1", "http://127.0.0.1:81/2"], frozenset({"127.0.0.1:81"})
    assert starts(pair, own) == [0, 0]
    assert starts(pair, own, delay_s=5.0) == [0, 5]
    assert starts(["http://127.0.0.1:82/1", "http://127.0.0.1:82/2"], own) == [0, GAP_S]


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "http://10.0.0.1:80/"])
def test_a_default_port_is_the_same_address_with_or_without_it(url: str) -> None:
    fetcher = Fetcher(allow=frozenset({("10.0.0.1", 80)}))
    clock = Clock()
    fetcher.pacing._clock, fetcher.pacing._sleep = clock, clock.sleep
    for _ in range(2):
        with fetcher.pacing.page(url):
            pass
    fetcher.close()
    assert clock.now == 100.0


def most_at_once(fetcher: Fetcher, urls: list[str]) -> int:
    """The most requests of ``urls`` that were under way together."""
    lock, under_way, most = threading.Lock(), 0, 0
    once = fetcher._once

    def counted(*args: object, **more: object) -> object:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        try:
            time.sleep(0.1)
            return once(*args, **more)  # type: ignore[arg-type]
        finally:
            with lock:
                under_way -= 1

    fetcher._once = counted  # type: ignore[assignment,method-assign]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(fetcher.get, urls))
    fetcher.close()
    return most


def test_a_host_is_asked_by_few_at_once_and_hosts_beside_each_other() -> None:
    with Loopback() as site:
        net = Internet(site)
        for host in ["a.example", *(f"{n}.example" for n in range(12))]:
            net.put(f"https://{host}/x", "x")
        assert most_at_once(net.fetcher(), ["https://a.example/x"] * 12) == AT_ONCE
        assert most_at_once(net.fetcher(), [f"https://{n}.example/x" for n in range(12)]) > 2 * AT_ONCE


def test_an_address_the_user_admitted_is_asked_by_all_at_once() -> None:
    with Loopback() as site:
        site.answers["/x"] = Answer(b"x")
        fetcher = Fetcher(allow=frozenset({("127.0.0.1", site.port)}))
        assert most_at_once(fetcher, [site.url + "/x"] * 12) > 2 * AT_ONCE


def test_waiting_for_a_turn_is_no_part_of_a_fetchs_deadline() -> None:
    with Loopback() as site:
        net = Internet(site)
        net.put("https://a.example/x", "x")
        fetcher = net.fetcher()
        fetcher.deadline_s, fetcher.pacing = 1.0, Pacing(gap_s=1.3)
        for _ in range(2):
            assert fetcher.crawl("https://a.example/x").status == 200
        fetcher.close()


def test_a_host_that_hangs_keeps_its_other_sources_a_moment_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "HELD_S", 0.2)
    monkeypatch.setattr(pacing, "PATIENCE_S", 5.0)
    pace, ends = Pacing(), threading.Event()

    def hang() -> None:
        with pace.turn("https://a.example/slow"):
            ends.wait(10)

    hanging = [threading.Thread(target=hang) for _ in range(AT_ONCE)]
    for thread in hanging:
        thread.start()
    time.sleep(0.05)
    start = time.monotonic()
    with pace.turn("https://a.example/x"):
        waited = time.monotonic() - start
    ends.set()
    for thread in hanging:
        thread.join()
    assert 0.1 < waited < 2


def test_patience_ends_however_many_are_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "HELD_S", 60.0)
    monkeypatch.setattr(pacing, "PATIENCE_S", 0.3)
    pace = Pacing()
    with pace.turn("https://a.example/1"), pace.turn("https://a.example/2"):
        start = time.monotonic()
        with pace.turn("https://a.example/3"):
            assert 0.2 < time.monotonic() - start < 2
        with pace.turn("https://b.example/1"):
            pass
