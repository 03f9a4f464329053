"""Claims in running text: titles, headings, paragraphs, list items, captions, alt texts."""

from __future__ import annotations

import re
from typing import Final

from ...store.claim import Place
from ...store.document import Block, BlockKind
from ...store.vocabulary import Vocabulary
from .claimhood import saying
from .draft import Draft
from .quantities import Quantity, find_quantities, units_of
from .sentences import quote_span, sentences
from .sides import baseline_of, subject_of

PLACES: Final[dict[BlockKind, Place]] = {
    BlockKind.TITLE: "title", BlockKind.SUMMARY: "prose", BlockKind.HEADING: "heading", BlockKind.PARAGRAPH: "prose",
    BlockKind.LIST_ITEM: "list", BlockKind.CAPTION: "caption", BlockKind.ALT: "alt",
}  # fmt: skip
GATE: Final = re.compile(r"\d|\b(?:twice|doubl|tripl|half)", re.I)
ESTIMATED: Final = re.compile(
    r"\b(?:estimat\w+|theoretical\w*|project(?:ed|ion)\b|simulat\w+|would (?:be|"
    r"give|yield)|roofline|extrapolat\w+|interpolat\w+)\b",
    re.I,
)
TARGET: Final = re.compile(
    r"\b(?:goals?|targets?|aim(?:s|ing)? (?:to|for)|expect(?:s|ed)?|should (?:reach|"
    r"deliver)|plan(?:s|ned)? to)\b",
    re.I,
)
QUOTED: Final = re.compile(
    r"\b(?:as reported by|according to|reports? (?:a|that)|reported by|NVIDIA "
    r"demonstrated|claims? (?:a|that|up)|official profile (?:reports|shows))\b",
    re.I,
)


def prose_claims(block: Block, index: int, vocabulary: Vocabulary) -> list[Draft]:
    """Return the drafts of one block of running text; facets beyond the sentence's own are left to ``scope``."""
    if block.kind not in PLACES or not GATE.search(block.text):
        return []
    found = find_quantities(block.text, units_of(vocabulary))
    if not found:
        return []
    drafts: list[Draft] = []
    spans = sentences(block.text)
    for quantity in found:
        span = next((s for s in spans if s[0] <= quantity.start < s[1]), None)
        if span is not None and (draft := _draft(block, index, quantity, span, vocabulary)) is not None:
            drafts.append(draft)
    return drafts


def _draft(block: Block, index: int, quantity: Quantity, span: tuple[int, int], vocabulary: Vocabulary) -> Draft | None:
    said = saying(block.text, span, quantity, vocabulary)
    if said is None:
        return None
    start, end = quote_span(block.text, span, (quantity.start, quantity.end))
    draft = Draft(index, start, end, quantity.start, quantity.end, PLACES[block.kind])
    draft.fields = {
        "value": quantity.value,
        "unit": str(quantity.unit),
        "bound": quantity.bound,
        "form": said.form,
        "metric": said.metric,
    }
    if quantity.value_max is not None:
        draft.fields["value_max"] = quantity.value_max
    if quantity.per:
        draft.fields["per"] = quantity.per
    sentence = block.text[span[0] : span[1]]
    at = (quantity.start - span[0], quantity.end - span[0])
    if said.statistic:
        draft.settle("statistic", said.statistic, "sentence", sentence)
    draft.fields["basis"] = _basis(sentence)
    if subject := subject_of(sentence, at[0]):
        draft.settle("subject", subject, "sentence", sentence)
    if said.form != "absolute" and (baseline := baseline_of(sentence, at[1])):
        draft.settle("baseline", baseline, "sentence", sentence)
    return draft


def _basis(sentence: str) -> str:
    for basis, pattern in (("quoted", QUOTED), ("estimated", ESTIMATED), ("target", TARGET)):
        if pattern.search(sentence):
            return basis
    return "measured"
