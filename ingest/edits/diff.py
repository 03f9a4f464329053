"""The changes between two revisions, each with both wordings, and whether the new one prints an erratum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ...store.changes import Change
from ...store.claim import FIELDS, Claim
from ...store.document import Document, DocumentKind
from ...store.vocabulary import Vocabulary
from ..understand import Understood
from .facts import Facts, facts_of, is_erratum, is_measured
from .figures import figure_changes
from .pairing import matched, same_number
from .texts import Sentence, folded, only_in, paired, sentences_of

NUMBER: Final = ("value", "value_max", "unit", "form", "bound", "metric", "statistic", "per", "basis", "setup")
CONDITIONS: Final = tuple(name for name in FIELDS if name not in NUMBER)
GROWING: Final = (DocumentKind.CHANGELOG, DocumentKind.THREAD)
"""Kinds that gain text by nature: what is added there is no edit."""


def changes_between(old: Understood, new: Understood, vocabulary: Vocabulary) -> list[Change]:
    """Return what was edited from ``old`` to ``new``; both revisions are of one representation of one document."""
    if new.document.kind is DocumentKind.THREAD:
        return []
    before, after = sentences_of(old.document), sentences_of(new.document)
    gone, fresh = only_in(before, after), only_in(after, before)
    pairs = paired(gone, fresh)
    erratum = next((s.text[:300] for s in fresh if is_erratum(s.text)), None)
    claims, withdrawn, added = matched(old.claims, new.claims, _edited(old.claims, new.claims, pairs))
    edits = _Edits(pairs, gone, fresh, vocabulary)
    found = _title(old.document, new.document) + _values(claims)
    found += _conditions(claims, edits, {id(n) for o, n in claims if not same_number(o, n)})
    found += figure_changes(old.document.figures, new.document.figures, moved=bool(gone or fresh))
    found += [Change("withdrawn", None, c.uid, c.quote, None) for c in withdrawn if _changed(c, gone)]
    if new.document.kind not in GROWING:
        found += [Change("added", None, c.uid, None, c.quote) for c in added if _changed(c, fresh)]
    return [change.announced_by(erratum) for change in found]


class _Edits:
    """The sentences that changed, with the conditions each states."""

    def __init__(
        self,
        pairs: list[tuple[Sentence, Sentence]],
        gone: list[Sentence],
        fresh: list[Sentence],
        vocabulary: Vocabulary,
    ) -> None:
        self.pairs = [(o, n, facts_of(o.text, vocabulary), facts_of(n.text, vocabulary)) for o, n in pairs]
        in_pairs = {id(s) for pair in pairs for s in pair}
        self.lone_old = [(s, facts_of(s.text, vocabulary)) for s in gone if id(s) not in in_pairs]
        self.lone_new = [(s, facts_of(s.text, vocabulary)) for s in fresh if id(s) not in in_pairs]

    def supporting(self, field: str, old: object, new: object) -> tuple[str | None, str | None] | None:
        """Return both wordings of an edit that says a field's old or new value, or None where no words changed about it."""
        for o, n, before, after in self.pairs:
            if before != after and (_says(before - after, field, old) or _says(after - before, field, new)):
                return o.text, n.text
        for s, facts in self.lone_new:
            if new is not None and _says(facts, field, new):
                return None, s.text
        for s, facts in self.lone_old:
            if old is not None and _says(facts, field, old):
                return s.text, None
        return None


def _says(facts: Facts, field: str, value: object) -> bool:
    if value is None:
        return False
    text = f"{value:g}" if isinstance(value, float) else re.sub(r"[^a-z0-9.]", "", str(value).lower())
    kinds = {"version"} if field.endswith("version") else {field}
    if field in ("subject", "baseline"):
        kinds = {"engine", "accelerator", "model", "precision", "version"}
    return any(kind in kinds and (said == text or (len(said) > 2 and said in text)) for kind, said in facts)


def _title(old: Document, new: Document) -> list[Change]:
    a, b = (re.split(r"\s[|·–—]\s", document.title)[0] for document in (old, new))
    return [] if folded(a) == folded(b) else [Change("title", None, None, old.title, new.title)]


def _values(claims: Sequence[tuple[Claim, Claim]]) -> list[Change]:
    return [
        Change(
            "value",
            "value" if (o.value, o.value_max, o.unit) != (n.value, n.value_max, n.unit) else "bound",
            n.uid,
            o.quote,
            n.quote,
        )
        for o, n in claims
        if not same_number(o, n)
    ]


def _conditions(claims: Sequence[tuple[Claim, Claim]], edits: _Edits, numbered: set[int]) -> list[Change]:
    """One change a claim and field that the edited words bear out, then one a sentence whose edit no claim's field shows."""
    found: list[Change] = []
    told: set[tuple[str | None, str | None]] = set()
    for o, n in claims:
        for field in CONDITIONS:
            if field in ("subject", "baseline") and id(n) in numbered:
                continue
            a, b = getattr(o, field), getattr(n, field)
            if a != b and (words := edits.supporting(field, a, b)) is not None:
                found.append(Change("condition", field, n.uid, *words))
                told.add(words)
    stated = {folded(n.quote): n.uid for _, n in claims}
    for old, new, before, after in edits.pairs:
        differing = before ^ after
        if (
            differing
            and (is_measured(differing) or is_measured(before & after) or new.key in stated)
            and (old.text, new.text) not in told
        ):
            field = sorted(kind for kind, _ in differing)[0]
            found.append(Change("condition", field, stated.get(new.key), old.text, new.text))
    return found


def _edited(old: Sequence[Claim], new: Sequence[Claim], pairs: list[tuple[Sentence, Sentence]]) -> dict[int, int]:
    """{position of a new claim: position of an old one} where their sentences are a pair, in their order."""
    out: dict[int, int] = {}
    for before, after in pairs:
        from_old = [n for n, c in enumerate(old) if _inside(c, before)]
        from_new = [n for n, c in enumerate(new) if _inside(c, after)]
        out |= dict(zip(from_new, from_old, strict=False))
    return out


def _inside(claim: Claim, sentence: Sentence) -> bool:
    return claim.block == sentence.block and sentence.start <= (claim.value_start or 0) < sentence.end


def _changed(claim: Claim, sentences: Sequence[Sentence]) -> bool:
    """Whether the sentence a claim stands in is one only this revision has: the words came or went, not their reading."""
    return any(_inside(claim, sentence) for sentence in sentences)
