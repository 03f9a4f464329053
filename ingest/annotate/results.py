"""What a number in a table says: its metric, unit, form and statistic, from the nearest label that tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ...store.claim import Origin
from .cells import Number
from .grids import BARE, Column, Grid, Row
from .headers import MEASURING, Label, read_label
from .labelunits import BRACKET, CLASSES
from .qualifiers import phase_of, qualify, specific_of
from .result import Result
from .saying import AROUND, GENERIC, agrees, metric_told
from .surroundings import WEAK, Surroundings, Told
from .tableforms import form_of

RATES: Final = {"tok/s": "token_throughput", "req/s": "request_throughput", "samples/s": "sample_throughput"}
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
MILLISECONDS: Final = {"ttft": 15.0, "tpot": 2.0, "itl": 2.0, "e2e_latency": 150.0}
"""The benchmark tools print latencies in milliseconds; what is below this could be meant in seconds."""
MOST_SCORE: Final = 100.0
"""A score that only words around a table speak of is no larger; an Elo says so in its header."""
LATENCIES: Final = re.compile(r"latenc|time|\b(?:TTFT|TPOT|ITL|E2EL)\b", re.I)
EVALUATED: Final = re.compile(r"\b(?:evaluat\w+|accuracy|quality|downstream tasks|safety benchmarks?)\b", re.I)
FASTER: Final = re.compile(
    r"\b(?:speed-?\s?ups?|faster|slower|speed|performance|acceler\w+|improv\w+|gains?|uplift)\b", re.I
)


class Reading:
    """Reads the numbers of one grid."""

    def __init__(
        self, grid: Grid, row_labels: dict[int, list[Label]], groups: dict[str, Label], around: Surroundings
    ) -> None:
        """``row_labels`` and ``groups`` are the labels of the rows (by row index) and of the row groups."""
        self.grid, self.row_labels, self.groups, self.around = grid, row_labels, groups, around
        self.corner = next(iter(grid.leading()), None)
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
        self._signed: dict[int, bool] = {}

    def _is_transposed(self) -> bool:
        """Whether the first column lists metrics: it is headed so, and most of its rows name one."""
        corner = self.corner
        measured = sum(any(label.measured for label in labels) for labels in self.row_labels.values())
        return corner is not None and corner.label.names == "metric" and measured * 2 > len(self.row_labels)

    def _is_quality(self) -> bool:
        """Whether columns or rows name quality benchmarks, so that bare numbers beside them are scores."""
        columns = [c for c in self.grid.columns if c.role in ("open", "result")]
        named = sum(_names_quality(c.label) for c in columns)
        rows = [labels for labels in self.row_labels.values() if labels]
        by_row = sum(any(_names_quality(label) for label in labels) for labels in rows)
        if self._is_evaluation(columns):
            return True
        sets = self.corner is not None and self.corner.label.names == "dataset"
        if sets and any(_is_quality_set(m) for t in self.around.told for m in t.label.mentions if m.kind == "dataset"):
            return not any(c.unit or c.label.unit or c.label.metrics or c.label.form for c in columns)
        bare = not any(c.unit or c.label.unit or c.label.metrics for c in columns)
        return (named > 0 and named * (3 if bare else 2) >= len(columns)) or (by_row > 0 and by_row * 2 >= len(rows))

    def _is_evaluation(self, columns: Sequence[Column]) -> bool:
        """Whether models stand against sets no vocabulary knows, under words that say they were evaluated."""
        if len(columns) < 2 or any(c.unit or c.label.unit or c.label.metrics or c.label.form for c in columns):
            return False
        models = sum(
            any(m.kind == "model" for la in labels for m in la.mentions) for labels in self.row_labels.values()
        )
        return models * 2 > len(self.row_labels) and EVALUATED.search(self.around.words) is not None

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
        listed = self.corner is None or self.corner.label.names in (None, "metric")
        own = [la for la in self.row_labels.get(row.index, ()) if la.parameter is not None and not la.valued and listed]
        if own and not column.label.metrics and (number.unit is None or CLASSES.get(number.unit.unit) != "rate"):
            return None
        whole, column = column, self._inside(row, column, number)
        if number.aside and number.unit is None and column is whole and number.rank:
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
        unit = unit or self._default(labels, metric, number) or self._clocked(metric, column)
        far_score = unit == "score" and origin in AROUND and number.value > MOST_SCORE
        if unit is None or not agrees(metric, unit) or far_score:
            return None
        if metric == "acceptance_rate" and number.unit is None and column.label.unit is None and 1 < number.value < 20:
            metric, unit = "acceptance_length", "tokens"
        metric = SAME_RATE.get((unit, metric), metric)
        if metric == "token_throughput" or (metric == "throughput" and unit == "tok/s"):
            metric = phase_of(labels) or "token_throughput"
        metric = specific_of(metric, labels, self.around)
        metric = RATES.get(unit, metric) if metric in ("throughput", "speed") and unit in RATES else metric
        form = form_of(metric, unit, number, [t.label for t in labels[: 2 + bool(row.group)]], self._signs(column))
        value = number.value
        result = Result(row, column, number, metric, unit, value * scale, number.value_max, form)
        if number.value_max is not None:
            result.value_max = number.value_max * scale
        result.told["metric"] = (origin, quote)
        result.compares = bool(column.label.form) or unit in ("x", "points") or (unit == "%" and form != "absolute")
        qualify(result, labels)
        return result

    def _inside(self, row: Row, column: Column, number: Number) -> Column:
        """The column as a number in brackets sees it: of ``Speedup (τ)`` the second number of ``2.36 (4.13)`` is τ's."""
        numbers = row.numbers[column.index]
        bracket = BRACKET.search(column.label.text)
        if bracket is None or len(numbers) != 2 or not numbers[1].aside or numbers[1].unit is not None:
            return column
        inner = read_label(bracket[1], self.grid.vocabulary)
        if not inner.metrics or inner.unit is not None:
            return column
        outer = read_label(column.label.text.replace(bracket[0], " "), self.grid.vocabulary)
        label = inner if number.aside else outer
        return replace(column, label=replace(label, mentions=column.label.mentions))

    def _signs(self, column: Column) -> bool:
        """Whether half of a column's numbers carry a sign."""
        if column.index not in self._signed:
            numbers = [found[0] for row in self.grid.rows if (found := row.numbers.get(column.index))]
            self._signed[column.index] = sum(number.signed for number in numbers) * 2 >= len(numbers) > 1
        return self._signed[column.index]

    def _unit(self, labels: Sequence[Told], column: Column) -> tuple[str | None, float]:
        """The unit that the nearest label states for bare numbers, with the factor to it; a comparison's own comes first."""
        own = column.label.unit
        if column.label.form == "ratio" and column.label.default_unit == "x":
            return "x", 1.0
        if own is not None and own.unit in ("%", "x") and column.label.form:
            return own.unit, own.scale
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
        if len(self.around.halves) == len(row.numbers[column.index]) and not column.label.metrics:
            return self.around.halves[number.rank], "lead-in", self.around.words[-200:]
        if number.direction == "pace" and unit == "x":
            return "speed", "header", column.label.text
        if column.label.implied and unit in (None, "x", "%") and not column.label.metrics:
            return column.label.implied, "header", column.label.text
        strong = any(t.origin in AROUND and set(t.label.metrics) - WEAK for t in labels)
        for told in labels:
            if told.origin in AROUND and self._foreign(column, unit):
                break
            if (metric := metric_told(told, unit, column.label, strong)) is not None:
                return metric, told.origin, told.label.text
        if (
            unit in (None, "%", "score", "points")
            and not _is_beside_times(row, column, number)
            and (self._named_quality(labels) or (self.quality and column.role == "open"))
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

    def _clocked(self, metric: str, column: Column) -> str | None:
        """Milliseconds for a latency without a unit anywhere, where no number of its column could be seconds."""
        found = [n for row in self.grid.rows for n in row.numbers.get(column.index, ())]
        named = LATENCIES.search(column.label.text) is not None
        least = MILLISECONDS.get(metric) if named else None
        return "ms" if least is not None and all(n.unit is None and n.value >= least for n in found) else None

    def _default(self, labels: Sequence[Told], metric: str, number: Number) -> str | None:
        """A unit for a bare number whose metric has one by its nature."""
        for told in labels:
            if told.label.default_unit and metric in (*told.label.metrics, told.label.implied):
                if told.label.default_unit == "%" and number.value <= 1.0 and "." in f"{number.value}":
                    return "score" if metric == "accuracy" else "%"
                return told.label.default_unit
        return "score" if metric == "accuracy" else None


def _main_class(row: Row, column: Column) -> str | None:
    """The dimension of a cell's first number, by its own unit or the header's."""
    numbers = row.numbers.get(column.index) or []
    unit = numbers[0].unit if numbers and numbers[0].unit else column.label.unit
    return CLASSES.get(unit.unit) if unit else None


def _is_beside_times(row: Row, column: Column, number: Number) -> bool:
    """Whether a bare number shares its cell with a multiple (``4.2 / 2.1x``): then it is no score."""
    numbers = row.numbers.get(column.index, ())
    return number.unit is None and any(n.unit is not None and n.unit.unit == "x" for n in numbers)


def _names_quality(label: Label) -> bool:
    return any(m.kind == "dataset" and _is_quality_set(m) for m in label.mentions) and not label.metrics


def _is_quality_set(mention: object) -> bool:
    entry = getattr(mention, "entry", None)
    attributes = getattr(entry, "attributes", {}) or {}
    return bool(attributes.get("accuracy", entry is None))
