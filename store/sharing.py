"""Corrections as a TOML file people can review, send and merge."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .checking import checked_value
from .corrections import NOTE, Correction, Remark
from .errors import CorrectionError
from .numbers import NUMBER
from .rows import StoredClaim
from .vocabulary import Vocabulary

FORMAT: Final = 1
HEAD: Final = "# Corrections of claims, exported by sametrack. `sametrack corrections import FILE` brings them into another database.\n"


@dataclass(frozen=True, slots=True)
class About:
    """What a reviewer needs beside a correction: where the claim stands and its words."""

    url: str
    quote: str


def written(held: Sequence[Correction], claims: Sequence[StoredClaim]) -> str:
    """Return the corrections and notes in force as TOML, oldest first, each with its claim's words."""
    about = {s.uid: About(s.document.url, s.claim.quote) for s in claims}
    out = [HEAD, f"format = {FORMAT}\n"]
    for correction in held:
        if correction.undone is not None:
            continue
        pairs = [("claim", correction.claim)]
        if (known := about.get(correction.claim)) is not None:
            pairs += [("document", known.url), ("quote", known.quote[:300])]
        pairs += [("number", correction.number)] if correction.number is not None else []
        pairs += [("field", correction.field), *([("value", correction.value)] if correction.value is not None else [])]
        pairs += [("why", correction.why), ("who", correction.who), ("at", correction.at)]
        out.append("\n[[correction]]\n" + "".join(f"{key} = {_quoted(text)}\n" for key, text in pairs))
    return "".join(out)


def remarks_in(text: str, name: str, vocabulary: Vocabulary) -> list[Remark]:
    """Return the checked remarks of a file; raises CorrectionError, naming the entry, where one cannot be taken."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorrectionError(f"{name}: not TOML ({error}); mend the line it names") from None
    if raw.get("format") != FORMAT:
        raise CorrectionError(f"{name}: format {raw.get('format')!r} is not the one this version reads ({FORMAT})")
    entries = raw.get("correction", [])
    if not isinstance(entries, list):
        raise CorrectionError(f"{name}: write each correction under [[correction]]")
    return [_remark(entry, f"{name}: correction {number}", vocabulary) for number, entry in enumerate(entries, 1)]


def _remark(entry: object, where: str, vocabulary: Vocabulary) -> Remark:
    needed = ("claim", "field", "why", "who", "at")
    if not isinstance(entry, dict) or not all(isinstance(entry.get(k), str) and entry[k].strip() for k in needed):
        raise CorrectionError(f"{where}: needs {', '.join(needed)}, as text")
    value = entry.get("value", "")
    if not isinstance(value, str):
        raise CorrectionError(f"{where}: write the value in quotes")
    try:
        kept = (
            (" ".join(value.split()) or None)
            if entry["field"] == NOTE
            else checked_value(entry["field"], value, vocabulary)
        )
    except CorrectionError as error:
        raise CorrectionError(f"{where}: {error}") from None
    number = entry.get("number")
    if number is not None and not (isinstance(number, str) and NUMBER.fullmatch(number)):
        raise CorrectionError(f"{where}: its number is none that sametrack wrote; leave that line out")
    return Remark(entry["claim"], entry["field"], kept, entry["why"], entry["who"], entry["at"], number)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")
