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
    r"behind|ahead of|beyond|below|above|of its|as opposed to)\s+"
    r"(?P<np>(?:(?:the|a|an|our|its|their|using|running)\s+)?(?:[^.,;:()\n]|\.(?=\d)){2,90})",
    re.I,
)
STOP: Final = re.compile(
    r"\s(?:on|for|with|when|while|and|but|in|at|under|by|across|which|that|where|using|without requiring|due "
    r"to|thanks to|because|if|as|to|from|is|are|was|"
    r"were|has|have|even|up|after|during|respectively|depending)\s.*$|\s(?:respectively|alone|baseline's)$",
    re.I,
)
NUMERIC: Final = re.compile(
    r"^(?!1 (?:GPU|node|server|worker)\b)(?:~|about |nearly |over )?[\d$.,%x×k]+(?:\s?(?:%|x|×|ms|s|GB|tok\S*))?(?:\s|$)",
    re.I,
)
THING: Final = re.compile(
    r"^(?:(?:this|these|such|the|our|that)\s)?(?:(?:new|proposed|same|simple|combined)\s)?(?:it|this|these|that|mechanism|approach|method|technique|optimi[sz]ations?|kernels?|"
    r"system|feature|design|strategy|scheme|change|improvement|combination|configuration|framework|algorithm|release|scheduler|"
    r"solution|implementation|result|setup|experiment)$",
    re.I,
)
"""Words that stand for something named before: the heading over them tells what."""
MEASURE: Final = re.compile(
    r"\b(?:throughputs?|latenc(?:y|ies)|TTFT|TPOT|ITL|speed-?ups?|speed|accuracy|recovery|slopes?|intercepts?|overhead|cost|time|times|"
    r"memory|footprint|utili[sz]ation|performance|break-even|gap|gains?|drop|improvements?|increase|reduction|difference|bandwidth|"
    r"interactivity|goodput|acceptance|rate|score|perplexity|coefficient|issue|rest|average|peak|results?|tests?|testing|numbers?|"
    r"benchmarks?|evaluation|optimi[sz]ation|potential|boost|efficiency|phase|update|point|demand|supply|comparison|analysis|capability)s?$",
    re.I,
)
GENERIC: Final = re.compile(
    r"\b(?:results?|benchmarks?|evaluations?|introduction|conclusions?|summary|overview|performance|experiments?|background|"
    r"tl;?dr|highlights?|updates?|news|throughput|latency|setup|methodology|discussion|features?|what|why|how|when|where|"
    r"appendix|analysis|comparison|findings|motivation|key|takeaways?|example|usage|installation|optimi[sz]ations?|phase|"
    r"implementation|boost|note|accuracy|memory|cost|speed|efficiency|next|future|acknowledg\w+|step|section|table|figure|"
    r"improve\w*|scal\w+|reduc\w+|case|cases|model|hardware|workload|metrics?|serving|inference|quality|test|tests|potential)\b",
    re.I,
)
GERUND: Final = re.compile(
    r"^(?:By |When |While |After |For |With )?[A-Z][a-z]+ing\b|^(?:While|When|If|As|Typically|Note|Because|Since|Although|Unlike|Compared)\b"
)
DATED: Final = re.compile(
    r"^\W{0,3}(?:\d{4}[/.-]\d{1,2}(?:[/.-]\d{1,2})?|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]* (?:\d{1,2}, )?\d{4})\W{0,5}\s*[:–—-]?\s*",
    re.I,
)
OWNER: Final = re.compile(r"^(?P<np>[^,;]{2,60}?)(?:'s|’s)\s")
MEASURE_OF: Final = re.compile(
    r"^(?:[\w-]+\s){0,4}(?:throughput|latency|performance|speed|accuracy|TTFT|TPOT|ITL|time|overhead|recovery|cost) (?:of|for|with) (?P<np>.{2,60})$",
    re.I,
)
MADE: Final = re.compile(
    r"\b(?:creat\w*|add(?:ed|s)?|introduc\w+|implement\w*|propos\w+|enabl\w*|built|build|develop\w*|design\w*|adopt\w*|us(?:e|ed|ing)|releas\w+|announc\w*|present\w*)\s"
    r"(?:an?\s|the\s|our\s|new\s){0,2}(?P<np>[\w][\w .+/-]{2,50}?)(?:\s\(|,|\sto\s|\sthat\s|\sfor\s|\swhich\s|\swith\s)"
)
WHICH: Final = re.compile(r"^(?:which|that)\b", re.I)
BRACKETED: Final = re.compile(r"^\s?\((?P<np>(?:w/ |with )?[A-Za-z][\w.+/ -]{1,30})\)")
OF_OTHER: Final = re.compile(
    r"^[`*\s]{0,3}(?:that of|the (?:[\w-]+\s){1,4}?of|of|as (?:fast|much|many|high|low) as)\s(?P<np>(?:[^.,;:()\n]|\.(?=\d)){2,70})",
    re.I,
)
OF_OWNER: Final = re.compile(
    r"^[`*\s]{0,3}(?P<np>[A-Z][\w.-]{1,20}(?:'s|’s)?) (?:[Pp]erformance|[Tt]hroughput|[Ss]peed|[Ll]atency)\b"
)
BEATEN: Final = re.compile(
    r"\b(?:outperform(?:s|ed|ing)?|beats?|beating|surpass(?:es|ed|ing)?)\s(?P<np>(?:[^.,;:()\n]|\.(?=\d)){2,80})", re.I
)
CLAUSE_START: Final = re.compile(
    r"[,;:]\s(?:and |while |but |whereas )?|\s(?:while|whereas|and|but|that)\s|\s(?:shows?|showed|see|saw|found|observed?|"
    r"demonstrates?|means|reveals?|indicates?|reports?)(?: that)?\s"
)
SUBSTANCE: Final = re.compile(
    r"^(?:the )?(?:time|total|memory|peak|theoretical|optimal|requests|tokens|cases?|GPU memory|KV cache|its time|them|these|those|all|"
    r"both|each other)\b|^(?:[\w-]+ ){0,2}(?:execution|latency|throughput|runtime|degradation|size|memory|accuracy|capability|range|time)$",
    re.I,
)
THE_BASELINE: Final = re.compile(
    r"\b(?P<np>(?:[A-Z][\w-]{1,20}\s)?baselines?(?:\s\([A-Z][^()]{1,30}\))?)(?! (?:of|is|was|latency|accuracy|throughput)\b)"
)
NOT_OWNER: Final = re.compile(
    r"\b(?:prefill|decode|cumulative|average|mean|median|max|min|peak|see|figure|fig|table|per|approx\w*|about|than|lower|higher|vs|conc\w*|"
    r"batch|context|tokens?|TTFT|TPOT|ITL|MFU|up|down|from|or|i\.e|e\.g|GPUs?|reported|estimated|left|right|TPS|tok)\b",
    re.I,
)
LOOSE: Final = re.compile(
    r"(?:^|\s)(?:we|it|you|they|i|and|or|of|the|a|an|in|on|for|with|to|than|by|also|\w+ly|here|today|now|which|that|as)$|"
    r"^(?:how|what|why|where|when|half|most|some|many|more|all|every|each of|just|only)\b",
    re.I,
)
"""A phrase cut short, or one that names nothing."""
TEMPORAL: Final = re.compile(
    r"^(?:time|the (?:course|past|last|years?|months?)|\d+ (?:days?|months?|years?|"
    r"steps?)|\w+ (?:days?|months?|minutes|hours))\b",
    re.I,
)


def clean(phrase: str, limit: int = 12) -> str | None:
    """Return a noun phrase without marks, articles and openers; None where it names nothing or is no phrase."""
    text = DATED.sub("", re.sub(r"[*`\"“”]+|(?<!\w)_+|_+(?!\w)", "", phrase)).strip(" \t-–—:,;([{]")
    previous = None
    while previous != text:
        previous, text = text, ARTICLE.sub("", text).strip()
    if (
        not text
        or VAGUE.match(text)
        or NUMERIC.match(text)
        or len(text.split()) > limit
        or not re.search(r"[A-Za-z]", text)
        or len(text) < 2
    ):
        return None
    if text.count("(") < text.count(")"):
        return clean(text.rpartition(")")[2] or text.rstrip(")"), limit)
    return None if LOOSE.search(text) else text


def subject_of(sentence: str, at: int, over: str = "") -> str | None:
    """Return the subject of the number at offset ``at`` of ``sentence``, or None where the words do not tell.

    ``over`` is the heading the sentence stands under: it names what "this mechanism" or "it" stands for.
    """
    head = sentence[:at]
    named = False
    for start in _clause_starts(head):
        clause = OPENER.sub("", head[start:])
        if WHICH.match(clause) and (made := list(MADE.finditer(head[: start + 8]))):
            return _name(made[-1]["np"])
        found = SUBJECT.match(clause)
        if found is None:
            continue
        if THING.match(found["np"].strip()):
            named = True
        elif phrase := _name(found["np"]):
            return phrase
    if (label := LABEL.match(DATED.sub("", head))) and (phrase := _name(label["np"])) and not GENERIC.search(phrase):
        return phrase
    return topic_of(over) if named else None


def topic_of(heading: str) -> str | None:
    """Return the thing a heading names: its part before the colon, or behind it where that one is general."""
    for part in re.split(r"[:|]\s| [–—-] ", heading):
        text = clean(re.sub(r"^[\d.]+\s", "", part), 7)
        if text and not GENERIC.search(text) and not GERUND.match(text):
            return text
    return None


def _name(phrase: str) -> str | None:
    """The thing a noun phrase is about: the owner of a measure, never the measure itself."""
    if GERUND.match(phrase.strip()):
        return None
    text = clean(phrase)
    if text is None or THING.match(text):
        return None
    if MEASURE.search(text):
        owner = OWNER.match(text) or MEASURE_OF.match(text)
        return clean(owner["np"], 8) if owner else None
    of = MEASURE_OF.match(text)
    return clean(of["np"], 8) if of else text


def _clause_starts(head: str) -> list[int]:
    """Where a clause may begin, nearest the number first, the sentence's own start last."""
    starts = [m.end() for m in CLAUSE_START.finditer(head)]
    return [*reversed([s for s in starts if re.match(r"[A-Z0-9]|the |our |which |this |it ", head[s : s + 6])]), 0]


def baseline_of(sentence: str, at: int) -> str | None:
    """Return what the number ending at offset ``at`` is compared with.

    The nearest tells: "Nx that of B" or "N% of B" right behind it, the first comparison behind it, what is beaten or
    compared before it.
    """
    after, before = sentence[at : at + 170], sentence[max(0, at - 170) : at]
    if (found := OF_OTHER.match(after) or OF_OWNER.match(after)) and (name := _compared(found["np"])):
        return name
    for pattern, text in ((BASELINE, after), (BEATEN, before), (BASELINE, before)):
        for match in pattern.finditer(text):
            if (name := _compared(match["np"])) is not None:
                return name
    stated = THE_BASELINE.search(sentence)
    return stated["np"] if stated else None


def _compared(words: str) -> str | None:
    phrase = STOP.sub("", " " + words).strip()
    if TEMPORAL.match(phrase) or SUBSTANCE.match(phrase):
        return None
    name = clean(phrase, 9)
    return re.sub(r"(?:'s|’s)$", "", name) if name else None


def owner_of(sentence: str, at: int) -> str | None:
    """Return the name in brackets right behind the number that ends at ``at``: "13% (FP8)"."""
    found = BRACKETED.match(sentence[at : at + 40])
    if found is None or NOT_OWNER.search(found["np"]):
        return None
    return clean(found["np"], 4)
