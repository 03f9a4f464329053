"""Report -> GitHub-flavoured Markdown: every number links to its source, and nothing in fetched text acts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..store.rows import StoredClaim
from .changes import headline
from .compare import WORDS
from .contested import contest_line
from .notes_markdown import changelog_lines
from .report import Pair, Report
from .sanitise import link, markdown
from .wording import about, amount, ask, heading, looked_at, reasons, who


def render(report: Report, *, everything: bool = False) -> str:
    """Return the report as Markdown; sections hold at most ten entries unless ``everything``."""
    many = 10_000 if everything else 10
    until = f" until {report.until[:10]}" if report.until else ""
    window = f"since {report.since[:10]}{until}" if report.since else "all that is held"
    out = [
        f"# sametrack digest, {window}", "",
        f"SAME TRACK ({len(report.tracks)}) / WITH CAVEATS ({len(report.caveated)}) / UNKNOWN ({len(report.unknown)}) / "
        f"NOT COMPARABLE ({len(report.refused)}), from {len(report.documents)} documents and {report.claims} claims.",
    ]  # fmt: skip
    out += ["", looked_at(report.claims, report.looked_at) + "."] if report.looked_at < report.claims else []
    out += changelog_lines(report.changelog, many if everything else 15) if report.project else []
    out += ["", "## New", ""]
    posts = [d for d in report.documents if d.kind != "release"]
    out += [f"- {markdown((d.published or 'undated')[:10])} {markdown(d.publisher)}: {link(d.title, d.url)} "
            f"({report.claims_by_document.get(d.id, 0)} claims)" for d in posts[:many]]  # fmt: skip
    out += [f"- {markdown(m.publisher)}: {m.rows} results, {m.figures} figures" for m in report.measured]
    out += [] if posts or report.measured else ["Releases only." if report.documents else "Nothing in this window."]
    out += ["", "## Same track", ""]
    if not report.tracks:
        out.append("No comparable pair.")
    for track in report.tracks[:many]:
        first = track.members[0].claim
        out += [f"### {markdown(heading(first))}", "",
                f"{'Lower' if track.lower_is_better else 'Higher'} is better.", "", "| value | unit | who | source |", "|---:|---|---|---|"]  # fmt: skip
        out += [_row(m) for m in track.members[:many]]
        out.append("")
    out += _pairs("Must not be compared", report.refused[:many]) + _pairs(
        "Unknown until somebody says", report.unknown[:many]
    )
    out += _rest(report, many) + ([] if report.project else changelog_lines(report.changelog, many))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).rstrip() + "\n"


def _row(stored: StoredClaim) -> str:
    value, unit = amount(stored.claim)
    return f"| {markdown(value)} | {markdown(unit)} | {markdown(who(stored.claim))} | {link(stored.document.title, stored.document.url)} |"


def _pairs(title: str, pairs: Sequence[Pair]) -> list[str]:
    if not pairs:
        return []
    out = ["", f"## {title}", ""]
    for pair in pairs:
        a, b = (
            f"{markdown(who(s.claim))} {markdown(' '.join(amount(s.claim)))} ({link(s.document.title, s.document.url)})"
            for s in (pair.a, pair.b)
        )
        common = markdown(about(pair.a.claim, pair.b.claim))
        question = f" {markdown(ask(pair.verdict))}." if pair.verdict.ask else ""
        out.append(
            f"- {common}{' ' if common else ''}{a} and {b}: **{WORDS[pair.verdict.verdict]}**. {markdown(reasons(pair.verdict))}.{question}"
        )
    return out


def _rest(report: Report, many: int) -> list[str]:
    out: list[str] = []
    for thread, documents, answer in report.threads:
        out += ["", f"## Discussed: {link(thread.document.title, thread.document.url)}", ""]
        out += [f"- {markdown(d.publisher)}: {link(d.title, d.url)}" for d in documents] + (
            [f"- **{markdown(answer)}**"] if answer else []
        )
    if report.contested:
        out += ["", "## Contested", ""]
    for dispute in report.contested[:many]:
        said = "; ".join(f"{markdown(who(c.claim))} {markdown(' '.join(amount(c.claim)))}" for c in dispute.claims)
        out.append(f"- {said} ({link(dispute.document.title, dispute.document.url)})")
        out += [
            f"  - {markdown(contest_line(m))}, {link('comment', m.held.challenge.url)}" for m in dispute.comments[:many]
        ]
    if report.edits:
        out += ["", "## Edited after publication", ""]
        out += [f"- {link(e.title, e.url)}, {markdown(headline(e))}" for e in report.edits[:many]]
    return out
