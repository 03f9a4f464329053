"""Rules on what the number is: metric, token scope, normaliser, statistic, phase, form, baseline, noise."""

from __future__ import annotations

import re

from .answers import SAME, Answer, Answers, Context, Conversion, amounts, of_family, plain, ratio_gap, said
from .conversions import change_as_factor, per_accelerator, per_pool_accelerator, time_to_user_rate, total_to_scope
from .derived import OWN_BASELINE, PRECISION_WORDS, tokens
from .facts import Facts
from .families import DEFINITIONS, VAGUE, Bearing

POOLS = frozenset({"decode_gpu", "prefill_gpu"})
PER_DEVICE = frozenset({"gpu", "node", "decode_gpu", "prefill_gpu"})


def metric_id(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C01: one metric, after vague labels are told apart from different ones."""
    if a.kind != b.kind:
        if a.kind in VAGUE.get(b.kind, ()) or b.kind in VAGUE.get(a.kind, ()):
            return (Answer("unsaid", "metric", a.metric, b.metric, "one label does not say what it measures"),)
        if {a.kind, b.kind} == {"inter_token", "token_rate"} and "user" in (a.normaliser, b.normaliser):
            return _inverse(a, b)
        return (Answer("differs", "metric", a.metric, b.metric),)
    if a.form == b.form and a.dimension != b.dimension:
        return (Answer("differs", "unit", a.claim.unit, b.claim.unit),)
    return (*(_operation(a, b, ctx) or ()), *_labels(a, b, ctx))


def _inverse(a: Facts, b: Facts) -> Answers:
    """A user's rate is 1000 over milliseconds a token, but no mean survives being turned over."""
    conversion = time_to_user_rate(a, b)
    if conversion is None:
        return (Answer("differs", "metric", a.metric, b.metric, "the mean of reciprocals is not 1000 over the mean"),)
    note = "a user's rate is 1000 over milliseconds a token"
    return (Answer("near", "metric", a.metric, b.metric, note, conversion=conversion),)


def _labels(a: Facts, b: Facts, ctx: Context) -> tuple[Answer, ...]:
    """Compare the labels of two rows of one post that no other field tells apart: another label, another thing."""
    if not ctx.same_doc or ctx.restated:
        return SAME
    if not (a.label - b.label and b.label - a.label):
        return SAME
    if a.residue != b.residue or any(getattr(a, name) != getattr(b, name) for name in _TELL_APART):
        return SAME
    show = [" ".join(sorted(side.label)) for side in (a, b)]
    return (Answer("differs" if ctx.vary == "nothing" else "unsaid", "row", show[0], show[1], "two labels"),)


_TELL_APART = (
    "engine",
    "version",
    "model",
    "precision",
    "accelerator",
    "statistic",
    "dataset",
    "spec_decode",
    "metric",
)


def _operation(a: Facts, b: Facts, ctx: Context) -> Answers:
    if a.operation != b.operation:
        if ctx.restated and None in (a.operation, b.operation):
            return SAME  # said again with fewer words
        return plain("operation", a.operation, b.operation)
    vague = a.kind in VAGUE or a.metric == "other"
    if vague and a.operation is None and not (ctx.shared or ctx.restated):
        return (Answer("unsaid", "metric", a.metric, b.metric, "neither label says what it measures"),)
    return SAME


def token_scope(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C02: input, output or total tokens; total and one part convert where the lengths are stated."""
    if a.kind != "token_rate" or b.kind != "token_rate":
        return None
    x, y = a.scope, b.scope
    if x == y or x is None or y is None:
        return plain("token_scope", x, y)
    if "total" not in (x, y):
        return (Answer("differs", "token_scope", x, y),)
    if a.output_tokens == b.output_tokens == 1 and "input" in (x, y):
        return SAME if ctx.same_doc else (Answer("near", "token_scope", x, y, "one output token a request"),)
    total, part = (a, b) if x == "total" else (b, a)
    conversion = total_to_scope(total, part)
    if conversion is None:
        return (Answer("unsaid", "input_tokens", x, y, "total and one part convert only with both lengths"),)
    return (Answer("near", "token_scope", x, y, "converted", conversion=conversion),)


def normaliser(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C03: whole system, node, GPU, one pool's GPUs, user; counts convert the first ones into each other."""
    if a.kind != b.kind or a.form != "absolute" or b.form != "absolute":
        return None
    x, y = a.normaliser, b.normaliser
    if a.kind not in ("token_rate", "request_rate", "sample_rate", "training_rate"):
        return said("normaliser", x, y)
    if x is None or y is None or x == y:
        return plain("normaliser", x, y)
    if not {x, y} <= {"system", *PER_DEVICE} or {x, y} == POOLS:
        return (Answer("differs", "normaliser", x, y),)
    conversion = _common_count(a, b, ctx)
    if conversion is None:
        note = "converts with the number of accelerators on both sides"
        if POOLS & {x, y}:
            note = "converts with the number of accelerators of the system and of the pool"
        return (Answer("unsaid", "accelerator_count", a.accelerator_count, b.accelerator_count, note),)
    return (Answer("near", "normaliser", x, y, "converted", conversion=conversion),)


def _common_count(a: Facts, b: Facts, ctx: Context) -> Conversion | None:
    """Convert the wider of two rates; a pool's size is the wide side's own, or the other's of the same set-up."""
    pools = POOLS & {str(a.normaliser), str(b.normaliser)}
    if pools:
        wide, narrow = (a, b) if b.normaliser in POOLS else (b, a)
        (pool,) = pools
        part = wide.pool(pool) or (narrow.pool(pool) or _implied(wide, narrow) if ctx.shared else None)
        return per_pool_accelerator(wide, pool, part)
    return per_accelerator(a if a.normaliser in ("system", "node") else b)


def _implied(wide: Facts, narrow: Facts) -> float | None:
    """How many accelerators a pool has, where one line tells one result for the system and for each of the pool."""
    one_line = wide.claim.line is not None and wide.claim.line == narrow.claim.line
    if not one_line or wide.normaliser != "system" or narrow.size <= 0:
        return None
    count = round(wide.size / narrow.size)
    return float(count) if count and ratio_gap(wide.size / narrow.size, count) <= 0.02 else None


def gpu_count(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C04: figures from different numbers of accelerators; blocking where the number is not one accelerator's."""
    per_one = a.normaliser in PER_DEVICE and b.normaliser in PER_DEVICE
    weight: Bearing | None = "blocking" if not per_one and of_family(a, b, "throughput", "cost") else None
    return plain("accelerator_count", a.accelerator_count, b.accelerator_count, weight)


def user_rate(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C05: a rate a user is 1/TPOT, 1/ITL or output over end-to-end time; the label alone does not say."""
    users = (a.normaliser == "user") + (b.normaliser == "user")
    if users == 0 or a.kind != b.kind or a.kind != "token_rate":
        return None
    if users == 1:
        if a.normaliser is None or b.normaliser is None:
            return None
        return (Answer("differs", "normaliser", a.normaliser, b.normaliser, "a user's rate is no system's rate"),)
    if a.suite == b.suite or ctx.same_doc:
        return SAME
    return (Answer("unsaid", "metric", a.metric, b.metric, "1/TPOT, 1/ITL or end to end?", "caveat"),)


def latency_definition(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C06: time per output token and inter-token latency mean what the tool says they mean."""
    if a.kind != "inter_token" or b.kind != "inter_token":
        return None
    x, y = _definition(a), _definition(b)
    if x is None and y is None:
        if a.metric != b.metric:
            return (Answer("differs", "metric", a.metric, b.metric, "neither tool is named"),)
        return (Answer("unsaid", "tool", a.tool, b.tool),)
    if x is None or y is None:
        return (Answer("unsaid", "tool", a.tool, b.tool, "the tool decides what the label means"),)
    return SAME if x == y else (Answer("differs", "metric", x, y),)


def _definition(facts: Facts) -> str | None:
    return DEFINITIONS.get(facts.metric, {}).get(facts.tool or "")


def statistic(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C07: mean, median, percentile, maximum; what neither side says of a rate needs no saying."""
    if a.statistic is None and b.statistic is None and not of_family(a, b, "latency"):
        return None
    return plain("statistic", a.statistic, b.statistic)


def phase(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C30: prefill alone, decode alone, or both mixed."""
    return plain("phase", a.phase, b.phase)


def form(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C38: an absolute value is no ratio or change."""
    if a.form == b.form:
        return SAME
    if "absolute" not in (a.form, b.form):
        conversion = change_as_factor(a, b)
        return (Answer("near", "form", a.form, b.form, "percent and factor convert", conversion=conversion),)
    return (Answer("differs", "form", a.form, b.form),)


def baseline(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C31: gains compare only over one measured baseline."""
    if a.form == "absolute" or b.form == "absolute":
        return None
    if not (ctx.shared or ctx.restated):
        return (Answer("differs", "baseline", a.baseline, b.baseline, "each over the baseline of its own experiment"),)
    if a.baseline is None or b.baseline is None:
        if ctx.restated and a.baseline == b.baseline:
            return SAME
        return (Answer("unsaid", "baseline", a.baseline, b.baseline, weight="blocking"),)
    if not _one_baseline(a.baseline, b.baseline, loosely=ctx.restated) or a.baseline_version != b.baseline_version:
        return (Answer("differs", "baseline", a.baseline, b.baseline),)
    if not ctx.restated and _own(a, ctx.vary):
        return (Answer("differs", "baseline", a.baseline, b.baseline, "each side is measured against its own"),)
    return SAME


def _one_baseline(a: str, b: str, *, loosely: bool) -> bool:
    """Say whether two names of a baseline are one; ``loosely``: of a number said twice one may say less."""
    if tokens(a) == tokens(b):
        return True
    short, long = sorted((_squeezed(a), _squeezed(b)), key=len)
    return short == long or (loosely and bool(short) and short in long)


def _squeezed(text: str) -> str:
    return "".join(c for c in _BRACKETED.sub("", text).lower() if c.isalnum())


_BRACKETED = re.compile(r"\([^)]*\)")


def _own(facts: Facts, vary: str) -> bool:
    """Say whether a baseline's name leaves it to each side: it names no level of what is varied."""
    words = (facts.baseline or "").lower().split()
    if vary == "precision":
        return not tokens(facts.baseline or "") & (PRECISION_WORDS - {"baseline", "draft", "full"})
    if vary in ("hardware", "engine", "version"):
        return bool(words) and words[0].strip("(") in OWN_BASELINE and facts.baseline_version is None
    return False


def noise(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C32: a gap below 5 % without a stated spread shows no difference; a bound is no measured point."""
    if ctx.restated or ctx.vary == "nothing":
        return None
    out = []
    if a.dimension == b.dimension and a.runs is None and b.runs is None and a.form == b.form:
        gap = ratio_gap(a.size, b.size)
        if gap < 0.05:
            out.append(Answer("near", "runs", a.runs, b.runs, f"the gap is {gap:.1%}, no spread is stated"))
    if {a.bound, b.bound} & {"up_to", "at_least"}:
        out.append(Answer("near", "bound", a.bound, b.bound, "a bound is no measured point"))
    return tuple(out)


def lengths_of(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C15: input, output and context lengths, within 2 %, within 10 %, or different; a kernel's shape."""
    if of_family(a, b, "kernel"):
        shaped = _shape(a, b, ctx)
        if shaped is not None:
            stated = [x for x in _inputs(a, b) if x.state != "unsaid"]
            return (*shaped, *stated)
    out = list(_inputs(a, b))
    if of_family(a, b, "throughput", "latency", "cost", "other"):
        answers = amounts("output_tokens", a.output_tokens, b.output_tokens, fine=0.025, coarse=0.1)
        soft = a.kind == b.kind == "ttft" or a.scope == b.scope == "input"
        out += [x._replace(weight="blocking if said") if soft and x.state == "unsaid" else x for x in answers]
    return tuple(out)


def _inputs(a: Facts, b: Facts) -> tuple[Answer, ...]:
    first = amounts("input_tokens", a.input_tokens, b.input_tokens, fine=0.025, coarse=0.1)
    if a.context_tokens is None and b.context_tokens is None:
        return first
    context = amounts("context_tokens", a.context_tokens, b.context_tokens, fine=0.025, coarse=0.1)
    if a.input_tokens is None and b.input_tokens is None:
        return context
    return (*first, *context)


def _shape(a: Facts, b: Facts, ctx: Context) -> Answers:
    """Compare the leading numbers of two table rows; None where the rows state no shape."""
    if a.claim.quote == b.claim.quote and ctx.shared:
        return None
    pairs = [(x, y) for x, y in zip(a.key, b.key, strict=False) if x is not None and y is not None]
    if not pairs or (len(pairs) < 2 and not ctx.shared):
        return None
    if all(x == y for x, y in pairs):
        return SAME
    show = ["x".join("_" if x is None else f"{x:g}" for x in side) for side in (a.key, b.key)]
    return (Answer("differs", "shape", show[0], show[1]),)
