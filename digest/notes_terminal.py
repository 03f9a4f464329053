"""Release notes -> terminal lines: a project, its releases, a line a change, claims marked with what they race."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .changelog import TITLES, Line, Notes, ProjectNotes
from .notes_wording import EARLY, closing, figures, heading, older_line
from .sanitise import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .terminal import Page

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


def _line(page: Page, kind: str, line: Line) -> str:
    if not (kind == "performance" and line.claims):
        return plain(line.text)
    said = next((f" ({said})" for _, said in line.claims if said), "")
    return f"{plain(figures(line), 40)} {page.ref(line.claims[0][0])}{plain(said, 60)} {plain(line.text)}"
