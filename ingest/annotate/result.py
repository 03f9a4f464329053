"""What one number of a table was read as, and a side of a comparison."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...store.claim import Origin
from .cells import Number
from .grids import Column, Row


@dataclass(slots=True)
class Result:
    """One number of the table with what it was read as; ``column`` and ``row`` say where, ``subject`` whose."""

    row: Row
    column: Column
    number: Number
    metric: str
    unit: str
    value: float
    value_max: float | None
    form: str
    statistic: str | None = None
    per: str | None = None
    told: dict[str, tuple[Origin, str]] = field(default_factory=dict)
    compares: bool = False
    pair: tuple[Result, Result] | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """A subject or baseline with the label that names it."""

    name: str
    origin: Origin
    quote: str
