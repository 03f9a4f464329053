"""``demo``: the main job on a bundled feed and thread, in a temporary database, without a network."""

from __future__ import annotations

import tempfile
from importlib.resources import as_file, files
from pathlib import Path

import click

from .root import Settings


@click.command("demo")
@click.option("--all", "everything", is_flag=True, help="Print everything the digest holds.")
@click.pass_obj
def demo_command(settings: Settings, everything: bool) -> int:
    """Ingest a bundled feed and discussion into a temporary database and print the digest."""
    from ...ingest.fetch import Fetcher
    from ...ingest.pipeline import Pipeline
    from ...store.database import open_database
    from ..terminal import console, render
    from .digesting import report_of

    with (
        tempfile.TemporaryDirectory() as folder,
        as_file(files("sametrack.digest.demo")) as bundled,
        open_database(Path(folder) / "demo.db") as database,
    ):
        sources = [str(bundled / name) for name in ("feed.atom", "thread.json")]
        pipeline = Pipeline(database, Fetcher(), settings.vocabulary(), now="2026-04-27T08:00:00+00:00")
        for result in pipeline.run(sources):
            for error in result.errors:
                raise click.ClickException(error)
        render(report_of(database, {}, None, None), console(), everything=everything)
    click.echo()
    click.echo("next: sametrack ingest FOLDER|FEED|PAGE   then   sametrack digest   and   sametrack show ID")
    return 0
