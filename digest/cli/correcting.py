"""``correct`` and ``corrections``: a person's word over extraction, kept with who, when and why, and shared as a file."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...store.checking import checked_value
from ...store.corrections import NOTE, Remark, conflicts
from ...store.errors import CorrectionError
from .root import Settings, complain

if TYPE_CHECKING:
    from ...store.vocabulary import Vocabulary


@click.command("correct")
@click.argument("ident")
@click.argument("fields", nargs=-1, metavar="FIELD=VALUE ...")
@click.option("--why", help="Why the value is right; kept and shown.")
@click.option("--by", "who", help="Who says so (default: the user's name).")
@click.option("--undo", is_flag=True, help="Undo the newest correction of the named fields.")
@click.option("--note", help="Attach a note, such as the vendor's reply; it is shown and changes nothing.")
@click.pass_obj
def correct_command(
    settings: Settings,
    ident: str,
    fields: tuple[str, ...],
    why: str | None,
    who: str | None,
    undo: bool,
    note: str | None,
) -> int:
    """Correct fields of a claim (FIELD= makes one not stated), undo that, or attach a note."""
    who, now = who or _user(), datetime.now(UTC).isoformat(timespec="seconds")
    if not fields and note is None:
        raise click.UsageError("name what to correct as FIELD=VALUE, or attach a --note")
    if fields and not (why and why.strip()):
        raise click.UsageError("say --why: a correction without a reason convinces nobody")
    with settings.database() as database:
        claim = database.claim(ident).uid
        if undo:
            with database.transaction():
                gone = [database.undo(claim, text.partition("=")[0], str(why), who, now) for text in fields]
            for held in gone:
                click.echo(f"{claim[:8]}: {held.field} = {held.value or 'not stated'} undone")
            return 0
        vocabulary = settings.vocabulary()
        remarks = [
            Remark(claim, name, checked_value(name, value, vocabulary), str(why), who, now)
            for name, value in map(_pair, fields)
        ]
        if note is not None:
            if not note.strip():
                raise CorrectionError("the note is empty; write what it should say")
            remarks.append(Remark(claim, NOTE, " ".join(note.split())[:2000], why or "a note", who, now))
        added = database.correct(remarks)
    if not settings.quiet:
        for remark in remarks:
            click.echo(f"{claim[:8]}: {remark.field} = {remark.value or 'not stated'}")
        if added < len(remarks):
            click.echo(f"{len(remarks) - added} already held")
    return 0


def remarks_of(fields: tuple[str, ...], who: str | None, now: str, vocabulary: Vocabulary) -> list[Remark]:
    """Return what a user says of measurements brought in, checked; each is yet to be given its claim."""
    pairs = [_pair(text) for text in fields]
    return [
        Remark("", n, checked_value(n, v, vocabulary), "said when it was brought in", who or _user(), now)
        for n, v in pairs
    ]


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise click.UsageError(f"{text}: write FIELD=VALUE")
    return name.strip(), value


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@click.group("corrections")
def corrections_command() -> None:
    """Share corrections and notes as a reviewable TOML file."""


@corrections_command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def export_command(settings: Settings, file: Path) -> int:
    """Write the corrections in force to FILE."""
    from ...store.rows import ClaimFilter
    from ...store.sharing import written
    from ..files import replace_file

    with settings.database() as database:
        held = database.corrections()
        replace_file(file, written(held, database.claims(ClaimFilter(status=None))))
    if not settings.quiet:
        click.echo(f"{file}: {sum(h.undone is None for h in held)} corrections")
    return 0


@corrections_command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def import_command(settings: Settings, file: Path) -> int:
    """Take the corrections of FILE, all or none; one that contradicts what is held is a conflict."""
    from ...store.sharing import remarks_in

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectionError(
            f"{file}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'}); check the path"
        ) from None
    remarks = remarks_in(text, str(file), settings.vocabulary())
    with settings.database() as database:
        remarks = database.settled(remarks)
        found = conflicts(remarks, database.corrections())
        if found:
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            complain(
                f"{file}: nothing taken, {len(found)} conflict{'s' * (len(found) > 1)}: {found[0]}{more}; undo the held one or leave it out of the file"
            )
            return 3
        added = database.correct(remarks)
    if not settings.quiet:
        click.echo(f"{file}: {added} taken, {len(remarks) - added} already held")
    return 0
