"""Conversions that are legitimate: each gives the derived value with its formula, or None where inputs are missing.

Refused without exception: other counts, other hardware, other percentiles, other lengths, other batch sizes.
"""

from __future__ import annotations

from .answers import Conversion
from .derived import direction
from .facts import Facts
from .families import metric_of


def total_to_scope(total: Facts, part: Facts) -> Conversion | None:
    """CONV3: total tokens a second to input or output tokens, by the lengths that both sides state alike."""
    shared = total.input_tokens == part.input_tokens and total.output_tokens == part.output_tokens
    if not shared or not total.input_tokens or not total.output_tokens:
        return None
    if part.scope not in ("input", "output"):
        return None
    isl, osl = total.input_tokens, total.output_tokens
    share = osl if part.scope == "output" else isl
    return Conversion(
        "CONV3", f"{total.size:g} * {share:g} / ({isl:g} + {osl:g})", total.size * share / (isl + osl), "tok/s"
    )


def per_accelerator(wide: Facts) -> Conversion | None:
    """CONV1, CONV2: a node's or a system's rate to one accelerator's, by the stated number of them."""
    count = wide.accelerator_count
    if not count:
        return None
    if wide.normaliser == "node":
        if not wide.nodes:
            return None
        each = count / wide.nodes
        return Conversion("CONV1", f"{wide.size:g} / ({count:g} / {wide.nodes:g})", wide.size / each, wide.claim.unit)
    return Conversion("CONV2", f"{wide.size:g} / {count:g}", wide.size / count, wide.claim.unit)


def per_pool_accelerator(wide: Facts, pool: str, part: float | None) -> Conversion | None:
    """CONV4: the rate of a system, or of each of all its accelerators, to that of each in one ``pool`` of ``part``.

    The whole system's number of accelerators has to be stated, and a pool is no larger than it.
    """
    total = wide.accelerator_count
    if not part or not total or part > total:
        return None
    name = pool.removesuffix("_gpu")
    if wide.normaliser == "gpu":
        formula, value = f"{wide.size:g} * {total:g} / {part:g} {name} accelerators", wide.size * total / part
    elif wide.normaliser == "system":
        formula, value = f"{wide.size:g} / {part:g} {name} accelerators", wide.size / part
    else:
        return None
    return Conversion("CONV4", formula, value, wide.claim.unit)


def time_to_user_rate(a: Facts, b: Facts) -> Conversion | None:
    """CONV8: milliseconds a token to tokens a second of one user.

    None where both sides are means, since the mean of reciprocals is not the reciprocal of the mean.
    """
    if a.statistic == b.statistic == "mean":
        return None
    time = a if a.kind == "inter_token" else b
    if time.size <= 0:
        return None
    return Conversion("CONV8", f"1000 / {time.size * 1000:g}", 1 / time.size, "tok/s")


def change_as_factor(a: Facts, b: Facts) -> Conversion | None:
    """CONV9 for a pair of which one side is a change in percent and the other a factor.

    None where it is neither, or where the words do not say which way the change goes.
    """
    change = a if a.form == "change" else b
    if change.claim.unit != "%" or {a.form, b.form} != {"change", "ratio"}:
        return None
    way = "cut" if change.claim.value < 0 else direction(change.claim.quote)
    if way is None:
        return None
    return change_to_factor(change.claim.value, cut=way == "cut", time=metric_of(change.metric).better == "lower")


def change_to_factor(percent: float, *, cut: bool, time: bool) -> Conversion | None:
    """CONV9: a change in percent to a factor.

    A time or cost cut by p is 1/(1-p) times faster or cheaper, a rate cut by p is 1-p of it, a rise by p is 1+p.
    """
    part = abs(percent) / 100
    if not cut:
        return Conversion("CONV9", f"1 + {part:g}", 1 + part, "x")
    if part >= 1:
        return None
    if time:
        return Conversion("CONV9", f"1 / (1 - {part:g})", 1 / (1 - part), "x")
    return Conversion("CONV9", f"1 - {part:g}", 1 - part, "x")


def end_to_end(ttft_s: float, tpot_s: float, output_tokens: float) -> Conversion:
    """CONV5: time to the first token plus the rest at TPOT; per request or means of one length, never percentiles."""
    formula = f"{ttft_s:g} + ({output_tokens:g} - 1) * {tpot_s:g}"
    return Conversion("CONV5", formula, ttft_s + (output_tokens - 1) * tpot_s, "s")


def concurrency(requests_per_second: float, e2e_s: float) -> Conversion:
    """CONV6: Little's law, in steady state; a check, not a measurement."""
    return Conversion("CONV6", f"{requests_per_second:g} * {e2e_s:g}", requests_per_second * e2e_s, "requests")


def gpu_hour_price(dollars_per_mtok: float, tokens_per_second_per_gpu: float) -> Conversion:
    """CONV7: the price of a GPU-hour that a price a million tokens implies at a rate a GPU."""
    formula = f"{dollars_per_mtok:g} * {tokens_per_second_per_gpu:g} * 3600 / 1e6"
    return Conversion("CONV7", formula, dollars_per_mtok * tokens_per_second_per_gpu * 3600 / 1e6, "$")
