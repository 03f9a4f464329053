"""The verdict on two claims: all rules, then not comparable, unknown, with caveats, same track, in that order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from ...store.claim import Claim
from .answers import Answer, Context, Conversion, Value
from .catalogue import RULES, Rule
from .facts import Facts, beyond_precision
from .families import VARY, Bearing, Exemption, bearing
from .restated import is_restated
from .verdict import Effect, Reason, Vary, Verdict

INFER: Final = "infer"
"""Let engine, version and subject be free, and say which one factor differs."""
_MODES: Final = {None: "nothing", INFER: "inferred"}
_STRICTEST: Final[tuple[Bearing, ...]] = ("blocking", "blocking if said", "caveat", "none")
_ORDER: Final[dict[Effect, int]] = {"differs": 0, "unsaid": 1, "caveat": 2}


def judge(a: Claim, b: Claim, vary: Vary | Literal["infer"] | None = INFER) -> Verdict:
    """Return the verdict on ``a`` and ``b``; ``vary`` names the factor that may differ, None that nothing may.

    Claims with the same ``setup`` share what it leaves unsaid; claims of different set-ups do not.
    """
    return judge_facts(Facts(a), Facts(b), vary)


def judge_facts(
    a: Facts, b: Facts, vary: Vary | Literal["infer"] | None = INFER, rules: Sequence[Rule] = RULES
) -> Verdict:
    """Return the verdict on two claims whose facts are read already; ``rules`` in any order give the same verdict."""
    if _one_sentence(a.claim, b.claim):
        a, b = a.without_sentence(), b.without_sentence()
    context = _context(a, b, _MODES.get(vary) or str(vary))
    exemption = VARY[context.vary]
    reasons: list[Reason] = []
    conversions: list[Conversion] = []
    for rule in rules:
        if rule.code in exemption.exempt:
            continue
        for answer in rule.judge(a, b, context) or ():
            effect = _effect(rule, answer, a, b, context)
            if effect is None or _exempt(rule, answer, exemption):
                continue
            reasons.append(Reason(rule.code, answer.field, _text(answer.a), _text(answer.b), effect, answer.note))
            if answer.conversion is not None:
                conversions.append(answer.conversion)
    if vary == INFER and len(context.factors) > 1:
        reasons.append(_bundle(context.factors))
    return _sum_up(reasons, tuple(sorted(conversions)), context, vary)


def _context(a: Facts, b: Facts, mode: str) -> Context:
    one, other = a.claim, b.claim
    same_doc = bool(one.doc) and one.doc == other.doc
    shared = same_doc and one.setup is not None and one.setup == other.setup
    factors = _factors(a, b)
    if mode == "inferred" and "technique" in factors:
        shared = (
            False  # nobody says that what the subjects name is a technique: it may be a model, a machine, a workload
        )
    restated = same_doc and mode in ("nothing", "inferred") and is_restated(a, b)
    return Context(mode, shared, restated, same_doc, factors)


def _one_sentence(a: Claim, b: Claim) -> bool:
    """Whether two numbers stand in one sentence or line: what it says may be said of one of them only."""
    if "table" in (a.place, b.place) or a.doc != b.doc or a == b:
        return False
    return a.quote == b.quote if a.line is None or b.line is None else a.line == b.line


def _factors(a: Facts, b: Facts) -> tuple[str, ...]:
    """Return which of the factors that are free without ``--vary`` differ: engine, version, technique."""
    out = []
    if a.engine is not None and b.engine is not None and a.engine != b.engine:
        out.append("engine")
    elif a.version is not None and b.version is not None and a.version != b.version:
        out.append("version")
    if beyond_precision(a.residue) != beyond_precision(b.residue) and a.subject and b.subject:
        out.append("technique")
    return tuple(out)


def _bundle(factors: tuple[str, ...]) -> Reason:
    return Reason(
        "C37", "bundle", " + ".join(factors), " + ".join(factors), "differs", "several factors differ at once"
    )


def _effect(rule: Rule, answer: Answer, a: Facts, b: Facts, context: Context) -> Effect | None:
    """Return what one answer does to the verdict; None where the pair shares what is unsaid, or the rule bears not."""
    how = _strictest(rule.code, (a.family, b.family))
    if how == "none":
        return None  # what does not apply to the family has no weight of its own
    how = answer.weight or how
    exemption = VARY[context.vary]
    if answer.state == "unsaid" and answer.a is None and answer.b is None and (context.shared or context.restated):
        return None
    if answer.state == "near" or rule.code in exemption.caveat:
        return "caveat"
    one_sided = (answer.a is None) != (answer.b is None)
    if how == "caveat" and rule.code in exemption.hold and (answer.state == "differs" or one_sided):
        return "differs" if answer.state == "differs" else "unsaid"
    if how == "caveat":
        fields = a.told(answer.field) or b.told(answer.field)
        return None if answer.state == "unsaid" and context.restated and not fields else "caveat"
    if answer.state == "differs":
        return "differs"
    said = answer.a is not None or answer.b is not None
    return "unsaid" if how == "blocking" or said else "caveat"


def _exempt(rule: Rule, answer: Answer, exemption: Exemption) -> bool:
    """Whether the varied field excuses this answer; what only is excused when both sides speak is not by silence."""
    name = f"{rule.code}.{answer.field}"
    return name in exemption.exempt or (name in exemption.said and answer.a is not None and answer.b is not None)


def _strictest(code: str, families: Iterable[str]) -> Bearing:
    """Return how a rule bears on a pair: where the families differ the stricter bearing holds."""
    return min((bearing(code, family) for family in families), key=_STRICTEST.index)


def _text(value: Value) -> str | None:
    return f"{value:g}" if isinstance(value, float | int) else value


def _sum_up(reasons: list[Reason], conversions: tuple[Conversion, ...], context: Context, vary: str | None) -> Verdict:
    ordered = tuple(sorted(reasons, key=lambda r: (_ORDER[r.effect], r.code, r.field)))
    varied = (context.factors[0] if len(context.factors) == 1 else None) if vary == INFER else vary
    rest = (conversions, varied, context.factors)
    effects = {reason.effect for reason in ordered}
    if "differs" in effects:
        return Verdict("not_comparable", ordered, (), *rest)
    if "unsaid" in effects:
        ask = tuple(dict.fromkeys(r.field for r in ordered if r.effect == "unsaid"))
        return Verdict("unknown", ordered, ask, *rest)
    return Verdict("with_caveats" if ordered else "same_track", ordered, (), *rest)
