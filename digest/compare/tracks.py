"""Tracks: claims that ran under the same stated conditions, from groups that share a key; never ranked across."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from ...store.claim import Claim
from .facts import size
from .families import better
from .judge import judge
from .trackkey import TrackKey, missing, order_of, track_key
from .verdict import LIKE

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Track(Generic[T]):
    """One track: its key, the claims on it, and whether a lower value is better."""

    key: TrackKey
    members: tuple[T, ...]
    lower_is_better: bool


class Step(NamedTuple):
    """A change from one version of an engine to the next on one track: ``factor`` is new over old."""

    engine: str
    old: str
    new: str
    factor: float


def tracks_of(groups: Iterable[Sequence[T]], claim_of: Callable[[T], Claim]) -> list[Track[T]]:
    """Return the tracks of groups that share a key: those of whose claims two at least are comparable."""
    tracks = []
    for members in groups:
        if len(members) > 1:
            alike = _distinct(members, claim_of)
            if len(alike) > 1:
                tracks.append(_track(alike, claim_of))
    return sorted(tracks, key=lambda track: track.key)


def _distinct(members: Sequence[T], claim_of: Callable[[T], Claim]) -> list[T]:
    """One claim a subject, version and value, all judged comparable with the first: restatements are no race."""
    seen: dict[tuple[object, ...], T] = {}
    for item in sorted(members, key=lambda i: order_of(claim_of(i))):
        claim = claim_of(item)
        seen.setdefault((claim.engine, (claim.subject or "").casefold(), claim.subject_version), item)
    kept = list(seen.values())
    if len(kept) < 2:
        return kept
    first = claim_of(kept[0])
    others = [item for item in kept[1:] if judge(first, claim_of(item)).verdict in LIKE]
    return [kept[0], *others]


def _track(members: list[T], claim_of: Callable[[T], Claim]) -> Track[T]:
    first = claim_of(members[0])
    lower = better(first) == "lower" and first.form == "absolute"
    members.sort(key=lambda i: (size(claim_of(i)) * (1 if lower else -1), order_of(claim_of(i))))
    return Track(track_key(first), tuple(members), lower)


def lineage(track: Track[T], claim_of: Callable[[T], Claim]) -> list[Step]:
    """Return the steps between the versions of each engine on a track, oldest first."""
    by: dict[str, dict[str, float]] = defaultdict(dict)
    for item in track.members:
        claim = claim_of(item)
        version = claim.engine_version or claim.subject_version
        if claim.engine and version and claim.value:
            by[claim.engine].setdefault(version, size(claim))
    steps = []
    for engine, values in sorted(by.items()):
        ordered = sorted(values, key=_version)
        steps += [Step(engine, old, new, values[new] / values[old]) for old, new in pairwise(ordered)]
    return steps


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


def could_join(track: Track[T], items: Iterable[T], claim_of: Callable[[T], Claim]) -> list[tuple[T, tuple[str, ...]]]:
    """Return the claims that would stand on ``track`` if they said what they leave unsaid, with what that is.

    Everything they do state must agree with the track's key.
    """
    wanted = dict(part.split("=", 1) for part in track.key)
    out = []
    for item in items:
        claim = claim_of(item)
        lacks = missing(claim)
        if not lacks or claim.form != "absolute" or wanted["metric"] != claim.metric:
            continue
        own = dict(part.split("=", 1) for part in track_key(claim))
        if all(value in ("?", wanted.get(name)) for name, value in own.items() if name != "setup"):
            out.append((item, lacks))
    return out
