"""What a claim can be compared with, in words, from the tracks and pairs of everything held."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..store.rows import StoredClaim
from .compare import Track, Verdict
from .wording import ask

Judged = tuple[StoredClaim, StoredClaim, Verdict]


def standing(tracks: Sequence[Track[StoredClaim]], pairs: Sequence[Judged]) -> Callable[[StoredClaim], str]:
    """Return what says, of a claim, the best it has: a race, a race with caveats, a question, or an empty text."""
    best: dict[str, tuple[int, str]] = {}
    for track in tracks:
        for member in track.members:
            best[member.uid] = (
                3,
                f"same track as {len(track.members) - 1} other{'s' if len(track.members) > 2 else ''}",
            )
    for a, b, verdict in pairs:
        said = {
            "same_track": (3, "same track as 1 other"), "with_caveats": (2, "comparable with caveats"),
            "unknown": (1, f"unknown, {ask(verdict)}"),
        }.get(verdict.verdict)  # fmt: skip
        for stored in (a, b):
            if said is not None and said[0] > best.get(stored.uid, (0, ""))[0]:
                best[stored.uid] = said
    return lambda stored: best.get(stored.uid, (0, ""))[1]
