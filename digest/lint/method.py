"""How the numbers were made: runs, load, tuning, caches, speculation, quality, and whether anyone could repeat them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from ...store.document import BlockKind
from .findings import NONE, Hit, at, of_claims
from .phrases import phrase
from .post import Post

SHORT: Final = 5
"""Fewer prompts than five times the concurrency are mostly ramp and drain (AgentX asks for 900 s)."""
OFTEN: Final = 3
"""So many mentions beside measurements, and speculation is taken to have been on."""
STALE_DAYS: Final = 30
"""A rival may be so many days behind its newest release before it is called stale (C24)."""


def single_run(post: Post) -> Sequence[Hit]:
    """D11: one run, no spread."""
    if post.says("spread") or not post.performance:
        return NONE
    return of_claims(post, post.lacking(post.performance, lambda _: True)[:1])


def short_run(post: Post) -> Sequence[Hit]:
    """D12: the run is too short for a steady state."""
    for spot, match in post.find("prompts", BlockKind):
        count = int((match.group("n") or match.group("m")).replace(",", ""))
        load = _in_flight(post, spot.block)
        if load is not None and count < SHORT * load:
            return at(spot, f"{count} prompts at concurrency {load:g}")
    return at(post.first("short_run")) if post.serving else NONE


def _in_flight(post: Post, block: int | None) -> float | None:
    """Return the concurrency stated in the same block, by a command or by its claims."""
    told = phrase("in_flight").search(post.blocks[block].text) if block is not None else None
    stated = [c.concurrency for c in post.serving if c.block == block and c.concurrency]
    return float(told.group("c")) if told else max(stated, default=None)


def self_run_rival(post: Post) -> Sequence[Hit]:
    """D13: the author's project ran the rival."""
    own = post.project
    if own is None:
        return NONE
    for spot, _ in post.find("comparing"):
        if len(rivals := post.engines_in(spot.quote) - {own}) and own in post.engines_in(spot.quote):
            return at(spot, f"{own} measured {', '.join(sorted(rivals))}")
    return NONE


def asymmetric_tuning(post: Post) -> Sequence[Hit]:
    """D14: own flags, the others on default settings."""
    if post.says("same_tuning"):
        return NONE
    for spot, _ in post.find("rival_defaults"):
        block = post.blocks[spot.block] if spot.block is not None else None
        if block is not None and phrase("own_flags").search(block.text):
            return at(spot)
    return NONE


def stale_rival(post: Post) -> Sequence[Hit]:
    """D15: the rival was behind its own newest release when the post came out."""
    published = _day(post.document.published)
    for claim in post.gains:
        if published is None or claim.baseline_version is None:
            continue
        for engine in post.engines_in(claim.baseline or "") - {post.project or ""}:
            newer = _newer(post, engine, claim.baseline_version, published)
            if newer is not None:
                return of_claims(post, [claim], f"{engine} {newer} was out")
    rivals = (s for s, _ in post.find("older_rival") if post.engines_in(s.quote) - {post.project or ""})
    return at(next((s for s in rivals if phrase("comparing").search(s.quote)), None)) if post.gains else NONE


def _newer(post: Post, engine: str, used: str, published: date) -> str | None:
    """Return the version that was out for long when the post appeared, where ``used`` is older than it."""
    known = {r.version.lstrip("v"): d for r in post.history.releases if r.project == engine and (d := _day(r.date))}
    then = known.get(used.lstrip("v"))
    if then is None:
        return None
    late = {v: d for v, d in known.items() if d > then and (published - d).days > STALE_DAYS}
    return max(late, key=lambda v: late[v], default=None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def cache_hidden(post: Post) -> Sequence[Hit]:
    """D16: prompts share a prefix and the hit rate is not given."""
    if post.says("hit_rate") or any(c.metric == "cache_hit_rate" or c.cache_hit_rate is not None for c in post.claims):
        return NONE
    return at(next((s for s, _ in post.find("shared_prefix", BlockKind) if post.measures_near(s)), None))


def speculation_hidden(post: Post) -> Sequence[Hit]:
    """D17: speculative decoding is on and its acceptance is not given, or is made up."""
    spots = [s for s, _ in post.find("speculation", BlockKind) if post.measures_near(s)]
    on = [post.spot(c) for c in post.performance if c.spec_decode not in (None, "off")]
    on += [post.spot(c) for c in post.performance if phrase("speculation").search(c.quote)]
    if not on and len(spots) < OFTEN:
        return NONE
    if (made := post.first("synthetic")) is not None:
        return at(made, "the acceptance is not a measured one")
    told = any(c.metric in ("acceptance_length", "acceptance_rate") or c.acceptance_length for c in post.claims)
    return NONE if told or post.says("acceptance") else at([*on, *spots][0])


def one_axis(post: Post) -> Sequence[Hit]:
    """D19: throughput without latency, or latency without throughput."""
    serving = [c for c in post.absolutes if c in post.serving]
    if not serving:
        return NONE
    families = {post.family(c) for c in serving} | {"serving_latency" for c in serving if c.per == "user"}
    said = "latency" if "serving_latency" not in families else "throughput"
    return of_claims(post, serving[:1], f"no {said} beside it") if len(families) == 1 else NONE


def no_reproduction(post: Post) -> Sequence[Hit]:
    """D27: no command, no commit, no image, no raw data."""
    linked = any(phrase("reproduction_link").search(link) for link in post.document.links)
    if not post.performance or linked or post.says("commands") or post.says("reproduce"):
        return NONE
    return of_claims(post, post.lacking(post.performance, lambda _: True)[:1])


def no_quality(post: Post) -> Sequence[Hit]:
    """D28: a quantised or approximate run without a quality score."""
    if any(c.metric == "accuracy" for c in post.claims) or post.says("quality"):
        return NONE
    words = phrase("quantised")
    cut = [c for c in post.performance if words.search(c.precision or "") or words.search(c.subject or "")]
    return of_claims(post, post.lacking(cut, lambda _: True)[:1])


def interest(post: Post) -> Sequence[Hit]:
    """D36: the author builds or sells what wins."""
    own = post.project
    won = [c for c in post.gains if own and own in post.engines_in(c.subject or c.engine or "") and c.baseline]
    return of_claims(post, post.lacking(won, lambda _: True)[:1], f"published by {own}'s own project")


def errors_hidden(post: Post) -> Sequence[Hit]:
    """D38: a load test that does not say how many requests failed."""
    loaded = [c for c in post.serving if (c.concurrency or 0) > 1 or c.request_rate]
    return NONE if post.says("failures") else of_claims(post, post.lacking(loaded, lambda _: True)[:1])


def patched(post: Post) -> Sequence[Hit]:
    """D40: the numbers come from a fork, a patch or a nightly build."""
    for spot, match in post.find("patched", BlockKind):
        before = post.blocks[spot.block or 0].text[: match.start()]
        passed = phrase("released").search(spot.quote) or phrase("denied").search(before[-80:])
        if post.measures_near(spot) and not passed:
            return at(spot)
    return NONE
