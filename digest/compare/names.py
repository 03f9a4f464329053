"""Names as sets and families: several models, precisions or accelerators in one field, and names that say less."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

Relation = Literal["same", "part", "less", "differs"]
_BOUNDARY: Final = re.compile(r"[\s_-]")
_MARKED: Final = re.compile(r"[ -][RVKM]\d{1,2}(?:\.\d)?$")
_SMALL: Final = re.compile(r"[ -]\d{1,2}(?:\.\d{1,2})?B")
_GENERIC: Final = {
    "FP4": frozenset({"NVFP4", "MXFP4"}),
    "AWQ": frozenset({"INT4"}),
    "GPTQ": frozenset({"INT4"}),
    "W4A16": frozenset({"INT4"}),
}


@lru_cache(maxsize=16384)
def members(text: str) -> frozenset[str]:
    """Split a field that holds several names (``B200 + H200``)."""
    return frozenset(part.strip() for part in text.split(" + ") if part.strip())


def _prefix(short: str, long: str) -> bool:
    return long.startswith(short) and _BOUNDARY.match(long[len(short) : len(short) + 1]) is not None


def _distilled(short: str, long: str) -> bool:
    """Whether ``long`` is a small model of a generation that is marked by a letter (R1, V3) and has one large size."""
    return (
        _MARKED.search(short) is not None
        and long.startswith(short)
        and _SMALL.fullmatch(long[len(short) :]) is not None
    )


@lru_cache(maxsize=16384)
def relate(a: str, b: str) -> Relation:
    """Say how two names stand: the same; one a part of the other's set; one saying less than the other; or different.

    ``Qwen3`` says less than ``Qwen3 32B``; ``DeepSeek-V3`` and ``DeepSeek-V3.2`` differ, and so do
    ``DeepSeek-R1`` and its distilled ``DeepSeek-R1-14B``.
    """
    if a == b:
        return "same"
    ours, theirs = members(a), members(b)
    if ours == theirs:
        return "same"
    if ours < theirs or theirs < ours:
        return "part"
    if len(ours) == len(theirs) == 1:
        x, y = sorted((a, b), key=len)
        if _distilled(x, y):
            return "differs"
        if _prefix(x, y) or y in _GENERIC.get(x, ()) or x in _GENERIC.get(y, ()):
            return "less"
    return "differs"
