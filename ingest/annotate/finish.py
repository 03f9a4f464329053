"""The last look at a draft: fields that follow from others, and ends that must not stay open."""

from __future__ import annotations

from .draft import Draft
from .prose import SERVING
from .scope import LABELS, Scope
from .shortforms import BARE_SIZE, of_size
from .versions import version_in


def finish(draft: Draft, scope: Scope) -> None:
    """Derive versions, the subject where no words gave one, and drop lengths that are a training run's."""
    fields = draft.fields
    _model(draft, scope)
    if "subject" not in fields:
        for kind in ("engine", "model", "accelerator"):
            if kind in fields:
                draft.settle("subject", str(fields[kind]), "derived", str(fields[kind]))
                break
    _versions(draft, scope)
    trainer = scope.vocabulary.entry("engine", str(fields.get("engine", "")))
    if trainer is not None and trainer.attributes.get("role") == "trainer" and _trains(draft, scope):
        draft.sharpen("metric", "training_throughput")
    if fields.get("metric") == "acceptance_length" and fields.get("form") == "absolute" and scope.voice.averaged_length:
        draft.settle("statistic", "mean", "derived", scope.voice.averaged_length)
    if str(fields.get("metric", "")).startswith("training"):
        draft.drop("input_tokens", "output_tokens")


def _trains(draft: Draft, scope: Scope) -> bool:
    """Whether a trainer's rate is one of training: of samples, or of tokens where neither row nor headings speak of serving."""
    block = scope.document.blocks[draft.block]
    words = " ".join(
        (*block.path, block.text[draft.start : draft.end], *(f.quote for f in draft.facets if f.origin in LABELS))
    )
    rate, own = draft.fields.get("metric"), draft.fields.get("engine") == scope.names.carriers.home
    return rate == "sample_throughput" or (
        rate == "token_throughput" and own and draft.place == "table" and not SERVING.search(words)
    )


def _model(draft: Draft, scope: Scope) -> None:
    """The model by its full name, unless its own block tells the two apart; in a table, the one of the size that the number's
    row says (``7B | 41.8``).
    """
    model = str(draft.fields.get("model", ""))
    if not model:
        return
    block = scope.document.blocks[draft.block].text
    if (full := scope.names.full_name(model)) != model and not scope.names.spells(full, block):
        draft.sharpen("model", full)
    if draft.place != "table" or any(f.name == "model" and f.origin in LABELS for f in draft.facets):
        return
    row = block[draft.start : draft.end].split(" | ")
    sizes = {size[1] for cell in row if (size := BARE_SIZE.fullmatch(cell.strip()))}
    if (
        len(sizes) == 1
        and (own := of_size(str(draft.fields["model"]), scope.names.family(model), min(sizes))) is not None
    ):
        draft.sharpen("model", own)


def _versions(draft: Draft, scope: Scope) -> None:
    """The version each side names; else the one the post tells of its row, of its engine, or announces in the title."""
    fields = draft.fields
    for side in ("subject", "baseline"):
        words = str(fields.get(side, ""))
        if (version := version_in(words)) is not None:
            draft.settle(f"{side}_version", version, "sentence", words)
        elif words and (told := _told(side, words, draft, scope)) is not None:
            draft.settle(f"{side}_version", told[0], "derived", told[1])


def _told(side: str, words: str, draft: Draft, scope: Scope) -> tuple[str, str] | None:
    """The version of one side, with the words that tell it."""
    own = str(draft.fields.get("engine", ""))
    if side == "subject" and draft.place == "table" and (labelled := _labelled(own, draft, scope)) is not None:
        return labelled
    named = next((m.name for m in scope.names.of(words).mentions if m.kind == "engine"), None)
    if named is None and side == "subject":
        by_label = any(f.name == "engine" and f.origin in ("header", "row label") for f in draft.facets)
        named = (
            own if by_label or (own in scope.voice.release and scope.contexts.parts.is_summary(draft.block)) else None
        )
    versions = scope.voice.versions.get(named or "", {})
    if side == "subject" and len(versions) != 1:
        versions = scope.voice.release.get(named or "", {})
    return next(iter(versions.items())) if len(versions) == 1 else None


def _labelled(engine: str, draft: Draft, scope: Scope) -> tuple[str, str] | None:
    """The version of a row that one of its cells calls by another name ("Mar 1")."""
    row = scope.document.blocks[draft.block].text[draft.start : draft.end]
    for cell in row.split(" | ") if scope.voice.labels else ():
        name, version, words = scope.voice.labels.get(cell.strip().lower(), ("", "", ""))
        if name and name == engine:
            return version, words
    return None
