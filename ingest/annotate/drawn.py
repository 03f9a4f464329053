"""Labels of drawings -> candidate claims: numbers that a figure shows, never mixed with what the author states.

A candidate takes its metric from its own label, else from the one label without a number (an axis, the drawing's
title) that suits its unit. The ticks of an axis are no candidates.
"""

from __future__ import annotations

import re
from typing import Final

from ...store.claim import Claim, numbered
from ...store.document import Block, Document
from ...store.errors import ClaimError
from ...store.vocabulary import Vocabulary
from .cells import Number, parse_cell
from .draft import Draft
from .headers import Label, read_label
from .labelunits import CLASSES
from .lexicon import load_lexicon

TICKS: Final = 3
"""So many bare numbers at equal steps in a row are an axis."""
Line = tuple[int, str, Number | None]


def drawn_candidates(document: Document, vocabulary: Vocabulary) -> list[Claim]:
    """Return the candidate claims of a document's drawings, in order; their ``block`` counts ``document.drawings``."""
    claims: list[Claim] = []
    for index, block in enumerate(document.drawings):
        for draft in _drafts(block, index, vocabulary):
            try:
                claims.append(draft.claim(document.url, block))
            except ClaimError:
                continue
    return numbered(claims)


def _drafts(block: Block, index: int, vocabulary: Vocabulary) -> list[Draft]:
    lines: list[Line] = []
    start = 0
    for text in block.text.split("\n"):
        numbers = parse_cell(text, load_lexicon())
        lines.append((start, text, numbers[0] if len(numbers) == 1 else None))
        start += len(text) + 1
    ticks = _ticks(lines)
    axes = [read_label(text[:200], vocabulary) for _, text, number in lines if number is None]
    drafts = []
    for n, (start, text, number) in enumerate(lines):
        draft = None if number is None or n in ticks else _draft(text, number, axes, vocabulary)
        if draft is not None and number is not None:
            draft.block, draft.start, draft.end = index, start, start + len(text)
            draft.value_start, draft.value_end = start + number.start, start + number.end
            drafts.append(draft)
    return drafts


def _draft(text: str, number: Number, axes: list[Label], vocabulary: Vocabulary) -> Draft | None:
    own = read_label(text[: number.start][:200], vocabulary)
    units = {label.unit.unit for label in axes if label.unit is not None and label.metrics}
    unit = number.unit.unit if number.unit else units.pop() if len(units) == 1 else None
    if unit is None or (CLASSES.get(unit) is None and unit not in ("x", "%")):
        return None
    metrics = {m for label in axes if (m := label.metric_for(unit)) is not None}
    metric = own.metric_for(unit) or (metrics.pop() if len(metrics) == 1 else "speed" if unit == "x" else None)
    if metric is None:
        return None
    draft = Draft(0, 0, 0, 0, 0, "alt")
    form = "ratio" if unit == "x" else "absolute"
    draft.fields = {"value": number.value, "unit": unit, "form": form, "bound": number.bound}
    draft.settle("metric", metric, "alt", text)
    if own.text and not own.metrics:
        draft.settle("subject", own.text, "alt", text)
    return draft


def _ticks(lines: list[Line]) -> set[int]:
    """The places of labels that are an axis' ticks: numbers alone in their labels, one behind the other, equal steps apart."""
    out: set[int] = set()
    run: list[int] = []
    for n, (_, text, number) in enumerate(lines):
        bare = number is not None and not re.search(r"[A-Za-z]{3}", text[: number.start])
        if bare and number is not None:
            values = [lines[i][2].value for i in run[-2:]]  # type: ignore[union-attr]
            if len(values) == 2 and abs((number.value - values[1]) - (values[1] - values[0])) > 1e-6 * abs(
                number.value
            ):
                run = run[-1:]
            run.append(n)
        else:
            run = []
        if len(run) >= TICKS:
            out.update(run)
    return out
