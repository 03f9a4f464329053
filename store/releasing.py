"""Releases and their items: written with their document, read as release notes are made of them."""

from __future__ import annotations

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

    def releases(self, project: str | None = None) -> list[ReleaseRow]:
        """Return releases with their items, by project and then the newest first, of one project or all.

        ``project`` is its name, or the beginning of it: ``vllm`` finds vLLM and vLLM Ascend. Case does not matter.
        """
        rows = self.sql.execute(
            f"SELECT r.id AS rid, r.project AS rproject, r.version, r.released, r.prerelease, r.first_seen AS rseen,"
            f" r.first_block, r.last_block, {DOCUMENT} FROM releases r JOIN documents d ON d.id = r.document"
            " WHERE ?1 IS NULL OR lower(r.project) = lower(?1) OR instr(lower(r.project), lower(?1) || ' ') = 1"
            " ORDER BY r.project, coalesce(r.released, d.published, '') DESC, d.url, r.first_block, r.id",
            (project,),
        ).fetchall()
        items: defaultdict[int, list[ItemRow]] = defaultdict(list)
        for row in self.sql.execute("SELECT release, kind, text, block FROM release_items ORDER BY release, position"):
            items[row["release"]].append(ItemRow(row["kind"], row["text"], row["block"]))
        return [
            ReleaseRow(row["rid"], row["rproject"], row["version"], row["released"], bool(row["prerelease"]), row["rseen"],
                       document_of(row), tuple(items[row["rid"]]), row["first_block"], row["last_block"])
            for row in rows
        ]  # fmt: skip
