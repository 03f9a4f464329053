"""``config``: the commented config file."""

from __future__ import annotations

from typing import Final

import click

from ...store.errors import StoreError
from .root import Settings

TEMPLATE: Final = """\
# sametrack reads this file if it is named by --config or SAMETRACK_CONFIG, or stands in the user config folder.
# Your own words (accelerators.toml, models.toml, engines.toml ...) go into a folder `words` beside it: same names and
# shape as the built-in tables, your entries replace ours.
"""


@click.group("config")
def config_command() -> None:
    """Make a config file."""


@config_command.command("init")
@click.pass_obj
def init_command(settings: Settings) -> int:
    """Write a commented config file; an existing one is left as it is."""
    path = settings.config_path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        raise StoreError(f"{path}: exists already; it was left as it is") from None
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); check the folder") from None
    click.echo(f"wrote {path}")
    return 0
