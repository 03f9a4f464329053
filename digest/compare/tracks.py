"""Tracks: claims that ran under the same stated conditions, grouped by key in one pass; never ranked across."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from ...store.claim import Claim
from .families import METRICS, family
from .judge import judge
from .verdict import Verdict

T = TypeVar("T")
TrackKey = tuple[str, ...]

COMMON: Final = (
    "metric",
    "unit",
    "form",
    "per",
    "statistic",
    "model",
    "precision",
    "accelerator",
    "input_tokens",
    "output_tokens",
)
POINT: Final = ("concurrency", "batch_size", "request_rate")
ALWAYS: Final = ("per", "statistic")
"""Key elements that may be absent: an unsaid denominator is the system, an unsaid statistic a caveat."""
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "accuracy": ("model", "precision", "dataset"),
    "acceptance": ("model", "dataset", "spec_decode"),
    "startup": ("model", "precision", "accelerator", "accelerator_count"),
    "memory": ("model", "precision", "accelerator_count"),
}
SERVING: Final = ("model", "precision", "accelerator", "accelerator_count", "input_tokens", "output_tokens", "load")
LOWER: Final = frozenset({"latency", "cost", "startup", "memory"})


@dataclass(frozen=True, slots=True)
class Track(Generic[T]):
    """One track: its key, the claims on it, and whether a lower value is better."""

    key: TrackKey
    members: tuple[T, ...]
    lower_is_better: bool


def stated(value: str | float | None) -> str | None:
    """Return a field as text; None where it is not stated."""
    return f"{value:g}" if isinstance(value, float | int) else value


def needed(claim: Claim) -> tuple[str, ...]:
    """Return the fields a claim's family must state before it can stand on a track."""
    return NEEDED.get(family(claim), SERVING)


def missing(claim: Claim) -> tuple[str, ...]:
    """Return which needed fields ``claim`` leaves unsaid: what to ask so that it could join a track."""
    unsaid = [name for name in needed(claim) if name != "load" and getattr(claim, name) is None]
    if "load" in needed(claim) and all(getattr(claim, name) is None for name in POINT):
        unsaid.append("concurrency")
    return tuple(unsaid)


def track_key(claim: Claim) -> TrackKey:
    """Return the key of the track a claim ran on; an element that is not stated is ``?``."""
    names = ("metric", "unit", "form", "per", "statistic", "basis", *(n for n in needed(claim) if n != "load"))
    extra = (*POINT, "spec_decode", "context_tokens", "phase", "suite", "simulated", "baseline")
    return tuple(f"{name}={stated(getattr(claim, name)) or '?'}" for name in (*names, *extra))


def group(items: Iterable[T], claim_of: Callable[[T], Claim]) -> list[Track[T]]:
    """Return the tracks with at least two claims of different subjects or documents, in one pass over ``items``.

    Claims that leave a needed field unsaid stand on no track unless they share a stated set-up with the others.
    """
    groups: dict[tuple[TrackKey, str], list[T]] = defaultdict(list)
    for item in items:
        claim = claim_of(item)
        setup = f"{claim.doc}#{claim.setup}" if claim.setup else ""
        if missing(claim):
            if not setup:
                continue
            groups[track_key(claim), setup].append(item)
        else:
            groups[track_key(claim), ""].append(item)
    tracks = []
    for (key, _), members in sorted(groups.items(), key=lambda pair: pair[0]):
        alike = _distinct(members, claim_of)
        if len(alike) > 1:
            tracks.append(_track(key, alike, claim_of))
    return tracks


def _distinct(members: Sequence[T], claim_of: Callable[[T], Claim]) -> list[T]:
    """One claim a subject, version and value, all judged comparable with the first: restatements are no race."""
    seen: dict[tuple[object, ...], T] = {}
    for item in members:
        claim = claim_of(item)
        name = (claim.engine, (claim.subject or "").casefold(), claim.subject_version)
        seen.setdefault(name, item)
    kept = list(seen.values())
    if len(kept) < 2:
        return kept
    first = claim_of(kept[0])
    return [
        kept[0],
        *(item for item in kept[1:] if judge(first, claim_of(item)).verdict in ("same_track", "with_caveats")),
    ]


def _track(key: TrackKey, members: list[T], claim_of: Callable[[T], Claim]) -> Track[T]:
    lower = family(claim_of(members[0])) in LOWER or claim_of(members[0]).metric in ("latency", "overhead")
    members.sort(key=lambda item: (claim_of(item).value if lower else -claim_of(item).value, claim_of(item).uid))
    return Track(key, tuple(members), lower)


def _kin(model: str) -> str:
    """The name up to its version: sizes and variants of one model are what readers mistake for each other."""
    found = re.match(r"[A-Za-z-]+[ -]?[VRKM]?\d+(?:\.\d+)?", model)
    return found[0] if found else model


def tempting(
    items: Sequence[T], claim_of: Callable[[T], Claim], publisher_of: Callable[[T], str]
) -> list[tuple[T, T, Verdict]]:
    """Return pairs a reader would set side by side: same model and metric family, other publishers or engines.

    One pass groups them; inside a group the claims that state most stand for their publisher and engine.
    """
    groups: dict[tuple[str, str, str], dict[tuple[str, str], T]] = defaultdict(dict)
    for item in sorted(items, key=lambda i: claim_of(i).uid):
        claim = claim_of(item)
        if claim.model is None or claim.form != "absolute" or claim.metric not in METRICS:
            continue
        cell = groups[_kin(claim.model), family(claim), claim.unit]
        who = (publisher_of(item), f"{claim.engine or ''} {claim.accelerator or ''}")
        if who not in cell or len(missing(claim)) < len(missing(claim_of(cell[who]))):
            cell[who] = item
    pairs = []
    for _, cell in sorted(groups.items()):
        stand = sorted(cell.items())[:6]
        for index, (_, left) in enumerate(stand):
            for _, right in stand[index + 1 :]:
                pairs.append((left, right, judge(claim_of(left), claim_of(right))))
    return pairs
