"""What people say of a claim, for its card: corrections, notes, and comments of discussions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..store.corrections import NOTE, Correction
from .contested import Contest, contest_line
from .sanitise import plain


def remark_lines(held: Sequence[Correction]) -> list[str]:
    """Return the card's lines on corrections (undone ones too) and notes."""
    out: list[str] = []
    corrections = [h for h in held if h.field != NOTE]
    notes = [h for h in held if h.field == NOTE and h.undone is None]
    if corrections:
        out += ["", "  corrected:"]
    for h in corrections:
        undone = (
            f"; undone by {plain(h.undone.who, 40)} {h.undone.at[:10]}: {plain(h.undone.why, 120)}" if h.undone else ""
        )
        value = plain(h.value, 60) if h.value is not None else "not stated"
        out.append(f"    {h.field} = {value}  by {plain(h.who, 40)} {h.at[:10]}: {plain(h.why, 120)}{undone}")
    if notes:
        out += ["", "  note:"]
    out += [f"    {plain(h.who, 40)} {h.at[:10]}: {plain(h.value, 600)}" for h in notes]
    return out


def remark_objects(held: Sequence[Correction]) -> list[dict[str, Any]]:
    """Return corrections and notes for JSON."""
    return [asdict(h, dict_factory=lambda pairs: {k: v for k, v in pairs if k not in ("id", "number")}) for h in held]


def challenge_lines(ties: Sequence[Contest]) -> list[str]:
    """Return the card's lines on comments: those about the claim's number, then those about its whole post."""
    about = [t for t in ties if t.claim is not None]
    post = [t for t in ties if t.claim is None]
    out = ["", "  discussed:"] if about or post else []
    out += [f"    {contest_line(t)}  {plain(t.held.challenge.url, 120)}" for t in about]
    return out + [f"    of the post, {contest_line(t)}  {plain(t.held.challenge.url, 120)}" for t in post]
