"""``claims``, ``show`` and ``search``: what is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any, Final, TypeVar

import click

from ...store.rows import ClaimFilter, StoredClaim
from ..sanitise import inert
from .root import Settings

SHOWN: Final = 40
"""Claims that are printed where not all are asked for."""
FOUND: Final = 10_000
"""Claims a search prints at most; of more, better words find the right ones."""
PAGE: Final = 1000
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
    wanted = chosen_filter(chosen)
    with settings.database() as database:
        many = None if everything or as_json else SHOWN
        count = _print(database.each_claim(wanted, many), as_json=as_json)
        if many is not None and count == many:
            _more(database.count_claims(wanted) - count)
    return 0


@click.command("search")
@click.argument("text", nargs=-1, required=True)
@click.option("--all", "everything", is_flag=True, help="Print all, not the first 40.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def search_command(settings: Settings, text: tuple[str, ...], everything: bool, as_json: bool) -> int:
    """Find claims by the words of their quote, subject or title."""
    words = " ".join(text)
    with settings.database() as database:
        many = FOUND if everything else SHOWN
        count = _print(database.search(words, many), as_json=as_json)
        if not as_json and count == many:
            _more(database.count_found(words) - count, "" if everything else ": --all")
    return 0


def _print(found: Iterable[StoredClaim], *, as_json: bool) -> int:
    """Print claims as they are read and return how many; columns are aligned a page at a time."""
    if as_json:
        from ..jsonout import claim_object, dump_each

        for text in dump_each("claims", map(claim_object, found)):
            click.echo(text, nl=False)
        click.echo()
        return 0
    count, rest = 0, iter(found)
    while page := list(islice(rest, PAGE)):
        _page(page)
        count += len(page)
    if not count:
        click.echo("no claims")
    return count


def _page(page: Sequence[StoredClaim]) -> None:
    from ..wording import amount, conditions, who

    rows = [
        (s.uid[:8], *amount(s.claim), s.claim.metric, who(s.claim), conditions(s.claim), s.document.publisher or "")
        for s in page
    ]
    wide = [max(len(row[n]) for row in rows) for n in range(4)]
    for uid, value, unit, metric, name, stated, publisher in rows:
        click.echo(
            inert(f"{uid}  {value:>{wide[1]}} {unit:{wide[2]}}  {metric:{wide[3]}}  {name}; {stated}; {publisher}")
        )


def _more(count: int, how: str = ": --all") -> None:
    """Tell how many were not printed, and how they are."""
    if count > 0:
        click.echo(f"... {count:,} more{how}")


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
