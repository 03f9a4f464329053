"""``export``: what is held, as files for spreadsheets, feed readers and scripts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ...store.errors import StoreError
from .reading import chosen_filter, filters
from .root import Settings


@click.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@filters
@click.pass_obj
def export_command(settings: Settings, /, folder: Path, **chosen: str | None) -> int:
    """Write the current claims as CSV, JSON Lines, Markdown and Parquet, feeds of them, and the watch list as OPML.

    Files are replaced all at once, and only when all of them could be written.
    """
    from ...ingest.fetch import redacted
    from ...ingest.sources.opml import to_opml
    from ..export import Held, files_of
    from ..files import replace_files

    wanted = chosen_filter(chosen)
    watched = [replace(w, url=redacted(w.url)) for w in settings.watchlist().values()]
    with settings.database() as database, database.snapshot():
        _made(folder)
        count = database.count_claims(wanted)
        files = files_of(
            Held(
                database.documents(),
                lambda: database.each_claim(wanted),
                lambda document: database.claims(replace(wanted, document=document.id)),
            )
        )
        files["sources.opml"] = to_opml(watched).encode("utf-8")
        replace_files({folder / name: data for name, data in files.items()})
    if not settings.quiet:
        without = "" if "claims.parquet" in files else "; no Parquet: pip install 'sametrack[parquet]'"
        click.echo(f"{folder}: {count} claims in {', '.join(files)}{without}")
    return 0


def _made(folder: Path) -> None:
    """Make the folder; only once the database could be opened, so that a failure leaves nothing behind."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: is no folder to write to ({error.strerror}); name another") from None
