"""Fields a claim must state to be understood: hardware, model, lengths, load, tokens counted, statistic, price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ...store.claim import Claim
from .findings import NONE, Hit, at, of_claims
from .phrases import phrase
from .post import Post

LOADS: Final = ("concurrency", "batch_size", "request_rate", "load")
TIMED: Final = frozenset({"ttft", "tpot", "itl", "e2e_latency"})


def has_load(claim: Claim) -> bool:
    """Whether a claim states how it was loaded."""
    return any(getattr(claim, name) is not None for name in LOADS)


def hardware(post: Post) -> Sequence[Hit]:
    """D05: the device or how many of them is left out."""
    lacking = post.lacking(post.performance, lambda c: c.accelerator is None or _count_missing(post, c))
    named = any(c.accelerator is None for c in lacking)
    what = "device not named" if named else "number of devices not stated"
    return of_claims(post, lacking, what, len(post.performance))


def _count_missing(post: Post, claim: Claim) -> bool:
    """A kernel runs on one device, and a claim over several devices has no one count."""
    return claim.accelerator_count is None and not post.is_kernel(claim) and " + " not in (claim.accelerator or "")


def model_and_precision(post: Post) -> Sequence[Hit]:
    """D06: the model or the format of its weights is left out."""
    lacking = post.lacking(post.serving, lambda c: c.model is None or c.precision is None)
    what = "model not named" if any(c.model is None for c in lacking) else "precision not stated"
    return of_claims(post, lacking, what, len(post.serving))


def lengths(post: Post) -> Sequence[Hit]:
    """D08: input or output length is left out."""
    lacking = post.lacking(post.serving, lambda c: c.output_tokens is None or _no_input(c))
    return of_claims(post, lacking, among=len(post.serving))


def _no_input(claim: Claim) -> bool:
    return claim.input_tokens is None and claim.context_tokens is None


def load(post: Post) -> Sequence[Hit]:
    """D09: neither concurrency nor batch nor rate is stated."""
    return of_claims(post, post.lacking(post.serving, lambda c: not has_load(c)), among=len(post.serving))


def bare_rate(post: Post) -> Sequence[Hit]:
    """D10: tokens a second without saying which tokens."""
    rates = [c for c in post.performance if c.unit == "tok/s"]
    lacking = post.lacking(rates, lambda c: c.metric == "token_throughput" and c.token_scope is None)
    return of_claims(post, lacking, "input, output or total tokens not said", len(rates))


def per_gpu_counts(post: Post) -> Sequence[Hit]:
    """D18: a figure per GPU without the number of GPUs it was taken on."""
    each = [c for c in post.performance if c.per == "gpu"]
    return of_claims(post, post.lacking(each, lambda c: c.accelerator_count is None), among=len(each))


def statistic(post: Post) -> Sequence[Hit]:
    """D26: a latency, or a rate made from one, without mean, median or percentile."""
    timed = [c for c in post.absolutes if c.metric in TIMED]
    if lacking := post.lacking(timed, lambda c: c.statistic is None):
        return of_claims(post, lacking, among=len(timed))
    for spot, _ in post.find("rate_from_tpot"):
        if not phrase("statistic").search(spot.quote):
            return at(spot, "a rate made from a latency")
    return NONE


def price(post: Post) -> Sequence[Hit]:
    """D30: a cost without the price it rests on, or an own cost beside a list price."""
    costs = [c for c in post.claims if c.metric in ("cost", "energy") and phrase("money").search(c.quote)]
    mixed = [c for c in costs if phrase("price_mixed").search(_around(post, c))]
    if mixed:
        return of_claims(post, mixed, "an own cost is set beside a price that somebody charges")
    if post.says("price_basis"):
        return NONE
    return of_claims(post, post.lacking(costs, lambda c: c.price_basis is None and c.power_basis is None))


def _around(post: Post, claim: Claim) -> str:
    block = post.block_of(claim)
    return block.text if block is not None and claim.place != "table" else claim.quote
