"""How a claim, its conditions and a verdict's reasons are said in words, alike in every output."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..store.claim import Claim
from .compare import WORDS, Conversion, Reason, Verdict, family
from .sanitise import plain

SIGNS: Final = {"same_track": "=", "with_caveats": "~", "unknown": "?", "not_comparable": "x"}
BOUNDS: Final = {"up_to": "≤ ", "at_least": "≥ ", "about": "~", "exact": ""}
NAMES: Final = {
    "input_tokens": "input length", "output_tokens": "output length", "accelerator_count": "number of accelerators",
    "token_scope": "input, output or total tokens", "per": "per what", "normaliser": "per what", "batch_size": "batch size", "dataset": "data set",
    "request_rate": "request rate", "subject_version": "version", "basis": "measured or not", "price_basis": "price basis",
    "spec_decode": "speculative decoding", "baseline": "what it is compared with", "acceptance_length": "acceptance length", "context_tokens": "context length",
}  # fmt: skip

TELLING: Final = ("C38", "C01", "C31", "C08", "C34", "C28", "C11", "C10")
"""Rules whose reasons say most, said first where there is room for a few only."""


def number(value: float) -> str:
    """Return a value with thousands separators and no needless digits."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"


def amount(claim: Claim) -> tuple[str, str]:
    """Return (number with bound, unit with denominator)."""
    high = f"–{number(claim.value_max)}" if claim.value_max is not None else ""
    sign = "+" if claim.form == "change" and claim.value > 0 and claim.unit in ("%", "points") else ""
    return BOUNDS[claim.bound] + sign + number(claim.value) + high, claim.unit + (f"/{claim.per}" if claim.per else "")


def conditions(claim: Claim) -> str:
    """Return what a claim says of its conditions, shortest first words."""
    count = f"{claim.accelerator_count:g}x " if claim.accelerator_count else ""
    lengths = "/".join(number(n) if n is not None else "?" for n in (claim.input_tokens, claim.output_tokens))
    parts = [
        claim.model, claim.precision, f"{count}{claim.accelerator}" if claim.accelerator else None,
        f"{lengths} tokens" if lengths != "?/?" else None,
        f"concurrency {claim.concurrency:g}" if claim.concurrency else None, f"batch {claim.batch_size:g}" if claim.batch_size else None,
        f"{claim.request_rate:g} req/s offered" if claim.request_rate else None,
    ]  # fmt: skip
    return plain(", ".join(p for p in parts if p), 160)


def heading(claim: Claim) -> str:
    """Return what the claims of a track have in common: which statistic of which metric, on what, in which mode."""
    named = " ".join(part for part in (claim.statistic, claim.metric.replace("_", " ")) if part)
    scope = f"{claim.token_scope} tokens" if claim.token_scope and claim.token_scope not in claim.metric else None
    data = claim.dataset if family(claim) in ("accuracy", "acceptance") else None
    modes = (claim.phase, claim.serving_mode, claim.spec_decode and f"speculative decoding {claim.spec_decode}")
    return plain(", ".join(part for part in (named, scope, data, conditions(claim), *modes) if part), 200)


def about(a: Claim, b: Claim) -> str:
    """Return what two claims have in common to a reader's eye, and a colon: the metric, the model; empty without either."""
    common = [a.metric.replace("_", " ") if a.metric == b.metric else None, a.model if a.model == b.model else None]
    return plain(", ".join(part for part in common if part), 80) + ": " if any(common) else ""


def who(claim: Claim) -> str:
    """Return whose number it is: subject, with engine and version where the words leave them out."""
    subject = claim.subject or claim.engine or claim.model or "?"
    version = f" {claim.subject_version}" if claim.subject_version and claim.subject_version not in subject else ""
    engine = f" ({claim.engine})" if claim.engine and claim.engine.lower() not in subject.lower() else ""
    return plain(subject + version + engine, 60)


def reason(found: Reason, *, noted: bool = False) -> str:
    """Return one reason in words, both values with it, and what the rule says of it where ``noted``."""
    name = NAMES.get(found.field, found.field.replace("_", " "))
    left, right = (plain(value, 40) if value is not None else "not stated" for value in (found.a, found.b))
    both = left if left == right and found.a is not None else f"{left} / {right}"
    return f"{name}: {both} [{found.code}]" + (f" ({found.note})" if noted and found.note else "")


def reasons(verdict: Verdict, limit: int = 3) -> str:
    """Return the verdict's deciding reasons, at most ``limit``, and how many more there are."""
    wanted = {"not_comparable": "differs", "unknown": "unsaid"}.get(verdict.verdict)
    chosen = [r for r in verdict.reasons if wanted is None or r.effect == wanted]
    chosen.sort(key=lambda r: TELLING.index(r.code) if r.code in TELLING else len(TELLING))
    more = f"; {len(chosen) - limit} more" if len(chosen) > limit else ""
    return "; ".join(reason(r) for r in chosen[:limit]) + more


def ask(verdict: Verdict, limit: int = 100) -> str:
    """Return the question that would settle an unknown; at most ``limit`` fields by name, the rest counted."""
    names = _names(verdict.ask)
    if len(names) <= limit + 1:
        return "ask for " + listed(verdict.ask)
    return f"ask for {', '.join(names[:limit])} and {len(names) - limit} more facts"


def listed(fields: Iterable[str]) -> str:
    """Return the names of fields in words, as a list to be read."""
    names = _names(fields)
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def _names(fields: Iterable[str]) -> list[str]:
    """The names of fields in words, each once: two fields may go by one name."""
    return list(dict.fromkeys(NAMES.get(name, name.replace("_", " ")) for name in fields))


def looked_at(claims: int, looked: int) -> str:
    """Return that only the newest of many claims were set side by side."""
    return f"only {looked:,} of {claims:,} claims were set side by side; narrow it: --since, --model, --metric"


def converted(found: Conversion) -> str:
    """Return a derived value with its formula: what it was made from."""
    return f"{found.code}: {found.formula} = {number(found.value)} {found.unit}"


def verdict_word(verdict: Verdict) -> str:
    """Return the verdict with its sign, so that it is told without colour too."""
    return f"[{SIGNS[verdict.verdict]}] {WORDS[verdict.verdict]}"
