"""Which claim of a new revision is which of the old one, and whether its number is another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ...store.claim import Claim
from ...store.matching import Kept, successors
from ...store.numbers import printed

SCALES: Final[Mapping[str, tuple[str, float]]] = {
    "ms": ("s", 1e-3), "us": ("s", 1e-6), "KB": ("B", 1e3), "MB": ("B", 1e6), "GB": ("B", 1e9), "TB": ("B", 1e12),
    "TB/s": ("GB/s", 1e3), "GFLOPS": ("TFLOPS", 1e-3), "PFLOPS": ("TFLOPS", 1e3),
}  # fmt: skip
"""Units that say the same in another size: a number written in the other one is not edited."""


def base(claim: Claim) -> tuple[str, float, float | None]:
    """Return a claim's unit and value in the unit's base."""
    unit, scale = SCALES.get(claim.unit, (claim.unit, 1.0))
    return unit, claim.value * scale, None if claim.value_max is None else claim.value_max * scale


def same_number(old: Claim, new: Claim) -> bool:
    """Return whether two claims say the same number with the same bound, however it is written."""
    (unit_a, low_a, high_a), (unit_b, low_b, high_b) = base(old), base(new)
    if unit_a != unit_b or old.bound != new.bound or (high_a is None) != (high_b is None):
        return False
    pairs = [(low_a, low_b), (high_a or 0.0, high_b or 0.0)]
    return all(abs(a - b) <= 1e-9 * max(abs(a), abs(b)) for a, b in pairs)


def matched(
    old: Sequence[Claim], new: Sequence[Claim], edited: Mapping[int, int]
) -> tuple[list[tuple[Claim, Claim]], list[Claim], list[Claim]]:
    """Return (pairs, withdrawn, added). ``edited`` maps new claims' positions to old ones' whose sentences are a pair.

    The same words are the same claim; then, in edited sentences, the same number; then the most alike words.
    """
    held = {claim.uid: position for position, claim in enumerate(old)}
    pairs = {position: held[claim.uid] for position, claim in enumerate(new) if claim.uid in held}
    for position, claim in enumerate(new):  # the same number in an edited or moved sentence
        if position in pairs:
            continue
        taken = set(pairs.values())
        alike = [n for n, o in enumerate(old) if n not in taken and same_number(o, claim) and o.metric == claim.metric]
        near = edited.get(position)
        if alike:
            pairs[position] = min(alike, key=lambda n: (n != near, abs(n - position)))
    gone = [_kept(n, c) for n, c in enumerate(old) if n not in set(pairs.values())]
    fresh = [_kept(n, c) for n, c in enumerate(new) if n not in pairs]
    for new_uid, old_uid in successors(gone, fresh).items():
        pairs[int(new_uid)] = int(old_uid)
    taken = set(pairs.values())
    return (
        [(old[o], new[n]) for n, o in sorted(pairs.items())],
        [c for n, c in enumerate(old) if n not in taken],
        [c for n, c in enumerate(new) if n not in pairs],
    )


def _kept(position: int, claim: Claim) -> Kept:
    number = str(printed(claim).within)  # where equal words stand is no matter: texts differ, and rows move
    return Kept(position, str(position), claim.quote, base(claim)[0], claim.metric, position, number)
