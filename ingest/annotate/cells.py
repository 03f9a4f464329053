"""The numbers in a table's cell: ``77-100%``, ``45 GB (about 31%)``, ``320 GB/s, 500 us``, ``9.5093 (+0.86%)``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ...store.claim import Bound
from .lexicon import Lexicon
from .quantities import SUFFIX, number_of
from .units import UnitWord

DIGITS: Final = r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?|\d{1,12}(?:\.\d{1,12})?|\.\d{1,9})(?:[eE][-+]?\d{1,2}(?!\d))?"
DIGIT: Final = re.compile(r"\d")
NUMBER: Final = re.compile(
    rf"(?<![A-Za-z0-9_.^@])(?P<sign>[-−–+±](?=[\d.$]))?(?P<money>\$\s?)?(?P<num>{DIGITS})(?P<suffix>(?:[kK]|\s?M)(?![A-Za-z0-9]))?"
)
CLOCK: Final = re.compile(
    r"(?<![\w.])(?=\d)(?:(?P<d>\d{1,3})\s?d(?:ays?)?\s?)?(?:(?P<h>\d{1,3})\s?h(?:ours?|rs?)?\s?)?(?:(?P<m>\d{1,3})\s?m(?:in(?:utes?)?)?\s?)?"
    r"(?:(?P<s>\d{1,3}(?:\.\d{1,3})?)\s?s(?:ec(?:onds?)?)?)?(?![\w.])"
)
MARKED: Final = re.compile(r"""(\d{1,3})['′](\d{1,2})(?:''|″|")""")
TIMES: Final = re.compile(r"[x×]\s?(\d{1,5}(?:\.\d{1,4})?)")
EMPTY: Final = re.compile(
    r"(?:[-–—−\\/xX?✓✔✗✘❌✅⚠️∞·.\s]{0,6}|n/?\s?a\.?|none|oom|out of memory|tbd|todo|null|nan|inf|error|fail(?:ed|s)?|not supported|"
    r"unsupported|yes|no|crash(?:ed)?|timeout|\(?baseline\)?|ref(?:erence)?)",
    re.I,
)
VERSION: Final = re.compile(
    r"(?<![\w.])v?\d{1,4}\.\d{1,4}\.\w{1,8}(?:[.\-+]\w{1,12}){0,3}|(?<![\w.])v\d{1,3}(?:\.\d{1,4}){0,3}\b|\b\d{4}-\d{2}-\d{2}\b",
    re.I,
)
NAMEISH: Final = re.compile(
    r"\b[A-Za-z]{1,12}[-_=]?\d{1,5}[A-Za-z]{0,4}\b|\b\d{1,4}(?:\.\d)?[Bb](?:-[A-Za-z]\w*)?\b|\b\d{1,4}\s?[x×]\s?[A-Z]\w{1,12}|\b\d{1,5}\s?[x×*]\s?\d{1,6}\b|\b\d{1,2}-bit\b"
)
BOUNDS: Final[tuple[tuple[Bound, re.Pattern[str]], ...]] = (
    ("up_to", re.compile(r"(?:\bup to|\bat most|\bless than|\bunder|\bbelow|\bas (?:low|high|much) as|[<≤])\s?[~≈]?\s?$", re.I)),
    ("at_least", re.compile(r"(?:\bover|\bmore than|\bat least|\babove|[>≥])\s?[~≈]?\s?$", re.I)),
    ("about", re.compile(r"(?:[~≈∼]|\babout|\broughly|\bnearly|\baround|\bapprox(?:\.|imately)?|\balmost)\s?$", re.I)),
)  # fmt: skip
RANGE: Final = re.compile(r"\s{0,2}(?:[-–—−~]|to|\.\.\.?)\s{0,2}", re.I)
ARROW: Final = re.compile(r"\s{0,2}(?:->|-->|→|⟶|=>)\s{0,2}")
SPREAD: Final = re.compile(r"\s{0,2}(?:±|\+/-|\+-)\s{0,2}")
WORDS: Final = re.compile(r"[A-Za-z]{2,}")
PACE: Final = re.compile(r"\s?(?:faster|slower|quicker)\b", re.I)
CHANGE: Final = re.compile(
    r"\s?(?:higher|more|better|increase|improvement|gain|lower|less|worse|fewer|smaller|cheaper|reduction|decrease|drop|shorter)\b",
    re.I,
)
PER_TAIL: Final = re.compile(r"\s?(?:/|\bper )\s?(?P<word>[A-Za-z]{1,12})\b", re.I)
PROSE_WORDS: Final = 7


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a cell. ``start``/``end`` are offsets into the cell's text and span the unit where one is written."""

    start: int
    end: int
    value: float
    value_max: float | None = None
    unit: UnitWord | None = None
    per: str | None = None
    bound: Bound = "exact"
    signed: bool = False
    aside: bool = False
    rank: int = 0
    direction: str = ""
    suffix: str = ""


def is_empty(text: str) -> bool:
    """Whether a cell says nothing that could be a result: a dash, n/a, OOM, a check mark."""
    return EMPTY.fullmatch(text.strip()) is not None


@lru_cache(maxsize=2048)
def parse_cell(text: str, lexicon: Lexicon) -> Sequence[Number]:
    """Return the numbers that a cell states, in order; none where it holds a name, a version or running text."""
    if not text or len(text) > 120 or not DIGIT.search(text) or is_empty(text):
        return ()
    if (times := TIMES.fullmatch(text.strip())) is not None and (value := number_of(times[1])) is not None:
        start = text.index(text.strip())
        return (Number(start, start + len(text.strip()), value, unit=UnitWord("x")),)
    clock = _clock(text)
    found = [clock] if clock else []
    masked = _masked(text, lexicon)
    position = clock.end if clock else 0
    while (match := NUMBER.search(masked, position)) is not None:
        number = _read(text, masked, match, lexicon)
        if number is None:
            position = match.end()
            continue
        number, position = _extended(text, number, lexicon)
        found.append(number)
    return () if _is_prose(text, found) else tuple(_kept(text, found))


def _masked(text: str, lexicon: Lexicon) -> str:
    """Blank out versions, dates and names with digits in them, keeping offsets."""
    out = VERSION.sub(lambda m: " " * len(m[0]) if not NUMBER.fullmatch(m[0]) else m[0], text)
    return NAMEISH.sub(lambda m: m[0] if lexicon.unit(m[0].lstrip("0123456789.")) else "_" * len(m[0]), out)


def _clock(text: str) -> Number | None:
    """A duration in more than one unit (``7h 58m``) or in days, hours and minutes, as seconds."""
    marked = MARKED.match(text)
    if marked is not None:
        return Number(0, marked.end(), 60 * float(marked[1]) + float(marked[2]), unit=UnitWord("s"))
    match = next((m for m in CLOCK.finditer(text) if sum(m[g] is not None for g in "dhms") >= 2), None)
    if match is None:
        return None
    seconds = sum(float(match[g] or 0) * scale for g, scale in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)))
    return Number(match.start(), match.start() + len(match[0].rstrip()), seconds, unit=UnitWord("s"))


def _read(text: str, masked: str, match: re.Match[str], lexicon: Lexicon) -> Number | None:
    value = number_of(match["num"])
    if value is None or match["sign"] == "±":
        return None
    value *= SUFFIX.get((match["suffix"] or "").strip(), 1.0)
    start, end = match.start(), match.end()
    signed = bool(match["sign"]) and not (match["sign"] in "-–" and start and masked[start - 1].isalnum())
    if match["sign"] in ("-", "−", "–"):
        value = -value
    before = text[max(0, start - 22) : start]
    bound: Bound = next((name for name, pattern in BOUNDS if pattern.search(before)), "exact")
    if match["money"]:
        tail = re.compile(r"\s?(?:/|per )\s?1?\s?(?:M|million)\b\s?(?:tok\w*)?", re.I).match(text, end)
        stop = tail.end() if tail else end
        return Number(
            start, stop, value, unit=UnitWord("$/Mtok" if tail else "$"), bound=bound, aside=_inside(text, start)
        )
    unit, stop, per = unit_at(text, end, lexicon)
    if unit is None and re.match(r"-?[A-Za-z_]", text[end : end + 2]):
        return None
    value *= unit.scale if unit else 1.0
    if bound == "exact" and re.match(r"\+(?!\d)", text[stop : stop + 2]):
        bound = "at_least"
    return Number(
        start,
        stop,
        value,
        unit=unit,
        per=per,
        bound=bound,
        signed=signed,
        aside=_inside(text, start),
        suffix=(match["suffix"] or "").strip(),
    )


def unit_at(text: str, position: int, lexicon: Lexicon) -> tuple[UnitWord | None, int, str | None]:
    """Return the unit written at ``position`` behind a number, where it ends, and its denominator."""
    gap = re.compile(r"[\s\-]{0,2}").match(text, position)
    start = gap.end() if gap else position
    for stop in range(min(len(text), start + 22), start, -1):
        piece = text[start:stop]
        if piece[-1].isspace() or (
            stop < len(text) and piece[-1].isalnum() and (text[stop].isalnum() or text[stop] == "_")
        ):
            continue
        unit = lexicon.unit(piece)
        if unit is not None:
            tail = PER_TAIL.match(text, stop)
            found = lexicon.find("denominator", tail["word"]) if tail else []
            if tail and found:
                return unit, tail.end(), found[0].entry.name
            return unit, tail.end() if tail and "/" in tail[0] else stop, None
    if re.compile(r"/s(?![A-Za-z])").match(text, position):
        return UnitWord("samples/s"), position + 2, None
    return None, position, None


def _extended(text: str, number: Number, lexicon: Lexicon) -> tuple[Number, int]:
    """Take in what follows a number: the other end of a range, a spread, a before and after, faster or slower."""
    tail = text[number.end :]
    if (spread := SPREAD.match(tail)) and (other := NUMBER.match(text, number.end + spread.end())):
        unit, stop, per = unit_at(text, other.end(), lexicon)
        if number.unit is None and unit is not None:
            number = replace(number, unit=unit, per=per, value=number.value * unit.scale, end=number.end)
        return number, max(stop, other.end())
    if (gap := RANGE.match(tail)) and (other := NUMBER.match(text, number.end + gap.end())) and not other["sign"]:
        high = _read(text, text, other, lexicon)
        if (
            high is not None
            and (number.unit is None or high.unit is None or number.unit.unit == high.unit.unit)
            and high.value > number.value
        ):
            low = number.value if number.unit or high.unit is None else number.value * high.unit.scale
            return replace(
                number, end=high.end, value=low, value_max=high.value, unit=high.unit or number.unit, per=high.per
            ), high.end
    if number.unit is None and (
        arrow := ARROW.match(tail) or re.match(r"\s(?:to)\s(?:about |approximately |~)?", tail)
    ):
        other = NUMBER.match(text, number.end + arrow.end())
        if other is not None:
            unit, _, per = unit_at(text, other.end(), lexicon)
            if unit is not None:
                return replace(number, unit=unit, per=per, value=number.value * unit.scale), number.end
    for word, direction in ((PACE, "pace"), (CHANGE, "change")):
        if word.match(tail):
            return replace(number, direction=direction), number.end
    return number, number.end


def _inside(text: str, position: int) -> bool:
    before = text[:position]
    return before.count("(") > before.count(")")


def _is_prose(text: str, found: list[Number]) -> bool:
    """Whether a cell is running text: more words outside brackets than a number's own qualifiers."""
    rest = list(text)
    for number in found:
        rest[number.start : number.end] = " " * (number.end - number.start)
    outside = re.sub(r"\([^()]{0,80}\)", " ", "".join(rest))
    outside = re.split(r"[;,]", outside)[0] if found and found[0].start <= 16 else outside
    return len(WORDS.findall(outside)) >= PROSE_WORDS or (not found and bool(WORDS.search(outside)))


def _kept(text: str, found: list[Number]) -> list[Number]:
    """Drop what is a remark rather than a result: a number without a unit in brackets or behind the first."""
    out: list[Number] = []
    spoken = re.search(r"[A-Za-z]{2}", re.sub(r"\([^()]*\)?", "", text)) is not None
    for number in found:
        if number.aside and not out and spoken:
            continue  # a name with a number in brackets
        if _stands_apart(text, number, out):
            out.append(replace(number, rank=1))
            continue
        remark = re.sub(r"[\d.,%\s]", "", text[number.end : number.end + 1]).isalpha()
        if number.aside and (number.unit is None or remark):
            if out or not text.lstrip("~≈ ").startswith("("):
                continue
        if (
            out
            and number.unit is None
            and not re.fullmatch(r"\s?(?:/|\||,|->|→|vs\.?|;)\s?[~≈]?", text[out[-1].end : number.start])
        ):
            continue
        out.append(replace(number, rank=len(out)))
    if len(out) == 2 and out[0].unit is None and out[1].unit is None and _fraction(text, out):
        return []
    return out


def _stands_apart(text: str, number: Number, out: list[Number]) -> bool:
    """Whether a bare number fills the brackets right behind the first number: ``2.36 (4.13)``."""
    if not number.aside or number.unit is not None or len(out) != 1:
        return False
    return text[out[0].end : number.start].strip() == "(" and text[number.end : number.end + 1] == ")"


def _fraction(text: str, pair: list[Number]) -> bool:
    """Whether two bare whole numbers with a slash are a count of so many (``29/29``, ``2 / 8``)."""
    between = text[pair[0].end : pair[1].start]
    return between.strip() == "/" and "." not in text and pair[0].value <= pair[1].value
