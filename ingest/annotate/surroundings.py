"""What stands around a table and has a say on its numbers: caption, lead-in, headings, a convention stated once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ...store.claim import Origin
from ...store.document import BlockKind, Document
from ...store.vocabulary import Vocabulary
from .headers import Label, read_label
from .lexicon import load_lexicon
from .openings import lowered
from .sentences import sentences

WEAK: Final = frozenset({"speed", "other", "overhead"})
LEADS: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.LIST_ITEM})
CONVENTION: Final = re.compile(
    r"\b(?:values?|numbers?|results?|figures?|throughputs?|entries|cells|units?|measurements?|all|reported)\b[^.;]{0,60}?\b(?:is|are|in|as)\s"
    r"(?:measured |reported |given |shown |in |as )*(?P<unit>[^.;,]{2,40})"
)
"""How a unit is said once for all values, in lower case."""
RATE_OR_TIME: Final = re.compile(r"\b(?:per|/)\s?s(?:ec(?:ond)?)?\b|milli|micro|\bms\b|[µu]s\b")
HALVES: Final = re.compile(r"[(\[]([^()\[\]/|]{2,40})(?<!\d)\s?[/|]\s?([^()\[\]/|]{2,40})[)\]]")
POINTER: Final = re.compile(r"[^.]{0,60}\b(?:below|following|as follows|results)\b[^.]{0,30}[:.]?")
"""A sentence that only points at the table: what leads to it stands before."""
POINTING: Final = re.compile(r"\b(?:table|below|following|as follows|here(?:'s| is| are)|results)\b", re.I)


@dataclass(frozen=True, slots=True)
class TableContext:
    """What stands around a table: caption, the paragraph before it, the headings above (outermost first), the title.

    ``convention`` is a sentence of the document that states the unit of all values.
    """

    caption: str = ""
    lead_in: str = ""
    path: tuple[str, ...] = ()
    title: str = ""
    convention: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A label that has a say, and where it stands."""

    label: Label
    origin: Origin


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The labels around a grid: its corner, caption, lead-in and headings, the nearest first; and all their words.

    ``halves``: what the two numbers of each cell are, where caption, lead-in or heading say so (``Prefill tps / Decode tps``).
    """

    told: tuple[Told, ...] = ()
    words: str = ""
    halves: tuple[str, ...] = ()


def context_of(document: Document, index: int) -> TableContext:
    """Return what stands around block ``index``: the caption, the nearest paragraph before it, the headings."""
    block = document.blocks[index]
    lead = ""
    for near in range(index - 1, max(-1, index - 4), -1):
        other = document.blocks[near]
        if other.kind is BlockKind.HEADING or other.path != block.path:
            break
        if other.kind in LEADS:
            lead = f"{other.text} {lead}".strip()
            if not POINTER.fullmatch(other.text):
                break
    caption = (block.table.caption if block.table else None) or ""
    return TableContext(caption, lead, block.path, document.title)


def convention_of(document: Document) -> str:
    """Return the words in which the document states the unit of its values, or ``""``."""
    for block in document.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        text = block.text[:2000]
        if (match := CONVENTION.search(lowered(text))) is not None:
            if RATE_OR_TIME.search(text[slice(*match.span("unit"))]):
                return text[slice(*match.span())]
    return ""


def surround(context: TableContext, vocabulary: Vocabulary) -> Surroundings:
    """Read caption, lead-in and the nearest headings as labels."""
    told: list[Told] = []
    lead = list(_lead_sentences(context.lead_in))
    sources: list[tuple[Origin, str]] = [("caption", context.caption), *(("lead-in", text) for text in lead)]
    sources += [("heading", heading) for heading in reversed(context.path[-3:])]
    sources.append(("setup section", context.convention))
    for origin, text in sources:
        if not text or (origin == "heading" and text.rstrip().endswith("?")):
            continue
        label = read_label(text[:300], vocabulary)
        if origin == "lead-in" and label.parameter is not None and text.rstrip().endswith(":"):
            break  # the table lists what was set
        told.append(Told(as_context(label), origin))
    words = "\n".join((context.title, *(text for _, text in sources[:-1])))
    return Surroundings(tuple(told), words, halves_of(words, vocabulary))


def halves_of(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the two metrics that brackets in ``text`` give to the two numbers of a cell, or none."""
    for match in HALVES.finditer(text):
        metrics = [read_label(part, vocabulary).metrics for part in match.groups()]
        if all(len(found) == 1 for found in metrics) and metrics[0] != metrics[1]:
            return (metrics[0][0], metrics[1][0])
    return ()


def _lead_sentences(text: str) -> Iterator[str]:
    """The sentences of a lead-in, those that point at the table first, then from the last backwards."""
    said = [text[start:end] for start, end in sentences(text[:3000])][-6:]
    pointing = [sentence for sentence in said if POINTING.search(sentence)]
    yield from pointing
    yield from (sentence for sentence in reversed(said) if sentence not in pointing)


def last_sentence(text: str) -> str:
    """Return the last sentence of a lead-in."""
    spans = sentences(text[-3000:])
    return text[-3000:][spans[-1][0] : spans[-1][1]] if spans else ""


def as_context(label: Label) -> Label:
    """A caption or sentence has a say on the metric only where it names one, and never on the form of a number."""
    strong = [metric for metric in label.metrics if metric not in WEAK]
    metrics = tuple(strong) if len(strong) == 1 else (label.metrics if len(label.metrics) == 1 else ())
    if not metrics and len(strong) > 1 and label.unit is not None:
        metrics = tuple(m for m in strong if Label("", metrics=(m,)).metric_for(label.unit.unit))[:1]
    default = load_lexicon().natural.get(metrics[0], "") if metrics else ""
    if not strong and label.implied:
        metrics, default = (label.implied,), label.default_unit
    return Label(
        label.text,
        metrics,
        label.unit if metrics else None,
        default_unit=default,
        per=label.per,
        statistic=label.statistic if label.statistic not in ("max", "min") else None,
        mentions=label.mentions,
    )
