"""How release notes are said in words, alike in every output."""

from __future__ import annotations

from typing import Final

from .changelog import TITLES, Line, Notes, ProjectNotes
from .sanitise import plain
from .wording import amount

EARLY: Final = {"headline": 3, "breaking": 3, "performance": 3, "feature": 3, "": 1}
"""Lines of a kind of a pre-release beside a release."""


def heading(notes: Notes) -> str:
    """Return a release's version and day, and which pre-releases led to it."""
    early = " (pre-release)" if notes.early else ""
    folded = f", after {', '.join(notes.folded)}" if notes.folded else ""
    return plain(f"{notes.name} {(notes.released or '')[:10]}".strip() + early + folded, 200)


def closing(notes: Notes, hidden: set[str]) -> list[str]:
    """Return what is counted only: kinds left out, known issues, noise, claims that race nothing."""
    parts = [_counted(len(lines), TITLES[kind]) for kind, lines in notes.kinds if kind in hidden]
    if notes.known:
        parts.append(_counted(notes.known, "known issues"))
    if notes.noise:
        parts.append(_counted(notes.noise, "changes") + " of upkeep")
    told = f"{'and ' if notes.kinds else ''}{', '.join(parts)}" if parts else ""
    lonely = sum(
        not said for kind, lines in notes.kinds if kind == "performance" for line in lines for _, said in line.claims
    )
    alone = f"{lonely} of its claims {'has' if lonely == 1 else 'have'} nothing to be compared with" if lonely else ""
    return [line for line in (told, alone) if line]


def _counted(count: int, plural: str) -> str:
    if count != 1 or plural in ("in short", "breaking", "performance", "hardware"):
        return f"{count} {plural}"
    return f"1 {plural.removesuffix('es') if plural.endswith('xes') else plural.removesuffix('s')}"


def figures(line: Line) -> str:
    """Return the numbers claimed in a change, as one reads them: ``1.9x``, ``5–7 ms``."""
    told = [amount(stored.claim) for stored, _ in line.claims]
    return ", ".join(dict.fromkeys(f"{value}{'' if unit in ('x', '%') else ' '}{unit}" for value, unit in told[:3]))


def older_line(project: ProjectNotes) -> str:
    """Return how many releases made long before the window were first seen in it."""
    first, last = project.older[0], project.older[-1]
    names = first if len(project.older) == 1 else f"{last} to {first}"
    return plain(
        f"{project.project}: newly tracked, {len(project.older)} older {'release' if len(project.older) == 1 else 'releases'} ({names})"
    )
