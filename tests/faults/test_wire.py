"""Every hostile behaviour on the wire, against the real client: one clean line or the whole body, in time."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sametrack.ingest import fetch
from sametrack.ingest.fetch import redacted
from sametrack.ingest.fetch.guard import resolve
from sametrack.store.errors import FetchError

sys.path.insert(0, str(Path(__file__).parent))
from behaviours import BEHAVIOURS, BODY, PRIVATE, Behaviour
from wire import Talk, Wire, response

DEADLINE_S = 0.7
GRACE_S = 1.5


MADE: list[fetch.Fetcher] = []


def Fetcher(**options: object) -> fetch.Fetcher:  # noqa: N802  # stands for the class; what it makes is closed with the test
    MADE.append(fetch.Fetcher(**options))  # type: ignore[arg-type]
    return MADE[-1]


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while MADE:
        MADE.pop().close()


@pytest.fixture(autouse=True)
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every address a socket was connected to."""
    seen: list[tuple[str, int]] = []
    dial = socket.create_connection

    def watched(address: tuple[str, int], *rest: object, **more: object) -> socket.socket:
        seen.append(address)
        return dial(address, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", watched)
    ask = socket.getaddrinfo

    def offline(host: str, port: object = 0, *rest: object, **more: object) -> object:
        """Every way to write a number, as the system reads it; no name but localhost."""
        if host == "localhost":
            return ask(host, port, *rest, **more)  # type: ignore[arg-type]
        try:
            socket.inet_aton(host)
        except OSError:
            if ":" not in host:
                raise socket.gaierror(f"{host} is not known") from None
            return ask(host, port, *rest, **more)  # type: ignore[arg-type]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (socket.inet_ntoa(socket.inet_aton(host)), port))]

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    return seen


def told(error: FetchError) -> str:
    text = str(error)
    assert "\n" not in text
    assert text.isprintable(), text
    assert "pw" not in text
    return text


@pytest.mark.parametrize("case", BEHAVIOURS, ids=lambda case: case.name)
def test_on_the_wire(case: Behaviour, dialled: list[tuple[str, int]]) -> None:
    with Wire(case.serve) as wire:
        fetcher = Fetcher(allow=frozenset({("127.0.0.1", wire.port)}), deadline_s=DEADLINE_S)
        start = time.monotonic()
        if case.must == "read":
            assert fetcher.get(wire.url + "/").body == BODY
        else:
            with pytest.raises(FetchError) as caught:
                fetcher.get(wire.url + "/")
            assert case.says in told(caught.value)
        assert time.monotonic() - start < DEADLINE_S + GRACE_S
        assert {port for _, port in dialled} <= {wire.port}, "something else was dialled"
        assert len(wire.asked) <= 6


@pytest.mark.parametrize("host", PRIVATE)
def test_no_way_to_write_an_inner_address_is_dialled(host: str, dialled: list[tuple[str, int]]) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(deadline_s=DEADLINE_S).get(f"http://{host}/")
    told(caught.value)
    assert dialled == []


def test_a_name_that_changes_its_address_is_dialled_where_it_was_checked(
    dialled: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        dialled.append(address)
        raise ConnectionRefusedError

    answers = [["93.184.216.34"], ["127.0.0.1"]]
    monkeypatch.setattr(socket, "create_connection", refuse)
    fetcher = Fetcher(deadline_s=0.2, resolver=lambda host, port: answers.pop(0))
    with pytest.raises(FetchError):
        fetcher.get("http://rebinding.example/")
    assert dialled == [("93.184.216.34", 80)]
    assert len(answers) == 1
    with pytest.raises(FetchError, match="private"):
        fetcher.get("http://rebinding.example/")


def test_one_private_address_among_public_ones_is_enough_to_refuse(dialled: list[tuple[str, int]]) -> None:
    fetcher = Fetcher(resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(FetchError, match="private"):
        fetcher.get("http://two.example/")
    assert dialled == []


def test_an_allowed_address_admits_no_other_port() -> None:
    with (
        Wire(lambda _, talk: talk.send(response(BODY))) as wire,
        Wire(lambda _, talk: talk.send(response(BODY))) as other,
    ):
        fetcher = Fetcher(allow=frozenset({("127.0.0.1", wire.port)}))
        assert fetcher.get(wire.url).body == BODY
        with pytest.raises(FetchError, match="private"):
            fetcher.get(other.url)
        assert other.asked == []


def test_a_slow_resolver_is_no_way_round_the_deadline() -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(3)
        return resolve("127.0.0.1", port)

    start = time.monotonic()
    with pytest.raises(FetchError):
        Fetcher(deadline_s=0.3, resolver=slow).get("http://slow.example/")
    assert time.monotonic() - start < 2


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Wire(lambda _, talk: talk.send(response(BODY))) as wire:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9/")
        assert Fetcher(allow=frozenset({("127.0.0.1", wire.port)})).get(wire.url).body == BODY


def test_secrets_go_to_the_first_address_only() -> None:
    with Wire(lambda _, talk: talk.send(response(BODY))) as other:

        def away(_: Wire, talk: Talk) -> None:
            talk.send(response(b"", f"Location: {other.url}/", "Set-Cookie: a=secret", status="302 Found"))

        with Wire(away) as wire:
            allow = frozenset({("127.0.0.1", wire.port), ("127.0.0.1", other.port)})
            headers = {"Authorization": "Bearer secret"}
            Fetcher(allow=allow).get(wire.url + "/?token=secret", etag='"secret"', headers=headers)
        assert wire.asked[0][1]["authorization"] == "Bearer secret"
        assert "secret" not in str(other.asked)
        assert "referer" not in other.asked[0][1]


def test_cookies_are_not_kept() -> None:
    with Wire(lambda _, talk: talk.send(response(BODY, "Set-Cookie: a=b"))) as wire:
        fetcher = Fetcher(allow=frozenset({("127.0.0.1", wire.port)}))
        fetcher.get(wire.url)
        fetcher.get(wire.url)
        assert "cookie" not in wire.asked[1][1]


@pytest.mark.parametrize("validator", ["\xe9tag", '"\x7f"', "a\x01b", "\U0001f600", 'W/"' + "x" * 100_000 + '"'])
def test_a_validator_that_cannot_be_sent_back_is_dropped(validator: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nETag: {validator}\r\nLast-Modified: {validator}\r\nContent-Length: {len(BODY)}\r\n\r\n"
    with Wire(lambda _, talk: talk.send(head.encode(), BODY)) as wire:
        fetcher = Fetcher(allow=frozenset({("127.0.0.1", wire.port)}))
        try:
            first = fetcher.get(wire.url)
        except FetchError:
            return
        assert fetcher.get(wire.url, etag=first.etag, last_modified=first.last_modified).body == BODY


@pytest.mark.parametrize(
    "url", ["http://u:topsecret@127.0.0.1:1/", "http://127.0.0.1:1/?token=topsecret", "http://127.0.0.1:1/?a=1&api_key=topsecret#x",
            "http://127.0.0.1:1/?ACCESS_TOKEN=topsecret", "http://127.0.0.1:1/?client_secret=topsecret", "http://127.0.0.1:1/?X-Amz-Signature=topsecret"],
)  # fmt: skip
def test_secrets_of_an_address_are_in_no_message(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(deadline_s=1).get(url)
    assert "topsecret" not in str(caught.value)
    assert "topsecret" not in redacted(url)
