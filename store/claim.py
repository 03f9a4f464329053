"""Claims: one number that says how fast, cheap, small, efficient or accurate a system is, and on what it was measured.

The first fields are the annotation guide's, word for word; the track fields are those that comparability rules read
beside them. A field that is None is *not stated*, never *no*.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal

from .document import Block
from .errors import ClaimError

Origin = Literal[
    "sentence", "header", "row label", "caption", "lead-in", "heading", "setup section", "command",
    "restatement", "alt", "title", "front matter", "derived", "correction",
]  # fmt: skip
Place = Literal["title", "heading", "prose", "list", "table", "caption", "alt", "code"]
Form = Literal["absolute", "ratio", "change"]
Bound = Literal["exact", "up_to", "at_least", "about"]
Basis = Literal["measured", "estimated", "target", "quoted"]


@dataclass(frozen=True, slots=True)
class Facet:
    """Why a claim holds a field: its value, where that was found (``origin``) and the words that say so."""

    name: str
    value: str | float
    origin: Origin
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim. Field names and values are those of the annotation guide; lengths are tokens, times in ``unit``.

    ``start``/``end`` are the quote's span in its block's text, ``value_start``/``value_end`` the value's inside the
    same text. They are None only for claims that never had a text (a pairs file, a benchmark row).
    """

    # where it stands
    doc: str
    quote: str
    value_text: str
    place: Place = "prose"
    line: int | None = None
    cell: str | None = None
    block: int | None = None
    start: int | None = None
    end: int | None = None
    value_start: int | None = None
    value_end: int | None = None
    occurrence: int = 0
    # the number
    value: float
    value_max: float | None = None
    unit: str
    form: Form = "absolute"
    bound: Bound = "exact"
    metric: str
    statistic: str | None = None
    per: str | None = None
    # whose it is
    subject: str | None = None
    subject_version: str | None = None
    baseline: str | None = None
    baseline_version: str | None = None
    engine: str | None = None
    model: str | None = None
    precision: str | None = None
    accelerator: str | None = None
    accelerator_count: float | None = None
    input_tokens: float | None = None
    output_tokens: float | None = None
    concurrency: float | None = None
    batch_size: float | None = None
    request_rate: float | None = None
    dataset: str | None = None
    basis: Basis = "measured"
    # track fields
    engine_version: str | None = None
    serving_mode: str | None = None
    phase: str | None = None
    normaliser: str | None = None
    token_scope: str | None = None
    spec_decode: str | None = None
    draft_tokens: float | None = None
    acceptance_length: float | None = None
    prefix_cache: str | None = None
    cache_hit_rate: float | None = None
    kv_precision: str | None = None
    load: str | None = None
    slo: str | None = None
    context_tokens: float | None = None
    length_distribution: str | None = None
    parallelism: str | None = None
    nodes: float | None = None
    tool: str | None = None
    tool_version: str | None = None
    window: str | None = None
    runs: float | None = None
    tuning: str | None = None
    quality: str | None = None
    stop_rule: str | None = None
    suite: str | None = None
    division: str | None = None
    simulated: str | None = None
    locus: str | None = None
    errors: str | None = None
    price_basis: str | None = None
    power_basis: str | None = None
    setup: str | None = None
    # why
    facets: tuple[Facet, ...] = ()

    @property
    def uid(self) -> str:
        """The claim's identity: document, words, value, unit and occurrence; no facet, block number or extractor."""
        parts = (self.doc, normalised(self.quote), self.value_text, self.unit, str(self.occurrence))
        return hashlib.sha256("\0".join(("1", *parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def check_span(self, block: Block) -> None:
        """Raise ClaimError unless quote and value stand in ``block``'s text exactly where the claim says."""
        spans = (self.start, self.end, self.value_start, self.value_end)
        if None in spans or block.text[self.start : self.end] != self.quote:
            raise ClaimError(f"claim does not point at its words: {self.quote[:60]!r}")
        start, end, first, last = (int(part or 0) for part in spans)
        if not start <= first < last <= end or block.text[first:last] != self.value_text:
            raise ClaimError(f"claim's value {self.value_text!r} is not where it says in {self.quote[:60]!r}")


BLANKS: Final = re.compile(r"\s+")
WHERE: Final = (
    "doc", "quote", "value_text", "place", "line", "cell", "block", "start", "end", "value_start", "value_end",
    "occurrence",
)  # fmt: skip
"""Fields that say where a claim stands; not facets, and no rule reads them."""

FIELDS: Final = tuple(f.name for f in fields(Claim) if f.name not in (*WHERE, "facets"))
"""Every field that says something: the number's and the facets', in the order of the class."""

NUMERIC: Final = frozenset(f.name for f in fields(Claim) if str(f.type).startswith(("float", "int")))
"""Fields that hold a number."""


def normalised(text: str) -> str:
    """Return ``text`` with runs of white space as one space, ends stripped, lower case."""
    return BLANKS.sub(" ", text).strip().lower()


def numbered(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims, in order, with ``occurrence`` set: the n-th with the same words, value and unit has n-1."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    out = []
    for claim in claims:
        key = (claim.doc, normalised(claim.quote), claim.value_text, claim.unit)
        out.append(replace(claim, occurrence=seen[key]) if seen[key] != claim.occurrence else claim)
        seen[key] += 1
    return out


def claim_from_mapping(raw: Mapping[str, Any]) -> Claim:
    """Build a claim from an annotated or exported object; unknown keys are ignored, missing ones are not stated.

    Raises ClaimError where ``value``, ``unit`` or ``metric`` is missing, or a value has the wrong type.
    """
    known: dict[str, Any] = {}
    for name in (*WHERE, *FIELDS):
        value = raw.get(name)
        if value is None:
            continue
        if name in NUMERIC:
            if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) > 1e300:
                raise ClaimError(f"{name} must be a finite number, not {str(value)[:40]!r}")
        elif not isinstance(value, str):
            raise ClaimError(f"{name} must be text, not {str(value)[:40]!r}")
        known[name] = value
    missing = [name for name in ("value", "unit", "metric") if name not in known]
    if missing:
        raise ClaimError(f"a claim needs {', '.join(missing)}")
    return Claim(**{"doc": "", "quote": "", "value_text": f"{known['value']:g}", **known})
