"""Edits as a reader wants them: one event an edit, however many claims it touches, the differing words of both wordings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from ..store.changes import SeenChange
from .sanitise import plain

AROUND: Final = 3
"""Words kept on both sides of what differs."""
WORDS: Final = {"value": "number", "condition": "condition", "title": "title", "figure": "figure", "added": "claim added",
                "withdrawn": "claim withdrawn"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One edit of one document: its kind, the fields and claims it touches, both wordings, and the printed erratum."""

    kind: str
    fields: tuple[str, ...]
    claims: tuple[str, ...]
    old: str | None
    new: str | None
    erratum: str | None
    url: str
    title: str
    publisher: str | None
    seen_at: str


def events_of(changes: Iterable[SeenChange]) -> list[Event]:
    """Return the events, in the order seen: changes of one kind and wording of one document are one."""
    groups: dict[tuple[object, ...], list[SeenChange]] = {}
    for seen in changes:
        c = seen.change
        groups.setdefault((seen.url, seen.seen_at, c.kind, c.old, c.new), []).append(seen)
    out = []
    for members in groups.values():
        first, all_of = members[0], [m.change for m in members]
        out.append(
            Event(
                first.change.kind, tuple(dict.fromkeys(c.field for c in all_of if c.field)),
                tuple(dict.fromkeys(c.claim for c in all_of if c.claim)), first.change.old, first.change.new,
                first.change.erratum, first.url, first.title, first.publisher, first.seen_at,
            )
        )  # fmt: skip
    return out


def headline(event: Event) -> str:
    """Return what was edited, in one line, without the document: both wordings where they differ."""
    kind = WORDS[event.kind]
    if event.kind == "condition" and event.fields:
        kind = f"condition ({', '.join(f.replace('_', ' ') for f in event.fields[:3])})"
    said = "" if event.erratum is None else "; erratum printed"
    return f"{kind}: {wordings(event.old, event.new)}{said}"


def wordings(old: str | None, new: str | None) -> str:
    """Return both wordings, shortened to what differs and a few words around it."""
    if old is None or new is None:
        return f'"{plain(old if new is None else new, 120)}"'
    a, b = old.split(), new.split()
    same = SequenceMatcher(None, a, b, autojunk=False)
    parts = [op for op in same.get_opcodes() if op[0] != "equal"]
    if not parts:
        return f'"{plain(old, 90)}" -> "{plain(new, 90)}"'
    left, right = _cut(a, parts[0][1], parts[-1][2]), _cut(b, parts[0][3], parts[-1][4])
    return f'"{plain(left, 110)}" -> "{plain(right, 110)}"'


def _cut(words: list[str], start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(words), end + AROUND)
    return ("... " if first else "") + " ".join(words[first:last]) + (" ..." if last < len(words) else "")


def event_lines(events: Iterable[Event]) -> list[str]:
    """Return a claim's card lines on its edits."""
    lines = [f"    {event.seen_at[:10]}  {headline(event)}" for event in events]
    return ["", "  edited:", *lines] if lines else []


def event_object(event: Event) -> dict[str, Any]:
    """Return an event for JSON; ``silent`` is whether no erratum was printed."""
    return {"kind": event.kind, "fields": list(event.fields), "claims": list(event.claims), "old": event.old, "new": event.new,
            "silent": event.erratum is None, "erratum": event.erratum, "url": event.url, "title": event.title,
            "publisher": event.publisher, "seen_at": event.seen_at}  # fmt: skip
