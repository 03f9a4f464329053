"""What the model names of one post say of each other: a short form and the full name it stands for.

``Llama 8B`` is short for ``Llama 3 8B`` where no other Llama of that size is named; a bare size in a table's row is the
post's model of that size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ...store.vocabulary import Entry
from .modelnames import SIZE, is_spaced, resized

ACTIVE: Final = re.compile(r"a\d{1,3}(?:\.\d)?b")
VERSION: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
BARE_SIZE: Final = re.compile(rf"~?({SIZE})")


def full_names(names: Iterable[str]) -> dict[str, str]:
    """Return short form -> full name for the ``names`` of one post, where only one of them spells a short form out.

    ``Llama 8B`` is short for ``Llama 3 8B`` in a post that names no other Llama of that size; ``DeepSeek-V4`` beside a
    Pro and a Flash is short for neither, and a name without a size is a family, which is short for nothing.
    """
    parts = {name: _words(name) for name in names}
    out = {}
    for name, words in parts.items():
        longer = [
            o for o, more in parts.items() if words < more and _sized(name) == _sized(o) and _numbers(more - words)
        ]
        if _sized(name) and len(longer) == 1:
            out[name] = longer[0]
        active = [o for o, more in parts.items() if words < more and all(ACTIVE.fullmatch(w) for w in more - words)]
        if not _sized(name) and len(active) == 1:
            out[name] = active[0]
    return out


def only_ones(families: Mapping[str, Entry]) -> dict[str, str]:
    """Return bare family name -> the only model of the post that states its size (``BLOOM`` -> ``BLOOM 176B``).

    ``families``: the models one post names, with their families; a variant (``GPT-4-Turbo``) is another model.
    """
    out = {}
    for name, family in families.items():
        if name == family.name and family.attributes.get("needs") == "none":
            longer = [o for o, other in families.items() if other is family and o != name]
            if len(longer) == 1 and _numbers(_words(longer[0]) - _words(name)):
                out[name] = longer[0]
    return out


def one_version(families: Mapping[str, Entry]) -> dict[str, str]:
    """Return name without version -> name with the only version of its family that the post speaks of (``Llama 13B`` beside
    ``Llama 2`` is ``Llama 2 13B``). Only families whose names are spelled with spaces, of which a bare name is no first version.
    """
    told: dict[str, set[str]] = {}
    for name, family in families.items():
        if is_spaced(family):
            told.setdefault(family.name, set()).add(_version(name, family))
    out = {}
    for name, family in families.items():
        versions = told.get(family.name, set()) - {""}
        if len(versions) == 1 and _sized(name) and not _version(name, family):
            out[name] = f"{family.name} {min(versions)}{name.removeprefix(family.name)}"
    return out


def _version(name: str, family: Entry) -> str:
    """The version right behind a family's word in a canonical name; empty where it states none."""
    rest = name.removeprefix(family.name).split()
    return rest[0] if rest and VERSION.fullmatch(rest[0]) else ""


def of_size(name: str, family: Entry | None, size: str) -> str | None:
    """Return the model of ``size`` of the family whose member ``name`` is; None where the family has one size only."""
    if family is None or family.attributes.get("sized") is False or " + " in name:
        return None
    if not is_sizeless(name):
        return resized(name, size)
    return f"{name}{' ' if is_spaced(family) else '-'}{size.lower() if family.attributes.get('spelled') == 'lower' else size.upper()}"


def is_sizeless(name: str) -> bool:
    """Return whether a canonical model name states no size."""
    return _sized(name) is None


def is_whole(name: str, family: Entry) -> bool:
    """Return whether a name says which model of its family it is; a bare family or version of sizes does not."""
    return family.attributes.get("needs", "any") in ("none", "version") or _sized(name) is not None


def _words(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[\s-]", name.lower()))


def _numbers(words: frozenset[str]) -> bool:
    """Whether the words one name has beyond another are versions and sizes: a variant is another model."""
    return all(re.fullmatch(r"(?:[a-z]+)?\d{1,2}(?:\.\d{1,2})?|a?\d{1,4}(?:\.\d{1,2})?b", word) for word in words)


def _sized(name: str) -> str | None:
    found = re.search(rf"(?<![A-Za-z0-9.])({SIZE})", name)
    return found[1].lower() if found else None
