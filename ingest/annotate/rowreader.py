"""One grid on its way to drafts: its results, what each comparison compares, and the facets its labels settle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ...store.claim import Facet
from ...store.vocabulary import Vocabulary
from .comparisons import pairs
from .draft import Draft
from .grids import BARE, Grid
from .headers import read_label
from .modelnames import LETTERS, families_of
from .result import Result, Side
from .results import Reading
from .rowfacets import SIZE, derived, label_facets, named_facets, parameter_facets, row_facets, test_facets
from .saying import COUNTED
from .sidelabels import SideLabels, basis_of
from .surroundings import Surroundings, Told, as_context

ESTIMATES: Final = re.compile(r"\b(?:interp\w*|extrap\w*|estimat\w*|predict\w*|project(?:ed|ion)|theor\w*)\b", re.I)
NUMBERED: Final = re.compile(r"\d")
UNKNOWN: Final = re.compile(r"\s*(?:n/?a\.?|unknown|not (?:stated|disclosed|reported|known|available))\s*", re.I)
"""A cell that says that a setting is not known; a mere dash may say that there is none."""
BASE_MARK: Final = re.compile(r"\s*[(\[]?\s*\b(?:baseline|reference|ref)\b\s*[)\]]?", re.I)
VERSION: Final = re.compile(r"v(\d{1,3}\.\d{1,4}(?:\.\d{1,4})?(?:\.?(?:post|rc|dev)\d{1,3})?)")


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
        self.carried = [c.index for c in leading if any(not row.cells[c.index].text.strip() for row in grid.rows)]
        self.groups = {row.group: read_label(row.group[:200], vocabulary) for row in grid.rows if row.group}
        named = [c.label for c in leading[:1] if (c.label.metrics or c.label.implied) and c.label.names != "metric"]
        corner = tuple(Told(label if label.metrics else as_context(label), "header") for label in named)
        self.reading = Reading(grid, self.row_labels, self.groups, replace(around, told=(*corner, *around.told)))
        self.sides = SideLabels(grid, vocabulary, self.reading.by_rows, self.reading.quality)
        self.row_facets = {row.index: row_facets(grid, row, vocabulary) for row in grid.rows}
        self.column_facets = self._transposed_facets()
        self.setting_rows = [
            (label, row)
            for row in grid.rows
            for label in self.row_labels[row.index]
            if label.parameter and not label.metrics
        ]
        """The rows of a transposed table that hold a setting."""

    def results(self) -> list[Result]:
        """Every number of the grid that is a result, comparisons resolved."""
        found: list[Result] = []
        for row in self.grid.rows:
            for column in self.grid.columns:
                if column.role in ("result", "open"):
                    read = (self.reading.read(row, column, number) for number in row.numbers.get(column.index, ()))
                    found += [result for result in read if result is not None]
        plain = [r for r in found if not r.compares and r.number.rank == 0]
        changes = [r for r in found if r.compares]
        told = pairs(self.grid, changes, plain)
        for change in changes:
            self._resolve(change, told.get(id(change)), plain)
        return [r for r in found if r.metric]

    def draft(self, result: Result, text: str, index: int) -> Draft:
        """Return the draft of one result with the facets that the table settles."""
        cell = result.row.cells[result.column.index]
        start, end = row_span(text, cell.start, cell.end)
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
        said = result.told.get("metric", ("", ""))[1].lower()
        if result.metric == "latency" and "latency" in said and {"input_tokens", "output_tokens"} <= set(draft.fields):
            draft.sharpen("metric", "e2e_latency")  # the time of whole requests
        if part := self._part(result):
            draft.fields["setup"] = f"table {index}, {part}"
        draft.closed = set(self._unsaid(result) - set(draft.fields))
        if basis := self._basis(result):
            draft.fields["basis"] = basis
        return draft

    def _sides(self, draft: Draft, result: Result) -> None:
        if result.form == "absolute":
            self._settle_side(draft, "subject", self.sides.subject(result.row, result.column, result.number.rank))
            return
        subject, baseline = self.sides.sides(result)
        self._settle_side(draft, "subject", subject)
        self._settle_side(draft, "baseline", baseline)

    def _settle_side(self, draft: Draft, name: str, side: Side | None) -> None:
        """Settle a side, "baseline" marks taken off; a bare version is the version of whatever engine it is."""
        if side is None:
            return
        words = BASE_MARK.sub("", side.name).strip(" ,-–—") or side.name
        if (version := VERSION.fullmatch(words)) is not None:
            draft.settle(f"{name}_version", version[1], side.origin, side.quote)
            if name == "subject":
                return
        draft.settle(name, words, side.origin, side.quote)

    def _facets(self, result: Result) -> list[Facet]:
        """The facets of one number, nearest label first: its cell, header, settings of its column, row, group."""
        row, column = result.row, result.column
        text = row.cells[column.index].text
        cell = () if BARE.fullmatch(text) else named_facets(text, "row label", self.vocabulary)
        facets = [f for f in cell if f.name != "model"]
        facets += label_facets(column.label, "header", self.vocabulary)
        facets += self.column_facets.get(column.index, [])
        repeated = self.sides.repeated

        def nearness(item: tuple[int, Facet]) -> tuple[bool, int]:
            at, facet = item
            return at > column.index, abs(column.index - at) if facet.name in repeated else at

        facets += [facet for _, facet in sorted(self.row_facets[row.index], key=nearness)]
        if (sticky := self.sides.sticky_label(column)) is not None:
            facets += label_facets(sticky, "header", self.vocabulary)
        if row.group:
            facets += label_facets(self.groups[row.group], "row label", self.vocabulary)
        for corner in self.grid.leading()[:1]:  # "L40S (48G)" over a column of methods
            facets += [f for f in label_facets(corner.label, "header", self.vocabulary) if f.name == "accelerator"]
        unnamed = result.metric == "accuracy" and self.reading.quality and not any(f.name == "dataset" for f in facets)
        if unnamed and column.label.subject and not any(f.name == "precision" and f.origin == "header" for f in facets):
            facets.append(Facet("dataset", column.label.text, "header", column.label.text))
        return derived(facets, result.metric)

    def _part(self, result: Result) -> str:
        """What the group of rows is called in which a number stands, where that names no facet: each task is a run of its own."""
        row = result.row
        labels = [row.group, *(row.texts[index] for index in self.carried)]
        return ", ".join(text[:60] for text in labels if text and self._is_task(text))

    def _is_task(self, text: str) -> bool:
        label = read_label(text[:200], self.vocabulary)
        plain = not label.metrics and label.parameter is None and label.statistic is None and label.unit is None
        return plain and not named_facets(text, "row label", self.vocabulary) and not test_facets(text)

    def _is_unknown_model(self, result: Result) -> bool:
        """Whether a row's cell in a column of models names one of no family we know: with a number in it or a size beside it, as names of
        models have; a metric's name is no model's."""
        row = result.row
        cells = [row.texts[c.index] for c in self.grid.columns if c.label.names == "model"]
        measured = any(label.measured or label.metrics for label in self.row_labels[row.index])
        words = LETTERS.findall(" ".join(cells).lower())
        sized = NUMBERED.search(" ".join(cells)) is not None or any(SIZE.fullmatch(text) for text in row.texts)
        if measured or not words or not sized:
            return False
        if any(facet.name in ("model", "accelerator") for _, facet in self.row_facets[row.index]):
            return False
        return families_of(self.vocabulary).isdisjoint(words)

    def _unsaid(self, result: Result) -> frozenset[str]:
        """The settings of which the number's own labels say that they are not known; the model, where they name one that
        nobody knows."""
        settings = [(c.label, result.row.texts[c.index]) for c in self.grid.columns if c.role == "setting"]
        settings += [(label, row.texts[result.column.index]) for label, row in self.setting_rows]
        another = {"model"} if self._is_unknown_model(result) else set()
        return frozenset(another) | frozenset(
            label.parameter
            for label, text in settings
            if label.parameter and not label.metrics and UNKNOWN.fullmatch(text)
        )

    def _basis(self, result: Result) -> str | None:
        cells = [result.row.cells[result.column.index].text]
        if result.pair is not None:
            cells += [side.row.cells[side.column.index].text for side in result.pair]
        if any(ESTIMATES.search(cell) for cell in cells):
            return "estimated"
        return basis_of([result.column.label, *self.row_labels.get(result.row.index, ())])

    def _resolve(self, change: Result, pair: tuple[Result, Result] | None, plain: Sequence[Result]) -> None:
        """Take a comparison's metric and denominator from the pair it compares, or from the column left of it."""
        label = change.column.label
        change.pair = pair
        if any(m != "speed" for m in label.metrics) or label.implied or change.number.direction == "pace":
            return
        told = change.told.get("metric", ("header", ""))[0] if change.metric not in ("", "speed") else ""
        if pair is not None and told not in ("row label", "caption"):
            change.metric, change.per = pair[0].metric, pair[0].per
            return
        left = [
            p for p in plain if p.row is change.row and p.column.index < change.column.index and p.metric != "other"
        ]
        if (
            told
            or not left
            or (change.unit == "x" and (len({p.metric for p in left}) > 1 or left[-1].metric in COUNTED))
        ):
            return
        change.metric, change.per = left[-1].metric, left[-1].per
        peers = [p for p in left if p.metric == change.metric]
        if len(peers) == 2 and peers[0].column is not peers[1].column:
            change.pair = (peers[0], peers[1])

    def _transposed_facets(self) -> dict[int, list[Facet]]:
        """What rows of settings say of each column (``Batch Size | 64 | 128``)."""
        out: dict[int, list[Facet]] = {}
        corner = next((c.label.parameter for c in self.grid.leading()[:1]), None)
        for column in self.grid.columns:
            if (field := column.label.parameter if column.label.valued else corner) and column.role == "open":
                out[column.index] = parameter_facets(field, column.label.text, "header")
        for row in self.grid.rows:
            label = next((la for la in self.row_labels[row.index] if la.parameter and not la.valued), None)
            if label is None or label.metrics or self.reading.headed:
                continue
            for column in self.grid.columns:
                if column.role in ("open", "result", "name"):
                    facets = parameter_facets(label.parameter or "", row.texts[column.index], "header")
                    out.setdefault(column.index, []).extend(facets)
        return out


def row_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the line that holds ``start`` to ``end``, white space at its ends left out."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    while text[first] in " \t":
        first += 1
    while text[last - 1] in " \t\r":
        last -= 1
    return first, last
