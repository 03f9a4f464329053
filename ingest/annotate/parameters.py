"""Lengths, load and counts said in running text, set-up lines and commands: ``ISL=2k``, ``-tp 8``, ``batch "
"size of 64``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from .quantities import SUFFIX, number_of

Parameter = tuple[str, float, int, int]

N: Final = r"(\d{1,3}(?:,\d{3})+|\d{1,7}(?:\.\d+)?)\s?([kKM])?"
_IS: Final = r"(?:\s?(?:=|:|of|is|was|are|to|≈|~)?\s?){1,2}"


@dataclass(frozen=True, slots=True)
class Stated:
    """One way to state a field: its pattern, and letters without which it cannot match, one of ``first`` and one of ``second``."""

    field: str
    first: frozenset[str]
    second: frozenset[str]
    pattern: re.Pattern[str]


def _stated(field: str, letters: str, pattern: str) -> Stated:
    first, _, second = (frozenset(side.split("|")) for side in letters.partition(" & "))
    return Stated(field, first, second if second != {""} else first, re.compile(pattern, re.I))


PATTERNS: Final = tuple(
    _stated(*row) for row in (
        ("input_tokens", "isl", rf"\bISL{_IS}{N}\b"),
        ("output_tokens", "osl", rf"\bOSL{_IS}{N}\b"),
        ("input_tokens", "input|prompt|prefill & len|size|tokens",
         rf"(?<!chunked-)(?<!chunked )(?<![A-Za-z0-9])(?:random_)?(?:input|prompt|prefill)(?:[ _-](?:sequences?|tokens?|prompts?))?[ "
         rf"_-](?:lengths?|len|size|tokens){_IS}{N}\b"),
        ("output_tokens", "output|generation|decode|completion & len|size|tokens",
         rf"(?<![A-Za-z0-9])(?:random_)?(?:output|generation|decode|completion)(?:[ _-](?:sequences?|tokens?))?[ "
         rf"_-](?:lengths?|len|size|tokens){_IS}{N}\b"),
        ("input_tokens", "input|prompt token",
         rf"(?<![/$])\b{N}[ -](?:tokens? )?(?:inputs?\b|prompt tokens?\b)(?: tokens?\b| sequences?\b| lengths?\b)?"
         rf"(?!/|-? ?per\b| ?tok| and [\d,.]+k? output tok\w* ?(?:/|per ))"),
        ("input_tokens", "input|prompt|prefixes & of ",
         rf"\b(?:inputs?|prompts?|prefixes) of (?:length )?{N}\b(?: tokens)?(?!/| (?:requests|users))"),
        ("output_tokens", "output|generated|completion & token|length|sequence",
         rf"(?<![/$])\b{N}[ -](?:tokens? )?(?:output|generated|completion)(?: tokens?\b| lengths?\b| "
         rf"sequences?\b)(?!/| per)"),
        ("input_tokens", "token input|tokens input|token prompt|tokens prompt", rf"\b{N}[ -]tokens? (?:input|prompt)"),
        ("output_tokens", "token output|tokens output", rf"\b{N}[ -]tokens? output"),
        ("input_tokens", "input|isl|prompt & --",
         r"--(?:random-|sonnet-|dataset-)?(?:input-len|input-length|isl|prompt-tokens|"
         r"synthetic-input-tokens-mean)[ =](\d+)()"),
        ("output_tokens", "output|osl|max-tokens & --",
         r"--(?:random-|sonnet-|dataset-)?(?:output-len|output-length|osl|max-tokens|"
         r"output-tokens-mean)[ =](\d+)()"),
        ("concurrency", "conc",
         rf"\b(?:concurrency|concurrent (?:requests|users|clients|sessions)|max[- "
         rf"]concurrency|conc){_IS}{N}\b"),
        ("concurrency", "concurrent |parallel |simultaneous ",
         rf"\b{N} (?:concurrent|parallel|simultaneous) (?:requests?|users?|clients?|sessions?|"
         rf"streams?|sequences?)\b"),
        ("concurrency", "-way concurrency", rf"\b{N}-way concurrency\b"),
        ("concurrency", "c=", r"(?<![\w.$/-])(?-i:c)=(\d{1,4})()(?=[),;:.]|\s|$)"),
        ("concurrency", "conc & --", r"--(?:max-)?concurrency[ =](\d+)()"),
        ("batch_size", "batch|bs", rf"\b(?:batch[ _-]?sizes?|BS|batch){_IS}{N}\b"),
        ("batch_size", "batch|rank|device|gpu & tok",
         rf"\b{N} tok(?:en)?s?(?:/| per | a )(?:batch|rank|device|GPU)\b(?! ?(?:per|/) ?s)"),
        ("concurrency", "request", r"\brequests?\s?=\s?(\d{1,5})()\b"),
        ("batch_size", " bs", rf"\b{N} (?-i:BS)\b"),
        ("batch_size", "batch-", r"\bbatch-(\d{1,4})()\b"),
        ("batch_size", "batch & --", r"--batch(?:-size)?[ =](\d+)()"),
        ("request_rate", "request rate|request-rate|qps|rps", rf"\b(?:request[- ]rate|QPS|RPS){_IS}{N}\b"),
        ("request_rate", "qps|rps|req/s|per second",
         rf"\b(?:at|under|of) {N} (?:QPS|RPS|req/s|requests? per second)\b"),
        ("request_rate", "request-rate & --", r"--request-rate[ =](\d+(?:\.\d+)?)()"),
        ("accelerator_count", "tp", r"\bTP(?:[ =-]|: ?| = )?(\d{1,3})()\b(?!\s?[,+/xX×-]?\s?(?:PP|DP)\d)"),
        ("accelerator_count", "-tp|--tensor-parallel-size",
         r"(?:--tensor-parallel-size|--tp-size|--tp|-tp)[ =](\d{1,3})()\b"),
        ("accelerator_count", "gpu", r"(?<!(?-i:[A-Z]{2}) )\b(\d{1,4})()[ -](?:x |× )?GPUs?\b"),
        ("nodes", "node", r"\b(\d{1,3})()[ -]nodes?\b"),
        ("draft_tokens", "speculative", r"\bnum[_-]speculative[_-]tokens[\"']?[ =:]+(\d{1,2})()"),
    ))  # fmt: skip
"""Field, letters, pattern: most texts lack the letters (in lower case) and are spared the search."""
LETTERS: Final = frozenset().union(*(stated.first | stated.second for stated in PATTERNS))
DIGIT: Final = re.compile(r"\d")
PAIR: Final = re.compile(
    r"(?<![\w/.])(\d{1,3}(?:\.\d)?)\s?(k)\s?(?:/|in[ /,-]+|\s?:\s?)\s?(\d{1,3}(?:\.\d)?)\s?(k)(?:\s?out)?(?![\w/])"
    r"(?!\s(?:input/output\s)?tok\w*\s?(?:/|per\s)\s?s)|"
    r"\b(?:ISL/OSL|input/output)\D{0,12}(\d{2,6})\s?(k)?\s?/\s?(\d{1,6})\s?(k)?\b|(?<![\w/.])(1024|2048|4096|"
    r"8192|512|1000|2000)()/(1024|2048|512|256|128|1000|1)()(?![\w/])|"
    r"(?<![\w/.])(\d{1,6}(?:\.\d)?)\s?(k)?\s(?:tokens? )?input\s?/\s?(\d{1,6}(?:\.\d)?)\s?(k)?\s(?:tokens? )?output\b|"
    r"\binput[ =:]{1,2}(\d{1,6})\s?(k)?,?\s(?:and )?output[ =:]{1,2}(\d{1,6})\s?(k)?\b",
    re.I)  # fmt: skip
MOST: Final = {"output_tokens": 150_000.0, "input_tokens": 4_000_000.0}
"""Beyond this a number of tokens is a whole run's, not a request's."""
PAIRED: Final = re.compile(r"\d(?:\s?k|/\d)")
"""What no pair of bare numbers is without, in lower case."""
PAIRING: Final = ("isl/osl", "input/output", "input ")
APART: Final = re.compile(
    r"\b(\d{1,3})\s?[x×]?\sprefill GPUs?\s?(?:/|\+|,|and|plus)\s?(\d{1,3})\s?[x×]?\sdecode GPUs?\b", re.I
)
COUNT_WORDS: Final = {"two": 2, "four": 4, "eight": 8, "sixteen": 16}
DEVICE_WORD: Final = re.compile(r"\b[A-Z][A-Za-z]{1,9}[ -]$")
WORDED: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = tuple(
    (name, letters, re.compile(pattern, re.I)) for name, letters, pattern in (
        ("accelerator_count", "single",
         r"\b(?:a )?single (?:\w+ ){0,3}?(?:GPU|accelerator|card|NPU)\b(?! (?:throughput|performance|utilization))|"
         r"\bsingle-GPU\b(?! (?:throughput|performance))"),
        ("batch_size", "single", r"\bsingle[- ](?:batch|sequence)\b"),
        ("concurrency", "single", r"\bsingle[- ](?:request|stream|user|client|concurrency)\b(?! (?:pool|id))"),
        ("concurrency", "one", r"\bone[- ](?:request|stream|user|client)\b"),
        ("accelerator_count", "gpus", r"\b(two|four|eight|sixteen) (?:\w+ ){0,4}?GPUs\b"),
    ))  # fmt: skip


def find_parameters(text: str) -> list[Parameter]:
    """Return (field, value, start, end) of every parameter stated in ``text``, in reading order; lengths in "
    "tokens."""
    low = text.lower()
    found: list[Parameter] = []
    if DIGIT.search(low):
        found += _numbered(text, {letters for letters in LETTERS if letters in low})
        found += _pairs(text) if PAIRED.search(low) or any(words in low for words in PAIRING) else ()
    for name, letters, pattern in WORDED:
        if letters in low:
            found += [(name, _counted(m), m.start(), m.end()) for m in pattern.finditer(text)]
    if "decode gpu" in low:
        found = _disaggregated(text, found)
    return sorted(found, key=itemgetter(2)) if len(found) > 1 else found


def _disaggregated(text: str, found: list[Parameter]) -> list[Parameter]:
    """The devices of a deployment whose prefill and decode are apart are added (GUIDE decision 24), its degrees no count of it."""
    summed = [("accelerator_count", float(m[1]) + float(m[2]), m.start(), m.end()) for m in APART.finditer(text)]
    return summed + [p for p in found if p[0] != "accelerator_count"] if summed else found


def _numbered(text: str, letters: set[str]) -> Iterator[Parameter]:
    """The parameters said with a number behind or before their words; ``letters``: which of ``LETTERS`` the text has."""
    if not letters:
        return
    for stated in PATTERNS:
        if stated.first.isdisjoint(letters) or stated.second.isdisjoint(letters):
            continue
        for match in stated.pattern.finditer(text):
            value, start = _value(match[1], match[2]), match.start()
            if value is None or not 0 < value <= MOST.get(stated.field, value):
                continue
            if not _is_device(stated.field, value, text[max(0, start - 12) : start]):
                yield stated.field, value, start, match.end()


def _pairs(text: str) -> Iterator[Parameter]:
    """The lengths said as a pair: ``8k/1k``, ``ISL/OSL 1024/512``."""
    for match in PAIR.finditer(text):
        groups = [g for g in match.groups() if g is not None]
        numbers = [
            (g, groups[i + 1] if i + 1 < len(groups) and not groups[i + 1][:1].isdigit() else "")
            for i, g in enumerate(groups)
            if g[:1].isdigit()
        ]
        for name, (number, suffix) in zip(("input_tokens", "output_tokens"), numbers, strict=False):
            if (value := _value(number, suffix)) is not None:
                yield name, value, match.start(), match.end()


def _counted(match: re.Match[str]) -> float:
    """How many a number word says; one where the pattern holds none."""
    return float(COUNT_WORDS[match[1].lower()]) if match.re.groups else 1.0


def _is_device(name: str, value: float, before: str) -> bool:
    """Whether a number of devices is the number in a device's name ("RTX 3090 GPUs"); ``before``: what stands before it."""
    return name == "accelerator_count" and value >= 100 and DEVICE_WORD.search(before) is not None


def _value(number: str, suffix: str | None) -> float | None:
    value = number_of(number)
    return None if value is None else value * SUFFIX.get((suffix or "").replace("K", "k"), 1.0)
