"""What happened to a post after it was published: superseded, restated otherwise, edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ...store.claim import Claim
from .findings import NONE, Hit, of_claims
from .post import CLIP, Post, Spot

SAME: Final = ("metric", "unit", "model", "accelerator", "engine", "input_tokens", "output_tokens")
WORDED: Final = ("metric", "per", "normaliser", "phase", "statistic")


def superseded(post: Post) -> Sequence[Hit]:
    """D32: a later document gives the same measurement of a newer version."""
    for claim in post.absolutes:
        for later in post.history.later:
            alike = all(getattr(claim, f) is not None and getattr(claim, f) == getattr(later, f) for f in SAME[:5])
            versions = (claim.engine_version or claim.subject_version, later.engine_version or later.subject_version)
            if alike and all(versions) and versions[0] != versions[1]:
                return of_claims(post, [claim], f"{later.engine} {versions[1]} was measured since")
    return NONE


def drift(post: Post) -> Sequence[Hit]:
    """D33: an earlier number is cited with another scope."""
    for claim in post.absolutes:
        for earlier in post.history.earlier:
            if _restates(claim, earlier):
                changed = [f for f in WORDED if _reworded(getattr(claim, f), getattr(earlier, f))]
                if changed:
                    return of_claims(post, [claim], f"{changed[0]} was {getattr(earlier, changed[0]) or 'not stated'}")
    return NONE


def _reworded(now: object, then: object) -> bool:
    """Whether two stated values differ; a blank is not stated, and so no change."""
    return now is not None and then is not None and now != then


def _restates(claim: Claim, earlier: Claim) -> bool:
    near = abs(claim.value - earlier.value) <= 0.01 * max(abs(claim.value), abs(earlier.value))
    named = [f for f in ("engine", "accelerator") if getattr(claim, f) and getattr(earlier, f)]
    alike = all(getattr(claim, f) == getattr(earlier, f) for f in named)
    return near and claim.unit == earlier.unit and len(named) == 2 and alike


def edited(post: Post) -> Sequence[Hit]:
    """D34: a value, condition or figure changed after the first fetch."""
    silent = [edit for edit in post.history.edits if not edit.erratum]
    if not silent:
        return NONE
    return (Hit(Spot(silent[0].new[:CLIP]), f"was: {silent[0].old[:CLIP]}"),)
