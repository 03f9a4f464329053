"""A grid of cells -> drafts, unless it is a specification, a list of settings or a glossary."""

from __future__ import annotations

from ...store.document import Table
from ...store.vocabulary import Vocabulary
from .draft import Draft
from .grids import Grid, grids
from .headers import CLASSES, MEASURING, Label
from .lexicon import load_lexicon
from .rowreader import TableReader
from .surroundings import TableContext, surround


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
    if any(lexicon.refused_headers.fullmatch(column.label.text) for column in grid.columns):
        return True
    measuring = any(
        column.role in ("result", "open") and (CLASSES.get(column.unit or "") in MEASURING or _is_headed(column.label))
        for column in grid.columns
    )
    near = [context.caption, context.lead_in[-200:], *context.path[-1:]]
    return not measuring and any(lexicon.refused_contexts.search(text[:200]) for text in near if text)


def _is_headed(label: Label) -> bool:
    return bool(label.metrics) and label.unit is not None
