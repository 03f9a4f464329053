"""Which reader a file or response is for, and what kind of document it then is."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from ...store.document import DocumentKind

Format = Literal["markdown", "html", "text", "feed", "json"]

_SUFFIXES: dict[str, Format | None] = {
    ".md": "markdown", ".mdx": "markdown", ".markdown": "markdown", ".mkd": "markdown", ".qmd": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".svg": "html",
    ".rst": "text", ".txt": "text", ".text": "text",
    ".atom": "feed", ".rss": "feed",
    ".csv": None, ".json": None, ".jsonl": None, ".tsv": None, ".yaml": None, ".yml": None,
}  # fmt: skip
_TYPES: dict[str, Format | None] = {
    "text/markdown": "markdown", "text/x-markdown": "markdown",
    "text/html": "html", "application/xhtml+xml": "html", "image/svg+xml": "html",
    "application/atom+xml": "feed", "application/rss+xml": "feed", "application/rdf+xml": "feed",
    "application/feed+json": "json", "application/json": "json",
    "text/x-rst": "text", "text/prs.fallenstein.rst": "text",
    "text/csv": None, "application/yaml": None, "application/x-yaml": None, "text/yaml": None,
}  # fmt: skip
_CHANGELOG = re.compile(
    r"(?:^|[-_./])(?:changelog|changes|releases?|release[-_]?notes|history|news)(?:[-_.]|$)", re.IGNORECASE
)
_README = re.compile(r"(?:^|[-_./])readme(?:[-_.]|$)", re.IGNORECASE)
_RELEASE = re.compile(r"/releases/tag/|(?:^|/)release[-_]v?\d[\w.]*$", re.IGNORECASE)
_FEED_HEAD = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_HTML_HEAD = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_MARKDOWN_HEAD = re.compile(
    rb"^(?:#{1,6} \S|---[ \t]*\r?$|\+\+\+[ \t]*\r?$|\|[-: |]+\|[ \t]*\r?$|[-*] \S|```)", re.MULTILINE
)
_CONTROL = bytes([*range(8), *range(14, 27), *range(28, 32)])
STRAY = 0.02
"""The share of control bytes that a text may have."""
_BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"SQLite format 3")


def kind_of(name: str, content_type: str | None, head: bytes) -> Format | None:
    """Return which reader is for a file ``name`` (or URL) served as ``content_type`` with the first bytes ``head``.

    None: of no kind that is read (binary, CSV, YAML, JSON files, unknown), to be skipped and counted. The declared type
    decides where it says something; ``text/plain`` and none leave it to the name, and no known name to the bytes.
    """
    declared = (content_type or "").split(";")[0].strip().lower()
    bare = head.replace(b"\0", b"")  # UTF-16, or what a broken writer left
    if is_binary(head):
        feed = not head.startswith(_BINARY) and (_TYPES.get(declared) == "feed" or _FEED_HEAD.search(bare[:1000]))
        return "feed" if feed else None
    suffix = _suffix(name)
    if declared in _TYPES:
        # A host that serves Markdown as HTML does not exist; one that serves feeds as HTML or XML does.
        return "feed" if _FEED_HEAD.search(bare[:1000]) and declared == "text/html" else _TYPES[declared]
    if declared.endswith(("/xml", "+xml")) or suffix == ".xml":
        return "feed" if _FEED_HEAD.search(bare[:4000]) else None
    if declared and not declared.startswith("text/") and declared != "application/octet-stream":
        return None
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    return _sniffed(head, named=bool(suffix), declared=declared)


def document_kind(name: str, url: str) -> DocumentKind:
    """Return what a document is by its name or address: readme, changelog, release, else post."""
    path = urlsplit(url).path if "://" in url else url
    last = (name or path).rsplit("/", 1)[-1]
    if _README.search(last):
        return DocumentKind.README
    stem = re.sub(r"\.[a-z]\w{0,7}$", "", last, flags=re.IGNORECASE)
    if _RELEASE.search(path) or _RELEASE.search(stem):
        return DocumentKind.RELEASE
    if _CHANGELOG.search(stem) and not re.search(r"\d{4}-\d{2}-\d{2}", last):
        return DocumentKind.CHANGELOG
    return DocumentKind.POST


def is_binary(head: bytes) -> bool:
    """Say whether the first bytes are no text: a known signature, or NUL among many control bytes without a UTF-16 or UTF-32 mark.

    A stray NUL, which broken writers leave in a page, makes it no binary.
    """
    if head.startswith(_BINARY):
        return True
    if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return False
    return len(head.translate(None, _CONTROL)) < (1 - STRAY) * len(head)


def _suffix(name: str) -> str:
    last = urlsplit(name).path.rsplit("/", 1)[-1] if "://" in name else name.rsplit("/", 1)[-1]
    dot = last.rfind(".")
    suffix = last[dot:].lower() if dot > 0 else ""
    return suffix if suffix in _SUFFIXES or re.fullmatch(r"\.[a-z]{1,5}", suffix) else ""


def _sniffed(head: bytes, *, named: bool, declared: str) -> Format | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _FEED_HEAD.search(start[:1000]):
        return "feed"
    if _HTML_HEAD.search(start[:2000]):
        return "html"
    if start[:1] in (b"{", b"["):
        return "json" if re.match(rb"""[{\[]\s*(?:["{\[\]}]|-?\d)""", start) else None
    if named and not declared:
        return None  # a suffix nobody here knows: source code, a notebook
    return "markdown" if _MARKDOWN_HEAD.search(start) else "text"
