"""Rows and verdicts -> one report, for every output alike: what is new, what races, what must not be compared, what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..store.challenges import HeldChallenge
from ..store.changes import SeenChange
from ..store.rows import DocumentRow, ReleaseRow, StoredClaim, ThreadRow
from .changelog import ProjectNotes, Window, changelog
from .changes import Event, events_of
from .compare import LIKE, Track, Verdict, tempting, tracks_of
from .contested import Dispute, address, contested, contests
from .standing import standing
from .stored import claim_of, publisher_of

CONDITIONS: Final = (
    "model", "precision", "accelerator", "accelerator_count", "input_tokens", "output_tokens", "concurrency", "batch_size", "metric",
)  # fmt: skip
"""What a reader sees to be the same in two claims, and takes for all of it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims a reader would set side by side, and the verdict on them."""

    a: StoredClaim
    b: StoredClaim
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Measured:
    """Benchmark rows new in the window, of one publisher: how many, with how many figures, measured from when to when."""

    publisher: str
    rows: int
    figures: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a digest says of a window; ``since`` and ``until`` are ISO dates or None for all that is held.

    ``looked_at`` of its ``claims`` were set side by side: the newest, where there are more than one digest can hold.
    """

    since: str | None
    until: str | None
    documents: tuple[DocumentRow, ...] = ()
    claims_by_document: dict[int, int] = field(default_factory=dict)
    claims: int = 0
    tracks: tuple[Track[StoredClaim], ...] = ()
    refused: tuple[Pair, ...] = ()
    unknown: tuple[Pair, ...] = ()
    caveated: tuple[Pair, ...] = ()
    edits: tuple[Event, ...] = ()
    threads: tuple[tuple[ThreadRow, tuple[DocumentRow, ...], str], ...] = ()
    changelog: tuple[ProjectNotes, ...] = ()
    pairs_judged: int = 0
    measured: tuple[Measured, ...] = ()
    project: str | None = None
    """The project it was asked for: its release notes come first then."""
    contested: tuple[Dispute, ...] = ()
    looked_at: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """What the database holds that a report is made of."""

    documents: Sequence[DocumentRow]
    claims: Sequence[StoredClaim]
    edits: Sequence[SeenChange] = ()
    threads: Sequence[ThreadRow] = ()
    releases: Sequence[ReleaseRow] = ()
    rivals: Sequence[StoredClaim] = ()
    """Claims beside the chosen ones, where ``claims`` are chosen: what the chosen ones can be compared with."""
    comments: Sequence[HeldChallenge] = ()
    on_tracks: Sequence[Sequence[StoredClaim]] = ()
    races: Sequence[Sequence[StoredClaim]] = ()
    """Groups of ``claims``, and of ``rivals``, that share a track key."""
    total: int | None = None
    looked_at: int | None = None
    """How many claims the window has and how many were looked at, where ``claims`` holds only some of them."""
    counts: Mapping[int, int] | None = None
    """How many claims a document has, where ``claims`` holds only some of them."""


def build(held: Held, since: str | None = None, until: str | None = None, *, arrived_only: bool = False) -> Report:
    """Return the report of a window by first seen: new claims race against everything held.

    Releases count by the day they were made too, unless ``arrived_only``: then nothing is told twice.
    """
    arrived = [d for d in held.documents if _inside(d.first_seen, since, until)]
    new_documents = [d for d in arrived if d.kind != "result"]
    fresh = {s.uid for s in held.claims if _inside(s.first_seen, since, until)}
    races = tracks_of(held.on_tracks, claim_of)
    tracks = tuple(t for t in races if any(m.uid in fresh for m in t.members))
    judged = tempting(held.claims, claim_of, publisher_of)
    pairs = [Pair(a, b, v) for a, b, v in judged if a.uid in fresh or b.uid in fresh]
    if held.rivals:
        races = tracks_of(held.races, claim_of)
        judged = tempting(held.rivals, claim_of, publisher_of)
    counts = held.counts if held.counts is not None else Counter(s.document.id for s in held.claims)
    by = {
        name: tuple(sorted((p for p in pairs if p.verdict.verdict == name), key=_interest))
        for name in ("not_comparable", "unknown", "with_caveats", "same_track")
    }
    return Report(
        since, until,
        tuple(sorted(new_documents, key=lambda d: (d.id in counts, d.published or "", d.url), reverse=True)),
        dict(counts), len(fresh) if held.total is None else held.total,
        varied(tracks),
        by["not_comparable"], by["unknown"], by["with_caveats"] + by["same_track"],
        tuple(events_of(seen for seen in held.edits if _inside(seen.seen_at, since, until))),
        tuple(_discussed(t, held) for t in held.threads if _inside(t.document.first_seen, since, until)),
        changelog(held.releases, held.claims, Window(since, until, arrived_only), standing(races, judged)), len(pairs),
        _measured([d for d in arrived if d.kind == "result"], counts),
        contested=_contested(held, since, until), looked_at=len(fresh) if held.looked_at is None else held.looked_at,
    )  # fmt: skip


def _contested(held: Held, since: str | None, until: str | None) -> tuple[Dispute, ...]:
    """What threads that are new or grew in the window dispute or confirm."""
    threads = {t.document.url for t in held.threads if _inside(t.document.changed_at, since, until)}
    said = [c for c in held.comments if c.thread in threads]
    if not said:
        return ()
    ties = contests(said, held.threads, held.documents, held.claims)
    return tuple(contested(ties))


def _measured(rows: Sequence[DocumentRow], figures: Mapping[int, int]) -> tuple[Measured, ...]:
    """Rows folded by publisher: a benchmark site brings hundreds at once, and none of them is news by itself."""
    out = []
    for publisher in sorted({d.publisher or "?" for d in rows}):
        own = [d for d in rows if (d.publisher or "?") == publisher]
        dates = sorted(d.published[:10] for d in own if d.published)
        out.append(
            Measured(
                publisher,
                len(own),
                sum(figures.get(d.id, 0) for d in own),
                *((dates[0], dates[-1]) if dates else ("", "")),
            )
        )
    return tuple(out)


def _inside(moment: str, since: str | None, until: str | None) -> bool:
    return (since is None or moment >= since) and (until is None or moment < until)


def varied(tracks: Iterable[Track[StoredClaim]]) -> tuple[Track[StoredClaim], ...]:
    """Return the tracks, those of most publishers first; among equals one a model and device before a second."""
    ordered = sorted(tracks, key=lambda t: (*_spread(t), t.key))
    seen: Counter[tuple[str | None, str | None]] = Counter()
    turns = {}
    for track in ordered:
        first = track.members[0].claim
        turns[track.key] = seen[first.model, first.accelerator]
        seen[first.model, first.accelerator] += 1
    return tuple(sorted(ordered, key=lambda t: (_spread(t)[0], turns[t.key])))


def _spread(track: Track[StoredClaim]) -> tuple[int, int, int]:
    """How much a track tells, the most first: publishers, then engines, then claims."""
    publishers, engines = {publisher_of(m) for m in track.members}, {m.claim.engine for m in track.members}
    return (-len(publishers), -len(engines), -len(track.members))


def _interest(pair: Pair) -> tuple[int, int, int, int, int, str, str]:
    """Pairs across publishers come first, that differ in least and share most, of claims that state much."""
    differs = sum(r.effect == "differs" for r in pair.verdict.reasons)
    same = publisher_of(pair.a) == publisher_of(pair.b)
    sides = [(getattr(pair.a.claim, name), getattr(pair.b.claim, name)) for name in CONDITIONS]
    shared = sum(a is not None and a == b for a, b in sides)
    stated = sum(value is not None for side in sides for value in side)
    return (same, differs, -shared, len(pair.verdict.ask), -stated, pair.a.uid, pair.b.uid)


def _discussed(thread: ThreadRow, held: Held) -> tuple[ThreadRow, tuple[DocumentRow, ...], str]:
    """A thread, the held documents it links to, and whether any two of them have a comparable pair at all."""
    links = {address(link) for link in thread.links}
    documents = tuple(d for d in held.documents if address(d.url) in links)
    if len(documents) < 2:
        return thread, documents, ""
    linked = {d.id for d in documents}
    pairs = tempting([s for s in held.claims if s.document.id in linked], claim_of, publisher_of)
    best = any(v.verdict in LIKE for a, b, v in pairs if a.document.id != b.document.id)
    return thread, documents, "a comparable pair exists" if best else "no comparable pair between the posts it links"
