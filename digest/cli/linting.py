"""``check``: what a post or draft leaves unsaid about its numbers, for its author before it is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from ...store.errors import ReadError
from ..sanitise import escaped, plain
from . import VERSION
from .root import Settings, complain

if TYPE_CHECKING:
    from ...store.claim import Claim
    from ...store.database import Database
    from ...store.document import Document
    from ...store.rows import StoredClaim
    from ...store.vocabulary import Vocabulary
    from ..lint import Finding, History, Score

COLOURS: Final = {"error": "red", "warning": "yellow", "info": "blue"}
FOUND: Final = 10
FAILED: Final = 3
ALIKE: Final = 5000
"""The newest held claims of one engine and device that are looked at."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One document with its findings and score."""

    name: str
    findings: tuple[Finding, ...]
    score: Score


@click.command("check")
@click.argument("targets", nargs=-1, required=True, metavar="PATH|URL ...")
@click.option("--fail-under", type=click.IntRange(0, 100), help="Exit with 10 where a score is below this.")
@click.option("--exit-code", is_flag=True, help="Exit with 10 where an error is found.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--sarif", "as_sarif", is_flag=True, help="Print SARIF 2.1.0, for code review.")
@click.pass_obj
def check_command(
    settings: Settings, targets: tuple[str, ...], fail_under: int | None, exit_code: bool, as_json: bool, as_sarif: bool
) -> int:
    """Say what posts leave unsaid about their numbers, and rate how much they disclose (never whether it is true)."""
    errors: list[str] = []
    checked = list(_check(settings, targets, errors))
    if as_sarif:
        _print_sarif(checked)
    elif as_json:
        _print_json(checked)
    else:
        for one in checked:
            _print(one, quiet=settings.quiet)
    for error in errors:
        complain(error)
    if errors:
        return FAILED
    low = fail_under is not None and any(c.score.points is not None and c.score.points < fail_under for c in checked)
    faulty = exit_code and any(f.rule.severity == "error" for c in checked for f in c.findings)
    return FOUND if low or faulty else 0


def _check(settings: Settings, targets: tuple[str, ...], errors: list[str]) -> Iterator[Checked]:
    from ...ingest.forking import Forks
    from ...ingest.pipeline import Extraction

    words = settings.vocabulary()
    with Forks(words) as reader:
        extraction = Extraction(words, errors=errors, reader=reader)
        for target in targets:
            before = len(errors)
            documents = list(extraction.documents([target]))
            if not documents and len(errors) == before:
                errors.append(f"{target}: holds nothing that can be read as a post; name a Markdown, HTML or text file")
            for ident, document, claims in documents:
                history = _history(settings, document.url, claims)
                try:
                    findings, score = reader.call(target, examined, document, claims, words, history)
                except ReadError as error:
                    errors.append(str(error))
                    continue
                yield Checked(target if len(documents) == 1 else ident, findings, score)


def examined(
    document: Document, claims: list[Claim], words: Vocabulary, history: History
) -> tuple[tuple[Finding, ...], Score]:
    """Return the findings and the score of a post."""
    from ..lint import Post, disclosure, lint

    post = Post(document, tuple(claims), words, history)
    return lint(post), disclosure(post)


def _history(settings: Settings, url: str, claims: Sequence[Claim]) -> History:
    """What the database tells of the document, where there is one that holds it; nothing is made or fetched for it."""
    from ..lint import History

    if not settings.database_path.is_file():
        return History()
    from ..lint.post import Edit, Release

    with settings.database() as database:
        releases = tuple(Release(r.project, r.version, r.released) for r in database.releases() if r.released)
        changes = [seen.change for seen in database.changes() if seen.url == url]
        edits = tuple(Edit(c.old or "", c.new or "", c.erratum is not None) for c in changes)
        known = database.documents_at([ident for ident, held_url in database.addresses() if held_url == url])
        own = next((d.published for d in known if d.published), None)
        if own is None:
            return History(releases, edits)
        held = [s for s in _alike(database, claims) if s.document.url != url]
    earlier = tuple(s.claim for s in held if (s.document.published or "") and str(s.document.published) < own)
    later = tuple(s.claim for s in held if str(s.document.published or "") > own)
    return History(releases, edits, earlier, later)


def _alike(database: Database, claims: Sequence[Claim]) -> list[StoredClaim]:
    """The held claims of the engines and devices that ``claims`` name together: the rules of history read no others."""
    from ...store.rows import ClaimFilter

    pairs = {(c.engine, c.accelerator) for c in claims if c.engine and c.accelerator}
    found: dict[int, StoredClaim] = {}
    for engine, accelerator in sorted(pairs):
        chosen = ClaimFilter(engine=engine, accelerator=accelerator)
        found.update((s.id, s) for s in database.newest_claims(chosen, ALIKE))
    return sorted(found.values(), key=lambda s: (s.document.url, s.id))


def _print(one: Checked, *, quiet: bool) -> None:
    name = plain(one.name, 200)
    if one.score.points is None:
        click.echo(f"{name}: no performance claim found; nothing to rate")
        return
    counts = ", ".join(f"{n} {word}" for word in COLOURS if (n := sum(f.rule.severity == word for f in one.findings)))
    click.echo(f"{name}: disclosure {one.score.points} of 100; {counts or 'no findings'}")
    if quiet:
        return
    for finding in one.findings:
        _print_finding(finding)
    if one.score.missing:
        parts = [f"{i.name} {round(i.weight * (i.share or 0))}/{i.weight}" for i in one.score.missing]
        click.echo("score lost at: " + "; ".join(parts))
    click.echo("The score rates what is disclosed, never whether it is true. sametrack rules CODE explains a code.")


def _print_finding(finding: Finding) -> None:
    rule, spot = finding.rule, finding.spot
    where = f" line {spot.line}" if spot.line is not None else ""
    detail = f" ({plain(finding.detail, 160)})" if finding.detail else ""
    click.echo(f"\n{click.style(rule.severity, fg=COLOURS[rule.severity])} {rule.code}{where}: {rule.sentence}{detail}")
    click.echo(f"  > {plain(spot.quote, 160)}")
    click.echo(f"  why: {rule.why}")
    click.echo(f"  add: {rule.add}")


def _print_json(checked: list[Checked]) -> None:
    from ..jsonout import dump

    click.echo(dump("checked", [_object(one) for one in checked]))


def _object(one: Checked) -> dict[str, Any]:
    return {
        "document": plain(one.name, 2000),
        "score": one.score.points,
        "items": [{"name": i.name, "weight": i.weight, "share": i.share} for i in one.score.items],
        "findings": [
            {
                "code": f.rule.code,
                "severity": f.rule.severity,
                "title": f.rule.title,
                "sentence": f.rule.sentence,
                "detail": plain(f.detail),
                "line": f.spot.line,
                "quote": plain(f.spot.quote),
                "why": f.rule.why,
                "add": f.rule.add,
                "places": 1 + len(f.spots),
            }
            for f in one.findings
        ],
    }


def _print_sarif(checked: list[Checked]) -> None:
    import json

    from ..lint.sarif import sarif

    click.echo(
        escaped(json.dumps(sarif(((c.name, c.findings) for c in checked), VERSION), ensure_ascii=False, indent=1))
    )
