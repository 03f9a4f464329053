"""The last look at a draft: fields that follow from others, and ends that must not stay open."""

from __future__ import annotations

import re
from typing import Final

from .draft import Draft
from .scope import Scope

VERSION: Final = re.compile(r"\bv?(\d{1,2}\.\d{1,3}(?:\.\d{1,3})?(?:\.?(?:post|rc|dev)\d+)?)\b")
TRAINING: Final = re.compile(r"\b(?:training|pre-?training|fine-?tun\w+|RLHF|rollouts?|RL)\b", re.I)


def finish(draft: Draft, scope: Scope) -> None:
    """Derive versions, the subject where no words gave one, and drop lengths that are a training run's."""
    fields = draft.fields
    title = scope.document.title
    if "subject" not in fields:
        for kind in ("engine", "model", "accelerator"):
            if kind in fields:
                draft.settle("subject", str(fields[kind]), "derived", str(fields[kind]))
                break
    for side in ("subject", "baseline"):
        words = str(fields.get(side, ""))
        if (version := _version(words)) is not None:
            draft.settle(f"{side}_version", version, "sentence", words)
    engine = str(fields.get("engine", ""))
    if engine and "subject_version" not in fields and engine.lower() in title.lower():
        after = title.lower().partition(engine.lower())[2][:12]
        if (version := _version(after)) is not None:
            draft.settle("subject_version", version, "title", title)
    if str(fields.get("metric", "")).startswith("training"):
        fields.pop("input_tokens", None)
        fields.pop("output_tokens", None)


def _version(words: str) -> str | None:
    found = re.search(r"\bv(\d{1,2}\.\d{1,3}(?:\.\d{1,3})?(?:\.?(?:post|rc|dev)\d+)?)\b", words)
    return found[1] if found else None
