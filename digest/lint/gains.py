"""Ratios and changes: over what, beside which absolute figure, and whether one factor alone explains them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from ...store.claim import Claim
from ...store.vocabulary import Vocabulary
from .findings import NONE, Hit, at, of_claims
from .phrases import phrase
from .post import Post

VAGUE: Final = frozenset({"speed", "throughput", "latency"})
FACTORS: Final = ("accelerator", "precision", "engine")
SIDES: Final = ("subject", "baseline")


def relative_only(post: Post) -> Sequence[Hit]:
    """D01: a gain with no absolute figure of its kind in reach."""
    return of_claims(post, post.lacking(post.gains, lambda c: not _absolute_near(post, c)), among=len(post.gains))


def _absolute_near(post: Post, gain: Claim) -> bool:
    block = post.block_of(gain)
    anywhere = post.is_headline(gain)
    for other in post.absolutes:
        near = post.block_of(other)
        together = anywhere or (block is not None and near is not None and block.path == near.path)
        if together and (other.metric == gain.metric or _loosely(post, gain, other)):
            return True
    return False


def _loosely(post: Post, gain: Claim, other: Claim) -> bool:
    """A gain in a vague word is backed by any figure of its family; "faster" by any figure of speed."""
    if gain.metric == "speed":
        return post.family(other) in ("serving_throughput", "serving_latency", "kernel", "training")
    if gain.metric in VAGUE or other.metric in VAGUE:
        return post.family(other) == post.family(gain)
    tokens = {"output_throughput", "input_throughput", "total_throughput", "token_throughput"}
    return gain.metric in tokens and other.metric in tokens


def up_to(post: Post) -> Sequence[Hit]:
    """D02: a best case without the rest of the range."""
    return of_claims(post, post.lacking(post.gains, lambda c: c.bound == "up_to" and c.value_max is None))


def baseline_version(post: Post) -> Sequence[Hit]:
    """D03: an engine, or an earlier version of one, is the baseline and its version stands nowhere."""

    def lacks(claim: Claim) -> bool:
        if claim.baseline is None or claim.baseline_version is not None:
            return False
        engines = post.engines_in(claim.baseline)
        earlier = phrase("older_version").search(claim.baseline) is not None
        return (bool(engines) or earlier) and not any(_versioned(post, name) for name in engines or _own(claim))

    return of_claims(post, post.lacking(post.gains, lacks))


def _own(claim: Claim) -> Iterable[str]:
    return (claim.engine,) if claim.engine else ()


def _versioned(post: Post, engine: str) -> bool:
    """Whether a version stands right after the engine's name anywhere in the post."""
    for spot, match in post.find("version"):
        text = post.blocks[spot.block or 0].text
        if engine in post.engines_in(text[max(0, match.start() - 30) : match.start()]):
            return True
    return False


def unequal_precision(post: Post) -> Sequence[Hit]:
    """D07: two precisions are compared and the gain is given to something else."""

    def lacks(claim: Claim) -> bool:
        words = post.vocabulary
        credited = claim.subject or ""
        only_precision = named(credited, "precision", words) and not named(credited, "accelerator", words)
        return not only_precision and {"precision"} < set(_factors(post, claim))

    return of_claims(post, post.lacking(post.gains, lacks))


def bundle(post: Post) -> Sequence[Hit]:
    """D24: the two sides of one gain differ in more than one factor."""

    def lacks(claim: Claim) -> bool:
        factors = _factors(post, claim)
        speculative = phrase("speculation").search(claim.quote) is not None and bool(factors)
        return len(factors) + speculative > 1

    return of_claims(post, post.lacking(post.gains, lacks))


def _factors(post: Post, claim: Claim) -> list[str]:
    """Return the kinds in which a gain's two sides differ: both named on the sides, or two of a kind in its sentence."""
    found = []
    for kind in FACTORS:
        sides = [named(side or "", kind, post.vocabulary) for side in (claim.subject, claim.baseline)]
        if (all(sides) and sides[0] != sides[1]) or len(named(claim.quote, kind, post.vocabulary)) == len(SIDES):
            found.append(kind)
    return found


def named(text: str, kind: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the canonical names of one kind that stand in ``text`` as words."""
    words = f" {_spaced(text)} "
    found = set()
    for entry in vocabulary.entries(kind):
        if any(f" {_spaced(surface)} " in words for surface in entry.surfaces):
            found.add(entry.name)
    return frozenset(found)


def _spaced(text: str) -> str:
    words = "".join(c if c.isalnum() or c in ".-_" else " " for c in text.lower()).split()
    return " ".join(word.strip(".-") for word in words)


def percent_or_times(post: Post) -> Sequence[Hit]:
    """D20: "N% faster" and "N times lower" can be read in two ways."""
    gains = [c for c in post.gains if c.unit in ("%", "x")]
    names = ("percent_faster", "times_lower")
    return of_claims(post, post.lacking(gains, lambda c: any(phrase(n).search(c.quote) for n in names)))


def mean_of_ratios(post: Post) -> Sequence[Hit]:
    """D21: ratios were averaged."""
    return at(post.first("mean_of_ratios"))


def microbenchmark(post: Post) -> Sequence[Hit]:
    """D22: a kernel's gain stands in the headline with no end-to-end figure beside it."""
    headline = [c for c in post.gains if post.is_headline(c)]
    whole = [c for c in headline if not post.is_kernel(c)]
    if whole or any(phrase("end_to_end").search(c.quote) for c in headline):
        return NONE
    return of_claims(post, [c for c in headline if post.is_kernel(c)])


def better_rival(post: Post) -> Sequence[Hit]:
    """D25: the headline compares with one rival; a table of the post holds a stronger one."""
    for gain in post.gains:
        if not (post.is_headline(gain) and gain.subject and gain.baseline):
            continue
        if rival := _stronger(post, gain):
            return of_claims(post, [gain, rival], f"{rival.subject or rival.engine} stands higher in the post's table")
    return NONE


def _stronger(post: Post, gain: Claim) -> Claim | None:
    direction = _direction(post, gain.metric)
    for setup in {c.setup for c in post.absolutes if c.setup and c.place == "table"}:
        rows = [c for c in post.absolutes if c.setup == setup and c.metric == gain.metric]
        own = [c for c in rows if _is(c, gain.subject)]
        beaten = [c for c in rows if _is(c, gain.baseline)]
        for a in own:
            for b in beaten:
                if a.unit != b.unit or not _same_point(a, b) or direction(a.value, b.value) <= 0:
                    continue
                for c in rows:
                    if (
                        c.unit == a.unit
                        and _same_point(a, c)
                        and direction(c.value, b.value) > 0
                        and not _is(c, gain.subject)
                    ):
                        return c
    return None


def _direction(post: Post, metric: str) -> Callable[[float, float], float]:
    entry = post.vocabulary.entry("metric", metric)
    sign = -1.0 if entry is not None and entry.attributes.get("direction") == "lower" else 1.0
    return lambda a, b: sign * (a - b)


def _is(claim: Claim, name: str | None) -> bool:
    said = (claim.subject or claim.engine or "").casefold()
    return bool(said and name) and (said in str(name).casefold() or str(name).casefold() in said)


def _same_point(a: Claim, b: Claim) -> bool:
    fields = ("input_tokens", "output_tokens", "concurrency", "batch_size", "statistic", "per", "model")
    return all(getattr(a, name) == getattr(b, name) for name in fields)
