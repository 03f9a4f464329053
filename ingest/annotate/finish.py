"""The last look at a draft: fields that follow from others, and ends that must not stay open."""

from __future__ import annotations

import re
from typing import Final

from .draft import Draft
from .scope import Scope
from .versions import version_in

TRAINING: Final = re.compile(r"\b(?:training|pre-?training|fine-?tun\w+|RLHF|rollouts?|RL)\b", re.I)


def finish(draft: Draft, scope: Scope) -> None:
    """Derive versions, the subject where no words gave one, and drop lengths that are a training run's."""
    fields = draft.fields
    if "subject" not in fields:
        for kind in ("engine", "model", "accelerator"):
            if kind in fields:
                draft.settle("subject", str(fields[kind]), "derived", str(fields[kind]))
                break
    _versions(draft, scope)
    if str(fields.get("metric", "")).startswith("training"):
        fields.pop("input_tokens", None)
        fields.pop("output_tokens", None)


def _versions(draft: Draft, scope: Scope) -> None:
    """The version each side names; else the only one the post names for the engine that the side is."""
    fields = draft.fields
    for side in ("subject", "baseline"):
        words = str(fields.get(side, ""))
        if (version := version_in(words)) is not None:
            draft.settle(f"{side}_version", version, "sentence", words)
            continue
        named = [m.name for m in scope.names.of(words).mentions if m.kind == "engine"] if words else []
        told = scope.versions.get(named[0], {}) if named else {}
        if len(told) == 1:
            ((only, where),) = told.items()
            draft.settle(f"{side}_version", only, "derived", where)
