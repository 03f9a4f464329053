"""What the comparison asks of a claim as it is kept: the claim itself, and who published it."""

from __future__ import annotations

from ..store.claim import Claim
from ..store.rows import StoredClaim


def claim_of(stored: StoredClaim) -> Claim:
    """Return the claim of a row."""
    return stored.claim


def publisher_of(stored: StoredClaim) -> str:
    """Return who published the document a claim stands in, or its address where nobody is named."""
    return stored.document.publisher or stored.document.url
