"""An answer's decoded body, bounded while it streams and while it unpacks, so that a bomb never unfolds."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from typing import Final

import httpx2

from ...store.errors import FetchError
from .held import PART, Held

LAYERS: Final = 2
READ: Final = ("gzip", "x-gzip", "deflate", "identity")
MEMBER: Final = b"\x1f\x8b"
"""How a gzip member begins."""
MEMBERS: Final = 1000
"""Parts a gzip file may be joined from; each costs little, a million of empty ones would not."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a body may be: ``max_bytes`` raw and unpacked, whole before ``limit`` (monotonic seconds); how lateness is told."""

    source: str
    max_bytes: int
    limit: float
    late: str


def body_of(response: httpx2.Response, bounds: Bounds) -> Held:
    """Return the body of ``response``; raises FetchError where it is too large, too late, or packed in a way not read."""
    layers = [e.strip().lower() for e in response.headers.get("content-encoding", "").split(",") if e.strip()]
    if len(layers) > LAYERS or any(layer not in READ for layer in layers):
        shown = "".join(c for c in ", ".join(layers)[:60] if c.isprintable())
        raise FetchError(f"{bounds.source}: encoded in a way we do not read ({shown})")
    body = Held()
    for chunk in response.iter_raw():
        body.add(chunk)
        if body.size > bounds.max_bytes:
            size = bounds.max_bytes // 1_000_000
            raise FetchError(f"{bounds.source}: larger than {size} MB; raise the source's max_bytes to read it")
        if time.monotonic() > bounds.limit:
            raise FetchError(bounds.late)
    for layer in reversed(layers):
        if layer != "identity":
            try:
                body = _unpacked(body, layer, bounds)
            except (zlib.error, EOFError):
                raise FetchError(
                    f"{bounds.source}: its compressed body is broken or cut short; try again later"
                ) from None
    return body


def _unpacked(data: Held, layer: str, bounds: Bounds) -> Held:
    """One layer less: gzip with all its members, zlib, or the bare deflate that some servers call deflate.

    Raises zlib.error where it is broken, EOFError where it ends too early or has more members than any honest one.
    """
    head = data.read(2)
    bare = layer == "deflate" and (len(head) < 2 or head[0] & 15 != 8 or int.from_bytes(head, "big") % 31)
    out, rest, members = Held(), b"", 1
    unpacker = zlib.decompressobj(-15 if bare else 47)
    for part in data.parts():
        rest, more = rest + part, True
        while more:
            if unpacker.eof:
                if not rest.startswith(MEMBER[: len(rest)]) or members == MEMBERS:
                    break
                if len(rest) < len(MEMBER):
                    break
                unpacker, members = zlib.decompressobj(47), members + 1
            got = unpacker.decompress(rest, PART)
            out.add(got)
            if out.size > bounds.max_bytes:
                raise FetchError(f"{bounds.source}: unpacks to more than {bounds.max_bytes // 1_000_000} MB; not read")
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            more = bool(rest) or len(got) == PART
    if not unpacker.eof or (rest[:2] == MEMBER and members == MEMBERS):
        raise EOFError
    return out
