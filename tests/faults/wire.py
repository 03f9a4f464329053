"""A server that answers with raw bytes, so that it can be as wrong as the internet is."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Serve = Callable[["Wire", "Talk"], None]


@dataclass
class Talk:
    """One connection: what was asked, and how to answer it."""

    link: socket.socket
    path: str
    headers: dict[str, str]

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.link.sendall(part)

    def drip(self, parts: Iterable[bytes], every_s: float) -> None:
        for part in parts:
            self.link.sendall(part)
            time.sleep(every_s)


@dataclass
class Wire:
    """Use as a context. ``serve`` is called for every request; ``asked`` remembers path and headers."""

    serve: Serve
    host: str = "127.0.0.1"
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server((self.host, 0), backlog=64)
        self.port = int(self._listening.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Wire:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(link,), daemon=True).start()

    def _talk(self, link: socket.socket) -> None:
        with contextlib.suppress(OSError), link:
            link.settimeout(20)
            head = b""
            while b"\r\n\r\n" not in head:
                got = link.recv(65536)
                if not got:
                    return
                head += got
            first, *rest = head.decode("latin-1").split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in rest) if k}
            path = first.split(" ")[1]
            self.asked.append((path, headers))
            self.serve(self, Talk(link, path, headers))


def response(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A whole answer; ``length`` lies about the body's."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}", "Connection: close"]  # fmt: skip
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
