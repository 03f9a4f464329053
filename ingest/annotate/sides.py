"""Whose number it is and what it is compared with: subject and baseline, in the post's own words."""

from __future__ import annotations

import re
from typing import Final

VERB: Final = (
    r"(?:is|are|was|were|can|could|has|have|had|will|would|achiev\w+|deliver\w*|reach\w*|show\w*|improv\w+|"
    r"reduc\w+|outperform\w*|"
    r"provid\w+|yield\w*|offer\w*|demonstrat\w+|sustain\w*|enabl\w+|cut\w*|boost\w*|increas\w+|drop\w*|"
    r"decreas\w+|gain\w*|get\w*|runs?|"
    r"tak(?:e|es|ing)|rais\w+|sav\w+|lower\w*|bring\w*|gave|gives?|gets|hits?|goes|went|fell|rose|peaks?|"
    r"accelerat\w+|beats?|shrink\w*|"
    r"introduc\w+|remov\w+|support\w*|maintain\w*|exceed\w*|generat\w+|translat\w+|speeds?|stays?|serv\w+|"
    r"process\w*|recover\w*|performs?|"
    r"scales?|leads?|results?|needs?|requires?|consum\w+|uses?|doubl\w+|climb\w*|grew|grows?|collaps\w+|"
    r"appears?|attains?|averag\w+)"
)
SUBJECT: Final = re.compile(
    rf"^(?P<np>(?:[^.;!?]|\.(?=\d)){{2,110}}?)\s+(?:also |now |already |thus |only |"
    rf"further |consistently |typically |even )?{VERB}\b",
    re.I,
)
LABEL: Final = re.compile(r"^(?P<np>[^:.;]{2,80}?)\s*[:–—]\s")
OPENER: Final = re.compile(
    r"^(?:(?:In|On|At|For|With|Under|When|As|By|From|Using|After|During|Across|Compared|While|Overall|"
    r"However|Moreover|Additionally|"
    r"Furthermore|Finally|Meanwhile|Specifically|Notably|Together|Also|Here|Thus|Therefore|Similarly|"
    r"Interestingly|Importantly|"
    r"In addition|As a result|As shown)\b[^,]{0,90},\s*)",
    re.I,
)
VAGUE: Final = re.compile(
    r"^(?:it|this|that|these|those|they|we|our (?:tests?|results?|benchmarks?|experiments?|evaluations?)|"
    r"which|there|you|he|the results?|results?|"
    r"the (?:figure|table|chart|plot|graph|numbers?|post|following)\b.*|figure \d.*|here|and|but|as|both|i|"
    r"one|each|what|who|such)$",
    re.I,
)
ARTICLE: Final = re.compile(
    r"^(?:the|a|an|our|its|their|this|these|overall|and|that|while|where|which|but|"
    r"however,?)\s+",
    re.I,
)
BASELINE: Final = re.compile(
    r"\b(?:compared (?:to|with|against)|in comparison (?:to|with)|relative to|versus|vs\.?|against|over|than|"
    r"behind|ahead of|beyond|of its|as opposed to)\s+"
    r"(?P<np>(?:(?:the|a|an|our|its|their|using|running)\s+)?(?:[^.,;:()\n]|\.(?=\d)){2,90})",
    re.I,
)
STOP: Final = re.compile(
    r"\s(?:on|for|with|when|while|and|but|in|at|under|by|across|which|that|where|using|without requiring|due "
    r"to|thanks to|because|if|as|to|from|is|are|was|"
    r"were|has|have|even|up|after|during|respectively|depending)\s.*$|\s(?:respectively|alone|baseline's)$",
    re.I,
)
NUMERIC: Final = re.compile(r"^(?:~|about |nearly |over )?[\d$.,%x×k]+(?:\s?(?:%|x|×|ms|s|GB|tok\S*))?(?:\s|$)", re.I)
TEMPORAL: Final = re.compile(
    r"^(?:time|the (?:course|past|last|years?|months?)|\d+ (?:days?|months?|years?|"
    r"steps?)|\w+ (?:days?|months?|minutes|hours))\b",
    re.I,
)


def clean(phrase: str, limit: int = 12) -> str | None:
    """Return a noun phrase without marks, articles and openers; None where it names nothing or is no phrase."""
    text = re.sub(r"[*_`\"“”]+", "", phrase).strip(" \t-–—:,;([{")
    previous = None
    while previous != text:
        previous, text = text, ARTICLE.sub("", text).strip()
    if (
        not text
        or VAGUE.match(text)
        or NUMERIC.match(text)
        or len(text.split()) > limit
        or not re.search(r"[A-Za-z]{2}", text)
    ):
        return None
    return text.rstrip(")]}") if text.count("(") < text.count(")") else text


def subject_of(sentence: str, at: int) -> str | None:
    """Return the subject of the number at offset ``at`` of ``sentence``, or None where the words do not tell."""
    head = sentence[:at]
    if label := LABEL.match(head):
        return clean(label["np"])
    for start in _clause_starts(head):
        clause = OPENER.sub("", head[start:])
        found = SUBJECT.match(clause)
        if found and (phrase := clean(found["np"])):
            return phrase
    return None


def _clause_starts(head: str) -> list[int]:
    """Where a clause may begin, nearest the number first, the sentence's own start last."""
    starts = [
        m.end()
        for m in re.finditer(
            r"(?:[,;:]\s(?:and |while |but |whereas )?|\s(?:while|whereas|and|"
            r"but|that)\s)",
            head,
        )
    ]
    return [*reversed([s for s in starts if re.match(r"[A-Z0-9]|the |our ", head[s : s + 5])]), 0]


def baseline_of(sentence: str, at: int) -> str | None:
    """Return what the number ending at offset ``at`` is compared with: the first comparison behind it, else "
    "before."""
    for text in (sentence[at : at + 170], sentence[max(0, at - 170) : at]):
        for found in BASELINE.finditer(text):
            phrase = STOP.sub("", " " + found["np"]).strip()
            if TEMPORAL.match(phrase):
                continue
            if (name := clean(phrase, 9)) is not None:
                return name
    return None
