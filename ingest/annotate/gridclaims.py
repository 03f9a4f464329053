"""A grid of cells -> drafts, unless it is a specification, a list of settings or a glossary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ...store.document import Table
from ...store.vocabulary import Vocabulary
from .draft import Draft
from .grids import Grid, grids
from .headers import MEASURING, Label, read_label
from .labelunits import CLASSES
from .lexicon import load_lexicon
from .rowreader import TableReader
from .surroundings import WEAK, TableContext, last_sentence, surround

RUN: Final = re.compile(
    r"\b(?:used|usage|alloc\w*|achieved|measured|effective|reserved|consum\w+|saved?|footprint)\b", re.I
)
SHEET: Final = frozenset({"memory", "bandwidth", "flops", "energy", "cost", "capacity"})
"""The metrics that a data sheet states too."""


def grid_claims(table: Table, text: str, index: int, vocabulary: Vocabulary, context: TableContext) -> list[Draft]:
    """Return the drafts of ``table``, whose cells are offsets into ``text``, the text of block ``index``."""
    around = surround(context, vocabulary)
    drafts: list[Draft] = []
    for grid in grids(table, vocabulary):
        if is_specification(grid, context):
            continue
        reader = TableReader(grid, vocabulary, around)
        drafts += [reader.draft(result, text, index) for result in reader.results()]
    return sorted(drafts, key=lambda d: (d.value_start, d.value_end))


def is_specification(grid: Grid, context: TableContext) -> bool:
    """Whether a grid states what things are or can be set to, not what was measured."""
    lexicon = load_lexicon()
    named = [grid.columns[0].label.text, context.caption[:200], *context.path[-1:]]
    if lexicon.sheet_corners.fullmatch(grid.columns[0].label.text):
        return True
    if any(lexicon.named_sheet.search(text) for text in named) or is_data_sheet(grid):
        return True
    measuring = any(
        column.role in ("result", "open") and (CLASSES.get(column.unit or "") in MEASURING or _is_headed(column.label))
        for column in grid.columns
    )
    if not measuring and any(lexicon.refused_headers.fullmatch(column.label.text) for column in grid.columns):
        return True
    near = [context.caption, last_sentence(context.lead_in), *context.path[-1:]]
    return not measuring and any(lexicon.refused_contexts.search(text[:200]) for text in near if text)


def is_data_sheet(grid: Grid) -> bool:
    """Whether a grid lists what devices are made of: their memory, peak bandwidth and peak rates, nothing that was run."""
    lexicon = load_lexicon()
    values = [c for c in grid.columns if c.role in ("result", "open", "note", "setting", "name")]
    rows = [row.texts[values[0].index] for row in grid.rows] if values else []
    heads = [c.label.text for c in values[1:]]
    for devices, features in ((heads, rows), (rows, heads)):
        labels = [read_label(text[:200], grid.vocabulary) for text in features if text]
        if any(set(label.metrics) - SHEET - WEAK or label.form for label in labels) or not any(devices):
            continue
        told = [label for label in labels if lexicon.data_sheet.search(label.text) and not RUN.search(label.text)]
        if len(told) >= 2 and len(told) * 2 >= len(labels) and _are_devices(devices, grid):
            return True
    return False


def _are_devices(names: Sequence[str], grid: Grid) -> bool:
    named = [read_label(name[:200], grid.vocabulary) for name in names if name]
    return sum(any(m.kind == "accelerator" for m in label.mentions) for label in named) * 2 > len(named)


def _is_headed(label: Label) -> bool:
    return label.unit is not None and (bool(label.metrics) or label.measured)
