"""Reading: bytes -> Document. Knows neither network nor database.

bytes --decode--> text --clean--> Markdown --prepare, render--> HTML --blocks--> Document
                                  HTML page --article-----------^
                                  text, rst --plain------------------------------^
"""

from __future__ import annotations

from dataclasses import replace

from ...store.document import Document, DocumentKind
from ...store.errors import ReadError
from .changelog import sections_of
from .clean import clean_source
from .decode import decode
from .hints import Hints
from .kinds import document_kind, is_binary, kind_of
from .page import read_page
from .plain import read_text
from .post import read_markdown

__all__ = ["Hints", "kind_of", "read"]

_READERS = {"markdown": read_markdown, "html": read_page, "text": read_text}
_MAX_BYTES = 20_000_000
_NO_HINTS = Hints()


def read(
    data: bytes, *, url: str, name: str = "", content_type: str | None = None, hints: Hints = _NO_HINTS
) -> Document:
    """Read one document. ``url`` is its address or path, ``name`` its file name where the address does not end in it.

    Raises ReadError, with one line that says why, where ``data`` is empty, binary, too large or of no kind read here
    (feeds and result files are the sources' business).
    """
    what = name or url
    if not data.strip():
        raise ReadError(f"{what}: empty, nothing to read")
    if len(data) > _MAX_BYTES:
        raise ReadError(f"{what}: larger than {_MAX_BYTES // 1_000_000} MB, not read")
    if is_binary(data[:4096]):
        raise ReadError(f"{what}: binary, not text; give a Markdown, HTML or text file")
    kind = kind_of(name or url, content_type, data[:4096])
    reader = _READERS.get(kind or "")
    if reader is None:
        told = {"feed": "a feed, not a document", "json": "JSON, not a document"}.get(
            kind or "", "of a kind not read yet"
        )
        raise ReadError(f"{what}: {told}; give a Markdown, HTML or text file")
    text = clean_source(decode(data, content_type, html=kind == "html"))
    try:
        document = reader(text, url, name, hints)
    except (RecursionError, AssertionError) as error:
        raise ReadError(f"{what}: nested too deeply to read ({type(error).__name__})") from None
    document = replace(document, kind=hints.kind or document_kind(name, url))
    if document.kind is DocumentKind.CHANGELOG:
        document = replace(document, sections=sections_of(document))
    return document
