"""What a label says a number measures: a header says more than the words around a table."""

from __future__ import annotations

from typing import Final

from .headers import SUITED, Label
from .labelunits import CLASSES
from .surroundings import WEAK, Told
from .tableforms import SHARE_OF

GENERIC: Final = {"time": "latency", "bandwidth": "bandwidth", "flops": "flops", "cost": "cost", "energy": "energy"}
AROUND: Final = frozenset({"caption", "lead-in", "heading", "setup section"})
COUNTED: Final = frozenset({"acceptance_length", "acceptance_rate", "accuracy", "utilization", "cache_hit_rate"})
"""Metrics of which a multiple says nothing where only the words around a table name them."""


def metric_told(told: Told, unit: str | None, header: Label, strong: bool) -> str | None:
    """Return the metric that ``told`` names for a number in ``unit`` under ``header``, or None.

    ``strong``: some words around the table name a metric, so that a vague one ("performance") has no say.
    """
    metric = told.label.metric_for(unit)
    apart = told.origin in AROUND
    if metric in WEAK and apart and (strong or CLASSES.get(unit or "") in GENERIC):
        return None
    if metric == "speed" and not (unit is None and told.label.default_unit == "x"):
        compared = header.form or SHARE_OF.search(header.text)
        if unit not in ((("x", "%") if compared else ("x",)) if apart else ("x", "%", None)):
            return None
    return "speed" if metric in COUNTED and unit == "x" and apart else metric


def agrees(metric: str, unit: str) -> bool:
    """Return whether a metric can be told in a unit at all."""
    kind = CLASSES.get(unit)
    suited = SUITED.get(metric)
    return (
        kind is None
        or suited is None
        or suited == kind
        or (metric == "cost" and unit == "$")
        or (metric in ("capacity", "energy"))
    )
