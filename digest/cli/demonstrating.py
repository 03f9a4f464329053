"""``demo``: the main job on a bundled feed and thread, in a temporary database, without a network."""

from __future__ import annotations

import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .root import Settings

if TYPE_CHECKING:
    from ...ingest.pipeline import Pipeline


@click.command("demo")
@click.option("--all", "everything", is_flag=True, help="Print everything the digest holds.")
@click.pass_obj
def demo_command(settings: Settings, everything: bool) -> int:
    """Ingest a bundled feed and discussion into a temporary database and print the digest."""
    from ...ingest.fetch import Fetcher
    from ...ingest.pipeline import Pipeline
    from ...store.database import open_database
    from ..proposals import proposals
    from ..terminal import console, render
    from .digesting import report_of

    with (
        tempfile.TemporaryDirectory() as folder,
        as_file(files("sametrack.digest.demo")) as bundled,
        open_database(Path(folder) / "demo.db") as database,
    ):
        pipeline = Pipeline(database, Fetcher(), settings.vocabulary(), now="2026-04-27T08:00:00+00:00")
        _bring(pipeline, [str(bundled / "feed.atom"), str(bundled / "thread.json")])
        rival = proposals(database.challenges(), database.threads(), database.documents(), (), settings.vocabulary())[0]
        click.echo(f"proposed by the discussion ({rival.said_by}): {rival.url}; accepted and ingested")
        _bring(pipeline, [str(bundled / "rival.atom")])
        render(report_of(database, {}, None, None), console(), everything=everything)
    click.echo()
    click.echo("next: sametrack ingest FOLDER|FEED|PAGE   then   sametrack digest   and   sametrack show ID")
    return 0


def _bring(pipeline: Pipeline, sources: list[str]) -> None:
    for result in pipeline.run(sources):
        for error in result.errors:
            raise click.ClickException(error)
