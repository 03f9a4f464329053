"""The disclosure score, 0 to 100: the share of what a reader needs that a post states. It rates disclosure, never truth.

Weights: reference of the disclosure rules, section 4. An item that does not apply takes its weight out of the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ...store.claim import Claim
from .gains import baseline_version, relative_only
from .method import no_quality, no_reproduction, speculation_hidden
from .phrases import phrase
from .post import Post
from .stated import TIMED, has_load


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a reader needs: its weight, and the share of it that is stated (0 to 1, None: does not apply)."""

    name: str
    weight: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a post, None where it makes no performance claim, and its items."""

    points: int | None
    items: tuple[Item, ...]

    @property
    def missing(self) -> tuple[Item, ...]:
        """The items that are not fully stated, the heaviest loss first."""
        short = [item for item in self.items if item.share is not None and item.share < 0.995]
        return tuple(sorted(short, key=lambda i: -i.weight * (1 - (i.share or 0.0))))


ONCE: Final = 0.8
"""What a set-up stated once for the whole post counts: a reader still has to find out which numbers it covers."""


def disclosure(post: Post) -> Score:
    """Return the score of ``post``: every claim counts alike, and what the post states once counts for four fifths."""
    claims, serving = post.performance, post.serving
    if not claims:
        return Score(None, ())
    counted = _share(claims, lambda c: c.accelerator_count is not None or post.is_kernel(c))
    lengths = [_share(serving, _has_input), _share(serving, lambda c: c.output_tokens is not None)]
    precision = _once(post, _share(claims, lambda c: c.precision is not None), "quantised")
    items = (
        Item("hardware", 12, _mean([_stated(post, claims, "accelerator"), _once(post, counted, "counts")])),
        Item("model and precision", 12, _mean([_stated(post, serving, "model"), precision])),
        Item("engine version", 8, _versions(post)),
        Item(
            "input and output lengths",
            10,
            _mean([_once(post, lengths[0], "input_length"), _once(post, lengths[1], "output_length")]),
        ),
        Item("content of the prompts", 4, _once(post, _share(serving, lambda c: c.dataset is not None), "content")),
        Item("load", 10, _once(post, _share(serving, has_load), "load")),
        Item("which tokens, per what", 10, _share([c for c in claims if c.unit == "tok/s"], _scoped)),
        Item("baseline: absolute and version", 10, _baselines(post)),
        Item("speculation and cache state", 8, _states(post)),
        Item("statistic and runs", 6, _mean([_share(_timed(claims), _has_statistic), float(post.says("spread"))])),
        Item("quality", 4, _quality(post)),
        Item("a way to reproduce", 6, float(not no_reproduction(post))),
    )
    applying = [(item.weight, item.share) for item in items if item.share is not None]
    whole = sum(weight for weight, _ in applying)
    return Score(round(100 * sum(weight * share for weight, share in applying) / whole), items)


def _share(claims: Sequence[Claim], holds: Callable[[Claim], bool]) -> float | None:
    return sum(map(holds, claims)) / len(claims) if claims else None


def _stated(post: Post, claims: Sequence[Claim], field: str) -> float | None:
    share = _share(claims, lambda c: getattr(c, field) is not None)
    anywhere = any(getattr(c, field) is not None for c in post.claims)
    return share if share is None else max(share, ONCE * anywhere)


def _once(post: Post, share: float | None, name: str) -> float | None:
    return share if share is None else max(share, ONCE * post.says(name))


def _mean(shares: Iterable[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return sum(known) / len(known) if known else None


def _has_input(claim: Claim) -> bool:
    return claim.input_tokens is not None or claim.context_tokens is not None


def _scoped(claim: Claim) -> bool:
    known = claim.metric != "token_throughput" or claim.token_scope is not None
    return known and (claim.per is not None or claim.normaliser is not None or claim.accelerator_count is not None)


def _timed(claims: Sequence[Claim]) -> list[Claim]:
    return [c for c in claims if c.metric in TIMED and c.form == "absolute"]


def _has_statistic(claim: Claim) -> bool:
    return claim.statistic is not None


def _versions(post: Post) -> float | None:
    return _once(
        post, _share(post.performance, lambda c: bool(c.engine_version or c.subject_version)), "version_of_engine"
    )


def _baselines(post: Post) -> float | None:
    if not post.gains:
        return None
    relative = sum(1 + len(hit.spots) for hit in relative_only(post))
    unversioned = sum(1 + len(hit.spots) for hit in baseline_version(post))
    unnamed = sum(c.baseline is None for c in post.gains)
    return max(0.0, 1 - (relative + max(unversioned, unnamed)) / (2 * len(post.gains)))


def _states(post: Post) -> float | None:
    speculative = any(phrase("speculation").search(c.quote) or c.spec_decode for c in post.performance)
    cached = bool(post.first("shared_prefix"))
    parts = [float(not speculation_hidden(post))] if speculative else []
    parts += [float(post.says("hit_rate"))] if cached else []
    return _mean(parts)


def _quality(post: Post) -> float | None:
    cut = any(phrase("quantised").search(c.precision or "") for c in post.performance)
    return float(not no_quality(post)) if cut else None
