"""Whether one document says one number twice: equal, rounded, or bounded from one side."""

from __future__ import annotations

from .answers import ratio_gap
from .facts import Facts

_TELLING_DIGITS = 3


def is_restated(a: Facts, b: Facts) -> bool:
    """Say whether the two numbers can be one measurement told twice.

    Numbers of fewer than three digits coincide easily: there the subject has to agree as well.
    """
    if a.kind != b.kind or a.dimension != b.dimension or a.form != b.form or (a.size < 0) != (b.size < 0):
        return False
    if not _same_number(a, b):
        return False
    if min(digits(a.claim.value), digits(b.claim.value)) >= _TELLING_DIGITS:
        return True
    return a.residue <= b.residue or b.residue <= a.residue


def digits(value: float) -> int:
    """Return the significant digits of a number, without trailing noughts."""
    text = f"{abs(value):.12g}".split("e")[0].replace(".", "").lstrip("0")
    return len(text.rstrip("0")) or 1


def _same_number(a: Facts, b: Facts) -> bool:
    if (a.size_max is None) != (b.size_max is None):
        return _end_of_range(a, b) or _end_of_range(b, a)
    if a.size_max is not None and b.size_max is not None and not _rounded(a.size_max, b.size_max):
        return False
    return _rounded(a.size, b.size) or _bounded(a, b) or _bounded(b, a)


def _end_of_range(one: Facts, span: Facts) -> bool:
    """Say whether ``one`` is told as an end of the range ``span``: up to its top, or at least its bottom."""
    if span.size_max is None:
        return False
    return (one.bound == "up_to" and one.size == span.size_max) or (one.bound == "at_least" and one.size == span.size)


def _rounded_down(loose: float, exact: float) -> bool:
    """Say whether ``loose`` is ``exact`` cut to the digits that ``loose`` shows, and within 10 % of it."""
    if not 0 < loose <= exact or ratio_gap(loose, exact) > 0.1:
        return False
    unit = 10.0 ** (len(f"{int(loose)}") - digits(loose))
    return exact // unit * unit == loose


def _rounded(x: float, y: float) -> bool:
    if x == y:
        return True
    fewer = min(digits(x), digits(y))
    if fewer < 2 or ratio_gap(x, y) > 0.02:
        return False
    return float(f"{x:.{fewer}g}") == float(f"{y:.{fewer}g}")


def _bounded(loose: Facts, exact: Facts) -> bool:
    """Say whether ``loose`` is a one-sided or rough statement of ``exact``, within 5 %."""
    if exact.bound != "exact":
        return False
    if ratio_gap(loose.size, exact.size) > 0.05:
        return loose.bound == "at_least" and _rounded_down(loose.claim.value, exact.claim.value)
    if loose.bound == "about":
        return True
    if loose.bound == "at_least":
        return loose.size <= exact.size
    return loose.bound == "up_to" and loose.size >= exact.size
