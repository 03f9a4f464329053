"""Numbers with units, as the field writes them: ranges, lists, before and after, bounds, suffixes, denominators.

Every pattern is bounded and starts behind a look-behind, so that no text makes the search slow.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final, Literal

from ...store.claim import Bound
from .units import Units

Join = Literal["list", "before", "after"]

NUMBER: Final = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,9})?(?:[eE][-+]?\d{1,2})?"
WORDS: Final[Mapping[str, float]] = {"twice": 2, "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "triple": 3,
                                     "triples": 3, "tripled": 3, "half": 0.5}  # fmt: skip
SUFFIX: Final[Mapping[str, float]] = {"k": 1e3, "K": 1e3, "M": 1e6}

NUMERAL: Final = re.compile(
    rf"(?=[-−+$\d])(?<![\w.,/^])(?P<sign>[-−+](?=\d))?(?P<money>\$\s?)?(?P<num>{NUMBER})(?P<suffix>[kKM](?![A-Za-z0-9]))?"
)
LATEX: Final = re.compile(r"\s?\$?\s?\\(times|%)(?![A-Za-z])\$?")
"""How formulas write a multiple and a percentage: ``$1.8\\times$``."""
WORD: Final = re.compile(
    r"(?<![\w-])(twice|doubl(?:es?|ed|ing)|tripl(?:es?|ed)|half(?= (?:the|of|as|that)\b)|(?<=\bby )half|(?<=\bin )half)(?![\w-])",
    re.I,
)
DIGIT: Final = re.compile(r"[0-9]")
BETWEEN: Final = re.compile(
    r"[`*\s]{0,3}(?:(?P<dash>[-–—~]|−)|(?P<to>to(?: over| around| about| nearly| just| approximately| roughly| up to| only)?)|(?P<arrow>->|-->|→|"
    r"=>|⟶)|(?P<list>,? ?(?:and|or)|,|vs\.?|/))[`*\s]{0,3}~?$"
)
FROM: Final = re.compile(
    r"\bfrom(?: (?:about|around|roughly|over|nearly|approximately|just|under|~))?[\s`*~≈]{0,3}$", re.I
)
MOVING: Final = re.compile(
    r"\b(?:rose|rises?|fell|falls?|drops?|dropped|grew|grows?|goes|went|reduc\w+|increas\w+|jump\w*|improv\w+|lift\w*|push\w*) (?:\w+ ){0,4}?from [\s`*~≈\w]{0,24}$",
    re.I,
)
RANGING: Final = re.compile(r"\brang(?:e|es|ed|ing) from(?: \w+)?\s?$", re.I)
BOUNDS: Final[tuple[tuple[Bound, re.Pattern[str]], ...]] = (
    ("up_to", re.compile(r"(?:\b(?:up to(?: about| around| an?| roughly| approximately)?|at most|less than|under|below|"
                         r"as (?:low|little) as|down to(?! ?[~≈])|as much as|as high as|maximum of|no more than|within|"
                         r"fewer than)|[<≤])[\s`*~≈]{0,4}(?:a |an )?$")),
    ("at_least", re.compile(r"(?:\b(?:over|more than|at least|above|exceed(?:s|ed|ing)?|beyond|crossing|"
                            r"surpass(?:es|ed|ing)?|greater than|upwards of|better than)|(?<!-)[>≥])"
                            r"[\s`*~≈]{0,4}(?:a |an )?$")),
    ("about", re.compile(r"(?:\b(?:about|roughly|nearly|around|approx(?:imately|\.)?|almost|circa|some|close to|near|"
                         r"averaging)|[~≈∼])[\s`*]{0,3}(?:a |an )?$")),
)  # fmt: skip
"""What in front of a number makes it a bound, in lower case."""
MORE: Final = re.compile(r"\+(?!\d)| or more")
NAME_BEFORE: Final = re.compile(r"(?<![.!?]\s)\b[A-Z][A-Za-z]{1,12}[ -]$")
SHARED: Final = re.compile(r"(?:[^.,;:()]|\.(?=\d)){0,60}[\s*`](?:and|or) (?:an? )?[*`]{0,2}|,? (?:and )?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text. ``start``/``end`` span number and unit; ``value`` is in ``unit`` (None: no unit was written).

    ``join`` tells how it hangs together with its neighbour: an item of a list, the before or the after of a change.
    """

    start: int
    end: int
    value: float
    value_max: float | None = None
    unit: str | None = None
    per: str | None = None
    bound: Bound = "exact"
    join: Join | None = None
    number_end: int = 0
    signed: bool = False
    borrowed: bool = False


def number_of(text: str) -> float | None:
    """Return the finite value of a written number, thousands separators allowed; None where it is none."""
    try:
        value = float(text.replace(",", "").replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def has_numbers(text: str) -> bool:
    """Return whether ``text`` holds a digit or a word for a multiple; most texts do not, and need not be read."""
    return DIGIT.search(text) is not None or _has_multiples(text)


def _has_multiples(text: str) -> bool:
    low = text.lower()
    return "twice" in low or "doubl" in low or "tripl" in low or "half" in low


def find_quantities(text: str, units: Units) -> list[Quantity]:
    """Return the quantities of ``text`` in reading order; numbers without a unit too (``unit`` None)."""
    found = [q for m in NUMERAL.finditer(text) if (q := _read(text, m, units)) is not None]
    if _has_multiples(text):
        found += [
            Quantity(m.start(), m.end(), WORDS[m[1].lower()], unit="x", number_end=m.end()) for m in WORD.finditer(text)
        ]
        found.sort(key=attrgetter("start"))
    linked = _link(text, found)
    return _shared_bounds(text, [_bounded(text, q) if q.unit or _decimal(text, q) else q for q in linked])


def _decimal(text: str, quantity: Quantity) -> bool:
    """Whether a number is written with a point: only such a one can be a claim without a unit of its own."""
    return "." in text[quantity.start : quantity.number_end]


def _shared_bounds(text: str, found: list[Quantity]) -> list[Quantity]:
    """Let "up to" and "about" hold for what is listed behind them: "up to 640 TFLOPS in prefill and 410 TFLOPS in decode"."""
    out: list[Quantity] = []
    for quantity in found:
        left = out[-1] if out else None
        if left and quantity.unit and left.unit and quantity.bound == "exact" and left.bound in ("up_to", "about"):
            gap = text[left.end : quantity.start]
            if SHARED.fullmatch(gap) and (left.bound == "up_to" or left.unit == quantity.unit):
                quantity = replace(quantity, bound=left.bound)
        out.append(quantity)
    return out


def _read(text: str, match: re.Match[str], units: Units) -> Quantity | None:
    value = number_of(match["num"])
    if value is None:
        return None
    value *= SUFFIX.get(match["suffix"] or "", 1.0)
    start, end = match.start(), match.end()
    if latex := LATEX.match(text, end):
        written = "x" if latex[1] == "times" else "%"
        return Quantity(start, latex.end(), value, unit=written, number_end=end)
    if match["money"]:
        tail = re.compile(r"\s?(?:/|per )\s?(?:1\s?)?(?:M|million|1,?000,?000)\s?(?:\w+\s)?(?:tok\w*)?", re.I).match(
            text, end
        )
        return Quantity(start, tail.end() if tail else end, value, unit="$/Mtok" if tail else "$", number_end=end)
    unit = units.match(text, end)
    signed = bool(match["sign"])
    if unit is None:
        if end < len(text) and (text[end].isalpha() or text[end] == "_"):
            return None
        return Quantity(start, end, _signed(value, match["sign"]), number_end=end, signed=signed)
    word, stop = unit
    value = _signed(value * word.scale, match["sign"])
    return Quantity(start, stop, value, unit=word.unit, per=word.per, number_end=end, signed=signed)


def _signed(value: float, sign: str | None) -> float:
    return -value if sign in ("-", "−") else value


def _link(text: str, found: list[Quantity]) -> list[Quantity]:
    """Merge ranges and lend units backwards: ``1.8-2.7x``, ``6.6 to 78.9 tok/s``, ``76%, 56%, and 43%``."""
    out: list[Quantity] = []
    for right in found:
        left = out[-1] if out else None
        if left is not None and _is_joined(left, right):
            out[-1] = _range(left, replace(right, value=-right.value))
            continue
        gap = BETWEEN.fullmatch(text[left.end : right.start]) if left and right.start - left.end <= 16 else None
        if left is not None and gap is not None and gap["dash"] and _bare_range(text, left, right):
            out[-1] = replace(_range(left, right), unit=None)
            continue
        if left is None or gap is None or right.unit is None:
            out.append(right)
            continue
        if left.unit not in (None, right.unit):
            out.append(right)
            continue
        before = text[max(0, left.start - 24) : left.start]
        falling = left.value_max is None and right.value_max is None and left.value > right.value
        moved = bool(gap["arrow"]) or bool(
            gap["to"] and not RANGING.search(before) and (falling or FROM.search(before) or MOVING.search(before))
        )
        if moved:
            out[-1] = replace(_lent(left, right), join="before")
            out.append(replace(right, join="after", per=right.per or left.per))
        elif gap["dash"] or gap["to"]:
            out[-1] = _range(_lent(left, right), right)
        else:
            if left.unit == right.unit and right.per and not left.per:
                out[-1] = replace(left, per=right.per)
            _lend_list(text, out, right)
            out.append(replace(right, join="list") if left.unit is None else right)
    return out


def _is_joined(left: Quantity, right: Quantity) -> bool:
    """Whether a minus right behind a number of the same unit is the dash of a range: ``69%-80%``."""
    return (
        left.end == right.start and right.signed and left.unit == right.unit is not None and -right.value > left.value
    )


def _bare_range(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether two numbers without a unit are decimals of one range: ``2.01-2.33``."""
    bare = left.unit is None and right.unit is None and left.value_max is None and left.value < right.value
    return bare and all("." in text[q.start : q.number_end] for q in (left, right))


def _lent(left: Quantity, right: Quantity) -> Quantity:
    if left.unit is None:
        return replace(left, unit=right.unit, per=right.per, borrowed=True)
    return replace(left, per=left.per or right.per)


def _range(left: Quantity, right: Quantity) -> Quantity:
    low, high = left.value, right.value
    if (
        left.borrowed
        and right.value >= 1000
        and left.value < 1000
        and right.value / 1000 >= left.value > right.value / 1e5
    ):
        low = left.value * 1000  # "4.5-11k": the suffix belongs to both ends
    return replace(
        left, end=right.end, value=min(low, high), value_max=max(low, high), per=right.per, number_end=right.number_end
    )


def _is_name(text: str, quantity: Quantity) -> bool:
    """Whether a number without a unit ends a name: the 4090 of "two RTX 4090 and 29.9 tok/s"."""
    plain = text[quantity.start : quantity.number_end].isdigit()
    return plain and bool(NAME_BEFORE.search(text[max(0, quantity.start - 16) : quantity.start]))


def _lend_list(text: str, out: list[Quantity], right: Quantity) -> None:
    """Give the unit of the last item of a list to those before it that were written without."""
    index, edge = len(out) - 1, right.start
    while index >= 0 and out[index].unit is None and edge - out[index].end <= 8 and not _is_name(text, out[index]):
        gap = BETWEEN.fullmatch(text[out[index].end : edge])
        if gap is None or gap["list"] is None:
            break
        if right.unit == "x" and gap["list"] == "," and text[out[index].start : out[index].number_end].isdigit():
            break  # "at concurrency 64, 1.16x"
        edge = out[index].start
        out[index] = replace(out[index], unit=right.unit, per=right.per, join="list", borrowed=True)
        index -= 1


def _bounded(text: str, quantity: Quantity) -> Quantity:
    bound = _bound(text, quantity)
    return quantity if bound == quantity.bound else replace(quantity, bound=bound)


def _bound(text: str, quantity: Quantity) -> Bound:
    before = text[max(0, quantity.start - 28) : quantity.start].lower()
    for bound, pattern in BOUNDS:
        if pattern.search(before):
            return bound
    if MORE.match(text, quantity.end):
        return "at_least"
    return "exact"
