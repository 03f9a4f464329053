"""What a number in a table says: its metric, unit, form and statistic, from the nearest label that tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ...store.claim import Origin
from .cells import Number
from .grids import BARE, Column, Grid, Row
from .headers import CLASSES, MEASURING, SUITED, Label
from .lexicon import load_lexicon
from .surroundings import WEAK, Surroundings, Told

GENERIC: Final = {"time": "latency", "bandwidth": "bandwidth", "flops": "flops", "cost": "cost", "energy": "energy"}
RATES: Final = {"tok/s": "token_throughput", "req/s": "request_throughput", "samples/s": "sample_throughput"}
SHARES: Final = frozenset({"utilization", "acceptance_rate", "cache_hit_rate", "accuracy", "overhead", "memory"})
SHARE_OF: Final = re.compile(
    r"(?:%|percent(?:age)?|fraction|relative|ratio)\s?(?:of|to)\b|\brecovery\b|\bretention\b", re.I
)
PHASES: Final = (
    ("output_throughput", re.compile(r"\bdecod\w+\b|\bgeneration\b|\btg ?\d+\b", re.I)),
    ("input_throughput", re.compile(r"\bprefill\w*\b|\bprompt processing\b|\bpp ?\d{3,}\b", re.I)),
)
USED: Final = re.compile(r"\b(?:peak|used|usage|alloc\w*|reserved|measured|consum\w+|footprint|saved?)\b", re.I)
BYTES: Final = {"k": ("KB", 1e-3), "K": ("KB", 1e-3), "M": ("MB", 1e-6)}
"""What a suffix on a bare number is in a column of memory (``5025.0M``)."""
TOKENS: Final = ("output_throughput", "input_throughput", "total_throughput", "token_throughput")
SAME_RATE: Final = {
    **{("req/s", metric): "request_throughput" for metric in TOKENS},
    **{("samples/s", metric): "sample_throughput" for metric in (*TOKENS, "request_throughput")},
    ("tok/s", "request_throughput"): "token_throughput",
    ("tok/s", "sample_throughput"): "token_throughput",
}
"""What a rate is where its unit counts other things than its metric."""
AROUND: Final = frozenset({"caption", "lead-in", "heading", "setup section"})
LOSS: Final = re.compile(r"\b(?:loss|drop|degradation)\b", re.I)
FASTER: Final = re.compile(
    r"\b(?:speed-?\s?ups?|faster|slower|speed|performance|acceler\w+|improv\w+|gains?|uplift)\b", re.I
)


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


class Reading:
    """Reads the numbers of one grid."""

    def __init__(
        self, grid: Grid, row_labels: dict[int, list[Label]], groups: dict[str, Label], around: Surroundings
    ) -> None:
        """``row_labels`` and ``groups`` are the labels of the rows (by row index) and of the row groups."""
        self.grid, self.row_labels, self.groups, self.around = grid, row_labels, groups, around
        numeric = [c for c in grid.columns if c.role in ("result", "open")]
        self.headed = sum(bool(c.label.metrics) for c in numeric) * 3 > len(numeric) and not self._is_transposed()
        self.by_rows = not self.headed and any(
            l.measured or l.parameter is not None for ls in row_labels.values() for l in ls
        )
        self.timed = any(
            CLASSES.get(u or "") in MEASURING
            for c in numeric
            for u in (c.unit, c.label.unit.unit if c.label.unit else None)
        )
        self.sized = bool(numeric) and all(CLASSES.get(c.unit or "") == "size" for c in numeric)
        self.quality = self._is_quality()

    def _is_transposed(self) -> bool:
        """Whether the first column lists metrics: it is headed so, and most of its rows name one."""
        corner = next(iter(self.grid.leading()), None)
        measured = sum(any(label.measured for label in labels) for labels in self.row_labels.values())
        return corner is not None and corner.label.names == "metric" and measured * 2 > len(self.row_labels)

    def _is_quality(self) -> bool:
        """Whether columns or rows name quality benchmarks, so that bare numbers beside them are scores."""
        columns = [c for c in self.grid.columns if c.role in ("open", "result")]
        named = sum(_names_quality(c.label) for c in columns)
        rows = [labels for labels in self.row_labels.values() if labels]
        by_row = sum(any(_names_quality(label) for label in labels) for labels in rows)
        bare = not any(c.unit or c.label.unit or c.label.metrics for c in columns)
        return (named > 0 and named * (3 if bare else 2) >= len(columns)) or (by_row > 0 and by_row * 2 >= len(rows))

    def labels(self, row: Row, column: Column) -> Iterator[Told]:
        """The labels that have a say about a cell, nearest first."""
        own = [Told(label, "row label") for label in self.row_labels.get(row.index, ())]
        if self.by_rows:
            yield from (told for told in own if told.label.measured)
        yield Told(column.label, "header")
        yield from own
        if row.group:
            yield Told(self.groups[row.group], "row label")
        yield from self.around.told

    def read(self, row: Row, column: Column, number: Number) -> Result | None:
        """Read one number; None where nothing tells what it measures."""
        own = [la for la in self.row_labels.get(row.index, ()) if la.parameter is not None and not la.valued]
        if own and not column.label.metrics and (number.unit is None or CLASSES.get(number.unit.unit) != "rate"):
            return None
        labels = list(self.labels(row, column))
        if number.unit is None and not BARE.fullmatch(row.texts[column.index]):
            near = [told for told in labels if told.origin in ("header", "row label")]
        else:
            near = labels
        unit, scale = (number.unit.unit, 1.0) if number.unit else self._unit(near, column)
        if unit is None and number.suffix in BYTES and "memory" in column.label.metrics:
            unit, scale = BYTES[number.suffix]
        if unit == "$" and any(t.label.unit and t.label.unit.unit == "$/Mtok" for t in labels[:3]):
            unit = "$/Mtok"
        found = self._metric(labels, unit, column, number, row)
        if found is None:
            if not column.label.form:
                return None
            found = ("", "header", column.label.text)
        metric, origin, quote = found  # type: ignore[misc]
        unit = unit or self._default(labels, metric, number)
        if unit is None or not _agrees(metric, unit):
            return None
        metric = SAME_RATE.get((unit, metric), metric)
        if metric == "token_throughput" or (metric == "throughput" and unit == "tok/s"):
            metric = self._phase(labels, per=None) or "token_throughput"
        metric = self._specific(metric, labels)
        metric = RATES.get(unit, metric) if metric in ("throughput", "speed") and unit in RATES else metric
        form = _form(metric, unit, number, [t.label for t in labels[: 2 + bool(row.group)]], self._signs(column))
        value = _signed(number.value, number, unit)
        result = Result(row, column, number, metric, unit, value * scale, number.value_max, form)
        if number.value_max is not None:
            result.value_max = number.value_max * scale
        result.told["metric"] = (origin, quote)
        result.compares = bool(column.label.form) or unit in ("x", "points") or (unit == "%" and form != "absolute")
        self._finish(result, labels)
        return result

    def _signs(self, column: Column) -> bool:
        """Whether half of a column's numbers carry a sign."""
        numbers = [found[0] for row in self.grid.rows if (found := row.numbers.get(column.index))]
        return sum(number.signed for number in numbers) * 2 >= len(numbers) > 1

    def _finish(self, result: Result, labels: Sequence[Told]) -> None:
        """Add statistic and denominator, from the header first."""
        near = [t for t in labels if t.origin == "header" or (t.origin == "row label" and _tells_statistic(t.label))]
        several = result.column.label.statistics
        if len(several) == len(result.row.numbers[result.column.index]) > 1 and several[result.number.rank]:
            result.statistic = several[result.number.rank]
            result.told["statistic"] = ("header", result.column.label.text)
        tail = result.row.texts[result.column.index][result.number.end : result.number.end + 12]
        behind = re.match(r"\s?\(?(p\d{2}|median|mean|avg)\b", tail, re.I)
        if behind is not None and result.statistic is None:
            result.statistic = next((f.entry.name for f in load_lexicon().find("statistic", behind[1])), None)
        for told in near or labels:
            if (
                result.statistic is None
                and told.label.statistic
                and not (told.label.statistic == "max" and result.metric == "capacity")
            ):
                result.statistic = told.label.statistic
                result.told["statistic"] = (told.origin, told.label.text)
        result.per = result.number.per
        if result.per is None and CLASSES.get(result.unit) in ("rate", "flops", "cost", "bandwidth", "size"):
            for told in labels[:4]:
                if told.label.per:
                    result.per = told.label.per
                    result.told["per"] = (told.origin, told.label.text)
                    break
        if result.per == "user" and result.unit == "tok/s":
            result.metric = "output_throughput"

    def _unit(self, labels: Sequence[Told], column: Column) -> tuple[str | None, float]:
        """The unit that the nearest label states for bare numbers, with the factor to it."""
        for told in labels:
            unit = told.label.unit
            if unit is not None and not (
                told.origin in AROUND and column.label.metrics and not self._suits(unit.unit, column)
            ):
                if told.origin not in ("header", "row label") and (column.label.form or self._named_quality(labels)):
                    continue
                return unit.unit, unit.scale
        return None, 1.0

    def _suits(self, unit: str, column: Column) -> bool:
        return column.label.metric_for(unit) is not None

    def _named_quality(self, labels: Sequence[Told]) -> bool:
        return self.quality and any(_names_quality(t.label) for t in labels if t.origin in ("header", "row label"))

    def _metric(
        self, labels: Sequence[Told], unit: str | None, column: Column, number: Number, row: Row
    ) -> tuple[str, Origin, str] | None:
        """The first label that names a metric which a number in ``unit`` can be; else what the unit alone says."""
        if number.aside and unit == "%" and not number.signed and _main_class(row, column) == "time":
            return "overhead", "header", column.label.text
        if len(column.label.metrics) == len(row.numbers[column.index]) > 1 and "/" in column.label.text:
            return column.label.metrics[number.rank], "header", column.label.text
        if number.direction == "pace" and unit == "x":
            return "speed", "header", column.label.text
        if column.label.implied and unit in (None, "x", "%") and not column.label.metrics:
            return column.label.implied, "header", column.label.text
        strong = any(t.origin in AROUND and set(t.label.metrics) - WEAK for t in labels)
        for told in labels:
            if told.origin in AROUND and self._foreign(column, unit):
                break
            metric = told.label.metric_for(unit)
            if metric in WEAK and told.origin in AROUND and (strong or CLASSES.get(unit or "") in GENERIC):
                continue
            if metric == "speed" and unit is None and told.label.default_unit == "x":
                return metric, told.origin, told.label.text
            compared = column.label.form or SHARE_OF.search(column.label.text)
            if metric == "speed" and unit not in (
                (("x", "%") if compared else ("x",)) if told.origin in AROUND else ("x", "%", None)
            ):
                continue
            if metric is not None:
                return metric, told.origin, told.label.text
        if unit in (None, "%", "score", "points") and (
            self._named_quality(labels) or (self.quality and column.role == "open")
        ):
            label = next((t for t in labels if _names_quality(t.label)), labels[0])
            return "accuracy", label.origin, label.label.text
        return self._by_unit(labels, unit, column, number)

    def _foreign(self, column: Column, unit: str | None) -> bool:
        """Whether a column stands among headed ones without a say of its own: the caption does not speak of it."""
        if unit is not None and (CLASSES.get(unit) or unit == "x"):
            return False
        return (
            (self.headed or self.by_rows)
            and not column.label.form
            and not column.label.unnamed_statistic
            and column.label.statistic is None
        )

    def _by_unit(
        self, labels: Sequence[Told], unit: str | None, column: Column, number: Number
    ) -> tuple[str, Origin, str] | None:
        if unit is None:
            return None
        text = column.label.text
        kind = CLASSES.get(unit)
        if kind in GENERIC and unit not in ("$", "W"):
            return GENERIC[kind], "header", text
        if unit in RATES:
            return RATES[unit], "header", text
        if unit == "$" and number.aside:
            return "cost", "header", text
        if kind == "size" and (number.aside or self.timed or self.sized or USED.search(text)):
            return "memory", "header", text
        if unit == "x" and not (self.headed and not column.label.form and not FASTER.search(text)):
            return "speed", "header", text
        return None

    def _default(self, labels: Sequence[Told], metric: str, number: Number) -> str | None:
        """A unit for a bare number whose metric has one by its nature."""
        for told in labels:
            if told.label.default_unit and metric in (*told.label.metrics, told.label.implied):
                if told.label.default_unit == "%" and number.value <= 1.0 and "." in f"{number.value}":
                    return "score" if metric == "accuracy" else "%"
                return told.label.default_unit
        return "score" if metric == "accuracy" else None

    def _specific(self, metric: str, labels: Sequence[Told]) -> str:
        """What a bare latency or rate is where the words around say so: loading, training."""
        if metric in ("latency", "e2e_latency", "sample_throughput", "token_throughput"):
            texts = [t.label.text for t in labels if t.origin in ("header", "row label")]
            for specific, pattern in load_lexicon().contexts.items():
                fits = specific.endswith("throughput") == metric.endswith("throughput")
                if fits and any(pattern.search(text) for text in (*texts, self.around.words)):
                    return specific
        return metric

    def _phase(self, labels: Sequence[Told], per: str | None) -> str | None:
        """Which tokens, where the labels or the words just before the table speak of one phase only."""
        prose = [told for told in labels if told.origin == "lead-in"][1:]
        for told in labels:
            if told in prose:
                continue
            said = [metric for metric, pattern in PHASES if pattern.search(told.label.text)]
            if len(said) == 1:
                return said[0]
            if said:
                return None
        return None


def _main_class(row: Row, column: Column) -> str | None:
    """The dimension of a cell's first number, by its own unit or the header's."""
    numbers = row.numbers.get(column.index) or []
    unit = numbers[0].unit if numbers and numbers[0].unit else column.label.unit
    return CLASSES.get(unit.unit) if unit else None


def _divides(label: Label) -> bool:
    """Whether a header divides one system by another (``INT8/FP32``)."""
    kinds = [(m.kind, m.name) for m in label.mentions if m.kind in ("precision", "engine", "accelerator", "model")]
    return "/" in label.text and any(a[0] == b[0] and a[1] != b[1] for a in kinds for b in kinds)


def _tells_statistic(label: Label) -> bool:
    """Whether a row's label speaks of its numbers: "M1 Max" is no maximum."""
    return bool(label.metrics) or label.subject is None


def _names_quality(label: Label) -> bool:
    return any(m.kind == "dataset" and _is_quality_set(m) for m in label.mentions) and not label.metrics


def _is_quality_set(mention: object) -> bool:
    entry = getattr(mention, "entry", None)
    attributes = getattr(entry, "attributes", {}) or {}
    return bool(attributes.get("accuracy", entry is None))


def _agrees(metric: str, unit: str) -> bool:
    """Whether a metric can be told in a unit at all."""
    kind = CLASSES.get(unit)
    suited = SUITED.get(metric)
    return (
        kind is None
        or suited is None
        or suited == kind
        or (metric == "cost" and unit == "$")
        or (metric in ("capacity", "energy"))
    )


def _form(metric: str, unit: str, number: Number, labels: Sequence[Label], signs: bool) -> str:
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
    if formed and formed.form == "ratio":
        return "ratio"
    return "absolute"


def _signed(value: float, number: Number, unit: str) -> float:
    return value
