"""Release notes -> Markdown: a heading a release, a list a kind, links to releases and pull requests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .changelog import TITLES, Line, Notes, ProjectNotes
from .notes_wording import EARLY, closing, figures, heading, older_line
from .sanitise import link, markdown

REPOSITORY: Final = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+(?=/)")


def changelog_lines(projects: Sequence[ProjectNotes], most: int) -> list[str]:
    """Return the changelog as Markdown lines, at most ``most`` changes of a kind."""
    if not projects:
        return []
    out = ["", "## Changelog"]
    for project in projects:
        if project.notes:
            out += ["", f"### {markdown(project.project)}"]
        for notes in project.notes:
            out += ["", f"#### {link(heading(notes), notes.url)}"]
            brief = notes.early and any(not n.early for n in project.notes)
            for kind, lines in notes.kinds:
                many = min(most, EARLY.get(kind, EARLY[""])) if brief else most
                out += ["", f"**{TITLES[kind].capitalize()}**", ""]
                out += [f"- {_line(kind, line, notes)}" for line in lines[:many]]
                if len(lines) > many:
                    out.append(f"- ... {len(lines) - many} more")
            if tail := ". ".join(line[0].upper() + line[1:] for line in closing(notes, set())):
                out += ["", f"{markdown(tail)}."]
        if project.older:
            out += ["", f"{markdown(older_line(project))}."]
    return out


def _line(kind: str, line: Line, notes: Notes) -> str:
    repository = REPOSITORY.match(notes.url)
    pulls = ", ".join(
        link(f"#{n}", f"{repository[0]}/pull/{n}") if repository else markdown(f"#{n}") for n in line.pulls[:3]
    )
    text = markdown(line.text) + (f" ({pulls})" if pulls else "")
    if not (kind == "performance" and line.claims):
        return text
    said = next((f" ({markdown(said)})" for _, said in line.claims if said), "")
    return f"**{markdown(figures(line))}**{said} {text}"
