"""A claim in the making: located words, a number, and the facets found so far, each with its origin."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...store.claim import Claim, Facet, Origin, Place
from ...store.document import Block


@dataclass(slots=True)
class Draft:
    """Fills up as stages look at wider context; ``claim`` seals it.

    ``start``/``end`` span the quote and ``value_start``/``value_end`` the value in the block's text. ``fields`` holds
    any of ``store.claim.FIELDS``; the first stage to settle a field wins, because stages run nearest context first. ``vague``
    says that the number's own words name no particular metric, so that title or restatement may (GUIDE decision 13);
    ``closed`` names the fields nothing farther away may fill in: its own labels say that they are not known (``N/A``), or
    a context named several values. ``beaten``: accelerators that its sentence names only as what its gain is over.
    """

    block: int
    start: int
    end: int
    value_start: int
    value_end: int
    place: Place
    cell: str | None = None
    fields: dict[str, str | float] = field(default_factory=dict)
    facets: list[Facet] = field(default_factory=list)
    vague: bool = False
    closed: set[str] = field(default_factory=set)
    beaten: frozenset[str] = frozenset()

    def settle(self, name: str, value: str | float, origin: Origin, quote: str) -> bool:
        """Set a facet that nothing nearer has settled; return whether it was set."""
        if name in self.fields or value == "":
            return False
        self.fields[name] = value
        self.facets.append(Facet(name, value, origin, quote[:300]))
        return True

    def replace(self, name: str, value: str | float, origin: Origin, quote: str) -> None:
        """Set a facet anew: what was settled before said less."""
        self.fields.pop(name, None)
        self.facets = [facet for facet in self.facets if facet.name != name]
        self.settle(name, value, origin, quote)

    def sharpen(self, name: str, value: str | float) -> None:
        """Say ``name`` more exactly: what settled it before, if anything noted did, now stands for ``value``."""
        self.fields[name] = value
        self.facets = [replace(facet, value=value) if facet.name == name else facet for facet in self.facets]

    def drop(self, *names: str) -> None:
        """Take facets away; an accelerator takes its count along."""
        gone = {*names, *(("accelerator_count",) if "accelerator" in names else ())}
        for name in gone:
            self.fields.pop(name, None)
        self.facets = [facet for facet in self.facets if facet.name not in gone]

    def is_open(self, name: str) -> bool:
        """Whether something farther away may still settle ``name``."""
        return name not in self.fields and name not in self.closed

    def claim(self, doc: str, block: Block) -> Claim:
        """Seal the draft into a claim of ``doc``; raises ClaimError where the words are not where it says."""
        claim = Claim(
            doc=doc,
            quote=block.text[self.start : self.end],
            value_text=block.text[self.value_start : self.value_end],
            place=self.place,
            line=block.line_at(self.value_start),
            cell=self.cell,
            block=self.block,
            start=self.start,
            end=self.end,
            value_start=self.value_start,
            value_end=self.value_end,
            facets=tuple(self.facets),
            **self.fields,  # type: ignore[arg-type]
        )
        claim.check_span(block)
        return claim
