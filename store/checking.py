"""What a correction may say: the guide's fields and values, checked before anything is written."""

from __future__ import annotations

import math
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

from .claim import FIELDS, NUMERIC
from .errors import CorrectionError
from .vocabulary import Vocabulary

STATISTIC: Final = re.compile(r"mean|median|max|min|std|p\d{1,2}(?:\.\d{1,3})?")
NAMED: Final = ("engine", "accelerator", "precision", "dataset")
REQUIRED: Final = ("value", "unit", "metric", "form", "bound", "basis")
"""Fields that every claim has: they can be corrected, not emptied."""


@lru_cache(maxsize=1)
def allowed() -> dict[str, list[str]]:
    """Return ``values.toml``: the closed sets by field."""
    return tomllib.loads(Path(__file__).with_name("values.toml").read_text(encoding="utf-8"))


def checked_value(field: str, text: str, vocabulary: Vocabulary) -> str | None:
    """Return the value to keep for ``field``, None for *not stated*; raises CorrectionError where the guide has no such.

    Known spellings of engines, accelerators, precisions and data sets become the canonical name.
    """
    if field not in FIELDS:
        near = ", ".join(name for name in FIELDS if name.startswith(field[:3])) or "see `sametrack show ID --json`"
        raise CorrectionError(f"{field!r} is no field of a claim; did you mean {near}?")
    text = " ".join(text.split())
    if not text:
        if field in REQUIRED:
            raise CorrectionError(f"{field} cannot be empty: every claim has one")
        return None
    if field in NUMERIC:
        return _number(field, text)
    if field == "metric":
        return _one_of(field, text, [entry.name for entry in vocabulary.entries("metric")])
    if field == "statistic" and not STATISTIC.fullmatch(text):
        raise CorrectionError(
            f"statistic cannot be {text[:40]!r}; write mean, median, max, min or a percentile such as p99"
        )
    if field in allowed():
        return _one_of(field, text, allowed()[field])
    if field in NAMED:
        for entry in vocabulary.entries(field):
            if text.lower() in (surface.lower() for surface in (entry.name, *entry.surfaces)):
                return entry.name
    return text[:300]


def _number(field: str, text: str) -> str:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        raise CorrectionError(f"{field} must be a number, not {text[:40]!r}") from None
    if not math.isfinite(number) or abs(number) > 1e300:
        raise CorrectionError(f"{field} must be a finite number, not {text[:40]!r}")
    return repr(number)


def _one_of(field: str, text: str, values: list[str]) -> str:
    if text not in values:
        raise CorrectionError(f"{field} cannot be {text[:40]!r}; use one of {', '.join(values)}")
    return text
