"""Numbers written without a unit whose words give them one: acceptance lengths (tokens) and quality scores.

"AL 2.80", "acceptance length of 3.1", "perplexity 9.51 vs 9.50", "math (3.14), coding (3.32)" after such a word.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from .quantities import Quantity

LINK: Final = (
    r"(?:[\s`*]{1,3}(?:of|is|was|are|were|at|to|from|reach\w*|averag\w+|around|about|remains?|stays?|roughly|approximately|nearly|"
    r"hits?|over|by|the|an?|mean|highest|best|with|up|now)\b|[\s`*]{0,3}[=:(,]){0,5}[\s`*~≈]{0,4}$"
)
LENGTH_BEFORE: Final = re.compile(
    r"(?:\b(?:[Aa]ccept(?:ance|ed)?[ -](?:[Ll]en(?:gth)?s?)|[Tt]au|accept)\b|\bAL\b|τ)(?: \([^()]{1,12}\))?" + LINK
)
LENGTH_AFTER: Final = re.compile(r"\s(?:(?:mean|average) )?accept(?:ance|ed)? len", re.I)
LENGTH: Final = re.compile(r"\b[Aa]ccept(?:ance|ed)?[ -][Ll]ength|\bAL\b|\btau\b|τ")
SCORE_WORD: Final = (
    r"(?:score|accuracy|perplexity|ppl|f1|pass@1|recall|exact match|bleu|rouge(?:-l)?|kld|kl divergence|wer|elo|drift|"
    r"diff(?:erence)?|similarity|loss|auc|ndcg\S{0,4}|mrr|reward)"
)
SCORE_BEFORE: Final = re.compile(rf"\b{SCORE_WORD}s?(?: on [\w\s.-]{{2,30}}?)?" + LINK, re.I)
SCORES: Final = re.compile(r"\bscor(?:es?|ed|ing)\b[^.;,()]{0,30}$", re.I)
SCORE_AFTER: Final = re.compile(rf"\s(?:\w+ )?{SCORE_WORD}\b", re.I)
SCORE: Final = re.compile(rf"\b{SCORE_WORD}s?\b", re.I)
ON_SET: Final = re.compile(r"[*`]{0,2} (?:pass@1 )?(?:on|in) (?:the )?[*`]{0,2}")
SINGLE: Final = re.compile(r"(?:[A-Za-z%]\s?[(]|\bvs\.? |\(\s?[\d.]+ (?:vs\.?|to|->|→) )[~≈]?$")
PAIR: Final = re.compile(r"\(\s?\d+\.\d+ (?:vs\.?|→|->|to) \d+\.\d+\s?\)")
COMPARED: Final = re.compile(
    r"\b(?:compared (?:to|with)|versus|vs\.?|up from|down from|against|than)[\s`*~≈]{1,4}(?:only |just |about )?$", re.I
)
INPUT_AND: Final = re.compile(r"\s(?:input|prompt|prefill)(?: tokens)?(?: and|,|\s?/)\s")
PRICE: Final = re.compile(r"\b(?:costs?|prices?|CPMT) per (?:1?M|million)\b", re.I)
HOURLY: Final = re.compile(
    r"\s?(?:/|per |an? )\s?(?:\w*GPU|chip|device|h(?:ou)?rs?\b)|\s?(?:vs\.?|and|to) \$[\d.]+\s?/", re.I
)
ONWARD: Final = re.compile(r"\bto[\s`*~≈]{1,4}(?:only |just |about )?$", re.I)
CLOSED: Final = re.compile(r"\s?(?:\)|vs\b|to \d|at \d|->|→)")


def implied(
    text: str, span: tuple[int, int], quantity: Quantity, around: str = "", sets: Collection[int] = ()
) -> Quantity | None:
    """Return ``quantity`` with the unit its sentence at ``span`` of ``text`` implies, or None where none does.

    ``around`` is what stands over the block (heading, lead-in): it may name the score of a bracketed pair. ``sets``: where in
    ``text`` a quality set is named (``86.7 on AIME 2024``).
    """
    written = text[quantity.start : quantity.number_end]
    if quantity.unit is not None or quantity.signed or "." not in written:
        return None
    head, tail = (
        text[max(span[0], quantity.start - 90) : quantity.start],
        text[quantity.end : min(span[1], quantity.end + 40)],
    )
    on = ON_SET.match(text, quantity.end)
    if on is not None and on.end() in sets and 0 <= quantity.value <= 100 and not head.endswith(("-", "by ")):
        return replace(quantity, unit="score")
    bracketed = bool(SINGLE.search(head[-24:]) and CLOSED.match(tail))
    if 1.0 <= quantity.value <= 32 and (
        LENGTH_BEFORE.search(head)
        or LENGTH_AFTER.match(tail)
        or (bracketed and LENGTH.search(text, max(0, span[0] - 300), quantity.start))
    ):
        return replace(quantity, unit="tokens")
    if 0 <= quantity.value <= 100 and (
        SCORE_BEFORE.search(head)
        or (head.strip() and SCORE_AFTER.match(tail))
        or SCORES.search(head)
        or (
            bracketed
            and (
                SCORE.search(text, span[0], quantity.start)
                or (PAIR.search(head + written + tail) and SCORE.search(around))
            )
        )
    ):
        return replace(quantity, unit="score")
    return None


def priced(text: str, span: tuple[int, int], quantity: Quantity) -> Quantity:
    """Return an amount of money as a price per million tokens where its sentence at ``span`` says that it is one."""
    hourly = HOURLY.match(text, quantity.end)
    if quantity.unit == "$" and not hourly and quantity.value < 1000 and PRICE.search(text, span[0], quantity.start):
        return replace(quantity, unit="$/Mtok")
    return quantity


def lent(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Lend a unit in one sentence: "17,552 tokens per second compared to 12,929 without", "18,471 input and 9,087 output tok/s"."""
    out: list[Quantity] = []
    for at, given in enumerate(quantities):
        quantity = _from_behind(text, given, quantities[at + 1 : at + 2])
        left = out[-1] if out else None
        if (
            left is not None
            and quantity.unit is None
            and left.unit not in (None, "tokens", "x")
            and _follows(text, left, quantity)
        ):
            quantity = replace(quantity, unit=left.unit, per=left.per, borrowed=True)
        out.append(quantity)
    return out


def _from_behind(text: str, quantity: Quantity, behind: list[Quantity]) -> Quantity:
    """The number of a pair that shares the rate written behind the second: "18,471 input and 9,087 output tok/s"."""
    for ahead in behind:
        shared = quantity.unit is None and ahead.unit == "tok/s"
        if shared and INPUT_AND.fullmatch(text, quantity.end, ahead.start):
            return replace(quantity, unit=ahead.unit, per=ahead.per, borrowed=True)
    return quantity


def _follows(text: str, left: Quantity, right: Quantity) -> bool:
    gap = text[left.end : right.start]
    if len(gap) > 60 or not re.search(r"[.,]\d|\d{3}", text[right.start : right.number_end]):
        return False
    if COMPARED.search(gap):
        return True
    return bool(ONWARD.search(gap)) and bool(
        re.search(r"\bfrom[\s`*~≈\w]{0,12}$", text[max(0, left.start - 20) : left.start])
    )
