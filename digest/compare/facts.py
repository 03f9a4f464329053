"""What rules read of a claim: its fields, the track fields its words state, and the kind of number it is.

A fact that is None is not stated. Nothing here supplies a default: a blank that were read as a value could make a pair
comparable by taking a statement away.
"""

from __future__ import annotations

import re
from functools import cached_property
from operator import attrgetter
from typing import Final

from ...store.claim import Claim
from .derived import FILLER, PRECISION_WORDS, Words, content, near, operation, read_words, tokens
from .families import UNITS, metric_of
from .names import members

TEXT_FIELDS: Final = (
    "serving_mode", "phase", "spec_decode", "prefix_cache", "kv_precision", "load", "slo",
    "length_distribution", "parallelism", "tool", "tool_version", "window", "tuning", "quality", "stop_rule", "suite",
    "division", "simulated", "locus", "errors", "price_basis", "power_basis",
)  # fmt: skip
NUMBER_FIELDS: Final = ("draft_tokens", "acceptance_length", "cache_hit_rate", "context_tokens", "nodes", "runs")
_DERIVED_ONLY: Final = ("weights", "form_factor", "prefill_gpus", "decode_gpus")
_READ: Final = (*TEXT_FIELDS, *NUMBER_FIELDS)
_said: Final = attrgetter(*_READ)
_WORKERS: Final = re.compile(r"\bdecode (\d{1,3})x TP(\d{1,3})\b")
_PREFILLERS: Final = re.compile(r"\bprefill (\d{1,3})x TP(\d{1,3})\b")
_ROW_CELL: Final = re.compile(r"\d[\d,]*")
_LABEL: Final = re.compile(r"\s*\|?\s*[*`]*([A-Za-z][^|:=]*?)[*`\s]*[|:=]")
_METHOD: Final = re.compile(r"[^A-Z0-9]+")


class Facts:
    """One claim as the rules see it. ``claim`` is the claim itself; None means not stated; ``size`` is its value in
    the dimension's own unit (seconds, bytes, tokens a second ...)."""

    serving_mode: str | None
    phase: str | None
    spec_decode: str | None
    prefix_cache: str | None
    kv_precision: str | None
    load: str | None
    slo: str | None
    length_distribution: str | None
    parallelism: str | None
    tool: str | None
    tool_version: str | None
    window: str | None
    tuning: str | None
    quality: str | None
    stop_rule: str | None
    suite: str | None
    division: str | None
    simulated: str | None
    locus: str | None
    errors: str | None
    price_basis: str | None
    power_basis: str | None
    weights: str | None
    form_factor: str | None
    draft_tokens: float | None
    acceptance_length: float | None
    cache_hit_rate: float | None
    context_tokens: float | None
    nodes: float | None
    runs: float | None
    prefill_gpus: float | None
    decode_gpus: float | None

    def __init__(self, claim: Claim, *, whole_sentence: bool = True) -> None:
        """Read ``claim`` and the track fields its words state; the sentence around the value, if ``whole_sentence``."""
        self.claim = claim
        self.metric = claim.metric
        kind = metric_of(claim.metric)
        self.family, self.kind = kind.family, kind.kind
        self.scope = kind.scope or claim.token_scope
        self.form, self.bound, self.basis = claim.form, claim.bound, claim.basis
        self.dimension, factor = UNITS.get(claim.unit, (claim.unit, 1.0))
        self.size = size(claim)
        self.size_max = None if claim.value_max is None else claim.value_max * factor
        self._copy(claim)
        self._derive(claim, whole_sentence=whole_sentence)

    @cached_property
    def residue(self) -> frozenset[str]:
        """The subject's words that no other field accounts for."""
        return _residue(self.claim)

    @cached_property
    def key(self) -> tuple[float | None, ...]:
        """The leading numbers of the claim's table row."""
        return row_key(self.claim)

    @cached_property
    def label(self) -> frozenset[str]:
        """The words that lead the claim's table row."""
        return row_label(self.claim)

    @cached_property
    def contents(self) -> frozenset[str]:
        """The kinds of content the subject names."""
        return content(self.claim.subject or "")

    def pool(self, name: str | None) -> float | None:
        """How many accelerators the pool ``prefill_gpu`` or ``decode_gpu`` has: as the words count them, else by the
        degrees of parallelism of its workers."""
        said = {"prefill_gpu": self.prefill_gpus, "decode_gpu": self.decode_gpus}.get(name or "")
        if said is not None or name is None:
            return said
        worker = (
            _WORKERS.search(self.parallelism or "")
            if name == "decode_gpu"
            else _PREFILLERS.search(self.parallelism or "")
        )
        return float(worker[1]) * float(worker[2]) if worker else None

    def told(self, field: str) -> bool:
        """Whether the claim itself holds ``field``, as against its words."""
        return getattr(self.claim, field, None) is not None

    def _copy(self, claim: Claim) -> None:
        self.subject, self.baseline, self.baseline_version = claim.subject, claim.baseline, claim.baseline_version
        self.engine, self.model, self.dataset = claim.engine, claim.model, claim.dataset
        self.precision, self.accelerator = claim.precision, claim.accelerator
        self.accelerator_count = claim.accelerator_count
        self.input_tokens, self.output_tokens = claim.input_tokens, claim.output_tokens
        self.concurrency, self.batch_size, self.request_rate = claim.concurrency, claim.batch_size, claim.request_rate
        self.version = claim.engine_version or claim.subject_version
        vars(self).update(zip(_READ, _said(claim), strict=True))
        self.normaliser = claim.normaliser or claim.per
        self.statistic = claim.statistic

    def without_sentence(self) -> Facts:
        """Return the facts again, read without the sentence: for two claims of one sentence, whose words may be the
        other's."""
        return Facts(self.claim, whole_sentence=False)

    def _derive(self, claim: Claim, *, whole_sentence: bool) -> None:
        subject, quote = claim.subject or "", claim.quote
        table = claim.place == "table"
        offset = None
        if claim.value_start is not None and claim.start is not None:
            offset = claim.value_start - claim.start
        words = Words(
            subject,
            "" if table else near(quote, claim.value_text, offset),
            quote if whole_sentence and not table else "",
            quote if table else "",
            claim.accelerator or "",
        )
        said = read_words(words)
        for name in _DERIVED_ONLY:
            setattr(self, name, said.get(name))
        for name, value in said.items():
            if name in _FILLED and getattr(self, name) is None:
                setattr(self, name, value)
        refined = said.get("normaliser")
        finer = self.normaliser == "gpu" and refined in ("decode_gpu", "prefill_gpu")
        if refined is not None and (self.normaliser is None or finer) and claim.unit == "tok/s":
            self.normaliser = str(refined)
        if self.phase is None and claim.output_tokens == 1 and self.kind == "token_rate":
            self.phase = "prefill"
        if self.spec_decode is not None and self.spec_decode.lower() != "off":
            self.spec_decode = _METHOD.sub("", self.spec_decode.upper())
        self.operation = operation(subject) if self.family in ("kernel", "other", "memory", "acceptance") else None


def size(claim: Claim) -> float:
    """Return a claim's value in its dimension's own unit (seconds, bytes, tokens a second ...): 8 TB/s is more than 576 GB/s."""
    return claim.value * UNITS.get(claim.unit, (claim.unit, 1.0))[1]


_FILLED: Final = frozenset((*_READ, "statistic", "batch_size"))


def _residue(claim: Claim) -> frozenset[str]:
    """The subject's words that no other field of the claim accounts for: what technique or thing it names."""
    if claim.subject is None:
        return frozenset()
    return tokens(claim.subject) - _accounted(claim) - FILLER


def _accounted(claim: Claim) -> set[str]:
    """Return the words of the fields that rules compare by themselves."""
    known: set[str] = set()
    for text in (claim.engine, claim.model, claim.accelerator, claim.dataset, claim.parallelism):
        if text:
            known |= tokens(text)
    if claim.subject_version:
        known |= {claim.subject_version.lower(), f"v{claim.subject_version.lower()}"}
    return known


def beyond_precision(residue: frozenset[str]) -> frozenset[str]:
    """Return a subject's words without those that name a number format or a way of quantising."""
    return residue - PRECISION_WORDS


def row_key(claim: Claim) -> tuple[float | None, ...]:
    """Return the leading numbers of a table row before the claim's own cell; None for one that a field accounts for.

    They are a kernel's shape or a swept parameter: rows of one table that differ in them are not one measurement.
    """
    if claim.place != "table" or "|" not in claim.quote:
        return ()
    known = _numbers(claim)
    out: list[float | None] = []
    own = (claim.cell or claim.value_text).strip().strip("*`")
    for cell in claim.quote.strip().strip("|").split("|"):
        text = cell.strip().strip("*`\\")
        if text == own or not _ROW_CELL.fullmatch(text):
            break
        number = float(text.replace(",", ""))
        out.append(None if any(abs(number - other) <= 0.03 * other for other in known) else number)
    return tuple(out)


def row_label(claim: Claim) -> frozenset[str]:
    """Return the words that lead a table's row or a printed result, without those that a field accounts for."""
    if claim.place not in ("table", "code"):
        return frozenset()
    first = _LABEL.match(claim.quote)
    return tokens(first[1]) - _accounted(claim) - FILLER if first else frozenset()


def _numbers(claim: Claim) -> list[float]:
    fields = (
        claim.accelerator_count, claim.input_tokens, claim.output_tokens, claim.concurrency, claim.batch_size,
        claim.request_rate, claim.context_tokens, claim.nodes,
    )  # fmt: skip
    return [value for value in fields if value]


def accelerators(facts: Facts) -> frozenset[str]:
    """Return the accelerators a claim names."""
    return members(facts.accelerator) if facts.accelerator else frozenset()
