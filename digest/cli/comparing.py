"""``compare``: the verdict on two claims, or on a file of pairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ...store.claim import Claim, claim_from_mapping
from ...store.errors import ClaimError, StoreError
from ...store.rows import ClaimFilter, StoredClaim
from ..compare import INFER, VARIES, Verdict, judge, one_run, other_factor, remarks
from ..jsonout import dump, verdict_object
from ..outdated import outdated
from ..sanitise import plain
from ..wording import amount, ask, conditions, converted, reason, verdict_word, who
from .root import Settings, complain

if TYPE_CHECKING:
    from ...store.database import Database


@click.command("compare")
@click.argument("ids", nargs=-1, metavar="A B")
@click.option("--vary", type=click.Choice(VARIES), help="The one factor that may differ; inferred when left out.")
@click.option("--pairs", type=click.Path(path_type=Path), help="Judge a JSON Lines file of pairs instead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (JSON Lines with --pairs).")
@click.pass_obj
def compare_command(
    settings: Settings, ids: tuple[str, ...], vary: str | None, pairs: Path | None, as_json: bool
) -> int:
    """Say whether two claims can be compared, with all reasons and what to ask for."""
    if pairs is not None:
        return _pairs(pairs, as_json=as_json)
    if len(ids) != 2:
        raise click.UsageError("name two claims, or --pairs FILE")
    with settings.database() as database:
        a, b = database.claim(ids[0]), database.claim(ids[1])
        runs = [_run(database, stored) for stored in (a, b)]
        late = [outdated(s, database.releases(s.claim.engine)) for s in (a, b) if s.claim.engine]
    verdict = judge(a.claim, b.claim, cast(Any, vary) or INFER)
    found = [*filter(None, dict.fromkeys(late)), *remarks(dict.fromkeys([a.claim, b.claim, *runs[0], *runs[1]]))]
    if as_json:
        click.echo(dump("comparison", {"a": a.uid, "b": b.uid, **verdict_object(verdict), "remarks": found}))
        return 0
    for stored in (a, b):
        click.echo(
            plain(
                f"{stored.uid[:8]}: {who(stored.claim)} {' '.join(amount(stored.claim))}, {conditions(stored.claim)}",
                300,
            )
        )
    _say(verdict)
    refused = vary is None and verdict.verdict == "not_comparable"
    if refused and (other := other_factor(a.claim, b.claim)) is not None:
        click.echo(f"  with --vary {other[0]}: {verdict_word(other[1])}")
    for text in found:
        click.echo("  remark   " + plain(text, 300))
    return 0


def _run(database: Database, stored: StoredClaim) -> list[Claim]:
    """The claims of the same run, for the remarks."""
    beside = [s.claim for s in database.claims(ClaimFilter(document=stored.document.id))]
    return one_run(stored.claim, beside)


def _say(verdict: Verdict) -> None:
    click.echo(verdict_word(verdict) + (f" (varied: {verdict.varied})" if verdict.varied else ""))
    for found in verdict.reasons:
        click.echo(f"  {found.effect:8} {reason(found, noted=True)}")
    for derived in verdict.conversions:
        click.echo("  derived  " + converted(derived))
    if verdict.ask:
        click.echo("  " + ask(verdict))


def _pairs(path: Path, *, as_json: bool) -> int:
    """Judge a file of pairs in order; a broken line is told with its number and the others are judged."""
    try:
        lines = path.read_text("utf-8", "replace").split("\n")
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    failed = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            vary = raw.get("vary")
            if vary is not None and vary not in VARIES:
                raise ClaimError(f"vary must be one of {', '.join(VARIES)}, or null")
            verdict = judge(claim_from_mapping(raw["a"]), claim_from_mapping(raw["b"]), vary)
            printed = _printed(raw.get("id", number), verdict, as_json=as_json)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ClaimError) as error:
            complain(f"{path}, line {number}: no pair ({str(error)[:120] or type(error).__name__})")
            failed = True
            continue
        click.echo(printed)
    return 3 if failed else 0


def _printed(ident: object, verdict: Verdict, *, as_json: bool) -> str:
    """One verdict as a line; JSON in ASCII, which every pipe can carry. Raises ValueError where the id is no JSON."""
    if as_json:
        return json.dumps({"id": ident, **verdict_object(verdict)}, allow_nan=False)
    return plain(f"{ident}: {verdict_word(verdict)} " + "; ".join(reason(r) for r in verdict.reasons), 600)
