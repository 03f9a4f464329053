"""What the rest of a post says of a number whose own sentence is vague (GUIDE decisions 13 and 1).

A vague "2x faster" takes its metric from the same number said precisely elsewhere, from the label or heading it stands
under, or from the title; a token rate of unsaid kind its phase. A number said again shares baseline, statistic and
denominator with the place that states them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from ...store.claim import Origin
from ...store.document import Document
from ...store.vocabulary import Vocabulary
from .draft import Draft
from .durations import LATENCY
from .mentions import find_mentions
from .metricwords import is_vague, is_weak

METRIC: Final = frozenset({"metric"})
SHARED: Final = {"baseline": 2, "statistic": 3, "per": 3}
"""Fields that the places of one number share, and how many digits it must have for that."""
PHASES: Final = (
    ("input_throughput", re.compile(r"\b(?:prefill(?:ing|-only)?|prompt processing)\b", re.I)),
    ("output_throughput", re.compile(r"\b(?:decod(?:e|ing)|generation phase)\b", re.I)),
)
SETTLING: Final = frozenset(
    {"output_throughput", "input_throughput", "total_throughput", "token_throughput", "request_throughput", "sample_throughput",
     "training_throughput", "throughput", "ttft", "tpot", "itl", "e2e_latency", "latency", "startup_time", "training_time", "rtf"}
)  # fmt: skip
"""What a vague "faster" may turn out to mean; a heading about memory or cost says nothing of it."""
AFTER: Final = re.compile(
    r"[`*]{0,2}(?: (?:higher|better|faster|more) (?:\w+ )?)?\s?(?:\(|(?:in|for|during|on) )(?:the )?(?:pure )?([\w-]{4,16})"
)
RIGHT_BEHIND: Final = re.compile(r"[`*\s]{1,4}(prefill|decod(?:e|ing))\b", re.I)
KINDS: Final = frozenset({"input_throughput", "output_throughput", "total_throughput", "training_throughput"})
RATES: Final = frozenset({"token_throughput", "throughput", "speed"})
OFTEN: Final = 64
"""Places of one number above which they are no restatements of each other."""
BARE_VERSION: Final = re.compile(r"v\d{1,2}\.\d{1,3}(?:\.\d{1,3})?(?:\.?(?:post|rc|dev)\d+)?")
LABEL: Final = re.compile(r"^[^.:]{2,40}:")


def restate(drafts: list[Draft], document: Document, vocabulary: Vocabulary) -> None:
    """Sharpen the vague metrics of running text, then share what only one statement of a number says."""
    prose = [d for d in drafts if d.place not in ("table", "code")]
    for draft in prose:
        _phase(draft, document)
    sharp = _by_number(d for d in drafts if not d.vague)
    for draft in prose:
        if draft.fields["metric"] == "token_throughput" and (kind := _kind(draft, sharp)):
            draft.sharpen("metric", kind)
        if draft.vague and (metric := _elsewhere(draft, sharp) or _heading_metric(draft, document, vocabulary)):
            draft.sharpen("metric", metric)
    same = _by_number(drafts)
    for draft in prose:
        for field in SHARED:
            _share(draft, field, same, document)
    _near_baseline([d for d in prose if document.blocks[d.block].path], document)
    _common_baseline(prose, document)


def _by_number(drafts: Iterable[Draft]) -> dict[tuple[object, ...], list[Draft]]:
    out: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        out.setdefault(_number(draft), []).append(draft)
    return out


def _number(draft: Draft) -> tuple[object, ...]:
    return (draft.fields.get("value"), draft.fields.get("value_max"), draft.fields.get("unit"))


def _allowed(draft: Draft, metric: str) -> bool:
    """Whether a vague word may mean ``metric``: "latency" only a latency, "throughput" only a token or request rate."""
    own = draft.fields["metric"]
    if own == "latency":
        return metric in LATENCY
    if own == "throughput":
        return False
    return metric in SETTLING


def _elsewhere(draft: Draft, sharp: dict[tuple[object, ...], list[Draft]]) -> str | None:
    found = {str(d.fields["metric"]) for d in sharp.get(_number(draft), ()) if d is not draft}
    return found.pop() if len(found) == 1 and _allowed(draft, min(found)) else None


def _kind(draft: Draft, sharp: dict[tuple[object, ...], list[Draft]]) -> str | None:
    """The kind of tokens that the same rate is said to count elsewhere."""
    found = {str(d.fields["metric"]) for d in sharp.get(_number(draft), ())} - {"token_throughput"}
    return found.pop() if len(found) == 1 and _digits(draft) >= 3 and min(found) in KINDS else None


def _digits(draft: Draft) -> int:
    """How many significant digits the number has: a 2x said twice need not be the same 2x."""
    return len(f"{draft.fields.get('value', 0):.12g}".replace(".", "").strip("0-")) + 2 * ("value_max" in draft.fields)


def _heading_metric(draft: Draft, document: Document, vocabulary: Vocabulary) -> str | None:
    """The one metric that the label, the heading or the title over a vague number names."""
    block = document.blocks[draft.block]
    if draft.fields.get("unit") not in ("x", "%"):
        return None
    for text in (*reversed(block.path[-2:]), document.title):
        found = {
            m.name
            for m in find_mentions(text, vocabulary, METRIC)
            if not is_vague(m) and not is_weak(m) and draft.fields["metric"] != m.name
        }
        if len(found) == 1 and _allowed(draft, min(found)):
            return found.pop()
        if found:
            return None
    return None


def _phase(draft: Draft, document: Document) -> None:
    """Settle which tokens a rate counts by the sentence, the block's label, its lead-in or the heading over it."""
    metric = draft.fields["metric"]
    block = document.blocks[draft.block]
    if metric in KINDS and (own := RIGHT_BEHIND.match(block.text, draft.value_end)):
        draft.sharpen("metric", next(name for name, pattern in PHASES if pattern.search(own[1])))
    if metric not in RATES or (metric == "token_throughput" and draft.fields.get("per") == "user"):
        return
    label = LABEL.match(block.text)
    after = RIGHT_BEHIND.match(block.text, draft.value_end) or AFTER.match(block.text, draft.value_end)
    lead = document.blocks[block.lead].text if block.lead is not None and block.lead < len(document.blocks) else ""
    texts = [after[1] if after else "", label[0] if label else "", lead, *reversed(block.path[-2:])]
    if metric == "speed" and draft.fields.get("unit") not in ("x", "%"):
        return
    for text in texts:
        phases = [name for name, pattern in PHASES if pattern.search(text)]
        if len(phases) == 1:
            draft.sharpen("metric", phases[0])
            draft.vague = False
            return
        if phases:
            return


def _common_baseline(prose: list[Draft], document: Document) -> None:
    """Give the comparisons without a stated other side that of the post, where nearly all others name the same one."""
    stated = [d for d in prose if "baseline" in d.fields]
    names = Counter(str(d.fields["baseline"]).lower() for d in stated)
    if not names:
        return
    name, count = names.most_common(1)[0]
    if count < 3 or count < 0.8 * len(stated):
        return
    source = next(d for d in stated if str(d.fields["baseline"]).lower() == name)
    quote = document.blocks[source.block].text[source.start : source.end]
    for draft in prose:
        if draft.fields["form"] != "absolute":
            draft.settle("baseline", source.fields["baseline"], "restatement", quote)


def _near_baseline(prose: list[Draft], document: Document) -> None:
    """Give a comparison the other side its own paragraph, else its own section, names with one voice."""
    for key in (lambda d: (d.block,), lambda d: document.blocks[d.block].path):
        groups: dict[tuple[object, ...], list[Draft]] = {}
        for draft in prose:
            groups.setdefault(key(draft), []).append(draft)
        for group in groups.values():
            stated = [d for d in group if "baseline" in d.fields]
            if not stated or len({str(d.fields["baseline"]).lower() for d in stated}) > 1:
                continue
            quote = document.blocks[stated[0].block].text[stated[0].start : stated[0].end]
            for draft in group:
                if draft.fields["form"] != "absolute":
                    draft.settle("baseline", stated[0].fields["baseline"], "lead-in", quote)


def named_version(draft: Draft) -> None:
    """Name the engine of a baseline written as a bare version: "compared to v0.5.3"."""
    baseline, engine = str(draft.fields.get("baseline", "")), draft.fields.get("engine")
    if engine and BARE_VERSION.fullmatch(baseline):
        draft.sharpen("baseline", f"{engine} {baseline}")


def _share(draft: Draft, field: str, same: dict[tuple[object, ...], list[Draft]], document: Document) -> None:
    if field in draft.fields or (field == "baseline" and draft.fields.get("form") == "absolute"):
        return
    metric = draft.fields["metric"]
    if len(same[_number(draft)]) > OFTEN:
        return
    others = [d for d in same[_number(draft)] if d is not draft and d.fields["metric"] == metric and field in d.fields]
    if _digits(draft) < SHARED[field] and draft.place != "title":
        others = [d for d in others if d.start == draft.start and d.block == draft.block]
        if draft.fields["form"] != "absolute":
            return
    if not others:
        return
    values = {str(d.fields[field]) for d in others}
    if len(values) == 1 and not values & {"max", "min"}:
        origin: Origin = "restatement"
        text = document.blocks[others[0].block].text[others[0].start : others[0].end]
        draft.settle(field, others[0].fields[field], origin, text)
