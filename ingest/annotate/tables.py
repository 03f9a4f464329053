"""Claims in tables and in the printed results of benchmark tools.

A cell is a claim where its column or row is measured: a metric word or a unit in the header, the row label, the caption
or the cell itself says so. Parameter columns become facets of their row; everything else is left alone, because a
table of settings read as results is worse than a table missed.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Final

from ...store.claim import Origin
from ...store.document import Block, BlockKind, Cell, Document, Table
from ...store.vocabulary import Vocabulary
from .claimhood import FIXED, LATENCY, SIZES, STATISTICS, TIMES, TOKEN_RATES
from .draft import Draft
from .mentions import counted_accelerators, find_mentions
from .parameters import find_parameters
from .quantities import Quantity, UnitWord, find_quantities, number_of, units_of

NUMERIC: Final = re.compile(
    r"^\W{0,4}(?:(?:up to|over|about)\s)?[-+−~≈<>≤≥]?\s?\$?\d[\d,]*(?:\.\d+)?(?:[eE][-+]\d+)?\s?(?:[kKMBT]\b)?[^A-Za-z\d]{0,3}"
    r"(?:[A-Za-zµ%×/$²]+(?:\s?/\s?[A-Za-z]+){0,3})?(?:\s?(?:±|\+/-|\(|/|→|->|–|-|to|\[|vs)\s?.{0,32})?$"
)
HEADER_UNIT: Final = re.compile(
    r"[(\[]\s?(?P<unit>[^()\[\]]{1,24}?)\s?[)\]]|,\s?(?P<after>[A-Za-z/%µ]{1,12})$|\s(?P<tail>ms|us|µs|s|GB|MB|tok/s|tokens/s|TFLOPS|GB/s|%)$"
)
CONSOLE: Final = re.compile(
    r"^\s*(?P<key>[A-Za-z][^:|\n]{2,60}?)\s*:\s+(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|[A-Za-z/]{1,12})?\s*$"
)
RESULT: Final = re.compile(r"Benchmark Result|benchmark duration|Mean TTFT|token throughput|Throughput:", re.I)
PER: Final = re.compile(r"/\s?GPU|per[ -]GPU|/\s?user|per[ -]user|/\s?node|per[ -]node", re.I)


@dataclass(slots=True)
class Head:
    """What a column or row header announces."""

    text: str
    metric: str | None = None
    unit: UnitWord | None = None
    parameter: str | None = None
    ignored: bool = False
    improvement: bool = False
    statistic: str | None = None
    per: str | None = None
    facets: dict[str, str | float] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _columns() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str], re.Pattern[str]]:
    raw = tomllib.loads((files(__package__) / "columns.toml").read_text("utf-8"))
    whole = tuple((name, re.compile(rf"(?:{'|'.join(words)})", re.I)) for name, words in raw["parameters"].items())
    ignored = re.compile(rf"(?:{'|'.join(raw['ignored']['words'])})", re.I)
    improvement = re.compile(rf"(?<![\w])(?:{'|'.join(raw['improvement']['words'])})(?![\w])", re.I)
    return whole, ignored, improvement


def read_head(text: str, vocabulary: Vocabulary) -> Head:
    """Return what a header or row label announces; its words decide, never its numbers."""
    head = Head(text)
    whole, ignored, improvement = _columns()
    bare = re.sub(r"[(\[].*?[)\]]|[*_`↑↓]", "", text).strip(" :#")
    head.parameter = next((name for name, pattern in whole if pattern.fullmatch(bare)), None)
    head.ignored = bool(ignored.fullmatch(bare))
    head.improvement = bool(improvement.search(text))
    units = units_of(vocabulary)
    for found in HEADER_UNIT.finditer(text):
        spelled = found["unit"] or found["after"] or found["tail"]
        if (match := units.match(spelled, 0)) is not None and match[1] >= len(spelled) - 1:
            head.unit = match[0]
    mentions = find_mentions(text, vocabulary)
    metrics = [m for m in mentions if m.kind == "metric"]
    if metrics:
        head.metric = max(metrics, key=lambda m: (m.end - m.start, m.start)).name
    head.statistic = next((name for name, pattern in STATISTICS if pattern.search(text)), None)
    if per := PER.search(text):
        head.per = re.sub(r"[^a-z]", "", per[0].lower().replace("per", ""))
    for mention in mentions:
        if mention.kind in ("engine", "model", "accelerator", "precision", "dataset"):
            head.facets.setdefault(mention.kind, mention.name)
    for _, count in counted_accelerators(text, vocabulary):
        if count:
            head.facets.setdefault("accelerator_count", float(count))
    for name, value, _, _ in find_parameters(text):
        head.facets.setdefault(name, value)
    return head


def block_claims(document: Document, index: int, vocabulary: Vocabulary) -> list[Draft]:
    """Return the drafts of a table or of a printed benchmark result; other code holds none."""
    block = document.blocks[index]
    if block.kind is BlockKind.TABLE and block.table is not None:
        around = " ".join([block.table.caption or "", _lead(document, index), *block.path[-1:]])
        return _Reading(block, block.table, index, vocabulary, around).drafts()
    if block.kind is BlockKind.CODE and RESULT.search(block.text):
        return _console(block, index, vocabulary)
    return []


def _lead(document: Document, index: int) -> str:
    for near in range(index - 1, max(-1, index - 3), -1):
        if document.blocks[near].kind in (BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.LIST_ITEM):
            return document.blocks[near].text[-240:]
    return ""


class _Reading:
    """One table being read."""

    def __init__(self, block: Block, table: Table, index: int, vocabulary: Vocabulary, around: str) -> None:
        self.block, self.table, self.index, self.vocabulary = block, table, index, vocabulary
        self.units = units_of(vocabulary)
        self.top = max(1, table.header_rows) if len(table.rows) > 1 else 0
        width = len(table.rows[0]) if table.rows else 0
        self.heads = [read_head(self._column_text(c), vocabulary) for c in range(width)]
        self.around = read_head(around, vocabulary)
        self.setup = f"table {index}"

    def _column_text(self, column: int) -> str:
        return " ".join(dict.fromkeys(row[column].text for row in self.table.rows[: self.top]))

    def drafts(self) -> list[Draft]:
        out: list[Draft] = []
        group = Head("")
        for row in self.table.rows[self.top :]:
            texts = {cell.text for cell in row if cell.text}
            if len(texts) <= 1:
                group = read_head(next(iter(texts), ""), self.vocabulary)
                continue
            out += self._row(row, group)
        return out

    def _row(self, row: tuple[Cell, ...], group: Head) -> list[Draft]:
        labels = [c for c, cell in enumerate(row) if not self._numeric(cell.text) or c < self.table.header_columns]
        label = read_head(" ".join(row[c].text for c in labels if c < 4), self.vocabulary)
        out = []
        for c, cell in enumerate(row):
            if c in labels or cell.repeated or not cell.text:
                continue
            head = self.heads[c]
            if head.parameter or head.ignored:
                continue
            out += self._cell(row, c, label, group)
        for draft in out:
            self._facets(draft, row, label, group)
        return out

    def _numeric(self, text: str) -> bool:
        return bool(NUMERIC.match(text.replace("*", "").strip()))

    def _cell(self, row: tuple[Cell, ...], column: int, label: Head, group: Head) -> list[Draft]:
        cell, head = row[column], self.heads[column]
        if label.parameter and not head.metric and not head.unit:
            return []
        out: list[Draft] = []
        found = find_quantities(cell.text, self.units)
        if re.search(r"±|\+/-", cell.text):
            found = found[:1]
        for n, quantity in enumerate(found[:3]):
            meaning = self._meaning(quantity, head, label, group, first=n == 0)
            if meaning is None:
                continue
            metric, unit, value, top = meaning
            draft = Draft(
                self.index,
                row[0].start,
                row[-1].end,
                cell.start + quantity.start,
                cell.start + quantity.end,
                "table",
                cell.text,
            )
            draft.fields = {
                "value": value,
                "unit": unit,
                "metric": metric,
                "bound": quantity.bound,
                "basis": "measured",
                "setup": self.setup,
            }
            if top is not None:
                draft.fields["value_max"] = top
            draft.fields["form"] = self._form(unit, quantity, head, label, first=n == 0)
            per = quantity.per or (head.unit and head.unit.per) or head.per or label.per
            if per in ("gpu", "node", "user", "request"):
                draft.settle("per", str(per), "header", head.text)
            out.append(draft)
        return out

    def _meaning(
        self, quantity: Quantity, head: Head, label: Head, group: Head, *, first: bool
    ) -> tuple[str, str, float, float | None] | None:
        """The metric, unit and value of a number in a cell, or None where nothing says it is measured."""
        own = quantity.unit
        said = head.unit or label.unit or group.unit or (self.around.unit if not own else None)
        metric = head.metric or label.metric or group.metric
        if own is None and not first:
            return None
        if own is None and said is None and metric in ("acceptance_length", "accuracy"):
            return metric, "tokens" if metric == "acceptance_length" else "score", quantity.value, quantity.value_max
        if own is None and said is None and (head.improvement or label.improvement) and metric is None:
            return None
        if own is None and said is None:
            metric = metric or self.around.metric
            return self._implied(metric, quantity, head, label)
        unit = own or str(said.unit if said else "")
        scale = said.scale if own is None and said else 1.0
        metric = self._agreeing(unit, metric)
        if metric is None:
            return None
        top = quantity.value_max * scale if quantity.value_max is not None else None
        return metric, unit, quantity.value * scale, top

    def _implied(
        self, metric: str | None, quantity: Quantity, head: Head, label: Head
    ) -> tuple[str, str, float, float | None] | None:
        """A bare number under a metric word whose unit the field takes for granted."""
        dataset = head.facets.get("dataset") or label.facets.get("dataset") or self.around.facets.get("dataset")
        if metric == "accuracy" or (
            metric is None and head.facets.get("dataset") and _quality(str(dataset), self.vocabulary)
        ):
            return "accuracy", "score", quantity.value, quantity.value_max
        if metric in TOKEN_RATES and (head.metric or label.metric):
            return metric, "tok/s", quantity.value, quantity.value_max
        if metric == "request_throughput" and head.metric:
            return metric, "req/s", quantity.value, quantity.value_max
        if metric == "flops" and (head.metric or label.metric):
            return metric, "TFLOPS", quantity.value, quantity.value_max
        if metric == "bandwidth" and head.metric and "GB/s" in head.text:
            return metric, "GB/s", quantity.value, quantity.value_max
        return None

    def _agreeing(self, unit: str, metric: str | None) -> str | None:
        around = self.around.metric
        if unit in FIXED:
            return metric if metric in ("training_throughput", "input_throughput", "output_throughput") else FIXED[unit]
        if unit == "tok/s":
            return next((m for m in (metric, around) if m in TOKEN_RATES), "token_throughput")
        if unit in TIMES:
            return next((m for m in (metric, around) if m in LATENCY), "latency")
        if unit in SIZES:
            return "memory"
        if unit == "tokens":
            return metric if metric in ("acceptance_length", "capacity") else None
        if unit in ("x", "%", "points"):
            return metric or around or ("accuracy" if unit == "%" and self.around.facets.get("dataset") else None)
        return metric

    def _form(self, unit: str, quantity: Quantity, head: Head, label: Head, *, first: bool) -> str:
        better = head.improvement or label.improvement
        if unit == "x":
            return "ratio"
        if unit == "points" or (unit == "%" and (quantity.signed or not first)):
            return "change"
        if unit == "%" and better:
            return "ratio" if re.search(r"recover|relative|ratio|of ", head.text + label.text, re.I) else "change"
        return "change" if better and quantity.signed else "absolute"

    def _facets(self, draft: Draft, row: tuple[Cell, ...], label: Head, group: Head) -> None:
        column = next(c for c, cell in enumerate(row) if cell.start <= draft.value_start < cell.end)
        head = self.heads[column]
        sources: tuple[tuple[Head, Origin], ...] = ((head, "header"), (label, "row label"), (group, "row label"))
        if statistic := head.statistic or label.statistic:
            draft.settle("statistic", statistic, "header", head.text or label.text)
        for c, cell in enumerate(row):
            if (name := self.heads[c].parameter) and (value := _plain_number(cell.text)) is not None:
                draft.settle(name, value, "header", f"{self.heads[c].text}: {cell.text}")
        for source, origin in sources:
            for name, known in source.facets.items():
                if name != "dataset" or (draft.fields["metric"] == "accuracy") == _quality(str(known), self.vocabulary):
                    draft.settle(name, known, origin, source.text)
        self._subject(draft, head, label, group)

    def _subject(self, draft: Draft, head: Head, label: Head, group: Head) -> None:
        named = [(h, o) for h, o in ((label, "row label"), (head, "header"), (group, "row label"))
                 if h.text and not h.parameter and any(k in h.facets for k in ("engine", "model", "accelerator", "precision"))]  # fmt: skip
        for source, _ in named or [(label, "row label")]:
            text = re.sub(r"[*_`]", "", source.text).strip()
            if text and not source.metric and len(text.split()) <= 12:
                draft.settle("subject", text[:120], "row label" if source is not head else "header", source.text)
                return


def _quality(dataset: str, vocabulary: Vocabulary) -> bool:
    entry = vocabulary.entry("dataset", dataset)
    return bool(entry and entry.attributes.get("accuracy"))


def _plain_number(text: str) -> float | None:
    found = re.search(r"(\d[\d,]*(?:\.\d+)?)\s?([kK])?", text)
    value = number_of(found[1]) if found else None
    return None if value is None or found is None else value * (1000 if found[2] else 1)


def _console(block: Block, index: int, vocabulary: Vocabulary) -> list[Draft]:
    """One claim a measured line of key and value that a benchmark tool printed."""
    out, offset = [], 0
    for line in block.text.split("\n"):
        if (found := CONSOLE.match(line)) is not None and (value := number_of(found["value"])) is not None:
            head = read_head(found["key"], vocabulary)
            unit = head.unit or (
                m[0] if found["unit"] and (m := units_of(vocabulary).match(found["unit"], 0)) else None
            )
            if head.metric and unit is not None and not head.ignored:
                start = offset + len(line) - len(line.lstrip())
                draft = Draft(
                    index,
                    start,
                    offset + len(line.rstrip()),
                    offset + found.start("value"),
                    offset + found.end("value"),
                    "code",
                )
                draft.fields = {"value": value * unit.scale, "unit": unit.unit, "metric": head.metric, "form": "absolute",
                                "bound": "exact", "basis": "measured", "setup": f"result {index}"}  # fmt: skip
                if head.statistic:
                    draft.settle("statistic", head.statistic, "row label", found["key"])
                out.append(draft)
        offset += len(line) + 1
    return out
