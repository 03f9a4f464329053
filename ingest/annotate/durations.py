"""What a time in running text is: the latency its clause names, or how long something takes; never how long it lasts."""

from __future__ import annotations

import re
from typing import Final

from .mentions import Mention
from .metricwords import metric_word
from .quantities import Quantity

TAKES: Final = re.compile(
    r"\b(?:tak(?:es?|ing)|took|in (?:just |only |about |under |around |roughly |less than |approximately )?$|"
    r"complet\w+|finish\w*|runs? in|needed|(?:cut|slash\w*|drop\w*|reduc\w+|fell|from|down|shrink\w*|improv\w+|went|brought|grew|rose|increas\w+)\b"
    r"[^,;.]{0,60}\b(?:to|by|from)|(?:within|under|below|sub-?|only|just|spend\w*|spent|costs?|adds?|sav\w+))"
    r"(?: (?:about|around|roughly|approximately|just|only|up to|over|nearly|less than|more than|an? (?:additional|extra|mere)))?[\s~≈(`*]{0,3}$",
    re.I,
)
LASTING: Final = re.compile(
    r"\b(?:every|last|past|next|first|for|after|each|wait(?:s|ed|ing)?|sleep\w*|duration of|period of|for at least|over at least|"
    r"recent|previous|older than|age|audio of|video of)\s(?:about |at least |around |up to |the )?[~`]?$",
    re.I,
)
TOKEN_EVERY: Final = re.compile(r"\btoken every\s(?:about |~)?$", re.I)
PER_TOKEN: Final = re.compile(r"/ ?tok|per (?:output )?token", re.I)
STATES: Final = re.compile(
    r"(?:\b(?:is|was|are|were|total|totals|remains?|includes?|pays?|gives?|stays?|averages?|measured|of)(?: (?:about|around|only|just|roughly|"
    r"approximately|mostly|nearly|under|over|less than|at|a|an)){0,2}|[=≈:(]|\bfrom(?: approximately| about| roughly)?)[\s~≈`*]{0,3}$",
    re.I,
)
TIME_OF: Final = re.compile(
    r"\b(?:time|times|number) (?:is|was|of|are|were)(?: (?:about|around|only|just|roughly))?[\s~≈`*]{0,3}$", re.I
)
STARTING: Final = re.compile(
    r"\b(?:load(?:s|ed|ing)?|start-?up|cold[- ]start\w*|boot\w*|compil\w+|reload\w*|warm-?up|wake\w*|initiali[sz]\w+|launch\w*)\b",
    re.I,
)
TRAINING: Final = re.compile(r"\b(?:train(?:s|ed|ing)?|fine-?tun\w+|pre-?train\w+)\b", re.I)
LATENCY: Final = frozenset(
    {"ttft", "tpot", "itl", "e2e_latency", "latency", "startup_time", "overhead", "training_time", "rtf"}
)


def duration(text: str, mentions: list[Mention], quantity: Quantity, at: tuple[int, int]) -> tuple[str, bool] | None:
    """A duration: that of the latency its clause names, else that of what takes, finishes or is cut."""
    head, tail = text[: at[0]], text[at[1] :]
    if TOKEN_EVERY.search(head):
        return "tpot", False
    if LASTING.search(head[-40:]):
        return None
    word = metric_word(text, at, [m for m in mentions if not m.text.startswith("of ")], LATENCY)
    near = head[-80:] + tail[:40]
    if (word is None or word.name == "latency") and PER_TOKEN.search(text, at[0], at[1]):
        return "tpot", False
    if word is not None:
        return word.name, word.text.lower() == "latency"
    if not (
        TAKES.search(head)
        or quantity.join in ("before", "after")
        or (quantity.unit != "s" and STATES.search(head))
        or TIME_OF.search(head)
    ):
        return None
    if STARTING.search(near):
        return "startup_time", False
    return ("training_time" if TRAINING.search(near) else "latency"), False
