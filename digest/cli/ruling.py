"""``rules``: the catalogue, with sources and examples."""

from __future__ import annotations

from dataclasses import asdict

import click

from .root import Settings


@click.command("rules")
@click.argument("code", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def rules_command(_settings: Settings, code: str | None, as_json: bool) -> int:
    """List the rules of comparability (C) and of disclosure (D), or explain the one with CODE."""
    from ..rulebook import pages

    chosen = [page for page in pages() if code is None or page.code == code.strip().upper()]
    if not chosen:
        raise click.UsageError(f"no rule {code!r}; `sametrack rules` lists them")
    if as_json:
        from ..jsonout import dump

        click.echo(dump("rules", [{**asdict(page), "details": dict(page.details)} for page in chosen]))
        return 0
    for page in chosen:
        click.echo(f"{page.code}  {page.title}: {page.sentence}")
        if code is None:
            continue
        for name, text in page.details:
            click.echo(f"  {name}: " + text.replace("\n", "\n    "))
        click.echo(f"  source: {page.source}")
    return 0
