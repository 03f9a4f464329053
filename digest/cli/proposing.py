"""``sources proposed``: rival posts and benchmark sites that discussions link, taken into the watch list by one command."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import click

from ...store.errors import StoreError
from ..proposals import Proposal
from ..sanitise import inert, plain
from .root import Settings


@click.command("proposed")
@click.option("--accept", metavar="N|URL", help="Watch this one: its number in the list, or its address.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def proposed_command(settings: Settings, accept: str | None, as_json: bool) -> int:
    """List posts and benchmark sites that discussions link and that are neither held nor watched."""
    found = _found(settings)
    if accept is not None:
        return _accept(settings, found, accept)
    if as_json:
        from dataclasses import asdict

        from ..jsonout import dump

        click.echo(dump("proposed", [asdict(p) for p in found]))
        return 0
    for number, proposal in enumerate(found, 1):
        click.echo(inert(f"{number}  {plain(proposal.url, 300)}"))
        click.echo(
            inert(
                f"   {plain(proposal.why, 80)}, by {plain(proposal.said_by, 40)} in: {plain(proposal.thread_title, 100)}"
            )
        )
    click.echo("`sametrack sources proposed --accept N` watches one" if found else "nothing is proposed")
    return 0


def _found(settings: Settings) -> list[Proposal]:
    from ..proposals import proposals

    watched = [w.url for w in settings.watchlist().values()]
    with settings.database() as database:
        return proposals(
            database.challenges(), database.threads(), database.documents(), watched, settings.vocabulary()
        )


def _accept(settings: Settings, found: list[Proposal], accept: str) -> int:
    from ...ingest.sources.ownlist import put
    from ...ingest.sources.watchlist import Watched, checked, written

    chosen = (
        found[int(accept) - 1]
        if accept.isdigit() and 0 < int(accept) <= len(found)
        else next((p for p in found if p.url == accept), None)
    )
    if chosen is None:
        raise StoreError(f"{accept}: is not proposed; `sametrack sources proposed` lists what is")
    parts = urlsplit(chosen.url)
    stem = re.sub(
        r"[^\w.+-]+", "-", f"{(parts.hostname or '').removeprefix('www.')}-{parts.path.strip('/').rsplit('/', 1)[-1]}"
    ).strip("-")[:60]
    name, taken = stem, settings.watchlist()
    number = 2
    while name in taken:
        name, number = f"{stem[:56]}-{number}", number + 1
    watched = Watched(name, chosen.url, "page", own=True)
    checked("sources proposed", name, written(watched))
    put(settings.sources_path, watched)
    click.echo(plain(f"{name}: watched now, at {chosen.url}; `sametrack ingest {name}` brings it in", 400))
    return 0
