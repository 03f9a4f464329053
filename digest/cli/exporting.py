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
    from ..export import files_of
    from ..files import replace_files

    with settings.database() as database:
        claims = database.claims(chosen_filter(chosen))
    files = files_of(claims)
    watched = [replace(w, url=redacted(w.url)) for w in settings.watchlist().values()]
    files["sources.opml"] = to_opml(watched).encode("utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: is no folder to write to ({error.strerror}); name another") from None
    replace_files({folder / name: data for name, data in files.items()})
    if not settings.quiet:
        without = "" if "claims.parquet" in files else "; no Parquet: pip install 'sametrack[parquet]'"
        click.echo(f"{folder}: {len(claims)} claims in {', '.join(files)}{without}")
    return 0
