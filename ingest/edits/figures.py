"""Figures by the file they show: another file in the same place is an edit, another size of the same file is none."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from ...store.changes import Change


def figure_changes(old: Sequence[str], new: Sequence[str], *, moved: bool) -> list[Change]:
    """Return replaced, withdrawn and (where no text ``moved``) exchanged figures. Added ones are no edit of a figure."""
    if old == new or not old:
        return []
    if sorted(old) == sorted(new):
        crossed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
        return [] if moved else [Change("figure", None, None, a, b) for a, b in crossed]
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone = [name for name in old[a:b] if name not in new]
        fresh = [name for name in new[c:d] if name not in old]
        found += [
            Change("figure", None, None, name, fresh[n] if n < len(fresh) else None) for n, name in enumerate(gone)
        ]
    return found
