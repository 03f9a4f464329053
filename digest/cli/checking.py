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
    words = settings.vocabulary()
    with settings.database() as database:
        found = [f"database: {problem}; restore a backup" for problem in database.problems()]
        failing = [row for row in database.sources() if row["failures"]]
        found += [f"source {row['url']}: failed {row['failures']} times, last: {row['last_error']}" for row in failing]
        counts = f"{len(database.documents())} documents, {len(database.claims())} claims, {len(database.sources())} sources, words {words.fingerprint}"
    if as_json:
        from ..jsonout import dump

        click.echo(dump("doctor", {"sound": not found, "findings": found, "holds": counts}))
    else:
        click.echo(f"{settings.database_path}: {counts}")
        for finding in found:
            click.echo(plain("- " + finding, 500))
        click.echo("all is well" if not found else f"{len(found)} findings")
    return 1 if any(f.startswith("database") for f in found) else 0
