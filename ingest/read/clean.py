"""What fetched text may hold: no control, direction or invisible characters, one kind of space.

Applied before parsing, so no later stage meets a character that a terminal would obey or that hides inside a number.
Line breaks keep their number: a source line is the same line before and after.
"""

from __future__ import annotations

import re
import unicodedata

_MARK_RUN = 8  # combining marks in a row that any script needs; more is a denial of a terminal's line

# Characters that are another way to write a plain space; thin and narrow ones stand inside numbers (1 234).
_SPACES = "\t\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
# C0 and C1 controls but line feed; zero-width, direction, soft hyphen, BOM, variation selectors, interlinear marks;
# private use (where a document's own line marks live; else icons); surrogates; noncharacters; tags.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TO_SPACE = str.maketrans(dict.fromkeys(_SPACES.replace("\t", ""), " "))
_COMBINING = re.compile(
    f"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{{{_MARK_RUN}}})[\u0300-\u20ff]*"
)


_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9}));?")


def clean_source(source: str) -> str:
    """Return a document's source cleaned, numeric character references to dropped characters included."""
    return _REFERENCE.sub(_harmless, clean(source)) if "&#" in source else clean(source)


def _harmless(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if 0 < number < 0x110000 and not _DROPPED.match(chr(number)) else ""


def clean(text: str) -> str:
    """Return ``text`` with line feeds as its only line breaks and nothing invisible in it; tabs are kept."""
    text = _BREAKS.sub(_same_line, text)
    text = _DROPPED.sub("", text).translate(_TO_SPACE)
    return _COMBINING.sub(_short_run, text)


def one_line(text: str, limit: int = 500) -> str:
    """Return ``text`` cleaned, on one line, at most ``limit`` characters: for titles, names and the like."""
    return " ".join(clean(text).split())[:limit].rstrip()


def _same_line(match: re.Match[str]) -> str:
    # Only CR LF, CR and LF break lines for an editor; counting the others would move every line after them.
    return "\n" if match[0] in ("\r\n", "\r") else " "


def _short_run(match: re.Match[str]) -> str:
    tail = match[0][_MARK_RUN:]
    return match[1] + "".join(c for c in tail if not unicodedata.combining(c))
