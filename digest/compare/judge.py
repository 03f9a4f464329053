"""The verdict on two claims: all rules, then not comparable, unknown, with caveats, same track, in that order."""

from __future__ import annotations

import re
from typing import Final, Literal

from ...store.claim import Claim
from .rules import RULES, Rule, bearing, family
from .verdict import Reason, Vary, Verdict

INFER: Final = "infer"
"""Let engine, version and subject be free, and say which one factor differs."""

EXEMPT: Final[dict[str, frozenset[str]]] = {
    "engine": frozenset({"C37", "C12"}),
    "version": frozenset(),
    "hardware": frozenset({"C11", "C04", "C12", "C29"}),
    "precision": frozenset({"C10"}),
    "technique": frozenset({"C12", "C13", "C14", "C17", "C18"}),
    "cost": frozenset({"C29"}),
    INFER: frozenset({"C37"}),
}


def judge(a: Claim, b: Claim, vary: Vary | Literal["infer"] | None = INFER) -> Verdict:
    """Return the verdict on ``a`` and ``b``; ``vary`` names the factor that may differ, None that nothing may.

    Claims with the same ``setup`` share what it leaves unsaid; claims of different set-ups do not.
    """
    together = a.setup is not None and a.setup == b.setup and a.doc == b.doc and _one_factor(a, b)
    exempt = EXEMPT.get(vary, frozenset()) if vary else frozenset()
    blocking: list[Reason] = []
    unsaid: list[Reason] = []
    caveats: list[Reason] = []
    for rule in RULES:
        how = _bears(rule, a, b)
        if how == "-" or rule.code in exempt:
            continue
        for state, name, left, right in rule.judge(a, b):
            if state == "same" or (state == "unsaid" and together):
                continue
            if how == "B":
                target = blocking if state == "differs" else unsaid
                target.append(Reason(rule.code, name, left, right, "differs" if state == "differs" else "unsaid"))
            elif how == "s" and state == "differs":
                blocking.append(Reason(rule.code, name, left, right, "differs"))
            else:
                caveats.append(Reason(rule.code, name, left, right, "caveat"))
    for effect, found in _identity(a, b, vary):
        (blocking if effect == "differs" else unsaid).append(found)
    unsaid += _content(a, b)
    return _sum_up(blocking, unsaid, caveats, _varied(a, b, vary))


def _one_factor(a: Claim, b: Claim) -> bool:
    """Whether what tells two claims of one set-up apart is a named system and not, perhaps, another workload.

    Two rows of a table share what the table leaves unsaid, but a row label nobody could read as an engine, a version or
    a number format may itself be a shape or a data set: then silence stays silence.
    """
    apart = ("engine", "subject_version", "precision", "accelerator")
    if any(getattr(a, name) and getattr(b, name) and getattr(a, name) != getattr(b, name) for name in apart):
        return True
    return a.subject is not None and b.subject is not None and a.subject.casefold() == b.subject.casefold()


def _bears(rule: Rule, a: Claim, b: Claim) -> str:
    """B, c, s (a difference blocks, silence is a caveat) or -; where the families differ the stricter bearing holds."""
    if rule.always:
        return rule.always
    hows = {bearing()[family(claim)].get(rule.code, "-") for claim in (a, b)}
    if "if_on" in hows:
        on = any(claim.spec_decode not in (None, "off") for claim in (a, b))
        return "B" if on else "c"
    if rule.code == "C04" and "c" in hows and not (a.per and b.per):
        return "B"
    return "B" if "B" in hows else "c" if "c" in hows else "-"


def _identity(a: Claim, b: Claim, vary: str | None) -> list[tuple[str, Reason]]:
    """With nothing varied the subject must be one; with another factor than version varied, the engine's version too.

    What is not stated never counts as the same: silence is asked about across posts, and inside one post a version is
    said where it matters.
    """
    out = []
    if vary is None:
        if not (a.subject and b.subject):
            out.append(("unsaid", Reason("C37", "subject", a.subject, b.subject, "unsaid")))
        elif not _alike(a.subject, b.subject):
            out.append(("differs", Reason("C37", "subject", a.subject, b.subject, "differs")))
    if vary in (None, "hardware", "precision", "technique", "cost") and a.doc != b.doc:
        left, right = a.subject_version, b.subject_version
        if left is None or right is None:
            out.append(("unsaid", Reason("C37", "subject_version", left, right, "unsaid")))
        elif left != right:
            out.append(("differs", Reason("C37", "subject_version", left, right, "differs")))
    return out


def _alike(a: str, b: str) -> bool:
    """Whether one name says nothing that the other does not: a shorter form of it, never a sibling."""
    left, right = (
        set(re.findall(r"[a-z0-9.]+", text.casefold())) - {"the", "a", "with", "on", "of", "and"} for text in (a, b)
    )
    return bool(left and right) and (left <= right or right <= left)


def _content(a: Claim, b: Claim) -> list[Reason]:
    """Where content decides the figure, subjects that are siblings may name two workloads of one set: say so."""
    if (
        {family(a), family(b)} & {"acceptance", "accuracy", "cache"}
        and a.subject
        and b.subject
        and not _alike(a.subject, b.subject)
    ):
        systems = ("engine", "subject_version", "precision", "spec_decode")
        if not any(getattr(a, n) and getattr(b, n) and getattr(a, n) != getattr(b, n) for n in systems):
            return [Reason("C17", "dataset", a.dataset, b.dataset, "unsaid")]
    return []


def _varied(a: Claim, b: Claim, vary: str | None) -> str | None:
    if vary != INFER:
        return vary
    if a.engine and b.engine and a.engine != b.engine:
        return "engine"
    if a.subject_version and b.subject_version and a.subject_version != b.subject_version:
        return "version"
    return "technique" if a.subject and b.subject and not _alike(a.subject, b.subject) else None


def _sum_up(blocking: list[Reason], unsaid: list[Reason], caveats: list[Reason], varied: str | None) -> Verdict:
    reasons = tuple(sorted([*blocking, *unsaid, *caveats], key=lambda r: (_ORDER[r.effect], r.code, r.field)))
    ask = tuple(dict.fromkeys(r.field for r in sorted(unsaid, key=lambda r: (r.code, r.field))))
    if blocking:
        return Verdict("not_comparable", reasons, (), (), varied)
    if unsaid:
        return Verdict("unknown", reasons, ask, (), varied)
    return Verdict("with_caveats" if caveats else "same_track", reasons, (), (), varied)


_ORDER: Final = {"differs": 0, "unsaid": 1, "caveat": 2}
