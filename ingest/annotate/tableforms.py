"""The form of a table's number: absolute, a ratio to another, or a change; by its unit and sign and its labels' words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .cells import Number
from .headers import Label
from .labelunits import CLASSES

SHARES: Final = frozenset({"utilization", "acceptance_rate", "cache_hit_rate", "accuracy", "overhead", "memory"})
SHARE_OF: Final = re.compile(
    r"(?:%|percent(?:age)?|fraction|relative|ratio)\s?(?:of|to)\b|\brecovery\b|\bretention\b", re.I
)
LOSS: Final = re.compile(r"\b(?:loss|drop|degradation)\b", re.I)


def form_of(metric: str, unit: str, number: Number, labels: Sequence[Label], signs: bool) -> str:
    """Absolute, ratio or change: by unit and sign, then by what header and row say.

    ``signs``: other percentages of the column carry one, so that this one (``0%``) is a change too.
    """
    if metric == "rtf":
        return "absolute"
    if unit == "x":
        return "ratio"
    if unit == "points":
        return "change"
    formed = next((label for label in labels if label.form), None)
    if unit == "%":
        if any(SHARE_OF.search(label.text) or (not label.form and _divides(label)) for label in labels):
            return "ratio"
        if metric == "accuracy" and any(LOSS.search(label.text) for label in labels):
            return "change"
        if number.signed or number.direction or signs or (formed and formed.form == "change"):
            return "change"
        return "absolute" if metric in SHARES and not formed else "change"
    if number.direction or (formed and formed.form == "change") or (number.signed and number.value_max is None):
        return "change"
    if formed and formed.form == "ratio" and metric != "accuracy" and CLASSES.get(unit) in (None, "count"):
        return "ratio"
    return "absolute"


def _divides(label: Label) -> bool:
    """Whether a header divides one system by another (``INT8/FP32``)."""
    kinds = [(m.kind, m.name) for m in label.mentions if m.kind in ("precision", "engine", "accelerator", "model")]
    return "/" in label.text and any(a[0] == b[0] and a[1] != b[1] for a in kinds for b in kinds)
