"""Which held claims a window's digest has to look at: the new ones, those on their tracks, and their rivals.

A database may hold a million claims and a week bring a few thousand: nothing else is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ..store.choosing import bounds, passes
from ..store.rows import ClaimFilter, StoredClaim
from .compare import Track, could_join, missing, rules_fingerprint, short_key, tracks_of
from .stored import claim_of

if TYPE_CHECKING:
    from ..store.database import Database

_BATCH: Final = 5_000
LOOKED_AT: Final = 40_000
"""The newest claims of a window that are set side by side; of more, the rest is counted only."""
MODELS: Final = 12
"""The window's most told models, whose earlier claims are looked at."""
RIVALS: Final = 150
"""The newest claims of each of them."""
ON_TRACK: Final = 20
"""Claims of one track that a digest reads, the new ones first; a track of more is told by them."""
ON_ONE: Final = 500
"""Claims of one track that are read where tracks are listed."""
JOINING: Final = 200
"""Claims that may lack something, of a track's model or of none, that are looked at."""
LACKING: Final = 3
"""What a claim may leave unsaid to be told as one that could join a track: of more nobody would ask."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a digest looks at of a window's ``total`` new claims: ``fresh`` of them are set beside what is held.

    ``claims`` pass the filter, ``groups`` of them share a track. Of a filter that leaves claims out, ``rivals`` are
    all that were looked at, and ``races`` those among them that share a track.
    """

    total: int
    fresh: int
    claims: tuple[StoredClaim, ...]
    rivals: tuple[StoredClaim, ...]
    groups: tuple[tuple[StoredClaim, ...], ...]
    races: tuple[tuple[StoredClaim, ...], ...]


def refresh(database: Database) -> None:
    """Make the track keys of claims that are new, changed, or keyed by other rules."""
    rules = rules_fingerprint()
    database.keys_made_with(rules)
    while waiting := database.pending_keys(_BATCH):
        keys = [(stored.id, short_key(stored.claim)) for stored in database.claims_at(waiting)]
        database.put_keys([(ident, key) for ident, key in keys if key is not None], waiting, rules)


def around(database: Database, chosen: ClaimFilter, documents: Iterable[int]) -> Around:
    """Return what the claims that pass ``chosen`` are judged beside; ``documents``: more of which all are wanted."""
    refresh(database)
    fresh = database.newest_claims(chosen, LOOKED_AT)
    total = len(fresh) if len(fresh) < LOOKED_AT else database.count_claims(chosen)
    held = {stored.id: stored for stored in fresh}
    groups = _groups(database, set(held))
    wanted = {ident for group in groups for ident in group} - set(held)
    held.update((stored.id, stored) for stored in database.claims_at(sorted(wanted)))
    ever = replace(chosen, since=None, until=None)
    models = Counter(stored.claim.model for stored in fresh if stored.claim.model)
    for model, _ in sorted(models.items(), key=lambda item: (-item[1], item[0]))[:MODELS]:
        held.update((stored.id, stored) for stored in database.claims_of_model(model, ever, RIVALS))
    held.update((stored.id, stored) for stored in database.claims_in(sorted(set(documents)), LOOKED_AT))
    looked_at = tuple(sorted(held.values(), key=lambda s: (s.document.url, s.id)))
    claims = {stored.id: stored for stored in looked_at if passes(stored, ever)}
    on_tracks = tuple(tuple(claims[ident] for ident in group if ident in claims) for group in groups)
    if bounds(chosen) == chosen:
        return Around(total, len(fresh), looked_at, (), on_tracks, ())
    kept = database.key_groups(sorted(held))
    races = tuple(tuple(held[ident] for ident in group.claims if ident in held) for group in kept)
    return Around(total, len(fresh), tuple(claims.values()), looked_at, on_tracks, races)


def _groups(database: Database, fresh: set[int]) -> list[tuple[int, ...]]:
    """The claims on each track that a fresh one stands on, the fresh first where they are too many."""
    found = (group.claims for group in database.key_groups(sorted(fresh)))
    return [
        claims if len(claims) <= ON_TRACK else tuple(sorted(claims, key=lambda i: (i not in fresh, i))[:ON_TRACK])
        for claims in found
    ]


def tracks_held(database: Database, chosen: ClaimFilter) -> Iterator[Track[StoredClaim]]:
    """Yield the tracks of the claims that pass ``chosen``, those of most publishers and engines first."""
    refresh(database)
    for group in database.track_groups(chosen):
        yield from tracks_of([database.claims_at(group.claims[:ON_ONE])], claim_of)


def joining(
    database: Database, track: Track[StoredClaim], chosen: ClaimFilter
) -> list[tuple[StoredClaim, tuple[str, ...]]]:
    """Return the claims that would stand on ``track`` if they stated the little they leave unsaid, the least first."""
    first = track.members[0].claim
    if first.form != "absolute" or missing(first):
        return []  # they share a set-up: a claim of another one needs more than its own words
    near = database.almost_on(first, chosen, JOINING)
    found = [(stored, lacks) for stored, lacks in could_join(track, near, claim_of) if len(lacks) <= LACKING]
    return sorted(found, key=lambda one: (len(one[1]), one[0].uid))
