"""Release notes -> terminal lines: a project, its releases, a line a change, claims marked with what they race."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .changelog import TITLES, Line, Notes, ProjectNotes
from .sanitise import plain
from .wording import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .terminal import Page

EARLY: Final = {"headline": 3, "breaking": 3, "performance": 3, "feature": 3, "": 1}
"""Lines of a kind of a pre-release beside a release."""
STYLES: Final = {"breaking": "red", "performance": "green"}


def add_changelog(page: Page, projects: Sequence[ProjectNotes], most: dict[str, int], releases: int) -> None:
    """Add the changelog; ``most`` lines of a kind (default 3) and at most ``releases`` a project."""
    shown = [p for p in projects if p.notes]
    if shown or any(p.older for p in projects):
        page.head("CHANGELOG")
    for project in shown:
        full = any(not notes.early for notes in project.notes)
        for notes in project.notes[:releases]:
            _release(page, project.project, notes, EARLY if full and notes.early and most.get("") != 0 else most)
        if len(project.notes) > releases:
            rest = ", ".join(n.name for n in project.notes[releases:])
            page.add(plain(f"... and {rest}"), indent=2)
    for project in projects:
        if project.older:
            page.add(older_line(project), "dim", 2)


def _release(page: Page, project: str, notes: Notes, most: dict[str, int]) -> None:
    page.add(f"{plain(project, 40)} {heading(notes)}", "bold", 2)
    if notes.count("headline") and most.get("") == 0:
        most = most | {"feature": 0}  # its own headings say more in fewer lines
    for kind, lines in notes.kinds:
        many = most.get(kind, most.get("", 3))
        if not many:
            continue
        for n, line in enumerate(lines[:many]):
            page.add(f"{'' if n else TITLES[kind]:11} {_line(page, kind, line)}", STYLES.get(kind, ""), 4)
        if len(lines) > many:
            page.add(f"{'':11} ... {len(lines) - many} more", "dim", 4)
    for tail in closing(notes, {kind for kind, _ in notes.kinds if not most.get(kind, most.get("", 3))}):
        page.add(tail, "dim", 4)


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


def _line(page: Page, kind: str, line: Line) -> str:
    if not (kind == "performance" and line.claims):
        return plain(line.text)
    said = next((f" ({said})" for _, said in line.claims if said), "")
    return f"{plain(figures(line), 40)} {page.ref(line.claims[0][0])}{plain(said, 60)} {plain(line.text)}"
