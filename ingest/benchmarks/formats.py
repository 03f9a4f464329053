"""Which benchmark format some bytes are, split into rows that arrive one by one; and a row read again later.

A row's bytes are its own JSON object, kept with the content type ``application/x-sametrack-row; of=FORMAT`` so that
``reread`` knows what it is.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ...store.claim import Claim
from ...store.document import Document
from ...store.errors import ReadError
from ...store.vocabulary import Vocabulary
from . import inferencex, mlperf, tools
from .sheet import Sheet

ROW: Final = "application/x-sametrack-row; of="
MAX_DUMP: Final = 600_000_000
"""Bytes a database dump may unpack to."""
Rows = list[tuple[str, str, bytes, str]]
"""(address, format, bytes, representation) of the rows in some bytes."""


@dataclass(frozen=True, slots=True)
class RowFormat:
    """One format: how a row is addressed, and how it is read."""

    name: str
    identity: Callable[[dict[str, Any], str, int], str]
    sheet: Callable[[dict[str, Any], str, Vocabulary], Sheet]
    representation: Callable[[dict[str, Any]], str] = lambda row: "source"  # noqa: ARG005


FORMATS: Final = {
    f.name: f
    for f in (
        RowFormat(
            "inferencex",
            lambda row, _name, _number: inferencex.identity(row),
            lambda row, name, _words: inferencex.sheet_of(row, name),
            lambda row: (
                "source" if "image" in row else "page"
            ),  # the history endpoint leaves out image and most statistics
        ),
        RowFormat("mlperf", lambda row, _name, _number: mlperf.identity(row), mlperf.sheet_of),
        RowFormat("tool", tools.identity, tools.sheet_of),
    )
}


def split(data: bytes, name: str) -> Rows | None:
    """Return the rows in ``data``, or None where it is no benchmark format; raises ReadError for a broken or unknown one."""
    if data.startswith(b"PK\x03\x04"):
        return _as_rows(
            inferencex.rows_of_dump(inferencex.grouped_tables(_members(data, name), name), name), "inferencex", name
        )
    if mlperf.is_csv(data):
        return _as_rows(mlperf.rows_of_csv(data, name), "mlperf", name)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return None
    values = _parsed(data)
    if len(values) == 1 and inferencex.is_answer(values[0]):
        return _as_rows(values[0], "inferencex", name)
    if len(values) == 1 and mlperf.is_summary(values[0]):
        return _as_rows(values[0], "mlperf", name)
    found = tools.runs_of(values, name)
    return None if found is None else _as_rows(found, "tool", name)


def _as_rows(rows: Sequence[dict[str, Any]], kind: str, name: str) -> Rows:
    form, out, seen = FORMATS[kind], [], set()
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise ReadError(f"{name}: row {number + 1} is no object; mend the file")
        address = form.identity(row, name, number)
        if address in seen:
            raise ReadError(f"{name}: row {number + 1} has the identity of another row; fetch the file again")
        seen.add(address)
        out.append((address, ROW + kind, json.dumps(row, ensure_ascii=False).encode(), form.representation(row)))
    return out


def _parsed(data: bytes) -> list[Any]:
    """The JSON value in ``data``, or the values of its lines; empty where it is neither."""
    try:
        return [json.loads(data)]
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line) for line in data.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return []


def _members(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [
                i
                for i in archive.infolist()
                if re.search(r"(?:^|/)(?:configs|workflow_runs|benchmark_results)\.json$", i.filename)
            ]
            if sum(i.file_size for i in wanted) > MAX_DUMP:
                raise ReadError(f"{name}: unpacks to more than {MAX_DUMP // 1_000_000} MB; not read")
            for info in wanted:
                yield info.filename, archive.read(info)
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, NotImplementedError) as error:
        raise ReadError(f"{name}: a broken archive ({str(error)[:80]}); fetch it again") from None


def is_rows(content_type: str | None) -> bool:
    """Return whether a kept body is a row of a benchmark."""
    return bool(content_type and content_type.startswith(ROW))


def read_row(
    data: bytes, content_type: str, url: str, vocabulary: Vocabulary, label: str | None = None
) -> tuple[Document, list[Claim], Sheet]:
    """Return a row's document and claims, and its sheet, which knows what was refused; raises ReadError."""
    form = FORMATS[content_type.removeprefix(ROW)]
    sheet = form.sheet(json.loads(data), url, vocabulary)
    sheet.url = url
    if label:
        sheet.publisher = label
    return sheet.document(), sheet.claims(), sheet
