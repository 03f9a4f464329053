"""``doctor``: is the database sound, and which sources fail."""

from __future__ import annotations

import click

from ..sanitise import plain
from .root import Settings


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def doctor_command(settings: Settings, as_json: bool) -> int:
    """Check the database, the words and the sources, and say what to do about each finding."""
    from ...ingest.schedule import finding
    from .watching import held

    words = settings.vocabulary()
    with settings.database() as database:
        found = [f"database: {problem}; restore a backup" for problem in database.problems()]
        counts = f"{len(database.documents())} documents, {len(database.claims())} claims, {len(database.sources())} sources, words {words.fingerprint}"
    found += [f"source {w.name}: {wrong}" for w, row in held(settings) if (wrong := finding(row, w.name))]
    if as_json:
        from ..jsonout import dump

        click.echo(dump("doctor", {"sound": not found, "findings": found, "holds": counts}))
    else:
        click.echo(f"{settings.database_path}: {counts}")
        for line in found:
            click.echo(plain("- " + line, 500))
        click.echo("all is well" if not found else f"{len(found)} findings")
    return 1 if any(f.startswith("database") for f in found) else 0
