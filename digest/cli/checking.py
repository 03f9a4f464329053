"""``doctor``: is the database sound, and which sources fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..sanitise import plain
from .root import Settings

if TYPE_CHECKING:
    from ...store.database import Database


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--backup", "copy", type=click.Path(path_type=Path), help="Copy the database to a new file first.")
@click.option("--prune", "pruning", is_flag=True, help="Drop fetched bytes that only older revisions were read from.")
@click.pass_obj
def doctor_command(settings: Settings, as_json: bool, copy: Path | None, pruning: bool) -> int:
    """Check the database, the words and the sources, and say what to do about each finding."""
    from ...ingest.schedule import finding
    from .watching import held

    words = settings.vocabulary()
    with settings.database() as database:
        found = [f"database: {problem}; restore a backup" for problem in database.problems()]
        done = _upkeep(database, copy, pruning=pruning)
        counts = f"{len(database.addresses())} documents, {database.count_claims()} claims, {len(database.sources())} sources, words {words.fingerprint}"
    found += [f"source {w.name}: {wrong}" for w, row in held(settings) if (wrong := finding(row, w.name))]
    if as_json:
        from ..jsonout import dump

        click.echo(dump("doctor", {"sound": not found, "findings": found, "done": done, "holds": counts}))
    else:
        click.echo(f"{settings.database_path}: {counts}")
        for line in done:
            click.echo(plain(line, 500))
        for line in found:
            click.echo(plain("- " + line, 500))
        click.echo("all is well" if not found else f"{len(found)} findings")
    return 1 if any(f.startswith("database") for f in found) else 0


def _upkeep(database: Database, copy: Path | None, *, pruning: bool) -> list[str]:
    """Back up, then prune, as asked; return what was done, a line each."""
    from ...store.upkeep import backup, prune

    done = []
    if copy is not None:
        done.append(f"copied to {copy} ({backup(database, copy) / 1e6:.1f} MB)")
    if pruning:
        count, size = prune(database)
        done.append(f"dropped the bytes of {count} older revisions ({size / 1e6:.1f} MB)")
    return done
