"""Rows and reports -> JSON: one object with a ``schema_version``, stable names, nothing invented."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from textwrap import indent
from typing import Any, Final

from ..store.claim import FIELDS
from ..store.rows import StoredClaim
from .changelog import ProjectNotes
from .changes import event_object
from .compare import Verdict
from .contested import contest_object
from .report import Pair, Report
from .sanitise import escaped

SCHEMA: Final = 1


def claim_object(stored: StoredClaim) -> dict[str, Any]:
    """Return a claim with its id, document and stated fields; a field that is not stated is left out."""
    claim = stored.claim
    stated = {name: getattr(claim, name) for name in FIELDS if getattr(claim, name) is not None}
    return {"id": stored.uid, "url": stored.document.url, "title": stored.document.title, "publisher": stored.document.publisher,
            "published": stored.document.published, "line": claim.line, "quote": claim.quote, "value_text": claim.value_text,
            "place": claim.place, "status": stored.status, "first_seen": stored.first_seen, **stated}  # fmt: skip


def verdict_object(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as ``compare --json`` prints it."""
    return {"verdict": verdict.verdict, "reasons": [asdict(r) for r in verdict.reasons], "ask": list(verdict.ask),
            "conversions": [c._asdict() for c in verdict.conversions], "varied": verdict.varied}  # fmt: skip


def _pair(pair: Pair) -> dict[str, Any]:
    return {"a": claim_object(pair.a), "b": claim_object(pair.b), **verdict_object(pair.verdict)}


def _project(project: ProjectNotes) -> dict[str, Any]:
    releases = [
        {"version": n.name, "released": n.released, "prerelease": n.early, "url": n.url, "after": list(n.folded), "noise": n.noise,
         "known_issues": n.known, "items": [
             {"kind": kind, "text": line.text, "pulls": list(line.pulls),
              "claims": [{"id": stored.uid, "standing": said} for stored, said in line.claims]}
             for kind, lines in n.kinds for line in lines]}
        for n in project.notes
    ]  # fmt: skip
    return {"project": project.project, "releases": releases, "older": list(project.older)}


def report_object(report: Report) -> dict[str, Any]:
    """Return a whole report."""
    return {
        "since": report.since, "until": report.until, "claims": report.claims, "looked_at": report.looked_at,
        "documents": [{"url": d.url, "title": d.title, "publisher": d.publisher, "published": d.published} for d in report.documents],
        "measured": [asdict(m) for m in report.measured],
        "tracks": [{"key": list(t.key), "claims": [claim_object(m) for m in t.members]} for t in report.tracks],
        "not_comparable": [_pair(p) for p in report.refused], "unknown": [_pair(p) for p in report.unknown],
        "with_caveats": [_pair(p) for p in report.caveated],
        "contested": [
            {"claims": [c.uid for c in d.claims], "post": d.document.url, "comments": [contest_object(m) for m in d.comments]}
            for d in report.contested
        ],
        "edits": [event_object(event) for event in report.edits],
        "changelog": [_project(project) for project in report.changelog],
    }  # fmt: skip


def dump_each(kind: str, values: Iterable[object]) -> Iterator[str]:
    """Yield what ``dump`` returns for a list, piece by piece: there may be more values than memory holds."""
    before, after = dump(kind, [None]).split("null")
    first = True
    for value in values:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)
        yield (before if first else ",\n  ") + indent(escaped(text), "  ").removeprefix("  ")
        first = False
    yield dump(kind, []) if first else after


def dump(kind: str, value: object) -> str:
    """Return one object: schema version, and ``value`` under ``kind``."""
    return escaped(json.dumps({"schema_version": SCHEMA, kind: value}, ensure_ascii=False, allow_nan=False, indent=1))
