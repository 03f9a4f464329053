"""What a set-up ties to each device by contrast: ``B200 Pro at TP=8; H200 Flash at TP=4``.

Only a contrast is read: at least two clauses of one statement, each naming one device, no device twice, and each saying
another variant of a family or another degree of parallelism. What is tied holds for the post's figures on that device.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from ...store.vocabulary import Entry
from .contexts import Contexts
from .draft import Draft
from .modelnames import is_spaced
from .names import Names
from .sentences import sentences
from .trackfields import DEGREES

TIED: Final = frozenset(
    {"ttft", "tpot", "itl", "e2e_latency", "output_throughput", "input_throughput", "total_throughput", "token_throughput",
     "request_throughput", "throughput", "acceptance_length", "acceptance_rate", "cost"}
)  # fmt: skip
"""What a served model's figures are; a kernel's are no model's."""
NAME: Final = re.compile(r"\b[A-Z][A-Za-z]+\b")
MOST: Final = 200
"""Characters of a clause that ties something to a device; a longer one tells a story."""


class Tie(NamedTuple):
    """What is tied to one device: the words that make a variant, degrees of parallelism, and where that is said."""

    variants: frozenset[str]
    degree: str
    words: str


class Ties:
    """The ties of one document, looked for once, when first asked for."""

    def __init__(self, contexts: Contexts, names: Names) -> None:
        """Prepare a document's contexts and names."""
        self.contexts, self.names = contexts, names

    def settle(self, draft: Draft) -> None:
        """Settle model variant, device count and parallelism of ``draft`` by its device."""
        tie = self._ties.get(str(draft.fields.get("accelerator")))
        own = self.contexts.document.blocks[draft.block].text[draft.start : draft.end]
        served = draft.fields.get("metric") in TIED
        if tie is None or not served or DEGREES.search(own) or not self._agrees(draft, tie):
            return
        model = draft.fields.get("model")
        if model is not None and (variant := self._variant(str(model), tie)) is not None:
            draft.replace("model", variant, "setup section", tie.words)
        if (degree := DEGREES.fullmatch(tie.degree)) is not None and degree[1] == "TP":
            draft.settle("accelerator_count", float(degree[2]), "setup section", tie.words)
            draft.settle("parallelism", tie.degree, "setup section", tie.words)

    def _agrees(self, draft: Draft, tie: Tie) -> bool:
        """Whether a draft has whatever else the clause names: the engine, the number format, another model."""
        named = [m for m in self.names.of(tie.words).mentions if m.kind in ("engine", "model", "precision")]
        return all(draft.fields.get(m.kind) == m.name for m in named)

    def _variant(self, model: str, tie: Tie) -> str | None:
        """The variant of ``model`` that is tied, where the name says none and the family has it."""
        family = self._families.get(model)
        known = {str(v).lower(): str(v) for v in family.attributes.get("variants", ())} if family else {}
        parts = {part.lower() for part in re.split(r"[\s-]", model)}
        told = [known[word] for word in tie.variants if word in known]
        if family is None or len(told) != 1 or parts & set(known):
            return None
        return f"{model}{' ' if is_spaced(family) else '-'}{told[0]}"

    @cached_property
    def _families(self) -> dict[str, Entry]:
        """The models the post names, with their families."""
        texts = [block.text for block in self.contexts.document.blocks]
        return {m.name: m.entry for text in texts for m in self.names.of(text).mentions if m.kind == "model"}

    @cached_property
    def _known(self) -> frozenset[str]:
        """The words that make a variant in one of the post's families."""
        return frozenset(
            str(word).lower() for family in self._families.values() for word in family.attributes.get("variants", ())
        )

    @cached_property
    def _ties(self) -> dict[str, Tie]:
        """The ties by device; a device that two statements tie to different things is tied to none."""
        out: dict[str, Tie] = {}
        unclear: set[str] = set()
        for index in self.contexts.setups.blocks:
            text = self.contexts.document.blocks[index].text
            for statement in _statements(text):
                for device, tie in self._contrast(statement).items():
                    if device in out and out[device][:2] != tie[:2]:
                        unclear.add(device)
                    out.setdefault(device, tie)
        return {device: tie for device, tie in out.items() if device not in unclear}

    def _contrast(self, clauses: list[str]) -> dict[str, Tie]:
        """What the clauses of one statement tie to their devices; nothing unless they differ in it."""
        found: dict[str, Tie] = {}
        for clause in clauses:
            devices = [m for m in self.names.of(clause).mentions if m.kind == "accelerator"]
            if len({m.name for m in devices}) != 1:
                continue
            if devices[0].name in found:
                return {}
            rest = clause
            for mention in devices:
                rest = rest.replace(mention.text, " ")
            degrees = {f"{name}{count}" for name, count in DEGREES.findall(clause)}
            words = self._known & {word.lower() for word in NAME.findall(rest)}
            found[devices[0].name] = Tie(words, degrees.pop() if len(degrees) == 1 else "", clause.strip())
        if len(found) < 2:
            return {}
        variants, degrees = {tie.variants for tie in found.values()}, {tie.degree for tie in found.values()}
        return {
            device: Tie(
                tie.variants if len(variants) == len(found) else frozenset(),
                tie.degree if len(degrees) == len(found) else "",
                tie.words,
            )
            for device, tie in found.items()
        }


def _statements(text: str) -> Iterator[list[str]]:
    """The statements of ``text`` that hold several clauses, by clause."""
    clauses: list[str] = []
    for start, end in sentences(text):
        clauses.append(text[start:end])
        if text[end - 1 : end] != ";":
            if len(clauses) > 1 and all(len(clause) <= MOST for clause in clauses):
                yield clauses
            clauses = []
