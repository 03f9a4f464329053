"""Rules on what was measured: model, weights, precision, hardware, parallelism, mode, speculation, engine, suite."""

from __future__ import annotations

from .answers import SAME, Answer, Answers, Context, State, of_family, plain, ratio_gap, said
from .facts import Facts, beyond_precision
from .families import CLOSED_SUITES
from .names import relate

_MEASURED = frozenset({"measured", "quoted"})


def _named(field: str, a: str | None, b: str | None, ctx: Context, *, parts: bool) -> tuple[Answer, ...]:
    """Compare two fields of names. ``parts``: under one set-up a member of a joint figure is near it."""
    if a is None or b is None:
        return plain(field, a, b)
    relation = relate(a, b)
    if relation == "same":
        return SAME
    if relation == "part" and parts and ctx.shared:
        return (Answer("near", field, a, b, "one is a part of what the other sums up"),)
    if relation == "less" or (relation == "part" and parts):
        return (Answer("unsaid", field, a, b, "one says less than the other"),)
    return (Answer("differs", field, a, b),)


def model(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C08: family, generation, size, variant and checkpoint; an unstated model is unknown."""
    return _named("model", a.model, b.model, ctx, parts=True)


def weights(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C09: dummy weights against real ones."""
    if a.weights == b.weights:
        return None if a.weights is None else SAME
    return (Answer("differs", "weights", a.weights, b.weights),)


def precision(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C10: the number format of weights, and of the KV cache where either side says one."""
    out = list(_named("precision", a.precision, b.precision, ctx, parts=False))
    if {a.precision, b.precision} == {"BF16", "FP16"}:
        out = [Answer("near", "precision", a.precision, b.precision, "both 16 bits wide")]
    kv = said("kv_precision", a.kv_precision, b.kv_precision)
    return (*out, *(kv or ()))


def hardware(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C11: accelerator, and its form factor or scale-up domain where either side says one."""
    out = _named("accelerator", a.accelerator, b.accelerator, ctx, parts=True)
    if out and out[0].state == "differs":
        return out
    return (*out, *(said("form_factor", a.form_factor, b.form_factor) or ()))


def parallelism(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C12: the same split over devices, or each side's best."""
    return plain("parallelism", a.parallelism, b.parallelism)


def serving_mode(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C13: aggregated or disaggregated; a phase measured by itself is neither."""
    x, y = a.serving_mode, b.serving_mode
    fields = a.told("serving_mode") or b.told("serving_mode")
    if "phase_isolated" in (x, y) or ((x is None) != (y is None) and fields):
        return plain("serving_mode", x, y, "blocking if said")  # who says nothing may have measured a phase by itself
    return plain("serving_mode", x, y)


def speculation(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C14: speculative decoding off or on, its method and draft depth; acceptance is a caveat."""
    x, y = a.spec_decode, b.spec_decode
    out: list[Answer] = []
    if x is None or y is None:
        return plain("spec_decode", x, y)
    if x != y:
        depth = a.draft_tokens == b.draft_tokens and a.draft_tokens is not None
        same_depth = "off" not in (x, y) and depth and ctx.vary == "engine"
        vague = "ON" in (x, y) and "off" not in (x, y)
        state: State = "near" if same_depth else "unsaid" if vague else "differs"
        out.append(Answer(state, "spec_decode", x, y))
    elif x == "off":
        return SAME
    if a.draft_tokens is not None and b.draft_tokens is not None and a.draft_tokens != b.draft_tokens:
        out.append(Answer("differs", "draft_tokens", a.draft_tokens, b.draft_tokens))
    elif a.draft_tokens != b.draft_tokens and of_family(a, b, "acceptance"):
        out.append(Answer("unsaid", "draft_tokens", a.draft_tokens, b.draft_tokens))
    if not of_family(a, b, "acceptance", "accuracy") and a.acceptance_length != b.acceptance_length:
        out.append(Answer("near", "acceptance_length", a.acceptance_length, b.acceptance_length))
    return tuple(out)


def simulated(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C34: a target, estimate or simulation is no measurement; one simulation on both sides separates nothing."""
    x, y = _reality(a), _reality(b)
    return SAME if x == y else (Answer("differs", "basis", x, y),)


def _reality(facts: Facts) -> str:
    basis = "measured" if facts.basis in _MEASURED else facts.basis
    return basis if facts.simulated is None else f"{basis}, simulated"


def locus(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C35: a hosted service and an own machine."""
    return said("locus", a.locus, b.locus)


def suite(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C28: a suite's result compares inside its suite, version and division only."""
    if a.suite is None and b.suite is None:
        return None
    if a.suite is None or b.suite is None:
        closed = (a.suite or b.suite or "").startswith(CLOSED_SUITES)
        return (Answer("differs" if closed else "unsaid", "suite", a.suite, b.suite),)
    if a.suite != b.suite:
        return (Answer("differs", "suite", a.suite, b.suite),)
    return said("division", a.division, b.division) or SAME


def basis(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C29: a derived cost or energy stands on its price and power."""
    if a.kind == "energy" or b.kind == "energy":
        return plain("power_basis", a.power_basis, b.power_basis)
    return plain("price_basis", a.price_basis, b.price_basis)


def engine(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C37: engine, its version, and the subject where nothing but the varied field may differ."""
    out = list(plain("engine", a.engine, b.engine))
    if a.engine == b.engine:
        out += said("engine_version", a.version, b.version, "blocking if said") or ()
    out += _subject(a, b, ctx)
    if not any(answer.state == "differs" for answer in out):
        out += _difference(a, b, ctx)
    return tuple(out)


def _difference(a: Facts, b: Facts, ctx: Context) -> tuple[Answer, ...]:
    """Two different numbers of one post whose fields are all alike: what tells them apart is not stated."""
    if not ctx.same_doc or ctx.restated or ctx.vary == "cost" or a.dimension != b.dimension or a.form != b.form:
        return SAME
    swept = ctx.shared and any(x is not None and y is not None and x != y for x, y in zip(a.key, b.key, strict=False))
    if ratio_gap(a.size, b.size) < 0.05 and not swept:
        return SAME
    for name in _TELL_APART:
        x, y = getattr(a, name), getattr(b, name)
        if x is not None and y is not None and x != y:
            return SAME
    note = "two different numbers, and no stated field tells them apart"
    return (Answer("unsaid", "difference", a.claim.value_text, b.claim.value_text, note),)


_TELL_APART = (
    "engine", "version", "residue", "model", "accelerator", "form_factor", "precision", "kv_precision", "normaliser", "scope",
    "serving_mode", "spec_decode", "draft_tokens", "parallelism", "prefix_cache", "tuning", "accelerator_count", "kind",
)  # fmt: skip


def _subject(a: Facts, b: Facts, ctx: Context) -> tuple[Answer, ...]:
    if a.subject is None or b.subject is None:
        return plain("subject", a.subject, b.subject)
    x, y = a.residue, b.residue
    if ctx.vary == "precision":
        x, y = beyond_precision(x), beyond_precision(y)
    if x == y or ctx.restated:
        return SAME
    state: State = "differs" if ctx.shared else "unsaid"
    return (Answer(state, "subject", a.subject, b.subject),)
