"""Which held claims a window's digest has to look at: the new ones, those on their tracks, and their rivals.

A database may hold a million claims and a week bring a few thousand: nothing else is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..store.rows import StoredClaim
from .compare import rules_fingerprint, short_key

if TYPE_CHECKING:
    from ..store.database import Database

_BATCH: Final = 5000
MODELS: Final = 12
"""The window's most told models, whose earlier claims are looked at."""
RIVALS: Final = 150
"""The newest claims of each of them."""
ON_TRACK: Final = 20
"""Claims of one track that are read; a track of more is told by its first."""


@dataclass(frozen=True, slots=True)
class Around:
    """Claims of a window with those they can be set beside, and those that share a track, group by group."""

    claims: tuple[StoredClaim, ...]
    groups: tuple[tuple[StoredClaim, ...], ...]


def refresh(database: Database) -> None:
    """Make the track keys of claims that are new, changed, or keyed by other rules."""
    rules = rules_fingerprint()
    database.keys_made_with(rules)
    while waiting := database.pending_keys(_BATCH):
        keys = [(stored.id, short_key(stored.claim)) for stored in database.claims_at(waiting)]
        database.put_keys([(ident, key) for ident, key in keys if key is not None], waiting, rules)


def around(database: Database, fresh: Sequence[StoredClaim], documents: Iterable[int]) -> Around:
    """Return what the ``fresh`` claims are to be judged beside; ``documents``: more of which all claims are wanted."""
    refresh(database)
    held = {stored.id: stored for stored in fresh}
    groups = [group.claims[:ON_TRACK] for group in database.key_groups([stored.id for stored in fresh])]
    wanted = {ident for group in groups for ident in group} - set(held)
    held.update((stored.id, stored) for stored in database.claims_at(sorted(wanted)))
    models = Counter(stored.claim.model for stored in fresh if stored.claim.model)
    for model, _ in sorted(models.items(), key=lambda item: (-item[1], item[0]))[:MODELS]:
        held.update((stored.id, stored) for stored in database.claims_of_model(model, RIVALS))
    held.update((stored.id, stored) for stored in database.claims_in(sorted(set(documents))))
    on_tracks = tuple(tuple(held[ident] for ident in group if ident in held) for group in groups)
    return Around(tuple(sorted(held.values(), key=lambda s: (s.document.url, s.id))), on_tracks)


def keyed_groups(database: Database, held: Sequence[StoredClaim]) -> list[list[StoredClaim]]:
    """Return the claims of ``held`` that share a track key, group by group."""
    refresh(database)
    by_id = {stored.id: stored for stored in held}
    groups = ([by_id[ident] for ident in group.claims if ident in by_id] for group in database.key_groups())
    return [group for group in groups if len(group) > 1]
