"""One claim's card: its words, every facet's origin, what it said before, and whom it can stand beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..store.rows import StoredClaim
from .compare import Beside, Near, missing
from .jsonout import claim_object, verdict_object
from .sanitise import inert, plain
from .wording import amount, ask, conditions, converted, listed, reasons, verdict_word, who


def card_lines(
    stored: StoredClaim, history: Sequence[StoredClaim], near: Beside[StoredClaim], said: Sequence[str] = ()
) -> list[str]:
    """Return the card as printable lines; ``said`` are those about corrections, edits and challenges."""
    claim = stored.claim
    line = f", line {claim.line}" if claim.line else ""
    document = stored.document
    told = ", ".join(part for part in (plain(document.publisher), plain(document.published)[:10]) if part)
    out = [
        f"{stored.uid}  {' '.join(amount(claim))}  {claim.metric}  ({claim.form}, {claim.basis}, {stored.status})",
        f"  {who(claim)}: {conditions(claim)}",
        f"  in: {plain(document.title)}{f' ({told})' if told else ''}",
        f"  at: {plain(document.url)}{line}",
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
    out += _beside(stored, near)
    return [inert(text) for text in out]


def _beside(stored: StoredClaim, near: Beside[StoredClaim]) -> list[str]:
    """The lines on the claim's neighbours: what it can be compared with, what only looks alike, what to ask."""
    out = ["", "  can be compared with:" if near.comparable else "  can be compared with: nothing that is held"]
    for one in near.comparable:
        varied = f", {one.verdict.varied} varies" if one.verdict.varied else ""
        told = reasons(one.verdict)
        out += [_neighbour(one), f"      {verdict_word(one.verdict)}{varied}{': ' + told if told else ''}"]
        out += [f"      {converted(derived)}" for derived in one.verdict.conversions]
    if lacks := missing(stored.claim):
        out.append(
            "    it says nothing of " + listed(lacks) + ": no claim of another post is on its track until that is known"
        )
    if near.unknown:
        out += ["", "  may be like it, if somebody says:"]
    for one in near.unknown:
        out += [_neighbour(one), f"      {verdict_word(one.verdict)}: {ask(one.verdict, 4)}"]
    if near.refused:
        out += ["", "  looks alike and is not:"]
    for one in near.refused:
        out += [_neighbour(one), f"      {verdict_word(one.verdict)}: {reasons(one.verdict)}"]
        if one.other is not None:
            out.append(f"      with --vary {one.other[0]}: {verdict_word(one.other[1])}")
    if near.again:
        told = ", ".join(other.uid[:8] for other in near.again)
        out += ["", f"  told again in its own post: {told}"]
    return out


def _neighbour(near: Near[StoredClaim]) -> str:
    other = near.item
    published = plain(other.document.published, 10)
    where = plain(f"{other.document.publisher or other.document.title} {published}", 50)
    return (
        f"    {other.uid[:8]}  {' '.join(amount(other.claim))}  {who(other.claim)}; {conditions(other.claim)}; {where}"
    )


def card_object(stored: StoredClaim, history: Sequence[StoredClaim], near: Beside[StoredClaim]) -> dict[str, Any]:
    """Return the card for JSON; ``told_again`` are ids, ``missing`` what keeps the claim off every track."""
    return {
        **claim_object(stored), "facets": [asdict(f) for f in stored.claim.facets], "history": [claim_object(o) for o in history],
        "neighbours": [
            {"id": n.item.uid, **verdict_object(n.verdict), "with_vary": {n.other[0]: n.other[1].verdict} if n.other else {}}
            for n in (*near.comparable, *near.unknown, *near.refused)
        ],
        "told_again": [other.uid for other in near.again], "missing": list(missing(stored.claim)),
    }  # fmt: skip
