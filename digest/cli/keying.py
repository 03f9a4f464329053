"""Track keys made after what was brought in, and told where there are so many that a reader would wonder what goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from ...store.database import Database

MANY: Final = 50_000
"""Keys that take longer than a reader waits without a word (some seconds)."""


def keep_keys(database: Database, *, quiet: bool = False) -> None:
    """Make the keys of all claims that wait for one, as after an ingest; all wait where the rules have changed."""
    from ..compare import rules_fingerprint
    from ..tracking import refresh

    waiting = database.keys_waiting(rules_fingerprint())
    if waiting > MANY and not quiet:
        click.echo(f"sametrack: making the track keys of {waiting:,} claims, once until the rules change", err=True)
    if waiting:
        refresh(database)
