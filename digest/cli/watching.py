"""``sources``: the watch list, what it found, what is due, and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...store.errors import FetchError, ReadError, SametrackError, StoreError
from ..sanitise import inert, plain
from .proposing import proposed_command
from .root import Settings, complain

if TYPE_CHECKING:
    from ...ingest.fetch import Fetcher
    from ...ingest.isolation import Reader
    from ...ingest.sources.arriving import Listing
    from ...ingest.sources.watchlist import Watched


def secrets() -> dict[str, str]:
    """Return the tokens of the environment that adapters may send to their own hosts; they are never printed or kept."""
    token = os.environ.get("GITHUB_TOKEN", "")
    return {"GITHUB_TOKEN": token} if token else {}


def fetcher_for(sources: Iterable[Watched | str], allow: Iterable[str]) -> Fetcher:
    """Return a fetcher that admits the private addresses of ``allow`` and of the sources' own settings."""
    from ...ingest.fetch import Fetcher

    own = [w.allow for w in sources if not isinstance(w, str) and w.allow]
    return Fetcher(allow=frozenset(address(text) for text in (*allow, *own)))


def address(text: str) -> tuple[str, int]:
    """Return host and port of ``HOST:PORT``; raises BadParameter."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise click.BadParameter(f"{text}: write HOST:PORT", param_hint="--allow-address")
    return host, int(port)


ALLOW = click.option(
    "--allow-address", "allow", multiple=True, metavar="HOST:PORT", help="Admit exactly this private address; repeatable."
)  # fmt: skip


@click.group("sources")
def sources_command() -> None:
    """The watch list: what is watched, when it is due, what it found; OPML in and out."""


@sources_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def list_command(settings: Settings, as_json: bool) -> int:
    """Print every source with project, kind, last success, next look and the claims found."""
    told = [_told(watched, row) for watched, row in held(settings)]
    if as_json:
        from ..jsonout import dump

        click.echo(dump("sources", told))
        return 0
    wide = max((len(t["name"]) for t in told), default=4)
    click.echo(f"{'name':{wide}}  {'project':14}  {'kind':14}  {'last success':16}  {'next due':16}  claims")
    for t in told:
        line = (f"{t['name']:{wide}}  {plain(t['project'], 14):14}  {t['kind']:14}  {_minute(t['last_success']):16}  "
                f"{_minute(t['next_due']) if t['next_due'] else 'now':16}  {t['claims']:6}")  # fmt: skip
        click.echo(inert(line).rstrip() + (f"  {plain(t['finding'], 120)}" if t["finding"] else ""))
    return 0


def held(settings: Settings) -> list[tuple[Watched, Mapping[str, Any]]]:
    """Return the watch list with each source's row, an empty one where it was never asked."""
    from ...ingest.fetch import canonical

    rows: dict[str, Mapping[str, Any]] = {}
    if settings.database_path.exists():
        with settings.database() as database:
            rows = {row["url"]: {key: row[key] for key in row.keys()} for row in database.sources()}  # noqa: SIM118
    return [(w, rows.get(canonical(w.url), {})) for w in settings.watchlist().values()]


def _told(watched: Watched, row: Mapping[str, Any]) -> dict[str, Any]:
    from ...ingest.schedule import finding

    return {"name": watched.name, "url": watched.url, "kind": watched.kind, "project": watched.project or watched.publisher,
            "own": watched.own, "last_success": row.get("last_success"), "next_due": row.get("next_due"),
            "documents": row.get("documents", 0), "claims": row.get("claims", 0), "finding": finding(row, watched.name)}  # fmt: skip


def _minute(moment: str | None) -> str:
    return moment[:16].replace("T", " ") if moment else "never"


@sources_command.command("add")
@click.argument("url")
@click.option("--name", help="What it is called; else made from its address.")
@click.option("--project", help="The project its releases and posts are of.")
@click.option("--dry-run", is_flag=True, help="Only say what it would bring.")
@ALLOW
@click.pass_obj
def add_command(
    settings: Settings, url: str, name: str | None, project: str | None, dry_run: bool, allow: tuple[str, ...]
) -> int:
    """Watch a site, feed, repository or file: its feed is found, and what it would bring is said."""
    from ...ingest.forking import Forks
    from ...ingest.sources.discover import discover
    from ...ingest.sources.ownlist import put
    from ...ingest.sources.watchlist import checked, written

    place = url if "://" in url else f"https://{url}"
    try:
        with Forks() as reader:
            watched, listing = discover(place, fetcher_for((), allow), secrets(), reader)
    except (FetchError, ReadError) as error:
        complain(str(error))
        return 3
    watched = replace(
        watched, name=name or watched.name, project=project or watched.project, allow=allow[0] if allow else None
    )
    checked("sources add", watched.name, written(watched))
    already = next((w for w in settings.watchlist().values() if w.url == watched.url and w.kind == watched.kind), None)
    if already is not None and name in (None, already.name):
        click.echo(plain(f"{already.name}: is watched already, at {already.url}", 400))
        return 0
    click.echo(plain(f"{watched.name}: {watched.kind} at {watched.url}", 400))
    _preview(listing)
    if not dry_run:
        put(settings.sources_path, watched)
        click.echo(f"added to {settings.sources_path}; `sametrack ingest {watched.name}` brings it in")
    return 0


def _preview(listing: Listing) -> None:
    followed = sum(1 for a in listing.arriving if a.follow)
    maps = f", {len(listing.more)} more pages of it" if listing.more else ""
    click.echo(
        f"  would bring {len(listing.arriving)} documents"
        + (f", {followed} of them fetched on their own" if followed else "")
        + maps
    )
    for arriving in listing.arriving[:3]:
        click.echo(
            plain(
                f"  {(arriving.hints.published or '')[:10]} {arriving.hints.title or ''} {arriving.url}", 300
            ).rstrip()
        )
    if len(listing.arriving) > 3:
        click.echo(f"  ... and {len(listing.arriving) - 3} more")


@sources_command.command("remove")
@click.argument("name")
@click.pass_obj
def remove_command(settings: Settings, name: str) -> int:
    """Watch a source no longer; what it brought stays."""
    from ...ingest.sources.ownlist import take

    if name not in settings.watchlist():
        raise StoreError(f"{name}: is not watched; `sametrack sources list` names what is")
    take(settings.sources_path, name)
    click.echo(f"{name}: no longer watched; what it brought stays")
    return 0


@sources_command.command("check")
@click.argument("names", nargs=-1)
@ALLOW
@click.pass_obj
def check_command(settings: Settings, names: tuple[str, ...], allow: tuple[str, ...]) -> int:
    """Ask sources once and say what would be ingested; nothing is stored."""
    from ...ingest.forking import Forks

    watchlist = settings.watchlist()
    chosen = [_named(watchlist, name) for name in names] or list(watchlist.values())
    fetcher, failed = fetcher_for(chosen, allow), False
    with Forks() as reader:
        for watched in chosen:
            try:
                moved, listing = _asked(watched, fetcher, reader)
            except SametrackError as error:
                failed = True
                complain(f"{watched.name}: {error}")
                continue
            if not settings.quiet:
                click.echo(plain(f"{watched.name}: {watched.kind} at {watched.url}{moved}", 400))
                _preview(listing)
    return 3 if failed else 0


def _asked(watched: Watched, fetcher: Fetcher, reader: Reader) -> tuple[str, Listing]:
    """Where the source has moved to, in words, and what it would bring; raises FetchError or ReadError."""
    from ...ingest.fetch import redacted
    from ...ingest.sources.adapters import ask, listing_of_fetched

    request = ask(watched, secrets())
    got = fetcher.get(request.url, headers=request.headers)
    listing = reader.call(redacted(watched.url), listing_of_fetched, watched, got)
    return f", moved to {got.final_url}" if got.moved else "", listing


def _named(watchlist: Mapping[str, Watched], name: str) -> Watched:
    found = watchlist.get(name) or next((w for w in watchlist.values() if w.url == name), None)
    if found is None:
        raise StoreError(f"{name}: is not watched; `sametrack sources list` names what is, `sources add` adds")
    return found


@sources_command.command("export")
@click.option("-o", "output", type=click.Path(path_type=Path), help="Write to a file, else to the standard output.")
@click.pass_obj
def export_command(settings: Settings, output: Path | None) -> int:
    """Print the watch list as OPML."""
    from ...ingest.sources.opml import to_opml
    from ..files import replace_file

    text = to_opml(settings.watchlist().values())
    if output is None:
        click.echo(text, nl=False)
    else:
        replace_file(output, text)
    return 0


@sources_command.command("import")
@click.argument("opml", type=click.Path(path_type=Path))
@click.pass_obj
def import_command(settings: Settings, opml: Path) -> int:
    """Watch the feeds of an OPML file; what is watched already is left as it is."""
    from ...ingest.forking import Forks
    from ...ingest.sources.opml import from_opml
    from ...ingest.sources.ownlist import put

    try:
        data = opml.read_bytes()
    except OSError as error:
        raise StoreError(f"{opml}: cannot be read ({error.strerror}); check the path") from None
    watched = dict(settings.watchlist())
    urls = {w.url for w in watched.values()}
    added = 0
    with Forks() as reader:
        feeds = reader.call(opml.name, from_opml, data, opml.name)
    for found in feeds:
        if found.url in urls:
            continue
        name, n = found.name, 2
        while name in watched:
            name, n = f"{found.name}-{n}", n + 1
        watched[name] = replace(found, name=name)
        put(settings.sources_path, watched[name])
        added += 1
    click.echo(f"{added} sources added to {settings.sources_path}")
    return 0


sources_command.add_command(proposed_command)
