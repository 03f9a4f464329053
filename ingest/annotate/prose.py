"""Claims in running text: titles, headings, paragraphs, list items, captions, alt texts."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from ...store.claim import Place
from ...store.document import Block, BlockKind, Document
from ...store.vocabulary import Vocabulary
from .claimhood import saying
from .draft import Draft
from .implied import ON_SET, implied, lent, priced
from .mentions import find_mentions
from .metricwords import is_vague, is_weak
from .quantities import Quantity, find_quantities
from .sentences import quote_span, sentences
from .sides import baseline_of, owner_of, subject_of
from .statement import Saying, Sentence
from .units import units_of

PLACES: Final[dict[BlockKind, Place]] = {
    BlockKind.TITLE: "title", BlockKind.SUMMARY: "prose", BlockKind.HEADING: "heading", BlockKind.PARAGRAPH: "prose",
    BlockKind.LIST_ITEM: "list", BlockKind.CAPTION: "caption", BlockKind.ALT: "alt",
}  # fmt: skip
START: Final = attrgetter("start")
LONGEST: Final = 1500
"""Characters of one sentence that are read together."""
METRIC: Final = frozenset({"metric"})
DATASET: Final = frozenset({"dataset"})
TRAINING: Final = re.compile(r"\b(?:pre-?|post-?)?train(?:ing|er|ers|ed)?\b|\bfine-?tun\w+", re.I)
SERVING: Final = re.compile(
    r"\b(?:inference|serving|serve[sd]?|rollouts?|generation|decod\w+|prefill\w*|infer)\b", re.I
)
ESTIMATED: Final = re.compile(
    r"\b(?:estimat\w+|theoretical(?:ly)?|project(?:ed|ion)\b|simulat\w+|would (?:be|give|yield)|roofline|extrapolat\w+|"
    r"interpolat\w+)\b"
)
TARGET: Final = re.compile(
    r"\b(?:goals?|targets?|aim(?:s|ing)? (?:to|for)|expect(?:s|ed)?|should (?:reach|deliver)|plan(?:s|ned)? to)\b"
)
QUOTED: Final = re.compile(
    r"\b(?:as reported by|according to|reports? (?:a|that)|reported by|nvidia demonstrated|claims? (?:a|that|up)|"
    r"official profile (?:reports|shows)|(?:papers?|authors?|stud(?:y|ies)) (?:also |originally )?(?:report|claim|state|observe|measure|demonstrate)\w*)\b"
)
"""What tells that a number was not measured, in lower case."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a block's claims need to know of the rest: the words, what stands over the block, whether it is about training."""

    vocabulary: Vocabulary
    over: str = ""
    training: bool = False


def over(document: Document, index: int) -> str:
    """Return what stands over a block: its innermost heading and its lead-in."""
    block = document.blocks[index]
    lead = document.blocks[block.lead].text if block.lead is not None and block.lead < len(document.blocks) else ""
    return " ".join((*block.path[-1:], lead[:400]))


def about_training(document: Document) -> bool:
    """Return whether the title says that the document is about training rather than serving."""
    return bool(TRAINING.search(document.title)) and not SERVING.search(document.title)


def prose_claims(block: Block, index: int, around: Around) -> list[Draft]:
    """Return the drafts of one block of running text; facets beyond the sentence's own are left to ``scope``."""
    if block.kind not in PLACES:
        return []
    found = find_quantities(block.text, units_of(around.vocabulary))
    if not any(q.unit or "." in block.text[q.start : q.end] for q in found):
        return []
    drafts: list[Draft] = []
    before: tuple[Quantity, Saying] | None = None
    bare = any(q.unit is None and ON_SET.match(block.text, q.end) for q in found)
    sets = _quality_sets(block.text, around.vocabulary) if bare else frozenset()
    over = _one_metric(around) if any(q.unit == "%" for q in found) else None
    for span in _pieces(block.text):
        inside = found[slice(*(bisect_left(found, edge, key=START) for edge in span))]
        inside = [priced(block.text, span, q) for q in inside]
        inside = lent(
            block.text, [q if q.unit else implied(block.text, span, q, around.over, sets) or q for q in inside]
        )
        if not any(q.unit for q in inside):
            continue
        sentence = _sentence(block.text[span[0] : span[1]], around, over)
        for quantity in inside:
            at = (quantity.start - span[0], quantity.end - span[0])
            if (said := saying(sentence, quantity, at, before)) is not None:
                before = (quantity, said)
                drafts.append(_draft(block, index, span, quantity, said))
    return drafts


def _quality_sets(text: str, vocabulary: Vocabulary) -> frozenset[int]:
    """Where ``text`` names a quality set."""
    found = find_mentions(text, vocabulary, DATASET)
    return frozenset(m.start for m in found if m.entry.attributes.get("accuracy"))


def _pieces(text: str) -> list[tuple[int, int]]:
    """Return the sentences of ``text``, endless ones cut at blanks: what bears on a number stands near it."""
    out: list[tuple[int, int]] = []
    for start, end in sentences(text):
        while end - start > LONGEST:
            cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            cut = cut if cut > 0 else start + LONGEST
            out.append((start, cut))
            start = cut
        out.append((start, end))
    return out


def _sentence(text: str, around: Around, over: str | None = None) -> Sentence:
    training = around.training or bool(TRAINING.search(text))
    mentions = find_mentions(text, around.vocabulary, METRIC)
    return Sentence(text, mentions, training and not SERVING.search(text), over)


def _one_metric(around: Around) -> str | None:
    """The one metric that what stands over a block names."""
    mentions = find_mentions(around.over, around.vocabulary, METRIC)
    found = {m.name for m in mentions if not is_vague(m) and not is_weak(m)}
    return found.pop() if len(found) == 1 else None


def _draft(block: Block, index: int, span: tuple[int, int], quantity: Quantity, said: Saying) -> Draft:
    start, end = quote_span(block.text, span, (quantity.start, quantity.end))
    draft = Draft(index, start, end, quantity.start, quantity.end, PLACES[block.kind], vague=said.vague)
    draft.fields = {
        "value": quantity.value,
        "unit": str(quantity.unit),
        "bound": quantity.bound,
        "form": said.form,
        "metric": said.metric,
    }
    if quantity.value_max is not None:
        draft.fields["value_max"] = quantity.value_max
    if said.per:
        draft.fields["per"] = said.per
    sentence = block.text[span[0] : span[1]]
    at = (quantity.start - span[0], quantity.end - span[0])
    if said.statistic:
        draft.settle("statistic", said.statistic, "sentence", sentence)
    draft.fields["basis"] = _basis(sentence)
    over = block.path[-1] if block.path else ""
    if subject := owner_of(sentence, at[1]) or subject_of(sentence, at[0], over):
        draft.settle("subject", subject, "sentence", sentence)
    if said.form != "absolute" and (baseline := baseline_of(sentence, at[1])):
        draft.settle("baseline", baseline, "sentence", sentence)
    return draft


def _basis(sentence: str) -> str:
    low = sentence.lower()
    for basis, pattern in (("quoted", QUOTED), ("estimated", ESTIMATED), ("target", TARGET)):
        if pattern.search(low):
            return basis
    return "measured"
