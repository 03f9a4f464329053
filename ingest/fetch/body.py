"""An answer's decoded body, bounded while it streams and while it unpacks, so that a bomb never unfolds."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from typing import Final

import httpx2

from ...store.errors import FetchError

LAYERS: Final = 2
READ: Final = ("gzip", "x-gzip", "deflate", "identity")
MEMBERS: Final = 1000
"""Parts a gzip file may be joined from; each costs little, a million of empty ones would not."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a body may be: ``max_bytes`` raw and unpacked, whole before ``limit`` (monotonic seconds); how lateness is told."""

    source: str
    max_bytes: int
    limit: float
    late: str


def body_of(response: httpx2.Response, bounds: Bounds) -> bytes:
    """Return the body of ``response``; raises FetchError where it is too large, too late, or packed in a way not read."""
    layers = [e.strip().lower() for e in response.headers.get("content-encoding", "").split(",") if e.strip()]
    if len(layers) > LAYERS or any(layer not in READ for layer in layers):
        shown = "".join(c for c in ", ".join(layers)[:60] if c.isprintable())
        raise FetchError(f"{bounds.source}: encoded in a way we do not read ({shown})")
    raw = bytearray()
    for chunk in response.iter_raw():
        raw += chunk
        if len(raw) > bounds.max_bytes:
            size = bounds.max_bytes // 1_000_000
            raise FetchError(f"{bounds.source}: larger than {size} MB; raise the source's max_bytes to read it")
        if time.monotonic() > bounds.limit:
            raise FetchError(bounds.late)
    data = bytes(raw)
    for layer in reversed(layers):
        if layer != "identity":
            data = _unpacked(data, layer, bounds)
    return data


def _unpacked(data: bytes, layer: str, bounds: Bounds) -> bytes:
    """One layer less: gzip with all its members, zlib, or the bare deflate that some servers call deflate."""
    bare = layer == "deflate" and (len(data) < 2 or data[0] & 15 != 8 or int.from_bytes(data[:2], "big") % 31)
    out, rest = bytearray(), data
    for _ in range(MEMBERS):
        unpacker = zlib.decompressobj(-15 if bare else 47)
        try:
            out += unpacker.decompress(rest, bounds.max_bytes + 1 - len(out))
        except zlib.error:
            break
        if len(out) > bounds.max_bytes:
            raise FetchError(f"{bounds.source}: unpacks to more than {bounds.max_bytes // 1_000_000} MB; not read")
        if not unpacker.eof:
            break
        rest = unpacker.unused_data
        if not rest.startswith(b"\x1f\x8b"):
            return bytes(out)
    raise FetchError(f"{bounds.source}: its compressed body is broken or cut short; try again later")
