"""``digest``: what is new, what races, what must not be compared, what to ask."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..contested import address
from ..files import replace_file
from .keying import keep_keys
from .reading import chosen_filter, filters
from .root import Settings

if TYPE_CHECKING:
    from ...store.challenges import HeldChallenge
    from ...store.database import Database
    from ...store.rows import DocumentRow, ReleaseRow, ThreadRow
    from ..report import Report


LAST: Final = "digest"
"""The name of the mark that ``--mark`` moves and ``--since last`` reads."""


def report_of(
    database: Database, chosen: dict[str, str | None], since: str | None, until: str | None, *, arrived: bool = False
) -> Report:
    """Return the report of a window over what ``database`` holds; ``arrived`` counts nothing but what came in it."""
    from ..report import Held, build
    from ..tracking import around

    project = chosen.get("project")
    threads, releases = database.threads(), database.releases(project, since, until)
    comments = database.challenges() if threads else []
    documents = _documents(database, (since, until), threads, comments)
    if project is not None:
        documents = [d for d in documents if _is_of(project, d)]
    wanted = replace(chosen_filter(chosen), since=since, until=until)
    near = around(database, wanted, _named(documents, threads, releases))
    held = Held(
        documents, near.claims, database.changes(since, until), threads, releases,
        near.rivals, comments, near.groups, near.races, near.total, near.fresh,
        database.claims_by_document(chosen_filter(chosen), [d.id for d in documents]),
    )  # fmt: skip
    return replace(build(held, since, until, arrived_only=arrived), project=project)


def _documents(
    database: Database, window: tuple[str | None, str | None], threads: Sequence[ThreadRow],
    comments: Sequence[HeldChallenge],
) -> list[DocumentRow]:  # fmt: skip
    """The documents first seen in the window, and those that discussions link."""
    held = {document.id: document for document in database.documents(*window)}
    links = [link for thread in threads for link in (*thread.links, thread.about or "")]
    named = {address(link) for link in (*links, *(link for c in comments for link in c.challenge.links))}
    if named and window != (None, None):
        more = [ident for ident, url in database.addresses() if ident not in held and address(url) in named]
        held.update((document.id, document) for document in database.documents_at(more))
    return sorted(held.values(), key=lambda document: document.url)


def _named(documents: Sequence[DocumentRow], threads: Sequence[ThreadRow], releases: Sequence[ReleaseRow]) -> list[int]:
    """The documents of which a digest looks at all claims: those that discussions link, and release notes."""
    links = {address(link) for thread in threads for link in thread.links}
    return [d.id for d in documents if address(d.url) in links] + [r.document.id for r in releases]


def _is_of(project: str, document: DocumentRow) -> bool:
    names = ((document.project or "").lower(), (document.publisher or "").lower())
    return any(name == project.lower() or name.startswith(project.lower() + " ") for name in names)


@click.command("digest")
@filters
@click.option(
    "--since",
    metavar="DATE|last",
    help="First seen on or after this day, or since the last --mark (default: 7 days ago).",
)
@click.option("--mark", is_flag=True, help="Remember the end of this window: --since last begins there next time.")
@click.option("--until", metavar="DATE", help="First seen before this day.")
@click.option("--week", metavar="YYYY-Www", help="An ISO week, such as 2026-W17.")
@click.option("--month", metavar="YYYY-MM", help="A month, such as 2026-04.")
@click.option("--all", "everything", is_flag=True, help="Lift the window and the line limit.")
@click.option("--format", "form", type=click.Choice(["terminal", "markdown", "json"]), default="terminal")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), help="Write to a file, which is replaced only when whole."
)
@click.option("--exit-code", is_flag=True, help="Exit with 10 where something is new.")
@click.pass_obj
def digest_command(
    settings: Settings,
    /,
    everything: bool,
    form: str,
    as_json: bool,
    output: Path | None,
    exit_code: bool,
    mark: bool,
    **options: str | None,
) -> int:
    """Print the digest of a window."""
    chosen = {name: options[name] for name in ("model", "metric", "engine", "accelerator", "project")}
    last = options["since"] == "last"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    since, until = (None, now) if last else window(options, everything=everything)
    with settings.database() as database:
        if last:
            since = database.mark(LAST) or _day(datetime.now(UTC) - timedelta(days=7))
        keep_keys(database, quiet=settings.quiet)
        report = report_of(database, chosen, since, until, arrived=last)
        form = "json" if as_json else form
        if form == "terminal" and output is None:
            from ..terminal import console, render

            render(report, console(), everything=everything)
        else:
            _put(_text(report, form, everything=everything), output)
        if mark:  # only what was written counts as told
            sys.stdout.flush()
            database.set_mark(LAST, min(until, now) if until else now)
    return (
        10
        if exit_code and (report.documents or report.measured or report.edits or any(p.notes for p in report.changelog))
        else 0
    )


def _text(report: Report, form: str, *, everything: bool) -> str:
    if form == "json":
        from ..jsonout import dump, report_object

        return dump("digest", report_object(report)) + "\n"
    if form == "markdown":
        from ..markdown import render as render_markdown

        return render_markdown(report, everything=everything)
    import io

    from rich.console import Console

    from ..terminal import render

    file = io.StringIO()
    render(report, Console(file=file, width=100, highlight=False, markup=False, emoji=False), everything=everything)
    return file.getvalue()


def _put(text: str, output: Path | None) -> None:
    """Print, or replace a file at once: a full disk must not cost yesterday's digest."""
    if output is None:
        click.echo(text, nl=False)
        return
    replace_file(output, text)


def window(options: dict[str, str | None], *, everything: bool) -> tuple[str | None, str | None]:
    """Return the ISO bounds the options ask for; (None, None) for all."""
    try:
        if week := options.get("week"):
            start = datetime.strptime(week + "-1", "%G-W%V-%u").replace(tzinfo=UTC)
            return _day(start), _day(start + timedelta(days=7))
        if month := options.get("month"):
            start = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
            return _day(start), _day((start + timedelta(days=32)).replace(day=1))
        for name in ("since", "until"):
            if (text := options.get(name)) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}(T.*)?", text):
                raise ValueError(text)
    except ValueError:
        raise click.UsageError("write days as 2026-04-25, weeks as 2026-W17, months as 2026-04") from None
    if options.get("since") or options.get("until") or everything:
        return options.get("since"), options.get("until")
    return _day(datetime.now(UTC) - timedelta(days=7)), None


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
