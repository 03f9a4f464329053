"""What is held beside one claim, found by the kept track keys and by model, so that a large database is not read through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..store.rows import StoredClaim
from .compare import Beside, kin, nearest, rules_fingerprint, short_key, units_beside
from .stored import claim_of, publisher_of
from .tracking import refresh

if TYPE_CHECKING:
    from ..store.database import Database

ON_TRACK: Final = 60
OF_MODEL: Final = 400
KIN: Final = 12
"""Models of the family that are looked at, and how many claims of each."""
OF_KIN: Final = 20
OF_DOCUMENT: Final = 600
SUITES: Final = ("InferenceX", "AgentX")
"""Neutral suites, by the name their rows bear."""
ROWS: Final = 2000
"""A suite's rows of one model that are looked through for the nearest by date."""
WAITING: Final = 4000
"""So many track keys are made on the way; where more are missing, what ``tracks`` made last is used as it is."""


def beside(database: Database, stored: StoredClaim) -> Beside[StoredClaim]:
    """Return the neighbours of ``stored`` among the claims of its track, its document and its model's family."""
    claim, rules = stored.claim, rules_fingerprint()
    if database.keys_waiting(rules) <= WAITING:
        refresh(database)
    units = sorted(units_beside(claim))
    key = short_key(claim)
    ids = set(database.on_track(key, rules, ON_TRACK)) if key is not None else set()
    if claim.model is not None:
        ids.update(database.of_model(claim.model, units, OF_MODEL))
        for model in database.models_from(kin(claim.model), KIN):
            ids.update(database.of_model(model, units, OF_KIN))
    held = {s.id: s for s in database.claims_at(sorted(ids))}
    own = database.claims_in([stored.document.id], OF_DOCUMENT)
    held.update((s.id, s) for s in own if s.claim.unit in units)
    held.pop(stored.id, None)
    return nearest(stored, held.values(), claim_of, publisher_of)


def suite_rows(database: Database, stored: StoredClaim) -> list[StoredClaim]:
    """Return the rows of the neutral suites about the claim's model, in its unit."""
    if stored.claim.model is None:
        return []
    return database.claims_at(database.of_model(stored.claim.model, [stored.claim.unit], ROWS, SUITES))
