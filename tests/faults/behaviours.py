"""Hostile behaviours on the wire: name, fault class, what the server does, and what a good client must do.

``refused``: one clean line, in time. ``read``: the honest body arrives whole.
"""

from __future__ import annotations

import gzip
import itertools
import time
import zlib
from dataclasses import dataclass
from typing import Final

from wire import Serve, Talk, Wire, response

BODY: Final = b"<!doctype html><html><body><main><h1>Speed</h1><p>On H100 vLLM is 2.5x faster than TGI.</p></main></body></html>"  # fmt: skip
HTML: Final = "Content-Type: text/html"


@dataclass(frozen=True)
class Behaviour:
    name: str
    group: str
    serve: Serve
    must: str = "refused"
    says: str = ""


def answering(data: bytes) -> Serve:
    return lambda _, talk: talk.send(data)


def redirecting(location: str, status: str = "302 Found") -> Serve:
    """A redirect; ``{port}`` in ``location`` is the server's own."""

    def serve(wire: Wire, talk: Talk) -> None:
        talk.send(response(b"", f"Location: {location.format(port=wire.port)}", status=status))

    return serve


def hops(count: int, status: str = "302 Found") -> Serve:
    def serve(wire: Wire, talk: Talk) -> None:
        at = int(talk.path.strip("/") or 0) if talk.path.strip("/").isdigit() else 0
        if at >= count:
            talk.send(response(BODY, HTML))
        else:
            talk.send(response(b"", f"Location: /{at + 1}", status=status))

    return serve


def dripping(start: bytes, part: bytes, every_s: float = 0.05) -> Serve:
    def serve(_: Wire, talk: Talk) -> None:
        talk.send(start)
        talk.drip(itertools.repeat(part, 400), every_s)

    return serve


def flooding(start: bytes, part: bytes) -> Serve:
    def serve(_: Wire, talk: Talk) -> None:
        talk.send(start)
        for _i in range(100_000):
            talk.send(part)

    return serve


def silent(_: Wire, talk: Talk) -> None:
    time.sleep(5)


def slow_redirects(wire: Wire, talk: Talk) -> None:
    time.sleep(0.3)
    talk.send(response(b"", f"Location: /{len(wire.asked)}", status="302 Found"))


def packed(layers: int, body: bytes, encoding: str) -> bytes:
    for _ in range(layers):
        body = gzip.compress(body, 9)
    return response(body, HTML, f"Content-Encoding: {encoding}")


BOMB: Final = gzip.compress(b"\0" * 30_000_000, 9)
CHUNKED: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
)
PRIVATE: Final = (
    "127.0.0.1:1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "255.255.255.255",
    "240.0.0.1", "198.18.0.1", "192.0.2.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[::7f00:1]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[2001:db8::1]", "[fec0::1]", "[::127.0.0.1]",
    "[2001::7f00:1]", "192.88.99.1", "[5f00::1]", "127.0.0.1.", "user:pw@127.0.0.1:1", "localhost:1",
)  # fmt: skip
"""Hosts that lead inside, in all the ways an address can be written."""
SCHEMES: Final = ("file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "javascript:alert(1)", "data:text/html,hi", "//", "http://", "http:///x",
                  "http://[::1", "http://127.0.0.1:99999/", "http://127.0.0.1:-1/", "http://a b/", "http://\\\\x/", "http://%00/", "http://xn--/", "http://" + "a" * 300 + "/")  # fmt: skip

REDIRECTS: Final = [
    *(Behaviour(f"redirect to {host}", "ssrf", redirecting(f"http://{host}/")) for host in PRIVATE),
    *(Behaviour(f"redirect to {to[:30]}", "redirects", redirecting(to)) for to in SCHEMES),
    Behaviour("five redirects", "redirects", hops(5), "read"),
    Behaviour("six redirects", "redirects", hops(6), says="redirects"),
    Behaviour("a loop", "redirects", redirecting("/"), says="redirects"),
    Behaviour("a redirect without Location", "redirects", answering(response(b"", status="302 Found"))),
    Behaviour("a redirect with two Locations", "redirects", answering(response(b"", "Location: file:///a", "Location: file:///b", status="302 Found"))),
    Behaviour("a Location of raw bytes", "redirects", answering(b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\x80\r\nContent-Length: 0\r\n\r\n")),
    Behaviour("a Location of a megabyte", "redirects", answering(response(b"", "Location: /" + "a" * 1_000_000, status="302 Found"))),
    Behaviour("permanent redirects", "redirects", hops(3, "308 Permanent Redirect"), "read"),
    Behaviour("300 with a Location", "redirects", answering(response(b"x", "Location: /", status="300 Multiple Choices"))),
]  # fmt: skip
SLOW: Final = [
    Behaviour("nothing at all", "slow", silent, says="within"),
    Behaviour("slow headers", "slow", dripping(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), says="within"),
    Behaviour("slow status line", "slow", dripping(b"HTTP/1.1 2", b"0"), says=""),
    Behaviour("slow body", "slow", dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"a"), says="within"),
    Behaviour("slow chunks", "slow", dripping(CHUNKED, b"1\r\na\r\n"), says="within"),
    Behaviour("slow body without length", "slow", dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"a"), says="within"),
    Behaviour("informational answers for ever", "slow", dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"), says="within"),
    Behaviour("100 Continue for ever", "slow", dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), says="within"),
    Behaviour("slow redirects", "slow", slow_redirects),
    Behaviour("a slow error page", "slow", dripping(b"HTTP/1.1 500 No\r\nContent-Length: 100000\r\n\r\n", b"a")),
    Behaviour("slow gzip", "slow", dripping(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n", b"\x1f"), says="within"),
]  # fmt: skip
SIZES: Final = [
    Behaviour("an endless body", "size", flooding(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 65536), says="MB"),
    Behaviour("an endless chunked body", "size", flooding(CHUNKED, b"10000\r\n" + b"a" * 65536 + b"\r\n"), says="MB"),
    Behaviour("endless headers", "size", flooding(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"b" * 60000 + b"\r\n")),
    Behaviour("one endless header", "size", flooding(b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 65536)),
    Behaviour("an endless chunk extension", "size", flooding(CHUNKED + b"1;", b"x" * 65536)),
    Behaviour("an endless error page", "size", flooding(b"HTTP/1.1 404 No\r\n\r\n", b"a" * 65536)),
    Behaviour("a gzip bomb", "bomb", answering(response(BOMB, HTML, "Content-Encoding: gzip")), says="unpacks"),
    Behaviour("a bomb in two layers", "bomb", answering(packed(1, BOMB, "gzip, gzip")), says="unpacks"),
    Behaviour("a bomb in two header lines", "bomb", answering(response(gzip.compress(BOMB), HTML, "Content-Encoding: gzip", "Content-Encoding: gzip"))),
    Behaviour("three layers", "bomb", answering(packed(3, BODY, "gzip, gzip, gzip")), says="encoded"),
    Behaviour("a deflate bomb", "bomb", answering(response(zlib.compress(b"\0" * 30_000_000, 9), "Content-Encoding: deflate")), says="unpacks"),
    Behaviour("two honest layers", "bomb", answering(packed(2, BODY, "gzip, gzip")), "read"),
    Behaviour("honest gzip", "bomb", answering(packed(1, BODY, "gzip")), "read"),
    Behaviour("honest zlib", "bomb", answering(response(zlib.compress(BODY), "Content-Encoding: deflate")), "read"),
    Behaviour("raw deflate", "bomb", answering(response(zlib.compress(BODY)[2:-4], "Content-Encoding: deflate")), "read"),
    Behaviour("gzip in two members", "bomb", answering(response(gzip.compress(BODY[:40]) + gzip.compress(BODY[40:]), "Content-Encoding: gzip")), "read"),
    Behaviour("gzip that is none", "bomb", answering(response(BODY, "Content-Encoding: gzip")), says="compressed"),
    Behaviour("gzip cut short", "bomb", answering(response(gzip.compress(BODY)[:-12], "Content-Encoding: gzip")), says="compressed"),
    Behaviour("an unknown encoding", "bomb", answering(response(BODY, "Content-Encoding: br")), says="encoded"),
    Behaviour("an encoding of control bytes", "bomb", answering(b"HTTP/1.1 200 OK\r\nContent-Encoding: \x1b[2J\r\nContent-Length: 1\r\n\r\na")),
]  # fmt: skip
BROKEN: Final = [
    Behaviour("Content-Length too long", "http", answering(response(BODY, length=len(BODY) + 50))),
    Behaviour("Content-Length too short", "http", answering(response(BODY * 2, length=len(BODY))), "read"),
    Behaviour("Content-Length negative", "http", answering(response(BODY, length=-1))),
    Behaviour("Content-Length no number", "http", answering(b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n" + BODY)),
    Behaviour("Content-Length huge", "http", answering(response(BODY, length=10**30))),
    Behaviour("two Content-Lengths", "http", answering(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!")),
    Behaviour("chunk size no number", "http", answering(CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n")),
    Behaviour("chunk size negative", "http", answering(CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n")),
    Behaviour("chunk cut short", "http", answering(CHUNKED + b"ff\r\nhello")),
    Behaviour("no last chunk", "http", answering(CHUNKED + b"5\r\nhello\r\n")),
    Behaviour("chunked twice", "http", answering(CHUNKED.replace(b"chunked", b"chunked, chunked") + b"5\r\nhello\r\n0\r\n\r\n")),
    Behaviour("unknown transfer encoding", "http", answering(CHUNKED.replace(b"chunked", b"rot13") + b"hello")),
    Behaviour("status no number", "http", answering(b"HTTP/1.1 abc OK\r\n\r\n")),
    Behaviour("status of four digits", "http", answering(b"HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n")),
    Behaviour("status 999", "http", answering(response(BODY, status="999 Denied"))),
    Behaviour("status 600", "http", answering(response(BODY, status="600 What"))),
    Behaviour("HTTP/0.9", "http", answering(BODY)),
    Behaviour("HTTP/9.9", "http", answering(b"HTTP/9.9 200 OK\r\n\r\n" + BODY), "read"),
    Behaviour("an HTTP/2 preface", "http", answering(b"\0\0\0\x04\0\0\0\0\0")),
    Behaviour("a TLS alert", "http", answering(b"\x15\x03\x01\0\x02\x02\x46")),
    Behaviour("an SSH banner", "http", answering(b"SSH-2.0-OpenSSH_9\r\n")),
    Behaviour("closed at once", "http", lambda _, talk: talk.link.close()),
    Behaviour("closed in the headers", "http", answering(b"HTTP/1.1 200 OK\r\nContent-")),
    Behaviour("a header without a colon", "http", answering(b"HTTP/1.1 200 OK\r\nhello\r\n\r\n" + BODY)),
    Behaviour("a NUL in a header", "http", answering(b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n" + BODY)),
    Behaviour("a folded header", "http", answering(b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n")),
    Behaviour("bare line feeds", "http", answering(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + BODY), "read"),
    Behaviour("an escape in the reason", "http", answering(b"HTTP/1.1 500 \x1b[2J\x07\r\nContent-Length: 0\r\n\r\n")),
    Behaviour("an empty body", "http", answering(response(b"")), says="nothing"),
    Behaviour("204", "http", answering(b"HTTP/1.1 204 No Content\r\n\r\n")),
    Behaviour("206 for the whole", "http", answering(response(BODY[:20], "Content-Range: bytes 0-19/900", status="206 Partial Content"))),
    Behaviour("304 unasked", "http", answering(b"HTTP/1.1 304 Not Modified\r\n\r\n")),
    Behaviour("401", "status", answering(response(BODY, status="401 No")), says="login"),
    Behaviour("403", "status", answering(response(BODY, status="403 No")), says="refuses"),
    Behaviour("404", "status", answering(response(BODY, status="404 No")), says="check"),
    Behaviour("410", "status", answering(response(BODY, status="410 Gone")), says="remove"),
    Behaviour("429", "status", answering(response(BODY, "Retry-After: 120", status="429 Slow down")), says="wait"),
    Behaviour("429 with a hostile wait", "status", answering(response(BODY, "Retry-After: " + "9" * 5000, status="429 Slow down")), says="wait"),
    Behaviour("500", "status", answering(response(BODY, status="500 Oops")), says="later"),
    Behaviour("503 with a broken date", "status", answering(response(BODY, "Retry-After: Fri, 99 Foo 99999999999 99:99:99", status="503 No"))),
    Behaviour("an upgrade", "http", answering(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")),
]  # fmt: skip
BEHAVIOURS: Final = [*REDIRECTS, *SLOW, *SIZES, *BROKEN]
