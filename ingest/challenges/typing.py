"""What kind of challenge a comment is, and the words that say so; what is doubtful is a mention.

The words are data (``words.toml``), tried sentence by sentence, disputes first: a comment that disputes one thing and
asks another is a dispute.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ..annotate.sentences import sentences
from .comments import Comment

DISPUTES: Final = ("irreproducible", "unfair_configuration", "stale_rival", "wrong_metric")
KINDS: Final = (*DISPUTES, "reproduced", "asks_setting", "rival_result", "mention")
HEDGED: Final = re.compile(
    r"\b(?:if (?:anyone|someone|you|it|this|that|they)|unless|in case|wonder(?:ing)? (?:if|whether)|not sure (?:if|whether)|hope)\b",
    re.I,
)
OWN_FAULT: Final = re.compile(r"\b(?:my (?:bad|mistake|fault)|I was wrong|I (?:messed|screwed) up|sorry for)\b", re.I)
NUMBER: Final = re.compile(
    r"(?<![\w.])~?\d[\d,.]*\s?(?:k\s?)?(?:t/s|tok/s|tokens?/s(?:ec)?|tokens? per sec\w*|tps|TFLOPS|TFLOP/s|GB/s|GiB/s|req/s|QPS|ms\b|ms/tok|images?/s|it/s|s/it|x (?:faster|slower|speed))|"
    r"\b(?:PPL|perplexity|pp|tg|PP|TG|TTFT|TPOT|throughput)\s?(?:=|:|of|is|was)?\s?~?\d[\d,.]*",
    re.I,
)
FIRST: Final = re.compile(
    r"\b(?:I|I'm|I've|my|we|we've|our|me)\b|\bhere (?:is|are|some)\b|\b(?:numbers?|results?|before|after)\b[^.]{0,20}[:=]|\b(?:ran|runs?|works?|tested|measured|benchmarked|seeing)\b",
    re.I,
)
SHOWN: Final = re.compile(
    r"\b(?:here (?:is|are|'s|some)|results?|numbers?|benchmark\w*|llama-\w+bench|bench\b|I (?:get|got|see|ran|tested|measured)|perf\w*|comparison|runs?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A comment's kind and the words it rests on: ``text[start:end]`` of the block is ``quote``. A mention has its first words."""

    kind: str
    quote: str
    block: int
    start: int
    end: int


@lru_cache(maxsize=1)
def _rules() -> tuple[list[tuple[str, re.Pattern[str]]], re.Pattern[str], re.Pattern[str]]:
    raw: dict[str, Any] = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    says = [
        (kind, re.compile("|".join(f"(?:{p})" for p in raw[kind]["says"]), re.I)) for kind in (*DISPUTES, "reproduced")
    ]
    ask = raw["asks_setting"]
    subject = "|".join(ask["asks"])
    asked = re.compile(
        rf"(?:^|[\s,(-])(?:{'|'.join(ask['questions'])})\b[^?]{{0,160}}\b(?:{subject})\b[^?]{{0,120}}\?|^(?:{subject})\b[^?.]{{0,40}}\?",
        re.I,
    )
    requested = re.compile(rf"\b(?:{'|'.join(ask['requests'])})\b", re.I)
    return says, asked, requested


def typed(comment: Comment) -> Typed | None:
    """Return what a comment is; None where it says nothing in words of its own."""
    spans = [(block, text, start, end) for block, text in comment.paragraphs for start, end in sentences(text)]
    if not spans:
        return None
    says, asked, requested = _rules()
    if not OWN_FAULT.search(comment.text):
        for kind, pattern in says:
            for span in spans:
                words = span[1][span[2] : span[3]]
                if (
                    pattern.search(words)
                    and not HEDGED.search(words)
                    and not (kind == "reproduced" and words.endswith("?"))
                ):
                    return _typed(kind, span)
    for span in spans:
        words = span[1][span[2] : span[3]]
        if (asked.search(words) or requested.search(words)) and not HEDGED.search(words):
            return _typed("asks_setting", span)
    result = _result(comment, spans)
    return result or _typed("mention", spans[0])


def _result(comment: Comment, spans: list[tuple[int, str, int, int]]) -> Typed | None:
    """Measurements the author brings: a number with its unit said of an own run, or printed results announced as such."""
    for span in spans:
        words = span[1][span[2] : span[3]]
        if NUMBER.search(words) and (FIRST.search(words) or comment.shows):
            return _typed("rival_result", span)
    if comment.shows:
        for span in spans:
            if SHOWN.search(span[1][span[2] : span[3]]):
                return _typed("rival_result", span)
    return None


def _typed(kind: str, span: tuple[int, str, int, int]) -> Typed:
    block, text, start, end = span
    end = min(end, start + 300)
    return Typed(kind, text[start:end], block, start, end)
