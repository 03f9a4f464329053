"""Rules on the work and the run: sampling, content, cache, load, operating point, client, tuning, quality, errors."""

from __future__ import annotations

from .answers import SAME, Answer, Answers, Context, amounts, of_family, plain, said
from .facts import Facts
from .families import Bearing

_POINTS = (("concurrency", "closed"), ("batch_size", "batch"), ("request_rate", "open"))
_SHARED_PREFIX = ("shared-prefix", "shared_prefix", "multi-turn", "multiturn", "sharegpt-multi")


def length_distribution(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C16: one flag draws other lengths in other tools."""
    return said("length_distribution", a.length_distribution, b.length_distribution)


def content(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C17: data set and kind of content; decides where acceptance, routing or quality depend on it."""
    on = [x.spec_decode not in (None, "off") for x in (a, b)]
    served = any(on) and of_family(a, b, "throughput", "latency", "cost")
    weight: Bearing | None = "blocking if said" if served else None
    out = list(plain("dataset", a.dataset, b.dataset, weight))
    if a.contents != b.contents and of_family(a, b, "accuracy", "acceptance"):
        show = [", ".join(sorted(x.contents)) or None for x in (a, b)]
        out += plain("dataset", show[0], show[1])
    return tuple(out)


def cache(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C18: prefix reuse and hit rate; with shared prefixes the rate of input or unnamed tokens stands on them."""
    counted = any(x.kind == "token_rate" and x.scope != "output" for x in (a, b))
    if ctx.vary in ("technique", "version") and not counted:
        return None  # the hit rate is what the technique changes, and no hit token is inside the number
    out = list(said("prefix_cache", a.prefix_cache, b.prefix_cache) or ())
    if a.cache_hit_rate is not None or b.cache_hit_rate is not None:
        weight: Bearing | None = "blocking if said" if {a.scope, b.scope} & {"input", "total"} else None
        rates = amounts("cache_hit_rate", a.cache_hit_rate, b.cache_hit_rate, fine=0.02, coarse=0.02)
        out += [answer._replace(weight=weight) for answer in rates]
    elif counted and _prefixes(a) and _prefixes(b) and not ctx.restated:
        out.append(Answer("near", "cache_hit_rate", None, None, "cached tokens may be inside the rate"))
    return tuple(out) if out else None


def _prefixes(facts: Facts) -> bool:
    dataset = (facts.dataset or "").lower()
    return any(word in dataset for word in _SHARED_PREFIX)


def load_kind(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C19: closed concurrency, open rate, offline, single request."""
    both = any(getattr(a, field) is not None and getattr(b, field) is not None for field, _ in _POINTS)
    if both and a.load is None and b.load is None:
        return SAME  # one kind of point is stated on both sides: C20 compares it
    x, y = _load(a), _load(b)
    if x == y or {x, y} == {"single", "closed"} or {x, y} == {"single", "batch"}:
        return plain("load", x, x) if x == y else SAME
    return plain("load", x, y)


def _load(facts: Facts) -> str | None:
    if facts.load is not None:
        return facts.load
    return next((kind for field, kind in _POINTS if getattr(facts, field) is not None), None)


def operating_point(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C20: the same concurrency, batch or rate; a range over a sweep is not one point."""
    out: list[Answer] = []
    stated = False
    for field, _ in _POINTS:
        x, y = getattr(a, field), getattr(b, field)
        if x is None and y is None:
            continue
        stated = True
        out += amounts(field, x, y, fine=0.005, coarse=0.005)
    if of_family(a, b, "memory"):  # silence on both sides is a caveat there, a stated difference is none
        out = [answer._replace(weight="blocking if said") for answer in out]
    if stated and "single" in (a.load, b.load):
        out = [answer for answer in out if answer.state != "unsaid" or 1 not in (answer.a, answer.b)]
    if ctx.shared and not of_family(a, b, "kernel"):
        out += _swept(a, b)
    if (a.size_max is None) != (b.size_max is None) and not ctx.restated:
        out.append(Answer("near", "value_max", a.claim.value_max, b.claim.value_max, "a range against one point"))
    return tuple(out) if out or stated else None


def _swept(a: Facts, b: Facts) -> tuple[Answer, ...]:
    """Compare the numbers that lead two rows of one table: a swept parameter no field accounts for."""
    if a.claim.quote == b.claim.quote:
        return SAME
    for x, y in zip(a.key, b.key, strict=False):
        if x is not None and y is not None and x != y:
            return (Answer("differs", "row", x, y, "the rows differ in a swept parameter"),)
    return SAME


def slo(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C21: under a latency limit or unconstrained."""
    return said("slo", a.slo, b.slo)


def window(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C22: peak or mean over the run, its length and warm-up."""
    return said("window", a.window, b.window)


def client(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C23: the load generator and its version."""
    if a.tool is None and b.tool is None:
        return None
    if a.tool != b.tool:
        return plain("tool", a.tool, b.tool)
    return said("tool_version", a.tool_version, b.tool_version) or SAME


def version_skew(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C24: the rival's version at the time of the test."""
    if ctx.vary == "version" and (a.version is None or b.version is None):
        return (Answer("near", "engine_version", a.version, b.version, "a version is varied and not named"),)
    if a.engine == b.engine and a.engine is not None:
        return None
    if a.version is None or b.version is None:
        return (Answer("near", "engine_version", a.version, b.version, "a rival without a version"),)
    return SAME


def tuning(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C25: one tuning policy for both sides."""
    if "asymmetric" in (a.tuning, b.tuning):
        return (Answer("differs", "tuning", a.tuning, b.tuning, weight="blocking"),)
    return said("tuning", a.tuning, b.tuning)


def quality(a: Facts, b: Facts, ctx: Context) -> Answers:
    """C26: an output quality gate on both sides; asked for where precision is what varies."""
    if ctx.vary == "precision":
        if a.quality is not None and b.quality is not None:
            return SAME
        return (Answer("near", "quality", a.quality, b.quality, "no quality score on both sides"),)
    return said("quality", a.quality, b.quality)


def stop_rule(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C27: end of sequence ignored, output cut, reasoning on or off."""
    return said("stop_rule", a.stop_rule, b.stop_rule)


def training(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C33: sequence length and global batch of a training step."""
    first = plain("input_tokens", a.input_tokens, b.input_tokens)
    return (*first, *plain("batch_size", a.batch_size, b.batch_size))


def errors(a: Facts, b: Facts, _ctx: Context) -> Answers:
    """C36: failed or dropped requests."""
    return said("errors", a.errors, b.errors)
