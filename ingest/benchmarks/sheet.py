"""A row of measured numbers as a document: its conditions and its figures, one ``label: number`` a line."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from ...store.claim import Claim, Facet, Origin, numbered
from ...store.document import Block, BlockKind, Document, DocumentKind

FACTS: Final = 0
FIGURES: Final = 1
"""The two blocks of a row's document: what it was measured on, and what was measured."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number: its label and value as the row has them, and the claim fields that label means.

    ``value`` is the number in ``fields["unit"]``, which differs from ``text`` only where the unit had to be changed.
    """

    label: str
    text: str
    value: float
    fields: dict[str, str | float]


@dataclass(slots=True)
class Sheet:
    """One row: where it is from, its conditions, its figures, and the figures refused with the reason."""

    url: str
    title: str
    publisher: str
    published: str | None = None
    author: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    links: tuple[str, ...] = ()

    def fact(self, label: str, value: object) -> None:
        """Print a condition of the row, as it stands there."""
        if value is not None and value != "":
            self.facts[label] = written(value)

    def settle(self, name: str, value: str | float | None, label: str, note: str = "") -> None:
        """Let a condition settle a field of every figure; ``note`` says how, where it is not read off the row."""
        if value is None or value == "":
            return
        quote = f"{label}: {self.facts[label]}" if label in self.facts else label
        origin: Origin = "derived" if note else "row label"
        self.facets.append(Facet(name, value, origin, f"{quote} ({note})" if note else quote))

    def measure(self, label: str, value: object, fields: dict[str, str | float], scale: float = 1.0) -> None:
        """Add a figure; what is no finite number above or at zero is refused."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            self.refuse(label, "no finite number")
            return
        self.figures.append(Figure(label, written(value), float(value) * scale, fields))

    def refuse(self, label: str, why: str) -> None:
        """Note a figure that is no claim, and why."""
        self.refused[f"{label} ({why})"] += 1

    def document(self) -> Document:
        """Return the row as a document of two blocks."""
        facts = "\n".join(f"{label}: {text}" for label, text in self.facts.items())
        figures = "\n".join(f"{f.label}: {f.text}" for f in self.figures)
        return Document(
            url=self.url, title=self.title, kind=DocumentKind.RESULT, author=self.author, publisher=self.publisher,
            published=self.published, links=self.links,
            blocks=(Block(BlockKind.CODE, facts, language="row"), Block(BlockKind.CODE, figures, language="row")),
        )  # fmt: skip

    def claims(self) -> list[Claim]:
        """Return a claim a figure, in the order of the row, each pointing at its line."""
        out, at = [], 0
        for figure in self.figures:
            quote = f"{figure.label}: {figure.text}"
            end = at + len(quote)
            own = [Facet(n, v, "header", quote) for n, v in figure.fields.items()]
            shared = [f for f in self.facets if f.name not in figure.fields]
            settled = {f.name: f.value for f in shared if f.name in Claim.__dataclass_fields__}
            out.append(
                Claim(
                    doc=self.url, quote=quote, value_text=figure.text, value=figure.value, place="code", block=FIGURES,
                    start=at, end=end, value_start=end - len(figure.text), value_end=end,
                    facets=tuple(own + shared), **settled, **figure.fields,  # type: ignore[arg-type]
                )
            )  # fmt: skip
            at = end + 1
        return numbered(out)


def written(value: object) -> str:
    """Return a value as the row's own JSON writes it, text without its quotes, on one line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(text.split())
