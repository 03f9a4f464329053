"""``tracks``: the claims that ran on the same track, track by track as they are read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

import click

from ...store.rows import StoredClaim
from ..compare import Track, lineage, size
from ..sanitise import plain
from ..stored import claim_of
from ..wording import amount, heading, listed, who
from .keying import keep_keys
from .reading import chosen_filter, filters
from .root import Settings

SHOWN: Final = 10
"""Tracks that are printed where not all are asked for."""
POINTS: Final = 12
"""Claims of a track that are printed then."""
Joining = Sequence[tuple[StoredClaim, tuple[str, ...]]]


@click.command("tracks")
@filters
@click.option("--all", "everything", is_flag=True, help="Print all tracks, not the ten that tell most.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def tracks_command(settings: Settings, /, everything: bool, as_json: bool, **chosen: str | None) -> int:
    """Print the groups of claims that ran on the same track, those of most publishers first.

    With each the versions of one engine on it, and the claims that could join if they stated what they leave unsaid.
    """
    from ..jsonout import dump_each
    from ..tracking import joining, tracks_held

    wanted = chosen_filter(chosen)
    with settings.database() as database:
        keep_keys(database, quiet=settings.quiet)
        tracks = tracks_held(database, wanted)
        if as_json:
            for text in dump_each("tracks", (_object(track, joining(database, track, wanted)) for track in tracks)):
                click.echo(text, nl=False)
            click.echo()
            return 0
        count = -1
        for count, track in enumerate(tracks if everything else islice(tracks, SHOWN)):
            if count:
                click.echo()
            _print(track, joining(database, track, wanted), 10_000 if everything else POINTS)
        if count < 0:
            click.echo("no two claims ran on the same track")
        elif not everything and next(tracks, None) is not None:
            click.echo("\n... and more tracks: --all")
    return 0


def _object(track: Track[StoredClaim], could: Joining) -> dict[str, Any]:
    from ..jsonout import claim_object

    return {
        "key": list(track.key), "claims": [claim_object(m) for m in track.members],
        "lineage": [step._asdict() for step in lineage(track, claim_of)],
        "could_join": [{"id": s.uid, "if_stated": list(lacks)} for s, lacks in could],
    }  # fmt: skip


def _print(track: Track[StoredClaim], could: Joining, many: int) -> None:
    """Print one track as a table with bars; longer bars are larger values, whichever way is better."""
    first = track.members[0].claim
    way = "lower" if track.lower_is_better else "higher"
    click.echo(plain(f"{heading(first)} ({way} is better)", 300))
    shown = track.members[:many]
    top = max(abs(size(m.claim)) for m in shown) or 1.0
    wide = max(len(amount(m.claim)[0]) for m in shown)
    for member in shown:
        value, unit = amount(member.claim)
        bar = "█" * max(1, round(24 * abs(size(member.claim)) / top))
        source = plain(member.document.publisher, 30)
        click.echo(f"  {value:>{wide}} {unit}  {bar:24}  {who(member.claim)}  {member.uid[:8]} {source}")
    if len(track.members) > many:
        click.echo(f"  ... {len(track.members) - many} more")
    for step in lineage(track, claim_of):
        click.echo("    " + plain(f"{step.engine} {step.old} -> {step.new}: {step.factor:.2f}x", 200))
    for stored, lacks in could[:3]:
        asked = listed(lacks)
        click.echo("    " + plain(f"could join: {stored.uid[:8]} {who(stored.claim)}, if it stated {asked}", 200))
