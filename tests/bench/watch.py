"""How long 200 sources with nothing new take at 50 ms latency, 32 at once, against the ideal: in-process and warm."""

from __future__ import annotations

import asyncio
import contextlib
import math
import multiprocessing
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from sametrack.ingest.fetch import Fetcher
from sametrack.ingest.pipeline import Pipeline
from sametrack.ingest.polling import WORKERS
from sametrack.ingest.sources.watchlist import Watched
from sametrack.store.database import open_database
from sametrack.store.vocabulary import load_vocabulary

SOURCES, LATENCY_S, LIMIT, ROUNDS = 200, 0.05, 1.5, 5
FEED = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>f</id><entry><title>P</title>'
    '<link href="http://f.example/{n}/p"/><id>p{n}</id><content type="html">&lt;p&gt;vLLM is 2x faster.&lt;/p&gt;</content></entry></feed>'
)


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer requests on one connection, each after the latency: a feed, or that it did not change."""
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(LATENCY_S)
            body = b"" if b"if-none-match" in head.lower() else FEED.format(n=head.split(b"/")[1].decode()).encode()
            status = b"200 OK" if body else b"304 Not Modified"
            writer.write(b'HTTP/1.1 %s\r\nETag: "1"\r\nContent-Length: %d\r\n\r\n%s' % (status, len(body), body))
            await writer.drain()


def serve(ready: Connection) -> None:
    """Serve on every loopback address at a port of the system's choice, told through ``ready``."""

    async def main() -> None:
        server = await asyncio.start_server(answer, "0.0.0.0", 0)  # noqa: S104
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def measure() -> list[float]:
    """Return the wall time of each warm round, in seconds; every source is a host of its own, in another process."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    port = int(ours.recv())
    hosts = [f"127.0.0.{n + 1}" for n in range(SOURCES)]
    with tempfile.TemporaryDirectory() as folder, open_database(Path(folder) / "w.db") as database:
        words, fetcher = load_vocabulary(), Fetcher(allow=frozenset((host, port) for host in hosts))
        sources = [Watched(f"s{n}", f"http://{host}:{port}/{n}/feed", "feed") for n, host in enumerate(hosts)]
        times = []
        for _ in range(ROUNDS + 1):
            start = time.perf_counter()
            results = list(Pipeline(database, fetcher, words).run(sources))
            times.append(time.perf_counter() - start)
        server.terminate()
        if not all(result.not_modified for result in results):
            raise SystemExit(f"bench: {results[0].errors}")
        return times[1:]


if __name__ == "__main__":
    ideal = math.ceil(SOURCES / WORKERS) * LATENCY_S
    times = measure()
    best, median = min(times), sorted(times)[len(times) // 2]
    print(f"{SOURCES} sources, {WORKERS} at once, {LATENCY_S * 1000:g} ms: ideal {ideal:.3f} s, median {median:.3f} s = {median / ideal:.2f}, best {best / ideal:.2f}")  # fmt: skip
    raise SystemExit(median / ideal > LIMIT)
