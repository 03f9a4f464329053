"""What a rule says of two claims, and what it may know besides them."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from .facts import Facts
from .families import Bearing

Value = str | float | None
State = Literal["differs", "near", "unsaid"]


class Conversion(NamedTuple):
    """A derived value: which conversion, its formula with the numbers put in, and the result in ``unit``."""

    code: str
    formula: str
    value: float
    unit: str


class Answer(NamedTuple):
    """One finding of a rule: two values differ, differ by little (never more than a caveat), or one is not stated.

    ``weight`` overrides how the rule bears on the family, where the rule's own text says so.
    """

    state: State
    field: str
    a: Value
    b: Value
    note: str = ""
    weight: Bearing | None = None
    conversion: Conversion | None = None


Answers = tuple[Answer, ...] | None
"""None: the rule does not apply. Empty: the same. Else what differs or is unsaid."""

SAME: Final[tuple[Answer, ...]] = ()


class Context(NamedTuple):
    """What a rule may know of a pair besides its facts.

    ``vary`` is the varied field, ``nothing`` or ``inferred``; ``shared``: both ran under one set-up and share what it
    leaves unsaid; ``restated``: one document says one number twice; ``factors``: what differs between the two.
    """

    vary: str
    shared: bool
    restated: bool
    same_doc: bool
    factors: tuple[str, ...]


def plain(field: str, a: Value, b: Value, weight: Bearing | None = None) -> tuple[Answer, ...]:
    """Compare two stated values exactly."""
    if a == b and a is not None:
        return SAME
    state: State = "unsaid" if a is None or b is None else "differs"
    return (Answer(state, field, a, b, weight=weight),)


def said(field: str, a: Value, b: Value, weight: Bearing | None = None) -> Answers:
    """Compare two values where the rule does not apply when neither side says anything."""
    if a is None and b is None:
        return None
    return plain(field, a, b, weight)


def ratio_gap(a: float, b: float) -> float:
    """Return the relative gap of two amounts, over the larger; 0 for equal, 1 where one is nought."""
    top = max(abs(a), abs(b))
    return 0.0 if top == 0 else abs(a - b) / top


def amounts(field: str, a: float | None, b: float | None, *, fine: float, coarse: float) -> tuple[Answer, ...]:
    """Compare two amounts: the same within ``fine``, near within ``coarse``, else different."""
    if a is None or b is None:
        return (Answer("unsaid", field, a, b),)
    gap = ratio_gap(a, b)
    if gap <= fine:
        return SAME
    return (Answer("near" if gap <= coarse else "differs", field, a, b),)


def of_family(a: Facts, b: Facts, *names: str) -> bool:
    """Say whether either number is of one of the metric families; alike for both orders of the sides."""
    return a.family in names or b.family in names
