"""Report -> terminal: one screen that answers first, everything with ``--all``. Only sanitised text is printed, never markup."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from ..store.rows import StoredClaim
from .changes import headline
from .contested import contest_line
from .notes_terminal import add_changelog
from .report import Pair, Report
from .sanitise import inert, plain
from .wording import about, amount, ask, heading, looked_at, reasons, verdict_word, who

COLOURS: Final = {"same_track": "green", "with_caveats": "yellow", "unknown": "cyan", "not_comparable": "red"}
LIMIT: Final = 40
NOTES: Final = 150
ALL_PROJECTS: Final = {"headline": 3, "breaking": 1, "performance": 2, "feature": 1, "": 0}
"""Lines of a kind a release has among many projects; the other kinds are counted."""
ONE_PROJECT: Final = {"headline": 10, "breaking": 8, "performance": 10, "feature": 8, "": 5}


def console(*, stderr: bool = False) -> Console:
    """Return a console that honours NO_COLOR, pipes and narrow terminals, and highlights nothing by itself."""
    file = sys.stderr if stderr else sys.stdout
    return Console(
        file=file,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=not file.isatty(),
        width=None if file.isatty() else 100,
    )


class Page:
    """Lines gathered with their styles; the sources they name are numbered once each."""

    def __init__(self, width: int) -> None:
        """Prepare a page of ``width`` columns."""
        self.width = max(40, width)
        self.lines: list[Text] = []
        self.sources: dict[str, int] = {}

    def add(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add one line, cut at the page's width."""
        line = Text(" " * indent + inert(text), style=style)
        line.truncate(self.width, overflow="ellipsis")
        self.lines.append(line)

    def head(self, text: str) -> None:
        """Add a section's head."""
        if self.lines:
            self.lines.append(Text(""))
        self.add(text, "bold")

    def ref(self, stored: StoredClaim) -> str:
        """Return the mark of a claim's source, numbered at first use."""
        place = stored.document.url + (
            f":{stored.claim.line}" if stored.claim.line and "://" not in stored.document.url else ""
        )
        return f"[{self.mark(place)}]"

    def mark(self, place: str) -> int:
        """Return the number of a source, given at first use."""
        return self.sources.setdefault(place, len(self.sources) + 1)


def render(report: Report, out: Console, *, everything: bool = False) -> None:
    """Print the report; at most ``LIMIT`` lines (``NOTES`` of one project) unless ``everything``."""
    page = Page(out.width)
    many = 10_000 if everything else 3
    limit = NOTES if report.project else LIMIT
    window = (
        "all that is held"
        if not report.since
        else f"first seen since {report.since[:10]}" + (f" until {report.until[:10]}" if report.until else "")
    )
    page.add(f"sametrack digest: {len(report.documents)} documents, {report.claims} claims, {window}", "bold")
    page.add(
        f"same track {len(report.tracks)} · with caveats {len(report.caveated)} · unknown {len(report.unknown)} · not comparable {len(report.refused)}"
    )
    if report.looked_at < report.claims:
        page.add(looked_at(report.claims, report.looked_at), "yellow")
    if report.project:
        add_changelog(page, report.changelog, {"": 10_000} if everything else ONE_PROJECT, 10_000 if everything else 20)
    _new(page, report, many if everything else 4)
    _tracks(page, report, many if everything else 2, members=many if everything else 4)
    _pairs(page, "MUST NOT BE COMPARED", report.refused, many if everything else 2)
    _pairs(page, "UNKNOWN UNTIL SOMEBODY SAYS", report.unknown, many if everything else 1)
    _threads(page, report)
    _contested(page, report, many)
    _edits(page, report, many)
    if not report.project:
        add_changelog(page, report.changelog, {"": many} if everything else ALL_PROJECTS, many if everything else 2)
    budget = len(page.lines) if everything else min(len(page.lines), limit - 2 - min(len(page.sources), 6))
    for line in page.lines[:budget]:
        out.print(line)
    if not everything and budget < len(page.lines):
        out.print(Text(f"... {len(page.lines) - budget} more lines: --all"))
    shown = list(page.sources.items()) if everything else list(page.sources.items())[: max(0, limit - budget - 2)]
    for place, mark in shown:
        out.print(Text(plain(f"[{mark}] {place}", 400), style="dim"))


def _new(page: Page, report: Report, many: int) -> None:
    posts = [d for d in report.documents if d.kind != "release"]
    if not posts and not report.measured:
        page.head("NEW: nothing in this window" if not report.documents else "NEW: releases only")
        return
    page.head("NEW")
    for m in report.measured:
        page.add(
            f"{plain(m.publisher, 30)}: {m.rows} results, {m.figures} figures" + _measured_when(m.first, m.last),
            indent=2,
        )
    for document in posts[:many]:
        count = report.claims_by_document.get(document.id, 0)
        page.add(
            f"{(document.published or '?')[:10]}  {plain(document.publisher, 14):14} {count:4} claims  {plain(document.title)}",
            indent=2,
        )
    if len(posts) > many:
        page.add(f"... and {len(posts) - many} more", indent=2)


def _measured_when(first: str, last: str) -> str:
    return "" if not first else f", measured {first}" + (f" to {last}" if last != first else "")


def _tracks(page: Page, report: Report, many: int, members: int) -> None:
    page.head("SAME TRACK" if report.tracks else "SAME TRACK: no comparable pair")
    for track in report.tracks[:many]:
        first = track.members[0].claim
        way = f" ({'lower' if track.lower_is_better else 'higher'} is better)"
        page.add(plain(heading(first), page.width - 2 - len(way)) + way, "green", 2)
        rows = [(*amount(m.claim), who(m.claim), page.ref(m)) for m in track.members[:members]]
        page_rows(page, rows)
        if len(track.members) > members:
            page.add(f"... {len(track.members) - members} more", indent=4)
    if len(report.tracks) > many:
        page.add(f"... and {len(report.tracks) - many} more tracks: sametrack tracks", indent=2)


def page_rows(page: Page, rows: Sequence[tuple[str, str, str, str]], indent: int = 4) -> None:
    """Add (number, unit, who, source) rows, numbers right-aligned beside their units."""
    wide = max((len(r[0]) for r in rows), default=0)
    units = max((len(r[1]) for r in rows), default=0)
    for value, unit, name, mark in rows:
        page.add(f"{value:>{wide}} {unit:{units}}  {name} {mark}", indent=indent)


def _pairs(page: Page, title: str, pairs: Sequence[Pair], many: int) -> None:
    if not pairs:
        return
    page.head(f"{title} ({len(pairs)})")
    for pair in pairs[:many]:
        style = COLOURS[pair.verdict.verdict]
        page.add(_sides(page, pair), indent=2)
        told = [f"{verdict_word(pair.verdict)}: {reasons(pair.verdict, many)}" for many in (3, 2, 1)]
        page.add(next((text for text in told if len(text) <= page.width - 4), told[-1]), style, 4)
        if pair.verdict.ask:
            page.add(ask(pair.verdict), style, 4)


def _sides(page: Page, pair: Pair) -> str:
    """Both sides in one line that holds their numbers and sources, whatever their names' length."""
    common = about(pair.a.claim, pair.b.claim)
    one, other = (who(s.claim) for s in (pair.a, pair.b))
    said, told = (f" {' '.join(amount(s.claim))} {page.ref(s)}" for s in (pair.a, pair.b))
    room = max(16, page.width - len(common + said + told) - 7)
    most = max(room // 2, room - len(other))
    one = plain(one, most)
    return f"{common}{one}{said}  |  {plain(other, room - len(one))}{told}"


def _contested(page: Page, report: Report, many: int) -> None:
    if report.contested:
        page.head(f"CONTESTED ({len(report.contested)})")
    for dispute in report.contested[:many]:
        said = [f"{who(c.claim)} {' '.join(amount(c.claim))} {page.ref(c)}" for c in dispute.claims]
        page.add(
            f"{plain(dispute.document.publisher, 14)}: {'; '.join(said) or plain(dispute.document.title, 60)}", indent=2
        )
        for contest in dispute.comments[:2]:
            page.add(contest_line(contest), "green" if contest.kind == "reproduced" else "red", 4)
        if len(dispute.comments) > 2:
            page.add(f"... and {len(dispute.comments) - 2} more", indent=4)


def _threads(page: Page, report: Report) -> None:
    for thread, documents, answer in report.threads:
        page.head(f"DISCUSSED: {plain(thread.document.title)} ({thread.comments} comments)")
        for document in documents:
            page.add(f"links {plain(document.publisher)}: {plain(document.title)}", indent=2)
        if answer:
            page.add(answer, "red" if answer.startswith("no") else "green", 2)


def _edits(page: Page, report: Report, many: int) -> None:
    if report.edits:
        page.head("EDITED AFTER PUBLICATION")
    for event in report.edits[:many]:
        page.add(f"{plain(event.publisher, 14)}: {plain(event.title, 60)} [{page.mark(event.url)}]", indent=2)
        page.add(headline(event), "yellow" if event.erratum else "red", 4)
    if len(report.edits) > many:
        page.add(f"... and {len(report.edits) - many} more: sametrack changes", indent=2)
