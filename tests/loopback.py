"""A real server on loopback: answers by path, and remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What a path answers with; ``etag`` makes it conditional, ``wait`` slow."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    wait: float = 0.0


class Loopback:
    """Use as a context; ``answers`` may change between requests. ``asked`` holds what was asked for, in order; how often
    each site's robots.txt was, which has no answer unless one is put, is ``robots`` (by path and status)."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[tuple[str, int]] = []
        self.robots: list[tuple[str, int]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        found = self.answers.get(handler.path, Answer(b"nothing", 404))
        found = found() if callable(found) else found
        time.sleep(found.wait)
        status = 304 if found.etag and handler.headers.get("If-None-Match") == found.etag else found.status
        (self.robots if handler.path.endswith("/robots.txt") else self.asked).append((handler.path, status))
        try:
            handler.send_response(status)
            for name, value in found.headers.items():
                handler.send_header(name, value)
            if found.etag:
                handler.send_header("ETag", found.etag)
            body = b"" if status == 304 else found.body
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            pass

    def __enter__(self) -> Loopback:
        threading.Thread(target=self.server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02}).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
