"""One grid on its way to drafts: whose each number is, what it is compared with, and the facets its labels settle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ...store.claim import Facet, Origin
from ...store.vocabulary import Vocabulary
from .comparisons import compared, is_base, named_pair
from .draft import Draft
from .grids import Column, Grid, Row
from .headers import clean, read_label
from .results import Reading, Result, Side, Surroundings, Told
from .rowfacets import derived, label_facets, named_facets, parameter_facets, row_facets

SUBJECTS: Final = ("subject", "engine", "precision", None, "accelerator", "model", "dataset")
ESTIMATES: Final = re.compile(
    r"\b(?:interp\w*|extrap\w*|estimat\w*|predict\w*|project(?:ed|ion)|simulat\w*|theor\w*)\b", re.I
)
BASE_MARK: Final = re.compile(r"\s*[(\[]?\s*\b(?:baseline|reference|ref)\b\s*[)\]]?", re.I)
EMPTY_SUBJECT: Final = re.compile(
    r"(?:value|values|result|results|total|overall|average|avg|mean|median|all|output|input|rate|#|\d+|improvement|ours?)",
    re.I,
)


class TableReader:
    """Reads the rows of one grid."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, around: Surroundings) -> None:
        """Read the labels of ``grid``'s rows and groups."""
        self.grid, self.vocabulary = grid, vocabulary
        leading = grid.leading()
        self.row_labels = {
            row.index: [read_label(row.texts[c.index][:200], vocabulary) for c in leading if row.texts[c.index]]
            for row in grid.rows
        }
        self.groups = {row.group: read_label(row.group[:200], vocabulary) for row in grid.rows if row.group}
        corner = tuple(Told(c.label, "header") for c in leading[:1] if c.label.metrics and c.label.names != "metric")
        self.reading = Reading(grid, self.row_labels, self.groups, replace(around, told=(*corner, *around.told)))
        self.row_facets = {row.index: row_facets(grid, row, vocabulary) for row in grid.rows}
        self.column_facets = self._transposed_facets()
        self.repeated = self._repeated_parameters()
        self.subject_column = self._subject_column()

    def results(self) -> list[Result]:
        """Every number of the grid that is a result, comparisons resolved."""
        found: list[Result] = []
        for row in self.grid.rows:
            for column in self.grid.columns:
                if column.role in ("result", "open"):
                    read = (self.reading.read(row, column, number) for number in row.numbers.get(column.index, ()))
                    found += [result for result in read if result is not None]
        plain = [r for r in found if not r.compares]
        for result in found:
            if result.compares:
                self._resolve(result, plain)
        return [r for r in found if r.metric]

    def draft(self, result: Result, text: str, index: int) -> Draft:
        """Return the draft of one result with the facets that the table settles."""
        cell = result.row.cells[result.column.index]
        start = text.rfind("\n", 0, cell.start) + 1
        end = text.find("\n", cell.end)
        end = len(text) if end < 0 else end
        while text[start] in " \t":
            start += 1
        while text[end - 1] in " \t\r":
            end -= 1
        number = result.number
        draft = Draft(index, start, end, cell.start + number.start, cell.start + number.end, "table", cell=cell.text)
        draft.fields = {"value": result.value, "unit": result.unit, "form": result.form, "bound": number.bound}
        if result.value_max is not None:
            draft.fields["value_max"] = result.value_max
        for name, value in (("metric", result.metric), ("statistic", result.statistic), ("per", result.per)):
            if value:
                origin, quote = result.told.get(name, ("header", result.column.label.text or cell.text))
                draft.settle(name, value, origin, quote)
        self._sides(draft, result)
        for facet in self._facets(result):
            draft.settle(facet.name, facet.value, facet.origin, facet.quote)
        if basis := self._basis(result, cell.text):
            draft.fields["basis"] = basis
        return draft

    def _facets(self, result: Result) -> list[Facet]:
        """The facets of one number, nearest label first: its cell, header, row, group."""
        row, column = result.row, result.column
        facets = [
            f
            for f in named_facets(row.cells[column.index].text, "row label", self.vocabulary)
            if f.name not in ("model",)
        ]
        facets += label_facets(column.label, "header", self.vocabulary)
        facets += self.column_facets.get(column.index, [])
        taken = sorted(
            self.row_facets[row.index],
            key=lambda item: (
                item[0] > column.index,
                abs(item[0] - column.index) if item[1].name in self.repeated else item[0],
            ),
        )
        facets += [facet for _, facet in taken]
        if row.group:
            facets += label_facets(self.groups[row.group], "row label", self.vocabulary)
        if (
            result.metric == "accuracy"
            and not any(f.name == "dataset" for f in facets)
            and self.reading.quality
            and column.label.subject
        ):
            facets.append(Facet("dataset", column.label.text, "header", column.label.text))
        return derived(facets, result.metric)

    def _basis(self, result: Result, cell: str) -> str | None:
        if ESTIMATES.search(cell):
            return "estimated"
        labels = [result.column.label, *self.row_labels.get(result.row.index, ())]
        return next((label.basis for label in labels if label.basis), None)

    # --- whose number it is

    def subject(self, row: Row, column: Column) -> Side | None:
        """The system a number belongs to: what its header names beside the metric, with the row's own name."""
        header = column.label.subject
        if header is None and (before := self._sticky(column)) is not None:
            header = before
        if header is not None and (EMPTY_SUBJECT.fullmatch(header) or column.label.names == "metric"):
            header = None
        if header is not None and self.reading.quality and column.label.dataset:
            header = None
        own = self._row_name(row)
        if header and own and own.name.lower() not in header.lower():
            return Side(f"{header}, {own.name}", "header", column.label.text)
        if header:
            return Side(header, "header", column.label.text)
        if own:
            return own
        if row.group:
            return Side(row.group, "row label", row.group)
        return None

    def _row_name(self, row: Row) -> Side | None:
        if self.subject_column is None:
            return None
        text = clean(row.texts[self.subject_column.index])
        label = read_label(text[:200], self.vocabulary)
        if self.reading.by_rows and label.measured:
            text = label.subject or ""
        if not text or (label.parameter is not None and not label.mentions):
            return None
        return Side(text[:120], "row label", text)

    def _subject_column(self) -> Column | None:
        """The naming column that tells rows apart: a method before an engine, a format, a device, a model."""
        names = self.grid.names()
        varied = [c for c in names if len({row.texts[c.index] for row in self.grid.rows}) > 1] or names
        ranked = sorted(
            varied, key=lambda c: (SUBJECTS.index(c.label.names) if c.label.names in SUBJECTS else 3, c.index)
        )
        leading = self.grid.leading()
        ranked = [c for c in ranked if c in leading or c.label.names in ("subject", "engine", "accelerator", "model")]
        return ranked[0] if ranked else None

    def _repeated_parameters(self) -> frozenset[str]:
        fields = [c.label.parameter for c in self.grid.columns if c.role == "setting" and c.label.parameter]
        return frozenset(f for f in fields if fields.count(f) > 1)

    def _sticky(self, column: Column) -> str | None:
        """Where a parameter's column repeats (``Dispatch #EP ... Combine #EP``), its other words name the columns right of it."""
        if not self.repeated:
            return None
        for near in reversed(self.grid.columns[: column.index]):
            if near.role == "setting" and near.label.parameter in self.repeated:
                rest = re.sub(r"#?\b(?:EP|TP|DP|GPUs?|batch(?: size)?)\b", "", near.label.text).strip(" #")
                return rest or None
        return None

    # --- what it is compared with

    def _resolve(self, change: Result, plain: Sequence[Result]) -> None:
        """Find the pair that a comparison compares; take metric, denominator and sides from it."""
        peers = [p for p in plain if p.row.group == change.row.group or p.row is change.row]
        pair = compared(change, peers)
        label = change.column.label
        own = bool(label.metrics or label.implied)
        if pair is not None:
            new, old = pair
            if not own and change.told.get("metric", ("", ""))[0] != "caption":  # type: ignore[comparison-overlap]
                change.metric, change.per = new.metric, new.per
            change.pair = (self.subject(new.row, new.column), self.subject(old.row, old.column))
        elif not change.metric or (not own and change.metric == "speed"):
            left = [p for p in plain if p.row is change.row and p.column.index < change.column.index]
            if left and not (change.unit == "x" and len({p.metric for p in left}) > 1):
                change.metric = left[-1].metric
                change.per = left[-1].per

    def _sides(self, draft: Draft, result: Result) -> None:
        subject = self.subject(result.row, result.column)
        baseline: Side | None = None
        if result.form != "absolute":
            subject, baseline = self._compared_sides(result, subject)
        if subject is not None:
            name = BASE_MARK.sub("", subject.name).strip(" ,-–—") or subject.name
            draft.settle("subject", name, subject.origin, subject.quote)
        if baseline is not None and result.form != "absolute":
            name = BASE_MARK.sub("", baseline.name).strip(" ,-–—") or baseline.name
            draft.settle("baseline", name, baseline.origin, baseline.quote)

    def _compared_sides(self, result: Result, subject: Side | None) -> tuple[Side | None, Side | None]:
        label = result.column.label
        names = [c.label.subject for c in self.grid.columns if c.label.subject and c is not result.column]
        for text, origin in self._pair_texts(result):
            named = named_pair(text, [n for n in names if n])
            if named is not None:
                return Side(named[0], origin, text), Side(named[1], origin, text)
        if label.baseline:
            row_side = self._row_name(result.row) or (
                Side(result.row.group, "row label", result.row.group) if result.row.group else None
            )
            left = re.sub(r"[()]", " ", label.subject or "").strip()
            if left and not EMPTY_SUBJECT.fullmatch(left):
                subject = Side(left, "header", label.text)
            return (subject if left else row_side or subject), Side(label.baseline, "header", label.text)
        if result.pair is not None:
            return result.pair
        return subject, self._base_side(result)

    def _pair_texts(self, result: Result) -> list[tuple[str, Origin]]:
        texts: list[tuple[str, Origin]] = [(result.column.label.text, "header")]
        own = self._row_name(result.row)
        if own is not None and re.search(r"\bvs\.?\b", own.name):
            texts.append((own.name, "row label"))
        return texts

    def _base_side(self, result: Result) -> Side | None:
        """The row, column or group that calls itself the baseline."""
        for column in self.grid.columns:
            name = column.label.subject
            if name and is_base(name) and column is not result.column and column.role in ("result", "open"):
                return Side(name, "header", column.label.text)
        for row in self.grid.rows:
            side = self._row_name(row)
            if side is not None and is_base(side.name) and row is not result.row and row.group == result.row.group:
                return side
        return None

    def _transposed_facets(self) -> dict[int, list[Facet]]:
        """What rows of settings say of each column (``Batch Size | 64 | 128``)."""
        out: dict[int, list[Facet]] = {}
        for row in self.grid.rows:
            label = next((label for label in self.row_labels[row.index] if label.parameter), None)
            if label is None or label.metrics or self.reading.headed:
                continue
            for column in self.grid.columns:
                if column.role in ("open", "result", "name"):
                    out.setdefault(column.index, []).extend(
                        parameter_facets(label.parameter or "", row.texts[column.index], "header")
                    )
        return out
