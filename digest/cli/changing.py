"""``changes``: what was edited after publication, with both wordings."""

from __future__ import annotations

import click

from ..sanitise import inert, plain
from .root import Settings


@click.command("changes")
@click.option("--since", metavar="DATE", help="Seen on or after this day (default: all).")
@click.option("--until", metavar="DATE", help="Seen before this day.")
@click.option("--silent", is_flag=True, help="Only edits without a printed erratum.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--exit-code", is_flag=True, help="Exit with 10 where something was edited.")
@click.pass_obj
def changes_command(
    settings: Settings, since: str | None, until: str | None, silent: bool, as_json: bool, exit_code: bool
) -> int:
    """List edits between revisions: numbers, conditions, titles, figures, claims added or withdrawn."""
    from ..changes import event_object, events_of, headline
    from .digesting import window

    start, end = window({"since": since, "until": until}, everything=True)
    with settings.database() as database:
        events = [e for e in events_of(database.changes(start, end)) if e.erratum is None or not silent]
    if as_json:
        from ..jsonout import dump

        click.echo(dump("changes", [event_object(e) for e in events]))
    elif not events:
        click.echo("nothing was edited")
    else:
        shown = None
        for event in events:
            if (event.url, event.seen_at) != shown:
                shown = (event.url, event.seen_at)
                click.echo(
                    inert(
                        f"{event.seen_at[:10]}  {plain(event.publisher, 30)}: {plain(event.title, 100)}  {plain(event.url, 300)}"
                    )
                )
            click.echo(inert(f"    {headline(event)}"))
    return 10 if exit_code and events else 0
