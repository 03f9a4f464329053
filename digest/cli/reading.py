"""``claims``, ``show`` and ``search``: what is held."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import click

from ...store.rows import ClaimFilter, StoredClaim
from ..sanitise import inert
from .root import Settings

F = TypeVar("F", bound=Callable[..., Any])


def filters(command: F) -> F:
    """Add the options that choose claims."""
    for name, words in (
        ("model", "model"),
        ("metric", "metric"),
        ("engine", "engine"),
        ("accelerator", "accelerator"),
        ("project", "publisher, project or engine"),
    ):
        command = click.option(f"--{name}", help=f"Only claims of this {words}.")(command)
    return command


def chosen_filter(options: Mapping[str, str | None]) -> ClaimFilter:
    """Return the filter the options ask for."""
    wanted = ("model", "metric", "engine", "accelerator", "project")
    return ClaimFilter(**{name: options.get(name) for name in wanted})  # type: ignore[arg-type]


@click.command("claims")
@filters
@click.option("--all", "everything", is_flag=True, help="Print all, not the first 40.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def claims_command(settings: Settings, /, everything: bool, as_json: bool, **chosen: str | None) -> int:
    """List claims."""
    with settings.database() as database:
        _print(database.claims(chosen_filter(chosen)), everything=everything, as_json=as_json)
    return 0


@click.command("search")
@click.argument("text", nargs=-1, required=True)
@click.option("--all", "everything", is_flag=True, help="Print all, not the first 40.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def search_command(settings: Settings, text: tuple[str, ...], everything: bool, as_json: bool) -> int:
    """Find claims by the words of their quote, subject or title."""
    with settings.database() as database:
        _print(database.search(" ".join(text), 10_000 if everything else 50), everything=everything, as_json=as_json)
    return 0


def _print(found: Sequence[StoredClaim], *, everything: bool, as_json: bool) -> None:
    if as_json:
        from ..jsonout import claim_object, dump

        click.echo(dump("claims", [claim_object(s) for s in found]))
        return
    from ..wording import amount, conditions, who

    shown = found if everything else found[:40]
    rows = [
        (s.uid[:8], *amount(s.claim), s.claim.metric, who(s.claim), conditions(s.claim), s.document.publisher or "")
        for s in shown
    ]
    wide = [max((len(row[n]) for row in rows), default=0) for n in range(4)]
    for uid, value, unit, metric, name, stated, publisher in rows:
        click.echo(
            inert(f"{uid}  {value:>{wide[1]}} {unit:{wide[2]}}  {metric:{wide[3]}}  {name}; {stated}; {publisher}")
        )
    if not found:
        click.echo("no claims")
    elif len(shown) < len(found):
        click.echo(f"... {len(found) - len(shown)} more: --all")


@click.command("show")
@click.argument("ident")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show_command(settings: Settings, ident: str, as_json: bool) -> int:
    """Show one claim: its words, where every facet comes from, its history, and its nearest neighbours."""
    from ..beside import beside, suite_rows
    from ..card import card_lines, card_object
    from ..changes import event_lines, event_object, events_of
    from ..contested import contest_object, contests
    from ..crosscheck import check_lines, check_object, check_of
    from ..ladder import rung_lines, rung_of
    from ..said import challenge_lines, remark_lines, remark_objects

    with settings.database() as database:
        stored = database.claim(ident)
        near = beside(database, stored)
        history = database.history(stored.uid)
        remarks = database.corrections(stored.uid)
        edits = events_of(database.changes(claim=stored.uid))
        documents, own = [stored.document], database.claims_in([stored.document.id])
        ties = contests(database.challenges(), database.threads(), documents, own)
        ties = [t for t in ties if t.claim is None or t.claim.uid == stored.uid]
        texts = database.texts(stored.document.id)
        rung, check = rung_of(stored, ties, texts), check_of(stored, suite_rows(database, stored), texts)
    if as_json:
        from ..jsonout import dump

        click.echo(
            dump(
                "claim",
                {
                    **card_object(stored, history, near),
                    "corrections": remark_objects(remarks),
                    "changes": [event_object(e) for e in edits],
                    "challenges": [contest_object(t) for t in ties],
                    "reproduction": asdict(rung),
                    "inferencex": check_object(check),
                },
            )
        )
    else:
        for line in card_lines(
            stored,
            history,
            near,
            [
                *event_lines(edits),
                *remark_lines(remarks),
                *challenge_lines(ties),
                *rung_lines(rung),
                *check_lines(check),
            ],
        ):
            click.echo(line)
    return 0
