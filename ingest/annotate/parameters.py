"""Lengths, load and counts said in running text, set-up lines and commands: ``ISL=2k``, ``-tp 8``, ``batch "
"size of 64``."""

from __future__ import annotations

import re
from typing import Final

from .quantities import SUFFIX, number_of

N: Final = r"(\d{1,3}(?:,\d{3})+|\d{1,7}(?:\.\d+)?)\s?([kKM])?"
_IS: Final = r"(?:\s?(?:=|:|of|is|was|are|to|≈|~)?\s?){1,2}"

PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern, re.I)) for name, pattern in (
        ("input_tokens", rf"\bISL{_IS}{N}\b"),
        ("output_tokens", rf"\bOSL{_IS}{N}\b"),
        ("input_tokens", rf"(?<!chunked-)(?<!chunked )\b(?:input|prompt|prefill)(?:[ -](?:sequences?|tokens?|prompts?))?[ "
                         rf"-](?:lengths?|len|size|tokens){_IS}{N}\b"),
        ("output_tokens", rf"\b(?:output|generation|decode|completion)(?:[ -](?:sequences?|tokens?))?[ "
                          rf"-](?:lengths?|len|size|tokens){_IS}{N}\b"),
        ("input_tokens", rf"(?<![/$])\b{N}[ -](?:tokens? )?(?:inputs?\b|prompt tokens?\b)(?: tokens?\b| sequences?\b| lengths?\b)?"
                         rf"(?!/|-? ?per\b| ?tok)"),
        ("input_tokens", rf"\b(?:inputs?|prompts?|prefixes) of (?:length )?{N}\b(?: tokens)?(?!/| (?:requests|users))"),
        ("output_tokens", rf"(?<![/$])\b{N}[ -](?:tokens? )?(?:output|generated|completion)(?: tokens?\b| lengths?\b| "
                          rf"sequences?\b)(?!/| per)"),
        ("input_tokens", rf"\b{N}[ -]tokens? (?:input|prompt)"),
        ("output_tokens", rf"\b{N}[ -]tokens? output"),
        ("input_tokens", r"--(?:random-|sonnet-|dataset-)?(?:input-len|input-length|isl|prompt-tokens|"
                         r"synthetic-input-tokens-mean)[ =](\d+)()"),
        ("output_tokens", r"--(?:random-|sonnet-|dataset-)?(?:output-len|output-length|osl|max-tokens|"
                          r"output-tokens-mean)[ =](\d+)()"),
        ("concurrency", rf"\b(?:concurrency|concurrent (?:requests|users|clients|sessions)|max[- "
                        rf"]concurrency|conc){_IS}{N}\b"),
        ("concurrency", rf"\b{N} (?:concurrent|parallel|simultaneous) (?:requests?|users?|clients?|sessions?|"
                        rf"streams?|sequences?)\b"),
        ("concurrency", rf"\b{N}-way concurrency\b"),
        ("concurrency", r"--(?:max-)?concurrency[ =](\d+)()"),
        ("batch_size", rf"\b(?:batch[ _-]?sizes?|BS|batch){_IS}{N}\b"),
        ("batch_size", rf"\b{N} tokens?(?:/| per | a )(?:batch|rank|device)\b"),
        ("batch_size", r"\bbatch-(\d{1,4})()\b"),
        ("batch_size", r"--batch(?:-size)?[ =](\d+)()"),
        ("request_rate", rf"\b(?:request[- ]rate|QPS|RPS){_IS}{N}\b"),
        ("request_rate", rf"\b(?:at|under|of) {N} (?:QPS|RPS|req/s|requests? per second)\b"),
        ("request_rate", r"--request-rate[ =](\d+(?:\.\d+)?)()"),
        ("accelerator_count", r"\bTP[ =-]?(\d{1,3})()\b(?!\s?[,+/xX×-]?\s?(?:PP|DP)\d)"),
        ("accelerator_count", r"(?:--tensor-parallel-size|--tp-size|--tp|-tp)[ =](\d{1,3})()\b"),
        ("accelerator_count", r"(?<!(?-i:[A-Z]{2}) )\b(\d{1,4})()[ -](?:x |× )?GPUs?\b"),
        ("nodes", r"\b(\d{1,3})()[ -]nodes?\b"),
        ("draft_tokens", r"\bnum[_-]speculative[_-]tokens[\"']?[ =:]+(\d{1,2})()"),
    ))  # fmt: skip
DIGIT: Final = re.compile(r"\d")
GATES: Final = {
    "input_tokens": ("isl", "input", "prompt", "prefill"),
    "output_tokens": ("osl", "output", "generat", "decode", "completion", "max-tokens"),
    "concurrency": ("conc", "parallel", "simultaneous"),
    "batch_size": ("batch", "bs", "token"),
    "request_rate": ("request-rate", "request rate", "qps", "rps", "req/s", "per second"),
    "accelerator_count": ("tp", "size", "gpu"),
    "nodes": ("node",),
    "draft_tokens": ("speculative",),
}
"""Letters without which no pattern of a field can match: most texts are spared most patterns."""
PAIR: Final = re.compile(
    r"(?<![\w/.])(\d{1,3}(?:\.\d)?)\s?(k)\s?(?:/|in[ /,-]+|\s?:\s?)\s?(\d{1,3}(?:\.\d)?)\s?(k)(?:\s?out)?(?![\w/])|"
    r"\b(?:ISL/OSL|input/output)\D{0,12}(\d{2,6})\s?(k)?\s?/\s?(\d{1,6})\s?(k)?\b|(?<![\w/.])(1024|2048|4096|"
    r"8192|512|1000|2000)()/(1024|2048|512|256|128|1000|1)()(?![\w/])",
    re.I)  # fmt: skip
MOST: Final = {"output_tokens": 150_000.0, "input_tokens": 4_000_000.0}
"""Beyond this a number of tokens is a whole run's, not a request's."""
SINGLE: Final = re.compile(
    r"\b(?:a )?single (?:\w+ ){0,3}?(?:GPU|accelerator|card|NPU)\b(?! (?:throughput|performance|utilization))|\bsingle-GPU\b(?! (?:throughput|performance))",
    re.I,
)
DEVICE_WORD: Final = re.compile(r"\b[A-Z][A-Za-z]{1,9}[ -]$")
ONE_SEQUENCE: Final = re.compile(r"\bsingle[- ](?:batch|sequence)\b", re.I)
ALONE: Final = re.compile(r"\b(?:single|one)[- ](?:request|stream|user|client)\b|\bone request at a time\b", re.I)
COUNT_WORDS: Final = {"two": 2, "four": 4, "eight": 8, "sixteen": 16}
COUNTED: Final = re.compile(r"\b(two|four|eight|sixteen) (?:\w+ ){0,4}?GPUs\b", re.I)


def find_parameters(text: str) -> list[tuple[str, float, int, int]]:
    """Return (field, value, start, end) of every parameter stated in ``text``, in reading order; lengths in "
    "tokens."""
    found: list[tuple[str, float, int, int]] = []
    low = text.lower()
    said = {name for name, words in GATES.items() if any(word in low for word in words)} if DIGIT.search(low) else set()
    for name, pattern in PATTERNS:
        if name not in said:
            continue
        for match in pattern.finditer(text):
            value = _value(match[1], match[2])
            if (
                value is not None
                and 0 < value <= MOST.get(name, value)
                and not _is_device(name, value, text[: match.start()])
            ):
                found.append((name, value, match.start(), match.end()))
    for match in PAIR.finditer(text) if "k" in low or "/" in low else ():
        groups = [g for g in match.groups() if g is not None]
        numbers = [
            (g, groups[i + 1] if i + 1 < len(groups) and not groups[i + 1][:1].isdigit() else "")
            for i, g in enumerate(groups)
            if g[:1].isdigit()
        ]
        for name, (number, suffix) in zip(("input_tokens", "output_tokens"), numbers, strict=False):
            if (value := _value(number, suffix)) is not None:
                found.append((name, value, match.start(), match.end()))
    found += [("accelerator_count", 1.0, m.start(), m.end()) for m in SINGLE.finditer(text)]
    found += [("batch_size", 1.0, m.start(), m.end()) for m in ONE_SEQUENCE.finditer(text)]
    found += [("concurrency", 1.0, m.start(), m.end()) for m in ALONE.finditer(text)]
    found += [
        ("accelerator_count", float(COUNT_WORDS[m[1].lower()]), m.start(), m.end()) for m in COUNTED.finditer(text)
    ]
    return sorted(found, key=lambda item: item[2])


def _is_device(name: str, value: float, before: str) -> bool:
    """Whether a number of devices is the number in a device's name ("RTX 3090 GPUs")."""
    return name == "accelerator_count" and value >= 100 and DEVICE_WORD.search(before[-12:]) is not None


def _value(number: str, suffix: str | None) -> float | None:
    value = number_of(number)
    return None if value is None else value * SUFFIX.get((suffix or "").replace("K", "k"), 1.0)
