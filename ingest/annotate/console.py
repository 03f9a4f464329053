"""Claims in code blocks: what a benchmark tool printed, as a table or as lines of key and value; other code has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ...store.claim import Facet
from ...store.document import Block, Cell, Table
from ...store.vocabulary import Vocabulary
from .cells import parse_cell
from .draft import Draft
from .gridclaims import grid_claims
from .headers import Label, read_label
from .labelunits import CLASSES
from .lexicon import load_lexicon
from .parameters import find_parameters
from .printed import PrintedTable, printed_tables
from .rowfacets import SIZES, derived, named_facets, parameter_facets
from .surroundings import TableContext
from .tableforms import SHARES

SOURCES: Final = frozenset(
    {"python", "py", "json", "yaml", "yml", "toml", "cpp", "c++", "c", "cuda", "rust", "go", "java", "javascript", "js", "ts", "typescript",
     "dockerfile", "html", "xml", "diff", "mermaid", "latex", "sql", "cmake", "proto", "protobuf", "ini", "hcl"})  # fmt: skip
BANNER: Final = re.compile(
    r"[=\-*#]{3,}\s?[^=\-*#\n]{0,60}\b(?:Results?|Benchmark|Summary|Performance|Metrics|Statistics)\b", re.I
)
PAIR: Final = re.compile(
    r"^[\s|\-*•]{0,12}(?P<key>[A-Za-z#%][^:=|{}\[\]\"';]{1,70}?)\s{0,40}[:=]\s{0,60}(?P<value>\S[^\n]{0,60}?)\s{0,40}$"
)
SUM: Final = re.compile(r"^[\d.\s]{1,40}(?:[*/+-][\d.\s]{1,40}){1,4}=\s*(?=\d)")
FRAME: Final = re.compile(r"^[\s=\-*#+~_.]{0,60}(?:[A-Za-z][\w ().\-]{2,60})?[\s=\-*#+~_]{2,60}$")
MONITOR: Final = re.compile(r"NVIDIA-SMI|ROCm System Management|rocm-smi|GPU-Util|Volatile Uncorr|htop|numastat")
COMMAND: Final = re.compile(r"(?:^|\s)--?[A-Za-z][\w-]+")
MIN_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of key and value: where the line and its value stand in the text, and what the key says."""

    start: int
    end: int
    value_start: int
    key: str
    value: str
    label: Label


def console_claims(block: Block, index: int, vocabulary: Vocabulary, context: TableContext) -> list[Draft]:
    """Return the drafts of one code block, in reading order."""
    text = block.text
    if len(text) > 400_000 or MONITOR.search(text) or not re.search(r"\d", text):
        return []
    banner = BANNER.search(text) is not None
    if (block.language or "") in SOURCES and not banner:
        return []
    tables = printed_tables(text)
    drafts = [draft for found in tables for draft in _printed(found, text, index, vocabulary, context)]
    drafts += _dumped(text, index, vocabulary, [(t.start, t.end) for t in tables])
    facets = _command_facets(text, vocabulary)
    for draft in drafts:
        for facet in facets:
            draft.settle(facet.name, facet.value, facet.origin, facet.quote)
    return sorted(drafts, key=lambda d: (d.value_start, d.value_end))


def _printed(found: PrintedTable, text: str, index: int, vocabulary: Vocabulary, context: TableContext) -> list[Draft]:
    """The drafts of a printed table; the line above it is its caption where that names a metric, else its rows' group."""
    title = re.sub(r"[\s:.=-]+$", "", found.title)
    label = read_label(title[:200], vocabulary)
    table = found.table
    if title and not label.metrics and len(title) <= 60 and not re.search(r"\d{2}:\d{2}", title):
        table = _grouped(table, re.sub(r"\s(?:implementation|results?)$", "", title, flags=re.I))
        title = ""
    around = replace(context, caption=title or context.caption, lead_in="" if title else context.lead_in)
    return grid_claims(table, text, index, vocabulary, around)


def _grouped(table: Table, name: str) -> Table:
    width = len(table.rows[0])
    row = (Cell(name, 0, 0), *(Cell("", 0, 0) for _ in range(width - 1)))
    return Table((*table.rows[: table.header_rows], row, *table.rows[table.header_rows :]), table.header_rows)


def _dumped(text: str, index: int, vocabulary: Vocabulary, taken: Sequence[tuple[int, int]]) -> list[Draft]:
    """The drafts of lines of key and value, run by run; a run ends at a line that is neither pair nor frame."""
    drafts: list[Draft] = []
    run: list[Pair] = []
    banner = False
    position = 0
    for line in [*text.split("\n"), "\0"]:
        pair = _pair(line, position, vocabulary) if not any(a <= position < b for a, b in taken) else None
        if pair is not None:
            run.append(pair)
        elif line.strip() and not FRAME.match(line):
            drafts += _run(run, banner, text, index, vocabulary)
            run, banner = [], False
        elif BANNER.search(line):
            drafts += _run(run, banner, text, index, vocabulary)
            run, banner = [], True
        position += len(line) + 1
    return drafts


def _pair(line: str, position: int, vocabulary: Vocabulary) -> Pair | None:
    if len(line) > 160 or COMMAND.search(line):
        return None
    match = PAIR.match(line)
    if match is None:
        return None
    value = match["value"]
    skipped = len(value) - len(
        SUM.sub("", value)
    )  # "199.0 * 1000 / 5309.7 = 37.48": what is reckoned from is no result
    start = position + len(line) - len(line.lstrip())
    label = read_label(match["key"].strip(), vocabulary)
    return Pair(
        start,
        position + len(line.rstrip()),
        position + match.start("value") + skipped,
        match["key"].strip(),
        value[skipped:],
        label,
    )


def _run(run: Sequence[Pair], banner: bool, text: str, index: int, vocabulary: Vocabulary) -> list[Draft]:
    """The drafts of one run: results where a banner says so, or where half of its lines and two at least are measured."""
    drafts = [draft for pair in run if (draft := _claim(pair, index)) is not None]
    if not drafts or not (banner or (len(drafts) >= 2 and len(drafts) >= MIN_SHARE * len(run))):
        return []
    facets: list[Facet] = []
    for pair in run:
        if pair.label.parameter:
            facets += parameter_facets(pair.label.parameter, pair.value, "row label")
        elif not pair.label.measured and not re.match(r"[\d.\-]", pair.value):
            facets += named_facets(pair.value, "row label", vocabulary)
    for draft in drafts:
        for facet in derived((f for f in facets if f.name not in SIZES), str(draft.fields["metric"])):
            draft.settle(facet.name, facet.value, facet.origin, facet.quote)
    return drafts


def _claim(pair: Pair, index: int) -> Draft | None:
    """The draft of one line, where its key names a metric and key or value tells the unit."""
    label = pair.label
    numbers = parse_cell(pair.value, load_lexicon())
    if not numbers or label.parameter is not None or not label.metrics or label.unnamed_statistic:
        return None
    number = numbers[0]
    unit = number.unit.unit if number.unit else (label.unit.unit if label.unit else "")
    scale = 1.0 if number.unit or label.unit is None else label.unit.scale
    metric = label.metric_for(unit or None)
    if not unit and metric in (*SHARES, "acceptance_length"):
        unit = label.default_unit
    if not unit or metric is None or (CLASSES.get(unit) is None and metric not in SHARES and unit != "x"):
        return None
    draft = Draft(index, pair.start, pair.end, pair.value_start + number.start, pair.value_start + number.end, "code")
    draft.fields = {"value": number.value * scale, "unit": unit, "form": "absolute", "bound": number.bound}
    for name, value in (("metric", metric), ("statistic", label.statistic), ("per", number.per or label.per)):
        if value:
            draft.settle(name, value, "row label", pair.key)
    return draft


def _command_facets(text: str, vocabulary: Vocabulary) -> list[Facet]:
    """What the command that stands in the same block says: its model, its lengths, its load."""
    lines = [line for line in text.split("\n")[:200] if COMMAND.search(line)]
    command = "\n".join(lines)[:4000]
    if not command:
        return []
    facets = [
        f
        for f in named_facets(command, "command", vocabulary)
        if f.name in ("model", "engine", "dataset", "precision") and " + " not in str(f.value)
    ]
    seen: dict[str, set[float]] = {}
    for name, value, _, _ in find_parameters(command):
        seen.setdefault(name, set()).add(value)
    facets += [Facet(name, values.pop(), "command", command[:300]) for name, values in seen.items() if len(values) == 1]
    return [replace(f, quote=f.quote[:300]) for f in facets]
