"""What one source brought, as the command line tells it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class SourceResult:
    """What one source brought. ``errors`` are one clean line each; ``skipped`` counts files and entries by kind,
    ``refused`` the figures of benchmark rows that are no claims, by label and reason."""

    source: str
    documents_new: int = 0
    documents_changed: int = 0
    documents_same: int = 0
    claims_new: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    not_modified: bool = False

    @property
    def failed(self) -> bool:
        """Whether anything of the source could not be had."""
        return bool(self.errors)
