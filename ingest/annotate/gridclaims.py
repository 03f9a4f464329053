"""A grid of cells -> drafts: what stands around it has a say, and a specification has none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...store.claim import Origin
from ...store.document import Table
from ...store.vocabulary import Vocabulary
from .draft import Draft
from .grids import Grid, grids
from .headers import CLASSES, MEASURING, Label, read_label
from .lexicon import load_lexicon
from .results import WEAK, Surroundings, Told
from .rowreader import TableReader


@dataclass(frozen=True, slots=True)
class TableContext:
    """What stands around a table: caption, the sentence before it, the headings above (outermost first), the title."""

    caption: str = ""
    lead_in: str = ""
    path: tuple[str, ...] = ()
    title: str = ""


def grid_claims(table: Table, text: str, index: int, vocabulary: Vocabulary, context: TableContext) -> list[Draft]:
    """Return the drafts of ``table``, whose cells are offsets into ``text``, the text of block ``index``."""
    around = surroundings(context, vocabulary)
    drafts: list[Draft] = []
    for grid in grids(table, vocabulary):
        if _is_refused(grid, context):
            continue
        reader = TableReader(grid, vocabulary, around)
        drafts += [reader.draft(result, text, index) for result in reader.results()]
    return sorted(drafts, key=lambda d: (d.value_start, d.value_end))


def surroundings(context: TableContext, vocabulary: Vocabulary) -> Surroundings:
    """Read caption, lead-in and the two nearest headings as labels."""
    told: list[Told] = []
    sources: list[tuple[Origin, str]] = [("caption", context.caption), ("lead-in", _last_sentence(context.lead_in))]
    sources += [("heading", heading) for heading in reversed(context.path[-3:])]
    for origin, text in sources:
        if text:
            told.append(Told(_as_context(read_label(text[:240], vocabulary)), origin))
    prose = (Told(Label(context.lead_in[:400]), "lead-in"),) if context.lead_in else ()
    return Surroundings(tuple(told), prose, " ".join(text for _, text in sources))


def _as_context(label: Label) -> Label:
    """A caption or sentence has a say on the metric only where it names one, and never on the form of a number."""
    strong = [metric for metric in label.metrics if metric not in WEAK]
    metrics = tuple(strong) if len(strong) == 1 else (label.metrics if len(label.metrics) == 1 else ())
    if not metrics and len(strong) > 1 and label.unit is not None:
        metrics = tuple(m for m in strong if Label("", metrics=(m,)).metric_for(label.unit.unit))[:1]
    return Label(
        label.text,
        metrics,
        label.unit if metrics else None,
        default_unit=label.default_unit if metrics else "",
        per=label.per,
        statistic=label.statistic if label.statistic not in ("max", "min") else None,
        mentions=label.mentions,
    )


def _last_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z*])", text.strip())[-1] if text else ""


def _is_refused(grid: Grid, context: TableContext) -> bool:
    """Whether a grid is a specification, a list of settings or a glossary rather than results."""
    lexicon = load_lexicon()
    measuring = sum(
        column.role in ("result", "open") and (CLASSES.get(column.unit or "") in MEASURING or _has_rate(column.label))
        for column in grid.columns
    )
    for column in grid.columns:
        if lexicon.refused_headers.fullmatch(column.label.text):
            return True
    near = [context.caption, _last_sentence(context.lead_in), *(context.path[-1:])]
    return not measuring and any(lexicon.refused_contexts.search(text[:200]) for text in near if text)


def _has_rate(label: Label) -> bool:
    return bool(label.metrics) and label.unit is not None
