"""Findings -> SARIF 2.1.0, the format code-review tools read (OASIS standard of that name)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

from ..sanitise import plain
from .catalogue import RULES, Finding, LintRule, Severity
from .post import Spot

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
HOME: Final = "https://github.com/sametrack/sametrack"
LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
RELATED: Final = 20
"""So many further places of one fault are told; the message counts the rest."""


def sarif(checked: Iterable[tuple[str, Sequence[Finding]]], version: str) -> dict[str, Any]:
    """Return one SARIF log of the findings of documents, each named by its path or address."""
    index = {rule.code: number for number, rule in enumerate(RULES)}
    results = [_result(name, finding, index[finding.rule.code]) for name, found in checked for finding in found]
    driver = {"name": "sametrack", "version": version, "informationUri": HOME, "rules": [_rule(rule) for rule in RULES]}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _rule(rule: LintRule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.title.replace("-", " ").split()),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.sentence},
        "help": {"text": f"{rule.why} Add: {rule.add}. Source: {rule.source}."},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(name: str, finding: Finding, index: int) -> dict[str, Any]:
    detail = f" ({plain(finding.detail)})" if finding.detail else ""
    words = hashlib.sha256(f"{finding.rule.code}\0{finding.spot.quote}".encode("utf-8", "surrogatepass")).hexdigest()
    result = {
        "ruleId": finding.rule.code,
        "ruleIndex": index,
        "level": LEVELS[finding.rule.severity],
        "message": {"text": f"{finding.rule.sentence}{detail} Add {finding.rule.add}."},
        "locations": [_location(name, finding.spot)],
        "partialFingerprints": {"words/v1": words[:32]},
    }
    if finding.spots:
        result["relatedLocations"] = [_location(name, spot) for spot in finding.spots[:RELATED]]
    return result


def _location(name: str, spot: Spot) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(name)}}
    if spot.line is not None:
        place["region"] = {"startLine": spot.line, "snippet": {"text": plain(spot.quote)}}
    return {"physicalLocation": place, "message": {"text": plain(spot.quote)}}


def _uri(name: str) -> str:
    return quote(plain(name, 2000), safe="/:?#[]@!$&'()*+,;=%~-._")
