"""fetch | read | annotate | store: one document at a time, one transaction a source, every stage replaceable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from ..store.changes import Change
from ..store.claim import Claim
from ..store.corrections import Remark
from ..store.database import Bringing, Database
from ..store.document import Document
from ..store.errors import FetchError, ReadError, SametrackError, StoreError
from ..store.publishers import publisher_entry
from ..store.vocabulary import Vocabulary
from .allowance import Allowance
from .annotate import EXTRACTOR, annotate
from .annotate.drawn import drawn_candidates
from .benchmarks import is_rows
from .edits import changes_between
from .fetch import Fetcher, canonical, redacted
from .isolation import Here, Reader
from .polling import Origin, Polling, once
from .read import Hints
from .releases import release_items, release_sections
from .results import SourceResult
from .sources.adapters import ask, is_crawled, listing_of_fetched
from .sources.arriving import Arriving
from .sources.identity import settled
from .sources.targets import (
    file_id,
    files_of,
    from_stdin,
    is_address,
    listing_of_file,
)
from .sources.watchlist import Watched
from .understand import Annotator, Understood, arriving_again, understand

Progress = Callable[[str], None]


@dataclass(slots=True)
class Pipeline:
    """The stages and what they share; ``now`` is UTC and the same for a whole run.

    ``label`` says whose the measurements of result files are: their publisher; ``settled`` what their user says of every
    one of them (the device, which no tool writes down), kept as corrections.
    """

    database: Database
    fetcher: Fetcher
    vocabulary: Vocabulary
    now: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    annotator: Annotator = annotate
    progress: Progress | None = None
    secrets: Mapping[str, str] = field(default_factory=dict)
    label: str | None = None
    settled: Sequence[Remark] = ()
    reader: Reader = field(default_factory=Here)
    allowance: Callable[[], Allowance] = Allowance

    @property
    def read_with(self) -> str:
        """What shapes the result beside the bytes: extractor and vocabulary."""
        return f"{EXTRACTOR}/{self.vocabulary.fingerprint}"

    def run(self, targets: Sequence[str | Watched]) -> Iterator[SourceResult]:
        """Ingest every target, yielding its result as it is done: files and folders, then sources beside each other."""
        sources = []
        for target in dict.fromkeys(targets):
            if isinstance(target, Watched):
                sources.append(target)
            elif is_address(target):
                try:
                    sources.append(once(target))
                except FetchError as error:
                    yield SourceResult(redacted(target), errors=[str(error)])
            else:
                result = SourceResult(target)
                try:
                    self._path(target, result)
                except SametrackError as error:
                    result.errors.append(str(error))
                yield result
        polling = Polling(self.database, self.fetcher, self.now, self._store, self.secrets, self.reader, self.allowance)
        yield from (result for _, result in polling.run(sources))

    def _path(self, target: str, result: SourceResult) -> None:
        for path in files_of(target):
            origin = Origin(None, None, self.reader.spending(self.allowance()))
            try:
                with self.database.transaction():  # a file comes whole or not at all
                    held = origin.reader.call(str(path), listing_of_file, path, file_id(path, target))
                    result.skipped.update(held.skipped)
                    for arriving in settled(held.arriving, {}):
                        self._store(arriving, result, origin)
            except StoreError:
                raise  # the next file would fare no better
            except SametrackError as error:
                result.errors.append(str(error))

    def _store(
        self, arriving: Arriving, result: SourceResult, origin: Origin | None = None, *, again: bool = False
    ) -> None:
        origin = origin or Origin(None, None, self.reader)
        if self.progress:
            self.progress(arriving.url)
        if self.label and is_rows(arriving.content_type):
            arriving = replace(arriving, hints=replace(arriving.hints, publisher=self.label))
        if not again and self._as_before(arriving):
            result.documents_same += 1
            return
        understood = origin.reader.call(arriving.url, understand, arriving, self.vocabulary, self.annotator)
        document, claims = understood.document, understood.claims
        result.refused.update(understood.refused)
        hints = arriving.hints
        publisher, project = (document.publisher, None) if understood.measured else self._who(document, hints)
        sections = release_sections(document, hints.version, hints.prerelease)
        document = replace(document, publisher=publisher, partial=arriving.partial, sections=sections)
        bringing = Bringing(
            document, claims, arriving.representation, arriving.data, arriving.name, self.read_with, self.now,
            arriving.content_type, hints.stored(), project, origin.source, origin.fetch,
            release_items(document, document.sections),
        )  # fmt: skip
        with self.database.transaction():
            edits = self._edits(arriving, understood, origin.reader)
            saved = self.database.save(bringing)
            self.database.record_changes(saved.document, edits, self.now)
            self.database.put_challenges(saved.document, understood.challenges)
            if self.settled and understood.measured:
                self.database.correct([replace(said, claim=c.uid) for c in claims for said in self.settled])
        result.documents_new += saved.new
        result.documents_changed += saved.changed
        result.documents_same += not (saved.new or saved.changed)
        result.claims_new += saved.claims_added

    def _as_before(self, arriving: Arriving) -> bool:
        """Whether these bytes are what the document held was read from, with the same words: reading would give the same.

        Result rows are read all the same: they are quickly read, and what is refused of them is told.
        """
        if is_rows(arriving.content_type) or self.database.read_with(arriving.url) != self.read_with:
            return False
        held = self.database.newest(arriving.url, arriving.representation)
        if held is None or held.data != arriving.data:
            return False
        came_as = (arriving.name, arriving.content_type, arriving.hints)
        return (held.name, held.content_type, Hints.restored(held.hints)) == came_as

    def _edits(self, arriving: Arriving, new: Understood, reader: Reader) -> list[Change]:
        """What was edited since the revision held, where that is of the same representation and other bytes."""
        held = self.database.newest(new.document.url, arriving.representation)
        if held is None or held.data == arriving.data:
            return []
        try:
            before = arriving_again(held)
            old = reader.call(before.url, understand, before, self.vocabulary, self.annotator)
            if old.document.revision == new.document.revision:
                return []
            return reader.call(before.url, changes_between, old, new, self.vocabulary)
        except ReadError:
            return []

    def _who(self, document: Document, hints: Hints) -> tuple[str | None, str | None]:
        """Publisher and project: what the watch list says, else by the table, else the document's own word."""
        if hints.owner:
            return hints.owner, hints.project
        if (entry := publisher_entry(document.url, self.vocabulary)) is not None:
            return entry.name, entry.attributes.get("project")
        host, folder = urlsplit(document.url).hostname, document.url.split("/")[0]
        return document.publisher or host or (folder if "/" in document.url else None), None

    def reread(self) -> Iterator[SourceResult]:
        """Read and annotate every kept document again with today's extractor and words; nothing is fetched."""
        for body in list(self.database.bodies()):
            result = SourceResult(body.url)
            try:
                self._store(arriving_again(body), result, again=True)
            except SametrackError as error:
                result.errors.append(str(error))
            yield result


@dataclass(slots=True)
class Extraction:
    """Claims without a database. ``errors`` gathers one clean line for whatever failed; ``root`` shortens ids."""

    vocabulary: Vocabulary
    root: Path | None = None
    allow: frozenset[tuple[str, int]] = frozenset()
    errors: list[str] = field(default_factory=list)
    reader: Reader = field(default_factory=Here)

    def claims(self, targets: Sequence[str]) -> Iterator[Claim]:
        """Yield the claims of files, folders, addresses and ``-`` (Markdown on the standard input)."""
        for _, _, claims in self.documents(targets):
            yield from claims

    def candidates(self, targets: Sequence[str]) -> Iterator[Claim]:
        """Yield what the SVG figures of ``targets`` show: candidate claims, which nobody stated and nothing stores."""
        for ident, document, _ in self.documents(targets):
            drawn = self.reader.call(document.url, drawn_candidates, document, self.vocabulary)
            yield from (replace(c, doc=ident) for c in drawn)

    def documents(self, targets: Sequence[str]) -> Iterator[tuple[str, Document, list[Claim]]]:
        """Yield id, document and claims of every target, read in order; each has an allowance of its own."""
        for target in targets:
            allowance = Allowance()
            reader = self.reader.spending(allowance)
            try:
                for ident, arriving in self._arriving(target, reader):
                    if allowance.over:
                        raise ReadError(
                            f"{target}: took {allowance.seconds:.3g} s more than such documents do; the rest was not read"
                        )
                    yield from self._understood(ident, arriving, reader)
            except SametrackError as error:
                self.errors.append(str(error))

    def _understood(
        self, ident: str, arriving: Arriving, reader: Reader
    ) -> Iterator[tuple[str, Document, list[Claim]]]:
        try:
            understood = reader.call(arriving.url, understand, arriving, self.vocabulary)
        except ReadError as error:  # its neighbours are read
            self.errors.append(str(error))
            return
        yield ident, understood.document, [replace(c, doc=ident) for c in understood.claims]

    def _arriving(self, target: str, reader: Reader) -> Iterator[tuple[str, Arriving]]:
        if target == "-":
            yield "-", from_stdin()
        elif is_address(target):
            yield from self._fetched(once(target), reader)
        else:
            for path in files_of(target):
                try:
                    ident = self._ident(path, target)
                    for arriving in reader.call(str(path), listing_of_file, path, str(path)).arriving:
                        yield (arriving.url if is_rows(arriving.content_type) else ident), arriving
                except SametrackError as error:
                    self.errors.append(str(error))

    def _fetched(self, watched: Watched, reader: Reader) -> Iterator[tuple[str, Arriving]]:
        """What stands at an address, and what it only names: the comments on an issue."""
        fetcher = Fetcher(allow=self.allow)
        answer = fetcher.get(ask(watched, {}).url)
        for arriving in reader.call(canonical(watched.url), listing_of_fetched, watched, answer).arriving:
            if arriving.follow and not arriving.data:
                fetch = fetcher.crawl if is_crawled(watched, arriving.follow) else fetcher.get
                try:
                    arriving = replace(arriving, data=fetch(arriving.follow).body)
                except FetchError as error:  # its neighbours are read
                    self.errors.append(str(error))
                    continue
            yield arriving.url, arriving

    def _ident(self, path: Path, target: str) -> str:
        if self.root is None:
            return file_id(path, target)
        try:
            return path.resolve().relative_to(self.root.resolve()).with_suffix("").as_posix()
        except ValueError:
            raise ReadError(f"{path}: is not below {self.root}; name a folder above it with --root") from None
