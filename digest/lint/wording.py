"""What the words promise: unnamed rivals, simulations, figures only, superlatives, borrowed authority."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ...store.document import BlockKind
from .findings import NONE, Hit, at, of_claims
from .phrases import phrase
from .post import CLIP, Post, Spot

FIGURES: Final = (BlockKind.ALT, BlockKind.CAPTION)
MLPERF: Final = ("version", "division", "scenario", "result", "verified")


def unnamed_rival(post: Post) -> Sequence[Hit]:
    """D04: the thing compared with has no name."""
    for spot, _ in post.find("unnamed_rival"):
        if phrase("comparing").search(spot.quote):
            return at(spot)
    return NONE


def simulated(post: Post) -> Sequence[Hit]:
    """D23: a simulated part that the headline keeps quiet about."""
    marked = [
        c
        for c in post.performance
        if c.simulated or phrase("simulated").search(c.quote) or phrase("simulated").search(c.subject or "")
    ]
    if not marked:
        return NONE
    title = post.document.title
    if phrase("simulated").search(title) or any(post.is_headline(c) for c in marked):
        return NONE
    return of_claims(post, marked)


def figure_only(post: Post) -> Sequence[Hit]:
    """D29: a figure shows performance and no number of it is in the text."""
    held = {c.block for c in post.claims}
    spoken, drawn = phrase("figure_of_performance"), phrase("drawing")
    for index, block in enumerate(post.blocks):
        if block.kind not in FIGURES or index in held:
            continue
        if spoken.search(block.text) and not drawn.search(block.text):
            return (Hit(_spot_of(post, index)),)
    return NONE


def _spot_of(post: Post, index: int) -> Spot:
    block = post.blocks[index]
    return Spot(block.text[:CLIP], block.line_at(0), index)


def superlative(post: Post) -> Sequence[Hit]:
    """D31: fastest of what, and when?"""
    return at(post.first("superlative"))


def borrowed_authority(post: Post) -> Sequence[Hit]:
    """D35: "validated by" a benchmark site without the run."""
    if any(phrase("run_reference").search(link) for link in post.document.links):
        return NONE
    return at(next((s for s, _ in post.find("borrowed") if not phrase("run_reference").search(s.quote)), None))


def mlperf_form(post: Post) -> Sequence[Hit]:
    """D37: an MLPerf result is cited without what MLPerf's own rules ask for."""
    found = post.first("mlperf")
    if found is None:
        return NONE
    missing = [part for part in MLPERF if not post.says(f"mlperf_{part}")]
    return at(found, "not said: " + ", ".join(missing)) if missing else NONE


def phases_apart(post: Post) -> Sequence[Hit]:
    """D39: prefill and decode were measured apart."""
    isolated = [c for c in post.performance if c.serving_mode == "phase_isolated"]
    if isolated:
        return of_claims(post, isolated)
    return at(post.first("phases_apart")) if post.performance else NONE
