"""The group of commands, its global options, and how every failure is told: one clean line and an exit status."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...store.errors import SametrackError
from ..sanitise import plain
from . import VERSION
from .commands import COMMANDS

if TYPE_CHECKING:
    from ...ingest.sources.watchlist import Watched
    from ...store.database import Database
    from ...store.vocabulary import Vocabulary


@dataclass(slots=True)
class Settings:
    """The global options of a run."""

    db: Path | None
    config: Path | None
    quiet: bool = False
    verbose: bool = False

    @property
    def database_path(self) -> Path:
        """``--db``, else SAMETRACK_DB, else the user data folder."""
        if self.db is not None:
            return self.db
        if named := os.environ.get("SAMETRACK_DB"):
            return Path(named)
        from platformdirs import user_data_path

        return user_data_path("sametrack") / "sametrack.db"

    @property
    def config_path(self) -> Path:
        """``--config``, else SAMETRACK_CONFIG, else the user config folder."""
        if self.config is not None:
            return self.config
        if named := os.environ.get("SAMETRACK_CONFIG"):
            return Path(named)
        from platformdirs import user_config_path

        return user_config_path("sametrack") / "config.toml"

    def vocabulary(self) -> Vocabulary:
        """Return the words, with the user's own from the folder ``words`` beside the config file over ours."""
        from ...store.vocabulary import load_vocabulary

        own = self.config_path.parent / "words"
        return load_vocabulary(own if own.is_dir() else None)

    @property
    def sources_path(self) -> Path:
        """The user's own watch list, beside the config file."""
        return self.config_path.parent / "sources.toml"

    def watchlist(self) -> dict[str, Watched]:
        """Return the watch list by name, the user's own over the built-in one."""
        from ...ingest.sources.watchlist import load_watchlist

        return load_watchlist(self.sources_path)

    def database(self, *, create: bool = False) -> Database:
        """Open the database; only commands that bring something make one."""
        from ...store.database import open_database

        return open_database(self.database_path, create=create)


class Lazy(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, without importing anything."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".{COMMANDS[cmd_name].module}", __package__)
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their summaries, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in self.list_commands(ctx)])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--db", type=click.Path(path_type=Path), help="The database file; else SAMETRACK_DB, else the user data folder."
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="The config file; else SAMETRACK_CONFIG, else the user config folder.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print failures only, for cron.")
@click.option("-v", "--verbose", is_flag=True, help="Print more of what happens.")
@click.option("--debug", is_flag=True, help="Print tracebacks.")
@click.version_option(VERSION, message="sametrack %(version)s")
@click.pass_context
def cli(ctx: click.Context, db: Path | None, config: Path | None, quiet: bool, verbose: bool, debug: bool) -> None:
    """Track performance claims of inference and training engines: what can be compared, what not, why, and what to ask."""
    ctx.obj = Settings(db, config, quiet, verbose)
    ctx.meta["debug"] = debug


def complain(message: str) -> None:
    """Print one clean line on stderr."""
    click.echo("sametrack: " + plain(message, 500), err=True)


def run(arguments: Sequence[str]) -> int:
    """Run a command line; return its exit status, whatever happens."""
    debug = "--debug" in arguments
    try:
        result: Any = cli.main(list(arguments), prog_name="sametrack", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.UsageError as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        complain("stopped")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (SametrackError, click.ClickException, OSError) as error:
        if debug:
            traceback.print_exc()
        complain(error.message if isinstance(error, click.ClickException) else str(error))
        return 1
    except Exception as error:  # ours to mend; the user is told in one line all the same
        if debug:
            traceback.print_exc()
        complain(
            f"a fault of sametrack's own ({type(error).__name__}: {error}); please report it, with what --debug prints"
        )
        return 1
