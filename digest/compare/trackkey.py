"""The key of the track a claim ran on: equal for claims whose stated conditions are equal, quick to make and to keep."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from importlib.resources import files
from operator import attrgetter
from typing import Final

from ...store.claim import Claim
from .facts import Facts
from .families import family

TrackKey = tuple[str, ...]

POINT: Final = ("concurrency", "batch_size", "request_rate")
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "accuracy": ("model", "precision", "dataset"),
    "acceptance": ("model", "dataset", "spec_decode"),
    "startup": ("model", "precision", "accelerator", "accelerator_count"),
    "memory": ("model", "precision", "accelerator_count"),
}
SERVING: Final = ("model", "precision", "accelerator", "accelerator_count", "input_tokens", "output_tokens", "load")
_ELEMENTS: Final = (
    "metric", "operation", "dimension", "form", "basis", "scope", "normaliser", "statistic", "model", "precision", "kv_precision",
    "accelerator", "form_factor", "accelerator_count", "input_tokens", "output_tokens", "context_tokens", *POINT, "load", "phase",
    "serving_mode", "spec_decode", "suite", "simulated", "baseline",
)  # fmt: skip
"""What a key is made of, in order; the data set joins where it decides."""
_values: Final = attrgetter(*_ELEMENTS)
_CONTENT: Final = frozenset({"accuracy", "acceptance", "cache"})


def order_of(claim: Claim) -> tuple[str, str, str, str, int]:
    """Return what a claim's identity is made of, to put claims in one order whatever order they come in."""
    return (claim.doc, claim.quote, claim.value_text, claim.unit, claim.occurrence)


def needed(claim: Claim) -> tuple[str, ...]:
    """Return the fields a claim's family must state before it can stand on a track."""
    return NEEDED.get(family(claim), SERVING)


def missing(claim: Claim) -> tuple[str, ...]:
    """Return which needed fields ``claim`` leaves unsaid: what to ask so that it could join a track."""
    wanted = needed(claim)
    unsaid = [name for name in wanted if name != "load" and getattr(claim, name) is None]
    if "load" in wanted and claim.concurrency is None and claim.batch_size is None and claim.request_rate is None:
        unsaid.append("concurrency")
    return tuple(unsaid)


def track_key(claim: Claim) -> TrackKey:
    """Return the key of the track a claim ran on; an element that is not stated is ``?``.

    A gain, or a claim that leaves a needed element unsaid, shares a key only inside its own set-up.
    """
    facts = Facts(claim)
    parts = _parts(_values(facts))
    if facts.family in _CONTENT:
        parts = (*parts, f"dataset={_text(claim.dataset)}")
    if claim.form != "absolute" or missing(claim):
        parts = (*parts, f"setup={claim.doc}#{claim.setup or claim.uid}")
    return parts


@lru_cache(maxsize=2048)
def _parts(values: tuple[object, ...]) -> TrackKey:
    """The elements as text; a sweep's claims have many of them in common with another's."""
    return tuple(f"{name}={_text(value)}" for name, value in zip(_ELEMENTS, values, strict=True))


def short_key(claim: Claim) -> str | None:
    """Return the track key as a hash to keep; None where the claim can stand on no track with another."""
    if claim.setup is None and (claim.form != "absolute" or missing(claim)):
        return None
    text = "\0".join(track_key(claim)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=8).hexdigest()


@cache
def rules_fingerprint() -> str:
    """Return the hash of everything in this package: keys that were made with another are void."""
    digest = hashlib.blake2b(digest_size=8)
    for entry in sorted(files(__package__ or "").iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".py", ".toml")):
            digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


def _text(value: object) -> str:
    if value is None:
        return "?"
    return f"{value:g}" if isinstance(value, (float, int)) else str(value)
