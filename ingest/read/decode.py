"""Bytes -> text: the header's charset where it is one we allow, byte-order mark, the page's own, then detection."""

from __future__ import annotations

import re

from bs4.dammit import EncodingDetector, UnicodeDammit

# Python has codecs that are no charsets (zip, rot13, idna): a server may only name these.
_PLAIN = """
ascii big5 euc-jp euc-kr gb18030 iso-2022-jp iso-8859-2 iso-8859-5 iso-8859-9 iso-8859-15 koi8-r koi8-u macintosh
shift_jis utf-8 utf-16 utf-16be utf-16le utf-32 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254
windows-1256 windows-1257
"""
# Names that browsers read as a wider charset than they say.
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "windows-1252", "latin-1": "windows-1252",
    "latin1": "windows-1252", "us-ascii": "windows-1252", "utf8": "utf-8",
}  # fmt: skip
_ALLOWED = {name: name for name in _PLAIN.split()} | _WIDER
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes, content_type: str | None = None, *, html: bool = False) -> str:
    """Return ``data`` as text; bytes that fit no charset become replacement characters, never an exception.

    ``html`` lets the page's own declaration speak. A byte-order mark wins over everything.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace")
    declared = _CHARSET.search(content_type or "")
    names = [declared[1]] if declared else []
    if html:
        own = EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=False)
        names += [own] if own else []
    for name in [*names, "utf-8"]:
        allowed = _ALLOWED.get(name.lower().strip())
        if allowed:
            try:
                return data.decode(allowed)
            except UnicodeDecodeError:
                continue
    if _nearly_utf8(data):
        return data.decode("utf-8", "replace")
    found = UnicodeDammit(data[:200_000], ["windows-1252"], is_html=html).original_encoding
    return data.decode(_ALLOWED.get((found or "").lower(), "windows-1252"), "replace")


def _nearly_utf8(data: bytes) -> bool:
    """UTF-8 with a few broken bytes is UTF-8: another charset read as it breaks at nearly every letter over ASCII."""
    sample = data[:200_000].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    beyond = sum(1 for char in sample if char > "\x7f")
    return broken * 4 < beyond
