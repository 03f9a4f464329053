"""Releases of a window -> release notes: by project, newest first, pre-releases folded, items by kind, noise counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from ..store.rows import ReleaseRow, StoredClaim
from .itemtext import item_line

ORDER: Final = ("headline", "breaking", "performance", "feature", "model support", "hardware support", "fix")
"""Kinds in the order they are read; ``known issue`` and ``noise`` are counted only."""
TITLES: Final[Mapping[str, str]] = {
    "headline": "in short", "breaking": "breaking", "performance": "performance", "feature": "features", "model support": "models",
    "hardware support": "hardware", "fix": "fixes",
}  # fmt: skip
LATE: Final = timedelta(days=45)
"""A release first seen this long after it was made is news still; an older one is newly tracked."""
MANY: Final = 8
"""Releases of one project above which they are told as one: a project that releases every commit."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change: its words, its pull requests, and the claims in it with what each can be compared with."""

    text: str
    pulls: tuple[str, ...] = ()
    claims: tuple[tuple[StoredClaim, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """A release, or many told as one. ``kinds`` are of ``ORDER``; ``folded`` names the pre-releases that led to it."""

    name: str
    released: str | None
    early: bool
    url: str
    kinds: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    noise: int = 0
    known: int = 0
    folded: tuple[str, ...] = ()

    def count(self, kind: str) -> int:
        """How many changes of ``kind`` there are."""
        return next((len(lines) for name, lines in self.kinds if name == kind), 0)


@dataclass(frozen=True, slots=True)
class ProjectNotes:
    """The releases of one project in the window, newest first; ``older`` were first seen in it and made long before."""

    project: str
    notes: tuple[Notes, ...] = ()
    older: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """ISO bounds (until exclusive); ``arrived`` counts what was first seen in them, else what was released in them too."""

    since: str | None = None
    until: str | None = None
    arrived: bool = False

    def holds(self, moment: str) -> bool:
        """Whether ``moment`` is inside."""
        return (self.since is None or moment >= self.since) and (self.until is None or moment < self.until)


@dataclass(slots=True)
class _Known:
    """What is known of claims: those of a document by block, and what each can be compared with."""

    claims: Mapping[int, Sequence[StoredClaim]]
    standing: Callable[[StoredClaim], str]
    told: set[str] = field(default_factory=set)


def changelog(
    releases: Sequence[ReleaseRow],
    claims: Sequence[StoredClaim],
    window: Window,
    standing: Callable[[StoredClaim], str],
) -> tuple[ProjectNotes, ...]:
    """Return the release notes of ``window``; ``standing`` says in words what a claim can be compared with."""
    by_document: defaultdict[int, list[StoredClaim]] = defaultdict(list)
    for stored in claims:
        by_document[stored.document.id].append(stored)
    known = _Known(by_document, standing)
    projects: defaultdict[str, list[ReleaseRow]] = defaultdict(list)
    older: defaultdict[str, list[str]] = defaultdict(list)
    for release in releases:
        where = _place(release, window)
        if where == "in":
            projects[release.project].append(release)
        elif where == "older":
            older[release.project].append(release.version)
    return tuple(
        ProjectNotes(name, _told(sorted(projects[name], key=_age, reverse=True), known), tuple(older[name]))
        for name in sorted({*projects, *older}, key=str.lower)
    )


def _place(release: ReleaseRow, window: Window) -> str:
    """``in`` the window, ``older`` than it though first seen in it, or ``out``."""
    seen, made = window.holds(release.first_seen), _made(release)
    if window.since is None and window.until is None:
        return "in"
    if made is None:
        return "in" if seen else "out"
    if not window.arrived and window.holds(made):
        return "in"
    if not seen:
        return "out"
    late = window.since is None or made >= (date.fromisoformat(window.since[:10]) - LATE).isoformat()
    return "in" if late and (window.arrived or window.until is None or made < window.until) else "older"


def _made(release: ReleaseRow) -> str | None:
    return release.released or (release.document.published if release.document.kind == "release" else None)


def _age(release: ReleaseRow) -> tuple[str, tuple[int, ...], bool, int]:
    """Newest first: by day, then by version, the release before what led to it; a changelog's order breaks ties."""
    numbers = tuple(int(n) for n in re.findall(r"\d{1,9}", release.version))
    return ((_made(release) or "")[:10], numbers[:3], not release.prerelease, -release.id)


def _told(releases: Sequence[ReleaseRow], known: _Known) -> tuple[Notes, ...]:
    """The notes of one project's releases: pre-releases under the release they led to, many told as one."""
    full = [r for r in releases if not r.prerelease]
    bases = {_base(r.version) for r in full}
    early = [r for r in releases if r.prerelease and _base(r.version) not in bases]
    newest = {_base(r.version): r for r in reversed(early)}
    shown = [r for r in releases if r in full or newest.get(_base(r.version)) is r]
    notes = []
    for release in shown:
        same = [
            r.version
            for r in releases
            if r.prerelease and r is not release and _base(r.version) == _base(release.version)
        ]
        notes.append(replace(_notes(release, known), folded=tuple(same)))
    ordered = sorted(notes, key=lambda n: n.early)
    return (_joined(ordered),) if len(ordered) > MANY else tuple(ordered)


def _base(version: str) -> str:
    return re.sub(r"(?i)[.-]?(?:rc|alpha|beta|dev|preview|a|b)[.-]?\d*$", "", version)


def _notes(release: ReleaseRow, known: _Known) -> Notes:
    held = known.claims.get(release.document.id, ())
    kinds: defaultdict[str, list[Line]] = defaultdict(list)
    counted = Counter(item.kind for item in release.items)
    for item in release.items:
        if item.kind in ORDER:
            text, pulls = item_line(item.text)
            kinds[item.kind].append(Line(text, pulls, _claims([s for s in held if s.claim.block == item.block], known)))
    blocks = {item.block for item in release.items}
    if release.first is not None and release.last is not None:
        free = [s for s in held if s.claim.block not in blocks and release.first <= (s.claim.block or 0) < release.last]
        kinds["performance"][:0] = _sentences(free, known)
    kinds["performance"] = _first_with_claims(kinds["performance"])
    ordered = tuple((kind, tuple(kinds[kind])) for kind in ORDER if kinds.get(kind))
    return Notes(
        release.version,
        _made(release),
        release.prerelease,
        release.document.url,
        ordered,
        counted["noise"],
        counted["known issue"],
    )


def _claims(found: Sequence[StoredClaim], known: _Known) -> tuple[tuple[StoredClaim, str], ...]:
    return tuple((stored, known.standing(stored)) for stored in found)


def _sentences(found: Sequence[StoredClaim], known: _Known) -> list[Line]:
    """Claims in running text: a line a sentence, tables left out (they are results, no notes)."""
    by_quote: dict[str, list[StoredClaim]] = {}
    for stored in found:
        if stored.claim.cell is None:
            by_quote.setdefault(stored.claim.quote, []).append(stored)
    return [Line(item_line(quote)[0], (), _claims(claims, known)) for quote, claims in by_quote.items()]


def _first_with_claims(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: not line.claims)


def _joined(notes: Sequence[Notes]) -> Notes:
    """Many releases as one: their changes together, each once."""
    kinds = []
    for kind in ORDER:
        lines = {line.text: line for n in notes for name, found in n.kinds if name == kind for line in found}
        if lines:
            kinds.append(
                (kind, tuple(_first_with_claims(list(lines.values())) if kind == "performance" else lines.values()))
            )
    newest, oldest = notes[0], notes[-1]
    name = f"{oldest.name} to {newest.name}, {len(notes)} releases"
    if newest.name.startswith("#"):  # entries named by pull request stand in no order of versions
        name = f"{len(notes)} entries, the newest {newest.name}"
    return Notes(
        name, newest.released, False, newest.url, tuple(kinds),
        sum(n.noise for n in notes), sum(n.known for n in notes),
    )  # fmt: skip
