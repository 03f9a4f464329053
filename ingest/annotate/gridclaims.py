"""A grid of cells -> drafts, unless it is a specification, a list of settings or a glossary."""

from __future__ import annotations

import re
from typing import Final

from ...store.document import Table
from ...store.vocabulary import Vocabulary
from .draft import Draft
from .grids import Grid, grids
from .headers import CLASSES, MEASURING, Label, read_label
from .lexicon import load_lexicon
from .results import USED
from .rowreader import TableReader
from .surroundings import TableContext, last_sentence, surround

DATA_SHEET: Final = re.compile(
    r"\b(?:VRAM|H?BM\d?e?|GPU memory|memory (?:size|type|capacity)|memory bandwidth|connection|bus|interconnect|NVLink|TDP|CUDA cores|cores|power|"
    r"peak (?:memory )?(?:bandwidth|flops|tflops|performance)|t?flops|fp\d+|bf16|int\d|tensor cores|process|die|price|transistors|clock)\b", re.I)  # fmt: skip


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
    if is_data_sheet(grid):
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
    values = [c for c in grid.columns if c.role in ("result", "open", "note", "setting", "name")]
    leading = grid.leading()
    rows = [row.texts[c.index] for row in grid.rows for c in leading[:1]]
    heads = [c.label.text for c in values if c not in leading]
    for devices, features in ((heads, rows), (rows, heads)):
        named = [text for text in devices if text]
        told = [text for text in features if DATA_SHEET.search(text) and not USED.search(text)]
        if len(told) >= 2 and len(told) * 2 >= len([f for f in features if f]) and named:
            if sum(
                any(m.kind == "accelerator" for m in read_label(t[:200], grid.vocabulary).mentions) for t in named
            ) * 2 > len(named):
                return True
    return False


def _is_headed(label: Label) -> bool:
    return label.unit is not None and (bool(label.metrics) or label.measured)
