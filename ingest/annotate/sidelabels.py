"""Whose a number is and what it is compared with, by the labels of its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ...store.vocabulary import Vocabulary
from .comparisons import is_base, named_pair
from .grids import Column, Grid, Row
from .headers import Label, clean, read_label
from .mentions import find_mentions
from .result import Result, Side
from .rowfacets import test_facets

SUBJECTS: Final = ("subject", "engine", "precision", None, "accelerator", "model", "dataset")
"""Kinds of naming columns, the likeliest to tell rows apart first; None is a header that names no kind."""
SYSTEM_KINDS: Final = frozenset({"engine", "precision", "accelerator", "model"})
SYSTEMS: Final = frozenset({"subject", "engine", "precision", None})
VAGUE: Final = re.compile(
    r"(?:value|result|total|overall|average|avg|mean|median|all|output|input|rate|#|\d+|improvement|ours?|effect|achieved|"
    r"impact|measured|observed|number|score|inference|per sample|bottleneck|step|end-to-end|e2e|peak|max|min|the|data|test|speed-?up|range|gain|ratio|difference|delta|change|relative|comparison|factor|scores?|performance)s?",
    re.I,
)
DEGREE: Final = re.compile(r"#?\b(?:EP|TP|DP|GPUs?|batch(?: size)?)\b", re.I)
PARALLEL: Final = re.compile(r"(?:(?:TP|EP|DP|PP|CP)\s?[=\-]?\s?\d{1,4}[\s,+x×]*){1,4}", re.I)
HALVES: Final = re.compile(r"([A-Za-z][\w.+\-]*)\s?/\s?([A-Za-z][\w.+\-]*)\s*$")
VERSUS: Final = re.compile(
    r"^(?P<new>.{2,60}?)\s+(?:vs\.?|v\.s\.|versus|over|compared (?:to|with))\s+(?P<old>.{2,60})$", re.I
)


def is_vague(name: str) -> bool:
    """Whether every word of a name is one that names no system (``total 100 step``)."""
    return all(VAGUE.fullmatch(word) for word in re.findall(r"[\w#-]+", name)) or VAGUE.fullmatch(name) is not None


class SideLabels:
    """Reads subjects and baselines off one grid's headers, rows and groups."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, by_rows: bool, quality: bool) -> None:
        """``by_rows``: rows name the metrics; ``quality``: headers or rows name quality sets, which are no systems."""
        self.grid, self.vocabulary, self.by_rows, self.quality = grid, vocabulary, by_rows, quality
        self.quality_rows = quality and self._are_sets_in_rows()
        self.telling = self._telling_headers()
        self.repeated = self._repeated()
        self.naming = self._naming()
        self._halves: dict[int, tuple[str, str] | None] = {}
        self.grouped = self._is_grouped()

    def _are_sets_in_rows(self) -> bool:
        """Whether rows, not headers, name the quality sets."""
        cells = [row.texts[c.index] for row in self.grid.rows for c in self.grid.leading()]
        return any(read_label(cell[:200], self.vocabulary).dataset for cell in cells)

    def subject(self, row: Row, column: Column, rank: int = 0) -> Side | None:
        """The system a number belongs to: what its header names beside the metric, together with the row's name.

        ``rank`` is the number's place in its cell: of ``RTF old / new`` the second is the new system's.
        """
        header = self.telling.get(column.index) or self._sticky(column)
        if (half := self._half(column, rank)) is not None:
            return Side(half, "header", column.label.text)
        own = self.row_name(row)
        group = Side(row.group, "row label", row.group) if row.group else None
        if own is None or (group is not None and self.grouped):
            own = group
        if not header:
            return own
        quote = column.label.text or header
        if own is not None and own.name.lower() not in header.lower() and self._adds(own):
            return Side(f"{header}, {own.name}"[:120], "header", quote)
        return Side(header[:120], "header", quote)

    def _half(self, column: Column, rank: int) -> str | None:
        """The system that a header with two names gives to the number ``rank`` of each of its cells."""
        if column.index not in self._halves:
            self._halves[column.index] = self._read_halves(column)
        halves = self._halves[column.index]
        return halves[rank] if halves and rank < len(halves) else None

    def _read_halves(self, column: Column) -> tuple[str, str] | None:
        label, match = column.label, HALVES.search(column.label.text)
        if match is None or len(label.metrics) > 1 or len(label.statistics) > 1:
            return None
        both = read_label(match[0], self.vocabulary)
        paired = [len(row.numbers.get(column.index, ())) == 2 for row in self.grid.rows]
        if both.measured or both.parameter is not None or sum(paired) * 2 <= len(paired):
            return None
        words = [w for c in self.grid.columns if c is not column for w in re.findall(r"[\w.\-]+", c.label.text)]
        first, second = (next((w for w in words if w.lower().startswith(m.lower())), m) for m in match.groups())
        return first, second

    def _is_grouped(self) -> bool:
        """Whether groups tell systems apart: the same models, devices or data sets come back under several of them."""
        if self.naming is None or self.naming.label.names in SYSTEMS:
            return False
        under: dict[str, set[str]] = {}
        for row in self.grid.rows:
            under.setdefault(row.texts[self.naming.index], set()).add(row.group)
        return any(len(groups) > 1 for groups in under.values())

    def _adds(self, own: Side) -> bool:
        """Whether a row's name says more of the system than which model or data set it ran."""
        models = [m for m in find_mentions(own.name, self.vocabulary, frozenset({"model"})) if m.start == 0]
        if (
            self.quality
            or models
            or any(m.text == own.name for m in read_label(own.name, self.vocabulary).mentions if m.kind == "dataset")
        ):
            return False
        return self.naming is None or (own.name == own.quote and self.naming.label.names in SYSTEMS)

    def row_name(self, row: Row) -> Side | None:
        """The name of a row: what its naming column holds, the metric's words taken out of it."""
        if self.naming is None:
            return None
        text = clean(row.texts[self.naming.index])
        label = read_label(text[:200], self.vocabulary)
        if self.by_rows and label.measured:
            text = label.subject or ""
        if not text or (label.parameter is not None and not label.mentions) or VAGUE.fullmatch(text):
            return None
        return Side(text[:120], "row label", text)

    def sides(self, result: Result) -> tuple[Side | None, Side | None]:
        """Subject and baseline of a comparison: named in header or row, else told by the numbers, else the row or
        column that calls itself the baseline."""
        label = result.column.label
        own = self.row_name(result.row)
        if own is not None and (versus := VERSUS.match(own.name)) and label.baseline is None:
            return Side(versus["new"], "row label", own.quote), Side(versus["old"], "row label", own.quote)
        names = [c.label.subject for c in self.grid.columns if c.label.subject and c is not result.column]
        names += [m.text for m in label.mentions]
        named = named_pair(label.text, [n for n in names if n])
        if named is not None:
            return Side(named[0], "header", label.text), Side(named[1], "header", label.text)
        subject = self.subject(result.row, result.column)
        if label.baseline:
            left = (label.subject or "").strip("() ")
            if left and not VAGUE.fullmatch(left) and label.mentions:
                subject = Side(left, "header", label.text)
            return subject, Side(label.baseline, "header", label.text)
        if result.pair is not None:
            return self.told_apart(result.pair)
        return subject, self._base(result)

    def told_apart(self, pair: tuple[Result, Result]) -> tuple[Side | None, Side | None]:
        """The sides of two results: their subjects, or, where these are one, what their rows or groups differ in."""
        new, old = pair
        a, b = self.subject(new.row, new.column), self.subject(old.row, old.column)
        if a is None or b is None or a.name != b.name or new.row is old.row:
            return a, b
        for column in self.grid.names():
            x, y = new.row.texts[column.index], old.row.texts[column.index]
            if x != y:
                return a, Side(clean(y), "row label", y)
        return a, b

    def _base(self, result: Result) -> Side | None:
        """The row or column that calls itself the baseline."""
        for column in self.grid.columns:
            name = self.telling.get(column.index)
            if name and is_base(name) and column is not result.column:
                return Side(name, "header", column.label.text)
        for row in self.grid.rows:
            side = self.row_name(row)
            if side is not None and is_base(side.name) and row is not result.row and row.group == result.row.group:
                return side
        return None

    def _telling_headers(self) -> dict[int, str]:
        """Headers that name a system beside their metric: they name one of the field's, or tell like columns apart."""
        numeric = [c for c in self.grid.columns if c.role in ("result", "open")]
        out: dict[int, str] = {}
        for column in numeric:
            label = column.label
            rest = label.text if self.by_rows and label.metrics and not label.form else label.subject
            kinds = {m.kind for m in label.mentions}
            if self.quality and not kinds & SYSTEM_KINDS and not label.measured and not self.quality_rows:
                continue
            if label.valued or PARALLEL.fullmatch(rest or "") or re.fullmatch(r"[\d.,]+[kKM]?", rest or ""):
                continue
            if not rest or is_vague(rest) or label.names == "metric" or (self.quality and label.dataset):
                continue
            like = [
                c for c in numeric if c is not column and c.label.metrics == label.metrics and c.unit == column.unit
            ]
            apart = any(c.label.subject and c.label.subject != rest for c in like)
            named = any(
                m.kind in ("engine", "precision", "accelerator", "model") and m.text.lower() in rest.lower()
                for m in label.mentions
            )
            if (
                named
                or apart
                or (self.by_rows and rest == label.text)
                or (not label.metrics and not label.form and column.role == "open")
            ):
                out[column.index] = rest
        return out

    def _naming(self) -> Column | None:
        """The naming column that tells rows apart: a method before an engine, a format, a device, a model."""
        names = self.grid.names()
        names = [c for c in names if not all(test_facets(row.texts[c.index]) for row in self.grid.rows)]
        varied = [c for c in names if len({row.texts[c.index] for row in self.grid.rows}) > 1] or names
        leading = self.grid.leading()
        kept = [c for c in varied if c in leading or c.label.names in ("subject", "engine", "accelerator", "model")]
        ranked = sorted(
            kept, key=lambda c: (SUBJECTS.index(c.label.names) if c.label.names in SUBJECTS else 3, c.index)
        )
        return ranked[0] if ranked else None

    def _repeated(self) -> frozenset[str]:
        fields = [c.label.parameter for c in self.grid.columns if c.role == "setting" and c.label.parameter]
        return frozenset(f for f in fields if fields.count(f) > 1)

    def _sticky(self, column: Column) -> str | None:
        label = self.sticky_label(column)
        return (DEGREE.sub("", label.text).strip(" #") or None) if label is not None else None

    def sticky_label(self, column: Column) -> Label | None:
        """Where a parameter's column repeats (``Dispatch #EP ... Combine #EP``), its header names what is right of it."""
        if self.repeated:
            for near in reversed(self.grid.columns[: column.index]):
                if near.role == "setting" and near.label.parameter in self.repeated:
                    rest = DEGREE.sub("", near.label.text).strip(" #")
                    return near.label if rest and read_label(rest, self.vocabulary).parameter is None else None
        return None


def basis_of(labels: Sequence[Label]) -> str | None:
    """The basis that the nearest label states, if any."""
    return next((label.basis for label in labels if label.basis), None)
