"""Sanity bounds: what a reader would check with a pencil. They are remarks beside verdicts and change none.

Sources: Little's law; the closed loop's bound (a rate is at most its users over the time each token takes); the price of
a GPU-hour that a price a million tokens implies; conditions that come and go when a number is told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from ...store.claim import Claim
from .answers import ratio_gap
from .conversions import concurrency, end_to_end, gpu_hour_price
from .facts import Facts

_SLACK: Final = 1.1
"""A bound is told as broken from 10 % on: printed numbers are rounded."""
_STEADY: Final = 0.25
"""Little's law holds in steady state; a run's ramps make it miss by some."""
_DRIFT: Final = (
    "phase",
    "load",
    "input_tokens",
    "output_tokens",
    "batch_size",
    "normaliser",
    "scope",
    "statistic",
    "precision",
)


def remarks(claims: Iterable[Claim], limit: int = 200) -> list[str]:
    """Return what stands out between numbers of one run, and between two tellings of one number; at most ``limit``
    claims are looked at, since every pair of them is."""
    facts = [Facts(claim) for claim in list(claims)[:limit]]
    out: list[str] = []
    for a, b in combinations(facts, 2):
        for one, other in ((a, b), (b, a)):
            if _one_run(one, other):
                out += _closed_loop(one, other) + _little(one, other) + _price(one, other)
        out += _told_again(a, b)
    out += _whole_request(facts)
    return list(dict.fromkeys(out))


def _one_run(a: Facts, b: Facts) -> bool:
    """Two figures of one row or set-up with the same stated conditions: one run, measured twice over."""
    if a.claim.doc != b.claim.doc or a.claim.setup is None or a.claim.setup != b.claim.setup:
        return False
    if a.form != "absolute" or b.form != "absolute" or a.claim.value_max is not None or b.claim.value_max is not None:
        return False
    same = (
        "engine",
        "version",
        "model",
        "precision",
        "accelerator",
        "concurrency",
        "batch_size",
        "input_tokens",
        "residue",
    )
    return all(getattr(a, name) == getattr(b, name) for name in same) and a.key == b.key


def _closed_loop(rate: Facts, each: Facts) -> list[str]:
    users = rate.concurrency
    if rate.metric != "output_throughput" or each.kind != "inter_token" or not users or not each.size:
        return []
    if rate.normaliser not in (None, "system") or each.statistic not in (None, "mean", "median"):
        return []
    bound = users / each.size
    if rate.size <= bound * _SLACK:
        return []
    return [
        f"{rate.claim.value_text} tok/s is more than {users:g} requests at {each.claim.value_text} a token can give:"
        f" {users:g} / {each.size * 1000:g} ms = {bound:,.0f} tok/s"
    ]


def _little(rate: Facts, time: Facts) -> list[str]:
    users = rate.concurrency
    if rate.kind != "request_rate" or time.kind != "e2e" or not users or time.statistic not in (None, "mean"):
        return []
    found = concurrency(rate.size, time.size)
    if ratio_gap(found.value, users) <= _STEADY:
        return []
    return [f"Little's law: {found.formula} s = {found.value:.3g} requests in flight, {users:g} are stated"]


def _whole_request(facts: Sequence[Facts]) -> list[str]:
    """Time to the first token plus the rest at the time each takes, beside the request's own time; means only."""
    out = []
    means = [f for f in facts if f.statistic == "mean" and f.output_tokens]
    for first in (f for f in means if f.kind == "ttft"):
        run = [f for f in means if f is not first and _one_run(first, f)]
        for each in (f for f in run if f.metric == "tpot"):
            for whole in (f for f in run if f.kind == "e2e"):
                found = end_to_end(first.size, each.size, first.output_tokens or 0.0)
                if ratio_gap(found.value, whole.size) > _STEADY:
                    out.append(f"{found.formula} = {found.value:.3g} s a request, {whole.size:.3g} s are stated")
    return out


def _price(cost: Facts, rate: Facts) -> list[str]:
    if cost.claim.unit != "$/Mtok" or rate.kind != "token_rate" or rate.normaliser != "gpu" or rate.scope is None:
        return []
    if cost.scope not in (None, rate.scope):
        return []
    found = gpu_hour_price(cost.size, rate.size)
    return [f"the two imply ${found.value:.2f} a GPU-hour ({found.formula})"]


def _told_again(a: Facts, b: Facts) -> list[str]:
    """One number, or nearly, of one system told in two posts: what was added, lost or changed on the way."""
    if a.claim.doc == b.claim.doc or a.form != b.form or a.dimension != b.dimension or a.kind != b.kind:
        return []
    same = ("engine", "model", "accelerator")
    if any(getattr(a, name) is None or getattr(a, name) != getattr(b, name) for name in same):
        return []
    gap = ratio_gap(a.size, b.size)
    if gap > 0.1:
        return []
    drift = [name for name in _DRIFT if getattr(a, name) != getattr(b, name)]
    if gap == 0 and drift:
        told = "; ".join(
            f"{name.replace('_', ' ')} {_said(getattr(a, name))} / {_said(getattr(b, name))}" for name in drift
        )
        return [f"one number told twice under other words: {told}"]
    if gap and not drift:
        return [f"told as {a.claim.value_text} in one post and as {b.claim.value_text} in another"]
    return []


def _said(value: object) -> str:
    if value is None:
        return "not stated"
    return f"{value:g}" if isinstance(value, float | int) else str(value)


def one_run(claim: Claim, others: Sequence[Claim]) -> list[Claim]:
    """Return the claims that were measured in the same run as ``claim``, it among them."""
    mine = Facts(claim)
    return [claim, *(other for other in others if other is not claim and _one_run(mine, Facts(other)))]
