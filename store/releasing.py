"""Releases and their items: written with their document, read as release notes are made of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from .document import Section
from .rows import DOCUMENT, ItemRow, ReleaseRow, document_of
from .watching import Watching


class Releasing(Watching):
    """What the database knows of releases."""

    def put_releases(
        self,
        document: int,
        project: str,
        sections: Sequence[Section],
        items: Sequence[tuple[str, str, str, int]],
        now: str,
    ) -> None:
        """Replace a document's releases and their items; a release keeps the moment it was first seen."""
        seen = dict(self.sql.execute("SELECT version, first_seen FROM releases WHERE document = ?", (document,)))
        self.sql.execute("DELETE FROM releases WHERE document = ?", (document,))
        by_version: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for version, kind, text, block in items:
            by_version[version].append((kind, text, block))
        for section in {s.version: s for s in reversed(sections)}.values():
            done = self.sql.execute(
                "INSERT INTO releases (document, project, version, released, prerelease, first_seen, first_block, last_block)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (document, project, section.version, section.date, int(section.prerelease), seen.get(section.version, now),
                 section.first, section.last),
            )  # fmt: skip
            self.sql.executemany(
                "INSERT INTO release_items VALUES (?, ?, ?, ?, ?)",
                [(done.lastrowid, n, *item) for n, item in enumerate(by_version[section.version])],
            )

    def releases(
        self, project: str | None = None, since: str | None = None, until: str | None = None
    ) -> list[ReleaseRow]:
        """Return releases with their items, by project and then the newest first, of one project or all.

        ``project`` is its name, or the beginning of it: ``vllm`` finds vLLM and vLLM Ascend. Case does not matter.
        Of a window (``until`` exclusive) are those made or first seen in it.
        """
        made = "coalesce(r.released, d.published, '')"
        window = f"(r.first_seen >= ?2 AND r.first_seen < ?3 OR {made} >= ?2 AND {made} < ?3)"
        rows = self.sql.execute(
            f"SELECT r.id AS rid, r.project AS rproject, r.version, r.released, r.prerelease, r.first_seen AS rseen,"
            f" r.first_block, r.last_block, {DOCUMENT} FROM releases r JOIN documents d ON d.id = r.document"
            " WHERE (?1 IS NULL OR lower(r.project) = lower(?1) OR instr(lower(r.project), lower(?1) || ' ') = 1)"
            f" AND {window} ORDER BY r.project, {made} DESC, d.url, r.first_block, r.id",
            (project, since or "", until or "~"),
        ).fetchall()
        items = self._items([int(row["rid"]) for row in rows])
        return [
            ReleaseRow(row["rid"], row["rproject"], row["version"], row["released"], bool(row["prerelease"]), row["rseen"],
                       document_of(row), tuple(items[row["rid"]]), row["first_block"], row["last_block"])
            for row in rows
        ]  # fmt: skip

    def _items(self, releases: Sequence[int]) -> defaultdict[int, list[ItemRow]]:
        """The items of these releases, in reading order."""
        items: defaultdict[int, list[ItemRow]] = defaultdict(list)
        rows = self.sql.execute(
            "SELECT release, kind, text, block FROM release_items WHERE release IN (SELECT value FROM json_each(?))"
            " ORDER BY release, position",
            (json.dumps(list(releases)),),
        )
        for row in rows:
            items[row["release"]].append(ItemRow(row["kind"], row["text"], row["block"]))
        return items
