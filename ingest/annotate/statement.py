"""The nouns of claimhood: a sentence with its metric words, and what a number in it says."""

from __future__ import annotations

from dataclasses import dataclass

from .mentions import Mention


@dataclass(frozen=True, slots=True)
class Saying:
    """What a quantity was found to claim; ``vague`` where its own words leave the metric to title or restatement."""

    metric: str
    form: str
    statistic: str | None
    per: str | None
    vague: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its metric words; ``over`` is the one metric its heading and lead-in name, where they name one."""

    text: str
    mentions: list[Mention]
    training: bool = False
    over: str | None = None
