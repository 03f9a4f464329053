"""Sources looked at beside each other, and what they brought stored one after another, with the moment of the next look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from ..store.database import Database
from ..store.errors import FetchError, ReadError, RunawayError, SametrackError
from ..store.watching import Polled
from .allowance import Allowance
from .fetch import Fetcher, canonical, redacted
from .fetch.urls import checked
from .isolation import Here, Reader
from .results import SourceResult
from .schedule import after_failure, after_success
from .sources.arriving import Arriving
from .sources.watchlist import Watched
from .watch import LATER, Brought, Errand, ended, look

WORKERS: Final = 32


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: the rows of its source and of the fetch that brought it, and who reads it there."""

    source: int | None
    fetch: int | None
    reader: Reader


Store = Callable[[Arriving, SourceResult, Origin], None]


@dataclass(slots=True)
class Polling:
    """One run over sources. ``now`` is UTC; ``secrets`` may hold a ``GITHUB_TOKEN``; ``store`` takes each document."""

    database: Database
    fetcher: Fetcher
    now: str
    store: Store
    secrets: Mapping[str, str] = field(default_factory=dict)
    reader: Reader = field(default_factory=Here)
    allowance: Callable[[], Allowance] = Allowance
    _unchanged: list[tuple[int, str]] = field(default_factory=list)

    def run(self, sources: Sequence[Watched]) -> Iterator[tuple[Watched, SourceResult]]:
        """Yield the result of each source, in order; what failed or had nothing new costs the others nothing."""
        self.fetcher.waits.restore(self.database.waits())
        self.fetcher.robots.begin(self.now, self.database.robots())
        errands = [self.errand(watched) for watched in sources]
        with ThreadPoolExecutor(WORKERS) as pool:
            waiting = [pool.submit(look, errand, self.fetcher, self.secrets, self.reader) for errand in errands]
            try:
                for errand, future in zip(errands, waiting, strict=True):
                    yield errand.watched, self._settle(errand, future)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
                self._flush()
                self.database.keep_waits(self.fetcher.waits.kept())
                self.database.keep_robots(self.fetcher.robots.seen())

    def errand(self, watched: Watched) -> Errand:
        """Return what there is to do for a source, with all that is known of it."""
        title = None if watched.kind == "auto" else watched.name
        row = self.database.source(canonical(watched.url), watched.kind, title, watched.project)
        items = {item.url: item for item in self.database.items(int(row["id"]))}
        return Errand(
            watched, int(row["id"]), self.now, row["etag"], row["last_modified"], row["asked"], row["body_sha"],
            int(row["failures"]), items, self.allowance(),
        )  # fmt: skip

    def _flush(self) -> None:
        """Write the schedule of all sources that had nothing new, in one transaction."""
        if self._unchanged:
            self.database.sources_unchanged(self._unchanged, self.now)
            self._unchanged.clear()

    def _settle(self, errand: Errand, waiting: Future[Brought]) -> SourceResult:
        result = SourceResult(errand.watched.name)
        wait: float | None = None
        try:
            brought = waiting.result()
            wait = brought.wait_s
            if brought.nothing_new:
                result.not_modified = True
                self._unchanged.append((errand.ident, self._next(errand, brought)))
                return result
            self._keep(errand, brought, result)
        except SametrackError as error:
            result.errors.append(str(error))
            wait = error.wait_s if isinstance(error, FetchError) else None
        if result.errors:
            due = after_failure(self.now, errand.failures + 1, wait)
            self.database.source_failed(errand.ident, result.errors[0], due)
        return result

    def _keep(self, errand: Errand, brought: Brought, result: SourceResult) -> None:
        """Store in one transaction: validators stand or fall with the items they stand for."""
        fetched = brought.fetched
        with self.database.transaction():
            fetch = self.database.record_fetch(
                errand.ident, canonical(errand.watched.url), fetched.final_url, fetched.status, fetched.headers, fetched.fetched_at
            )  # fmt: skip
            origin = Origin(errand.ident, fetch, self.reader.spending(errand.allowance))
            for number, arriving in enumerate(brought.ready):
                if errand.allowance.over:
                    _leave(errand, brought, brought.ready.urls[number:])
                    break
                self._document(arriving, brought, result, origin)
            result.errors += brought.errors
            result.skipped += brought.skipped
            result.documents_same += brought.same
            self.database.keep_items(errand.ident, brought.items)
            if not brought.unchanged:
                self.database.source_succeeded(errand.ident, self._polled(errand, brought), self.now)
            elif not result.errors:
                self._unchanged.append((errand.ident, self._next(errand, brought)))

    def _document(self, arriving: Arriving, brought: Brought, result: SourceResult, origin: Origin) -> None:
        """Store one; what cannot be read is told and asked for again, and costs its neighbours nothing."""
        try:
            self.store(arriving, result, origin)
        except ReadError as error:
            brought.errors.append(str(error))
            brought.whole = False
            runaway = isinstance(error, RunawayError)
            brought.items = [
                ended(item) if item.url == arriving.url else item
                for item in brought.items
                if runaway or item.url != arriving.url
            ]

    def _polled(self, errand: Errand, brought: Brought) -> Polled:
        fetched = brought.fetched
        moved = fetched.final_url if fetched.moved else None
        due = self._next(errand, brought)
        if not brought.whole:
            return Polled(next_due=due, moved_to=moved, asked=brought.asked)
        return Polled(fetched.etag, fetched.last_modified, brought.body_sha, due, moved, brought.asked)

    def _next(self, errand: Errand, brought: Brought) -> str:
        watched, soon = errand.watched, 1.0 if brought.skipped[LATER] else None
        return after_success(
            self.now, self.database.dates(errand.ident), brought.fetched.headers, url=watched.url, every_h=watched.every_h or soon
        )  # fmt: skip


def _leave(errand: Errand, brought: Brought, rest: Sequence[str]) -> None:
    """Leave documents for the next run, which the allowance of this one has no time for."""
    urls = set(rest)
    brought.items = [item for item in brought.items if item.url not in urls]
    brought.skipped.update({LATER: len(rest)})
    brought.whole = False
    brought.errors.append(
        f"{redacted(errand.watched.url)}: took {errand.allowance.seconds:.3g} s more than such documents do;"
        f" {len(rest)} left for the next run"
    )


def once(target: str) -> Watched:
    """Return the source that an address given on the command line is, for this once; raises FetchError where it is none."""
    return Watched(redacted(target), checked(target))
