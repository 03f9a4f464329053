"""What a header, a row label or a caption says: the metric and its unit, a swept parameter, a comparison, a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ...store.vocabulary import Vocabulary
from .labelunits import BRACKET, CLASSES, denominator_of, refined, unit_of
from .lexicon import Found, Lexicon, load_lexicon
from .mentions import Mention, find_mentions
from .units import UnitWord

NAMED: Final = frozenset({"accelerator", "model", "engine", "precision", "dataset"})
ASIDE: Final = re.compile(
    r"[(\[]?\b(?:lower|higher|bigger|smaller|more|less)(?: is| =)? (?:is )?better\b[)\]]?|[↑↓⬆⬇🏆🚀]|&nbsp;|\ufe0f",
    re.I,
)
BREAK: Final = re.compile(r"<br\s*/?>|\s+")
PER_SECOND: Final = re.compile(r"(?<=[a-z])\s+per\s+sec(?:ond)?\b", re.I)
PER_THING: Final = re.compile(r"\s+/\s+(?=(?:s|sec|seconds?|gpu|user|node|request|chip)\b)", re.I)
MARKS: Final = re.compile(r"\*{1,3}|`|~~|\\(?=[+\-_#*$])")
GAP: Final = re.compile(r"\s{2,}")
SHARE_OF: Final = re.compile(
    r"(?:%|percent(?:age)?|ratio|fraction|relative) (?:of|to|w\.?r\.?t\.?|vs\.?) (?P<name>.{2,40})", re.I
)
AGAINST: Final = re.compile(
    r"(?:\bvs\.?|\bv\.s\.|\bversus|\bover|\bcompar(?:ed|ing|ison) (?:to|with|against)|\brelative to|\bagainst|\bthan|\bw\.?r\.?t\.?|\bfrom)"
    r"\s(?:the )?(?P<name>[^()\[\]]{2,60})", re.I)  # fmt: skip
ESTIMATED: Final = re.compile(
    r"\b(?:estimat\w*|predict\w*|project\w*|theor\w*|interp\w*|extrap\w*|expected|ideal)\b", re.I
)
GOAL: Final = re.compile(r"\b(?:goal|target)s?\b", re.I)
PER_REST: Final = re.compile(
    r"(?:\s?/\s?|\bper[\s\-]|\bfor each )(?:gpu|node|user|request|device|rank|server|instance|replica|expert|layer|prompt)s?\b.*",
    re.I,
)
MODIFIERS: Final = 3
CONDITION: Final = re.compile(
    r"\b(?:SLO|SLA|threshold|constraint|formula|budget)s?\b(?!\s?(?:attain|met|compliance|violation|goodput|hit))", re.I
)
MODE: Final = re.compile(r"\b(?:high|low)[- ](?:throughput|latency)\b", re.I)
"""What a kernel or a way to serve is called ("High-Throughput kernels"): no metric of the numbers."""
PRECEDENCE: Final = {"metric": 0, "change": 1, "parameter": 2, "label": 3}
MEASURING: Final = frozenset({"rate", "time", "bandwidth", "flops", "cost", "energy"})
SUITED: Final[dict[str, str]] = {
    "ttft": "time", "tpot": "time", "itl": "time", "e2e_latency": "time", "latency": "time", "startup_time": "time", "training_time": "time",
    "output_throughput": "rate", "input_throughput": "rate", "total_throughput": "rate", "token_throughput": "rate",
    "request_throughput": "rate", "sample_throughput": "rate", "throughput": "rate", "training_throughput": "rate", "memory": "size",
    "bandwidth": "bandwidth", "flops": "flops", "cost": "cost", "energy": "energy", "acceptance_length": "count", "capacity": "count",
    "utilization": "share", "acceptance_rate": "share", "cache_hit_rate": "share", "accuracy": "score",
}  # fmt: skip
"""Each metric's dimension; metrics that stand in none (speed, overhead, other) go with any."""


@dataclass(frozen=True, slots=True)
class Label:
    """A header or row label as read. ``parameter`` is a field of the claim, or ``""`` for one that has no field."""

    text: str
    metrics: tuple[str, ...] = ()
    unit: UnitWord | None = None
    default_unit: str = ""
    per: str | None = None
    statistic: str | None = None
    statistics: tuple[str, ...] = ()
    unnamed_statistic: bool = False
    form: str | None = None
    implied: str = ""
    parameter: str | None = None
    names: str | None = None
    baseline: str | None = None
    subject: str | None = None
    basis: str | None = None
    mentions: tuple[Mention, ...] = ()

    @property
    def measured(self) -> bool:
        """Whether the words alone say that numbers under the label are results."""
        return bool(self.metrics) or (self.unit is not None and CLASSES.get(self.unit.unit) in MEASURING)

    @property
    def valued(self) -> bool:
        """Whether the label names a parameter together with its value: ``2 GPUs``, ``bs=16``."""
        if self.parameter is None:
            return False
        body = self.text
        for mention in self.mentions:
            body = body.replace(mention.text, " ")
        return re.search(r"(?<![A-Za-z])\d", BRACKET.sub("", body)) is not None

    @property
    def dataset(self) -> str | None:
        """The one data set that the label names, if it does."""
        found = {m.name for m in self.mentions if m.kind == "dataset"}
        return found.pop() if len(found) == 1 else None

    def metric_for(self, unit: str | None) -> str | None:
        """Return the first metric that a number in ``unit`` can be; None where the label names no such metric."""
        kind = CLASSES.get(unit or "")
        for metric in self.metrics:
            if kind is None or SUITED.get(metric, kind) == kind:
                return metric
            if metric in ("throughput", "speed") and kind in ("bandwidth", "flops"):
                return kind
        return None


def clean(text: str) -> str:
    """Return a label without marks, asides ("lower is better") and line breaks."""
    text = BREAK.sub(" ", text)
    text = PER_SECOND.sub("/s", text)
    text = PER_THING.sub("/", text)
    text = ASIDE.sub(" ", MARKS.sub("", text))
    return GAP.sub(" ", text).strip(" :|")


@lru_cache(maxsize=8192)
def read_label(text: str, vocabulary: Vocabulary) -> Label:
    """Read one label; the same text always gives the same label."""
    lexicon = load_lexicon()
    text = clean(text)
    if not text:
        return Label("")
    span, unit, per = unit_of(text, lexicon)
    mentions = tuple(find_mentions(text, vocabulary, NAMED))
    words = _words(text, lexicon, mentions)
    metrics = tuple(dict.fromkeys(w.entry.name for w in words if w.entry.kind == "metric"))
    if len(metrics) > 1:
        metrics = tuple(m for m in metrics if m != "speed") or metrics
    change = next((w for w in words if w.entry.kind == "change"), None)
    parameter = _head(text, [w for w in words if w.entry.kind == "parameter"])
    if parameter is not None and parameter.entry.name == "accelerator_count" and _is_device(text, mentions):
        parameter = None
    name = next((w for w in words if w.entry.kind == "label"), None)
    statistics = [s for s in lexicon.find("statistic", text) if span is None or not span[0] <= s.start < span[1]]
    metrics, unit = refined(text, metrics, unit)
    if parameter is not None and _is_parameter(text, parameter, words, unit, metrics):
        return Label(text, parameter=parameter.entry.name, mentions=mentions, unit=unit)
    if CONDITION.search(text):
        return Label(text, parameter="", mentions=mentions, unit=unit)
    against = AGAINST.search(text) or SHARE_OF.search(text)
    first = next((w for w in words if w.entry.kind == "metric"), None)
    if text.lower() == "loss":
        metrics, change = ("accuracy",), None
    taken = [span] if span else []
    taken += [(w.start, w.end) for w in words if w.entry.kind in ("metric", "change")] + [
        (s.start, s.end) for s in statistics
    ]
    return Label(
        text,
        metrics,
        unit,
        default_unit=(change.entry.unit if change else "") or (first.entry.unit if first else ""),
        per=per or denominator_of(text, lexicon),
        statistic=next((s.entry.name for s in statistics if s.entry.name), None),
        statistics=tuple(s.entry.name for s in statistics),
        unnamed_statistic=any(not s.entry.name for s in statistics),
        form=change.entry.form if change else None,
        implied=change.entry.metric if change else "",
        names=name.entry.name if name and not metrics and not change else None,
        baseline=_trimmed(against["name"]) if against else None,
        subject=_rest(text, [*taken, *([against.span()] if against else [])]),
        basis="estimated" if ESTIMATED.search(text) else "target" if GOAL.search(text) else None,
        mentions=mentions,
    )


def _words(text: str, lexicon: Lexicon, mentions: Sequence[Mention] = ()) -> list[Found]:
    """The metric, change, parameter and naming words of ``text`` outside of names; of overlapping ones the longest stands."""
    named = [(m.start, m.end) for m in mentions if m.kind in ("dataset", "model")]
    named += [(m.start(), m.end() + 1) for m in MODE.finditer(text)]
    found = [w for kind in PRECEDENCE for w in lexicon.find(kind, text)]
    found = [
        w
        for w in found
        if not any(
            a <= w.start and w.end <= b and (w.entry.kind == "change" or (a, b) != (w.start, w.end)) for a, b in named
        )
    ]
    found.sort(key=lambda w: (w.start - w.end, PRECEDENCE[w.entry.kind], w.start))
    kept: list[Found] = []
    for word in found:
        if all(word.end <= other.start or word.start >= other.end for other in kept):
            kept.append(word)
    return sorted(kept, key=lambda w: w.start)


def _head(text: str, found: Sequence[Found]) -> Found | None:
    """The parameter that a label is about: its last outside brackets and behind no "per"; "Client timeouts" are no clients.

    A word that fills no field names what was set only where little else stands in the label ("No bind core" is a name).
    """
    body = BRACKET.sub(lambda m: " " * len(m[0]), text)
    body = PER_REST.sub(lambda m: " " * len(m[0]), body) or text
    kept = [w for w in found if body[w.start : w.end].strip()] or [w for w in found if not body.strip()]
    if not kept:
        return None
    word = kept[-1]
    others = re.findall(r"[A-Za-z]{2,}", body[: word.start] + " " + body[word.end :])
    rest = re.findall(r"[A-Za-z]{2,}", re.split(r"\b(?:in|for|of|at|on|with|to)\b", body[word.end :])[0])
    if not word.entry.name and (rest or (len(others) > MODIFIERS or (len(word_text(text, word)) <= 2 and others))):
        return None
    return word


def _is_device(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a label with "GPU" in it names a device (``RTX 4090 desktop GPU``) rather than how many there were."""
    named = any(m.kind == "accelerator" for m in mentions)
    return named and re.search(r"#|\bnum|\bcount|\btotal|(?:GPU|device|accelerator|chip|card)s\b", text, re.I) is None


def word_text(text: str, word: Found) -> str:
    """The letters of a found word."""
    return re.sub(r"\W", "", text[word.start : word.end])


def _is_parameter(
    text: str, parameter: Found, words: list[Found], unit: UnitWord | None, metrics: tuple[str, ...]
) -> bool:
    """Whether the label names what was set rather than what came out: no measuring unit, and no longer metric word."""
    if unit is not None and CLASSES.get(unit.unit) in MEASURING and parameter.entry.name != "request_rate":
        return False
    if any(w.entry.kind == "change" for w in words):
        return False
    if not metrics:
        return True
    others = [w for w in words if w.entry.kind == "metric"]
    if not text[parameter.end :].strip() and not re.search(r"\d|\b(?:vs|by|per|at|for)\b|@", text) and others:
        return all(w.end <= parameter.start for w in others)
    if any(text[w.end : parameter.start].isspace() for w in others):
        return True  # "max throughput batch sizes" are batch sizes
    longest = max((w.end - w.start for w in words if w.entry.kind == "metric"), default=0)
    return parameter.end - parameter.start > longest and parameter.start <= min(
        w.start for w in words if w.entry.kind == "metric"
    )


def _trimmed(name: str) -> str:
    name = re.split(r"\b(?:setup|only|baseline only|performance|implementation|dense)\b(?=\s*$)|[,;]", name.strip())[0]
    return name.strip(" .:%-–—")


def _rest(text: str, taken: list[tuple[int, int]]) -> str | None:
    """What is left of a label once its metric, unit and statistic words are taken out: whose number it is."""
    chars = list(text)
    for start, end in taken:
        chars[start:end] = " " * (end - start)
    rest = re.sub(
        r"\(\s*\)|\[\s*\]|(?<!\w)[/%·,:;–—\-]+(?!\w)|\bof\b|\bper (?:gpu|node|user|request)\b|\(?/(?:gpu|user|node)\)?",
        " ",
        "".join(chars),
        flags=re.I,
    )
    rest = re.sub(r"\s{2,}", " ", rest).strip(" :,;/|-–—_")
    rest = rest.strip("()[] ") if rest.count("(") != rest.count(")") or rest.startswith("(") else rest
    if re.match(r"(?:to|in|for|at|on|by|from|and|of|per)\b", rest, re.I):
        return None
    return rest if len(re.findall(r"[A-Za-z0-9]", rest)) >= 2 else None
