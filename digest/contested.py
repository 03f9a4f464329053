"""Which claim a comment is about: by the posts its thread links, the number it says with its unit, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from ..store.challenges import HeldChallenge
from ..store.rows import DocumentRow, StoredClaim, ThreadRow
from .sanitise import plain

DISPUTES: Final = ("irreproducible", "unfair_configuration", "stale_rival", "wrong_metric")
WORDS: Final = {
    "irreproducible": "could not be reproduced", "unfair_configuration": "unfair configuration", "stale_rival": "stale rival",
    "wrong_metric": "wrong metric", "asks_setting": "asks for a setting", "reproduced": "reproduced", "rival_result": "rival result",
    "mention": "mentioned",
}  # fmt: skip
NUMBER: Final = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?([kKM](?![\w]))?\s?"
    r"(x\b|×|%|tok(?:ens?)?\s?(?:/|per )\s?s(?:ec(?:ond)?)?\w*|t/s|TPS|ms\b|GB/s|TFLOPS|GB\b)?", re.I,
)  # fmt: skip
UNITS: Final = {"x": "x", "×": "x", "%": "%", "ms": "ms", "gb/s": "GB/s", "tflops": "TFLOPS", "gb": "GB"}
SCALE: Final = {"": 1.0, "k": 1e3, "m": 1e6}


@dataclass(frozen=True, slots=True)
class Contest:
    """A comment tied to the post it is about and, where it says a claim's number, to the claim."""

    held: HeldChallenge
    document: DocumentRow
    claim: StoredClaim | None

    @property
    def kind(self) -> str:
        """The comment's kind."""
        return self.held.challenge.kind


@dataclass(frozen=True, slots=True)
class Dispute:
    """Claims of one post that the same comments dispute or confirm; no claims where they are about the whole post."""

    claims: tuple[StoredClaim, ...]
    document: DocumentRow
    comments: tuple[Contest, ...]


def address(url: str) -> str:
    """Return an address as it is compared: without scheme, www., a fragment, a closing slash or capitals."""
    return re.sub(r"^https?://(?:www\.)?", "", url.split("#")[0]).rstrip("/").lower()


def contests(
    comments: Iterable[HeldChallenge],
    threads: Sequence[ThreadRow],
    documents: Sequence[DocumentRow],
    claims: Sequence[StoredClaim],
) -> list[Contest]:
    """Return the ties of comments to held posts and claims, in reading order; a comment that is about none is left out."""
    by_address = {address(d.url): d for d in documents if d.kind != "thread"}
    linked = {t.document.url: [by_address[a] for u in t.links if (a := address(u)) in by_address] for t in threads}
    about = {t.document.url: by_address.get(address(t.about)) for t in threads if t.about}
    by_document: dict[int, list[StoredClaim]] = {}
    for stored in claims:
        by_document.setdefault(stored.document.id, []).append(stored)
    answered: dict[tuple[str, str], list[DocumentRow]] = {}
    out: list[Contest] = []
    for held in comments:
        named = [by_address[a] for u in held.challenge.links if (a := address(u)) in by_address]
        posts = named or answered.get((held.thread, held.challenge.parent or ""), [])
        answered[held.thread, held.challenge.comment] = posts
        near = posts or linked.get(held.thread, [])
        said = _claims_said(held, [s for d in near for s in by_document.get(d.id, [])])
        out += [Contest(held, stored.document, stored) for stored in said]
        one = posts[0] if len(posts) == 1 else about.get(held.thread)
        if not said and one is not None and held.challenge.kind != "mention":
            out.append(Contest(held, one, None))
    return out


def _claims_said(held: HeldChallenge, claims: Sequence[StoredClaim]) -> list[StoredClaim]:
    """The claims whose numbers the comment says: one a number, the one whose words agree most."""
    found: dict[str, StoredClaim] = {}
    text = held.challenge.text
    for match in NUMBER.finditer(text):
        value = float(match[1].replace(",", "")) * SCALE[(match[2] or "").lower()]
        unit = _unit(match[3])
        if unit is None and (
            len(match[1].replace(",", "").replace(".", "")) < 3 or re.match(r"[.,]?\d", text[match.end() :])
        ):
            continue
        alike = [s for s in claims if value in (s.claim.value, s.claim.value_max) and unit in (None, s.claim.unit)]
        if alike:
            around = text[max(0, match.start() - 120) : match.end() + 120].lower()
            best = max(alike, key=lambda s: (_agreement(s, around), -s.id))
            found.setdefault(best.uid, best)
    return list(found.values())


def _unit(text: str | None) -> str | None:
    if text is None:
        return None
    return UNITS.get(text.lower().strip(), "tok/s")


def _agreement(stored: StoredClaim, around: str) -> int:
    c = stored.claim
    words = " ".join(
        str(v) for v in (c.subject, c.model, c.accelerator, c.engine, c.precision, c.metric.replace("_", " ")) if v
    )
    return sum(word in around for word in set(re.findall(r"[a-z0-9.]{2,}", words.lower())))


def contested(all_of: Sequence[Contest]) -> list[Dispute]:
    """Return what somebody disputes or confirms, the most disputed first; claims that the same comments are about are one."""
    by_claim: dict[tuple[str, str], list[Contest]] = {}
    for contest in all_of:
        if contest.kind in (*DISPUTES, "reproduced"):
            by_claim.setdefault((contest.document.url, contest.claim.uid if contest.claim else ""), []).append(contest)
    groups: dict[tuple[str, ...], list[list[Contest]]] = {}
    for (url, _), members in by_claim.items():
        groups.setdefault((url, *(c.held.challenge.url for c in members)), []).append(members)
    found = [
        Dispute(tuple(m[0].claim for m in alike if m[0].claim), alike[0][0].document, tuple(alike[0]))
        for alike in groups.values()
    ]
    return sorted(
        found, key=lambda d: (-sum(c.kind in DISPUTES for c in d.comments), d.document.url, [s.uid for s in d.claims])
    )


def contest_line(contest: Contest) -> str:
    """Return one comment in a line: what it says, in its words, and who."""
    c = contest.held.challenge
    return f'{WORDS[c.kind]}: "{plain(c.quote, 140)}" ({plain(c.author or "[deleted]", 40)}, {(c.said_at or "?")[:10]})'


def contest_object(contest: Contest) -> dict[str, Any]:
    """Return a tie for JSON."""
    c = asdict(contest.held.challenge)
    return {**{k: c[k] for k in ("kind", "quote", "author", "url", "said_at")}, "thread": contest.held.thread,
            "post": contest.document.url, "claim": contest.claim.uid if contest.claim else None}  # fmt: skip
