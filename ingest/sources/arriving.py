"""What an adapter hands on: bytes to read, and what is already known of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..read import Hints


@dataclass(frozen=True, slots=True)
class Arriving:
    """One document's bytes. ``follow`` is an address to fetch instead, where only a summary came over the network."""

    url: str
    data: bytes
    name: str
    representation: str
    content_type: str | None = None
    hints: Hints = field(default_factory=Hints)
    partial: bool = False
    follow: str | None = None
    thread: bool = False
