"""``ingest``, ``extract`` and ``reread``: what brings claims."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..sanitise import escaped, plain
from .correcting import remarks_of
from .keying import keep_keys
from .root import Settings, complain
from .watching import ALLOW, address, fetcher_for, secrets

if TYPE_CHECKING:
    from ...ingest.pipeline import Pipeline
    from ...ingest.results import SourceResult
    from ...ingest.sources.watchlist import Watched
    from ...store.claim import Claim
    from ...store.database import Database


@click.command("ingest")
@click.argument("sources", nargs=-1)
@ALLOW
@click.option("--label", help="Whose measurements result files hold, such as mine.")
@click.option(
    "--set",
    "said",
    multiple=True,
    metavar="FIELD=VALUE",
    help="What result files leave out, such as accelerator=H200; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the results as one JSON object.")
@click.pass_obj
def ingest_command(
    settings: Settings,
    sources: tuple[str, ...],
    allow: tuple[str, ...],
    label: str | None,
    said: tuple[str, ...],
    as_json: bool,
) -> int:
    """Bring documents and their claims in: names of the watch list, files, folders, addresses; none: all that are due."""
    from ...ingest.isolation import Workers
    from ...ingest.memory import give_back
    from ...ingest.pipeline import Pipeline
    from ...ingest.sources.watchlist import named
    from ...store.turns import turn

    give_back()

    watchlist = settings.watchlist()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    words = settings.vocabulary()
    settled = remarks_of(said, label, now, words) if said else ()
    with settings.database(create=True) as database, turn(settings.database_path), Workers(words) as reader:
        chosen = named(watchlist, sources) if sources else due(database, watchlist, now)
        if not chosen and not settings.quiet:
            click.echo("no source is due; `sametrack sources list` says when the next is")
        fetcher = fetcher_for(chosen, allow)
        pipeline = Pipeline(
            database, fetcher, words, now=now, label=label, settled=settled, secrets=secrets(), reader=reader
        )
        status = tell(settings, pipeline, pipeline.run(chosen), as_json=as_json)
        keep_keys(database, quiet=settings.quiet)
        return status


def due(database: Database, watchlist: Mapping[str, Watched], now: str) -> list[str | Watched]:
    """Return the sources of the watch list that are due at ``now`` (ISO, UTC), by name."""
    from ...ingest.fetch import canonical
    from ...ingest.schedule import is_due

    moments = {row["url"]: row["next_due"] for row in database.sources()}
    return [w for w in watchlist.values() if is_due(moments.get(canonical(w.url)), now)]


def tell(settings: Settings, pipeline: Pipeline, results: Iterable[SourceResult], *, as_json: bool = False) -> int:
    """Print a line a source as it is done, with a progress bar on a terminal; return 3 where one failed, else 0."""
    failed, told = False, []
    if sys.stderr.isatty() and not settings.quiet:
        results = _progress(pipeline, results)
    for result in results:
        failed |= result.failed
        told.append({"source": result.source, "new": result.documents_new, "changed": result.documents_changed,
                     "same": result.documents_same, "claims": result.claims_new, "skipped": dict(result.skipped), "refused": dict(result.refused),
                     "errors": result.errors, "not_modified": result.not_modified})  # fmt: skip
        for error in result.errors:
            complain(error)
        if not settings.quiet and not as_json:
            click.echo(plain(_line(result), 400))
    if as_json:
        from ..jsonout import dump

        click.echo(dump("sources", told))
    return 3 if failed else 0


def _line(result: SourceResult) -> str:
    if result.not_modified:
        return f"{result.source}: not modified"
    counts = f"{result.documents_new} new, {result.documents_changed} changed, {result.documents_same} as before; {result.claims_new} new claims"
    skipped = ", ".join(f"{count} {kind}" for kind, count in sorted(result.skipped.items()))
    refused = ", ".join(f"{count} {kind}" for kind, count in sorted(result.refused.items()))
    counts += f"; refused {refused}" if refused else ""
    failed = f"; {len(result.errors)} failed" if result.errors else ""
    return f"{result.source}: {counts}" + (f"; skipped {skipped}" if skipped else "") + failed


def _progress(pipeline: Pipeline, results: Iterable[SourceResult]) -> Iterable[SourceResult]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.text import Text

    console = Console(stderr=True, markup=False)
    with Progress(SpinnerColumn(), TextColumn("{task.completed} documents", markup=False), TimeElapsedColumn(),
                  console=console, transient=True) as bar:  # fmt: skip
        task = bar.add_task(Text("").plain, total=None)
        pipeline.progress = lambda _: bar.advance(task)
        yield from results


@click.command("extract")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--root", type=click.Path(path_type=Path), help="Print ids as the path below this folder, without suffix."
)
@click.option("--jsonl", is_flag=True, help="Print the guide's fields, one JSON object a line.")
@click.option(
    "--figures", is_flag=True, help="Print the numbers of SVG figures instead: candidates, which nobody stated."
)
@ALLOW
@click.pass_obj
def extract_command(
    settings: Settings, paths: tuple[str, ...], root: Path | None, jsonl: bool, figures: bool, allow: tuple[str, ...]
) -> int:
    """Print the claims of documents, without a database; `-` reads Markdown from the standard input."""
    from ...ingest.isolation import Workers
    from ...ingest.pipeline import Extraction

    words = settings.vocabulary()
    with Workers(words) as reader:
        extraction = Extraction(words, root, frozenset(address(text) for text in allow), reader=reader)
        _print_claims(
            extraction.candidates(paths) if figures else extraction.claims(paths), jsonl=jsonl, figures=figures
        )
    for error in extraction.errors:
        complain(error)
    return 3 if extraction.errors else 0


def _print_claims(claims: Iterable[Claim], *, jsonl: bool, figures: bool) -> None:
    for claim in claims:
        if jsonl:
            row = {"candidate": True} if figures else {}
            row |= {k: v for k, v in asdict(claim).items() if k != "facets" and v is not None}
            click.echo(escaped(json.dumps(row, ensure_ascii=False)))
        else:
            from ..wording import amount, conditions, who

            click.echo(
                plain(
                    f"{claim.doc}:{claim.line or '-'}  {' '.join(amount(claim))}  {claim.metric}  {who(claim)}  {conditions(claim)}",
                    400,
                )
            )


@click.command("reread")
@click.pass_obj
def reread_command(settings: Settings) -> int:
    """Read and annotate every kept document again; nothing is fetched, corrections stay."""
    from ...ingest.fetch import Fetcher
    from ...ingest.isolation import Workers
    from ...ingest.pipeline import Pipeline
    from ...store.turns import turn

    changed = total = 0
    errors: list[str] = []
    words = settings.vocabulary()
    with settings.database() as database, turn(settings.database_path), Workers(words) as reader:
        for result in Pipeline(database, Fetcher(), words, reader=reader).reread():
            total += 1
            changed += result.documents_changed
            errors += result.errors
        keep_keys(database, quiet=settings.quiet)
    for error in errors:
        complain(error)
    if not settings.quiet:
        click.echo(f"{total} documents read again, {changed} changed")
    return 3 if errors else 0
