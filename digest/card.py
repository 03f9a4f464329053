"""One claim's card: its words, every facet's origin, what it said before, and whom it can stand beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..store.rows import StoredClaim
from .compare import family, judge
from .jsonout import claim_object, verdict_object
from .report import Pair
from .sanitise import inert, plain
from .wording import amount, ask, conditions, reasons, verdict_word, who


def neighbours(stored: StoredClaim, others: Sequence[StoredClaim], many: int = 3) -> list[Pair]:
    """Return the nearest comparable claims and the nearest tempting ones that are not, of the same family and unit."""
    claim = stored.claim
    near = [
        o
        for o in others
        if o.uid != stored.uid
        and o.claim.unit == claim.unit
        and family(o.claim) == family(claim)
        and o.claim.model == claim.model
    ]
    pairs = [Pair(stored, o, judge(claim, o.claim)) for o in near[:2000]]
    pairs.sort(
        key=lambda p: (len([r for r in p.verdict.reasons if r.effect != "caveat"]), len(p.verdict.reasons), p.b.uid)
    )
    good = [p for p in pairs if p.verdict.verdict in ("same_track", "with_caveats")]
    return good[:many] + [p for p in pairs if p not in good][:many]


def card_lines(
    stored: StoredClaim, history: Sequence[StoredClaim], near: Sequence[Pair], said: Sequence[str] = ()
) -> list[str]:
    """Return the card as printable lines; ``said`` are those about corrections, edits and challenges."""
    claim = stored.claim
    line = f", line {claim.line}" if claim.line else ""
    out = [
        f"{stored.uid}  {' '.join(amount(claim))}  {claim.metric}  ({claim.form}, {claim.basis}, {stored.status})",
        f"  {who(claim)}: {conditions(claim)}",
        f"  in: {plain(stored.document.title)} ({plain(stored.document.publisher)}, {plain(stored.document.published)[:10]})",
        f"  at: {plain(stored.document.url)}{line}",
        f'  says: "{plain(claim.quote)}"', "", "  why:",
    ]  # fmt: skip
    out += [f'    {f.name} = {plain(f.value, 60)}  ({f.origin}) "{plain(f.quote, 90)}"' for f in claim.facets]
    if history:
        out += ["", "  before:"]
        out += [
            f'    {" ".join(amount(old.claim))}  first seen {old.first_seen[:10]}  "{plain(old.claim.quote, 120)}"'
            for old in history
        ]
    out += said
    if near:
        out += ["", "  beside:"]
    for pair in near:
        out.append(
            f"    {pair.b.uid[:8]}  {' '.join(amount(pair.b.claim))}  {who(pair.b.claim)}  {plain(pair.b.document.publisher)}"
        )
        out.append(
            f"      {verdict_word(pair.verdict)}: {reasons(pair.verdict)}"
            + (f"; {ask(pair.verdict)}" if pair.verdict.ask else "")
        )
    return [inert(text) for text in out]


def card_object(stored: StoredClaim, history: Sequence[StoredClaim], near: Sequence[Pair]) -> dict[str, Any]:
    """Return the card for JSON."""
    return {
        **claim_object(stored), "facets": [asdict(f) for f in stored.claim.facets], "history": [claim_object(o) for o in history],
        "neighbours": [{"id": p.b.uid, **verdict_object(p.verdict)} for p in near],
    }  # fmt: skip
