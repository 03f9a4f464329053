"""Release notes from what is held: what a window shows, what is folded, how a change reads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sametrack.digest.changelog import Notes, ProjectNotes, Window, changelog
from sametrack.digest.cli.root import run
from sametrack.digest.itemtext import item_line
from sametrack.digest.notes_markdown import changelog_lines
from sametrack.ingest.fetch import Fetcher
from sametrack.ingest.pipeline import Pipeline
from sametrack.store.claim import Claim
from sametrack.store.database import open_database
from sametrack.store.rows import DocumentRow, ItemRow, ReleaseRow, StoredClaim
from sametrack.store.vocabulary import load_vocabulary

APRIL = Window("2026-04-01", "2026-05-01")


@pytest.mark.parametrize(
    ("text", "line", "pulls"),
    [
        ("#3852 feat(moe): add an API", "moe: add an API", ("3852",)),
        ("[Bugfix][V1] Keep the cache (#12) (#13)", "Keep the cache", ("12", "13")),
        ("Keep the cache by @ada in https://github.com/o/r/pull/9", "Keep the cache", ("9",)),
        ("Supported padding, thanks to the contribution from @ada in #1834.", "Supported padding", ("1834",)),
        ("Foo Support: [Experimental]Added support for Foo models. @ada #7", "Added support for Foo models", ("7",)),
        ("Scheduler: Fewer bubbles between steps", "Scheduler: Fewer bubbles between steps", ()),
        ("Includes kernel #51 in the nightly", "Includes kernel #51 in the nightly", ("51",)),
        ("Optimized the kernel for every path that is supported today. " + "It is chosen by itself. " * 4, "Optimized the kernel for every path that is supported today", ()),
        ("#7", "#7", ("7",)),
        ("feat/ulysses", "ulysses", ()),
    ],
)  # fmt: skip
def test_an_item_reads_as_one_line(text: str, line: str, pulls: tuple[str, ...]) -> None:
    assert item_line(text) == (line, pulls)


def release(
    version: str, released: str | None, *kinds: str, seen: str = "2026-04-15", early: bool = False, project: str = "E"
) -> ReleaseRow:
    document = DocumentRow(
        1,
        f"https://github.com/o/e/releases/tag/{version}",
        version,
        None,
        "E",
        "E",
        released,
        "release",
        False,
        "feed",
        seen,
        seen,
        "x",
    )
    items = tuple(ItemRow(kind, f"{kind} of {version} (#{n + 1})", n) for n, kind in enumerate(kinds))
    return ReleaseRow(1, project, version, released, early, seen, document, items)


def notes(*releases: ReleaseRow, window: Window = APRIL) -> ProjectNotes:
    (project,) = changelog(releases, (), window, lambda _: "")
    return project


def names(found: ProjectNotes) -> list[str]:
    return [n.name for n in found.notes]


def test_releases_of_the_window_come_newest_first_whenever_they_were_first_seen() -> None:
    found = notes(
        release("1.0", "2026-04-02", seen="2026-06-01"), release("1.1", "2026-04-20"), release("1.2", "2026-05-02")
    )
    assert names(found) == ["1.1", "1.0"]


def test_a_release_without_a_date_counts_when_it_was_first_seen() -> None:
    assert names(notes(release("1.0", None), release("0.9", None, seen="2026-03-01"))) == ["1.0"]


def test_what_was_released_long_before_is_newly_tracked_and_what_is_late_is_news() -> None:
    found = notes(release("1.0", "2026-03-20"), release("0.2", "2025-01-01"), release("0.1", "2024-12-01"))
    assert names(found) == ["1.0"]
    assert found.older == ("0.2", "0.1")
    assert "2 older releases \\(0.1 to 0.2\\)" in "\n".join(changelog_lines([found], 5))


def test_a_window_since_the_last_digest_holds_what_arrived_in_it_and_nothing_twice() -> None:
    first, second = Window("2026-04-01", "2026-04-08", True), Window("2026-04-08", "2026-04-15", True)
    late, plain = release("1.0", "2026-04-05", seen="2026-04-09"), release("1.1", "2026-04-06", seen="2026-04-07")
    assert [names(p) for w in (first, second) for p in changelog([late, plain], (), w, lambda _: "")] == [
        ["1.1"],
        ["1.0"],
    ]


def test_pre_releases_fold_into_the_release_they_led_to_or_into_the_newest() -> None:
    found = notes(
        release("1.0", "2026-04-20", "feature"), release("1.0rc1", "2026-04-10", early=True), release("1.0rc2", "2026-04-12", early=True),
        release("1.1rc1", "2026-04-25", early=True), release("1.1rc2", "2026-04-26", early=True),
    )  # fmt: skip
    assert [(n.name, n.early, n.folded) for n in found.notes] == [
        ("1.0", False, ("1.0rc2", "1.0rc1")),
        ("1.1rc2", True, ("1.1rc1",)),
    ]


@pytest.mark.parametrize("early", ["1.0.0-beta.1", "1.0.0.dev3", "1.0.0a1", "1.0.0-preview", "1.0.0-alpha2"])
def test_a_pre_release_of_any_spelling_folds_and_another_versions_does_not(early: str) -> None:
    found = notes(release("1.0.0", "2026-04-20"), release(early, "2026-04-10", early=True))
    assert [(n.name, n.folded) for n in found.notes] == [("1.0.0", (early,))]
    assert len(notes(release("1.0.1", "2026-04-20"), release(early, "2026-04-10", early=True)).notes) == 2


def test_a_releases_own_notes_date_it_and_a_changelog_does_not() -> None:
    late = "2026-06-01"
    own, other = release("1.0", "2026-04-10", seen=late), release("0.9", "2026-04-10", seen=late)
    other = replace(other, document=replace(other.document, kind="changelog"))
    assert names(notes(replace(own, released=None), release("1.1", "2026-04-20"))) == ["1.1", "1.0"]
    assert names(notes(replace(other, released=None), release("1.1", "2026-04-20"))) == ["1.1"]


def stored(block: int, quote: str, cell: str | None = None) -> StoredClaim:
    claim = Claim(
        doc="d", quote=quote, value_text="2", value=2.0, unit="x", metric="speed", form="ratio", block=block, cell=cell
    )
    return StoredClaim(block, quote, claim, release("1.0", "2026-04-20").document, "current", "")


def test_a_releases_own_sentences_with_numbers_lead_its_performance_and_its_tables_do_not() -> None:
    made = replace(release("1.0", "2026-04-20", "performance", "performance"), first=0, last=5)
    claims = [
        stored(1, "Item."),
        stored(3, "Decode is 2x faster."),
        stored(4, "a | 2", "2"),
        stored(5, "Next release."),
    ]
    (project,) = changelog([made], claims, APRIL, lambda s: f"told {s.uid}")
    ((kind, lines),) = project.notes[0].kinds
    assert kind == "performance"
    assert [(line.text, [said for _, said in line.claims]) for line in lines] == [
        ("Decode is 2x faster", ["told Decode is 2x faster."]),
        ("performance of 1.0", ["told Item."]),
        ("performance of 1.0", []),
    ]


def test_many_releases_told_as_one_tell_a_change_once_and_entries_by_their_newest() -> None:
    same = [replace(release(f"#{n}", "2026-04-10"), items=(ItemRow("fix", "Mend it", 0),)) for n in range(1, 10)]
    (one,) = notes(*same).notes
    assert (one.name, one.count("fix")) == ("9 entries, the newest #9", 1)


def test_a_project_that_releases_every_commit_is_told_as_one() -> None:
    found = notes(*[release(f"b{n}", "2026-04-10", "performance", "noise") for n in range(100, 120)])
    (one,) = found.notes
    assert one.name == "b100 to b119, 20 releases"
    assert (one.count("performance"), one.noise) == (20, 20)


def test_changes_come_by_kind_and_noise_is_counted_with_links() -> None:
    found = notes(release("1.0", "2026-04-20", "fix", "noise", "breaking", "noise", "known issue", "performance"))
    (one,) = found.notes
    assert [kind for kind, _ in one.kinds] == ["breaking", "performance", "fix"]
    text = "\n".join(changelog_lines([found], 5))
    assert text.index("**Breaking**") < text.index("**Performance**") < text.index("**Fixes**")
    assert "[\\#3](<https://github.com/o/e/pull/3>)" in text
    assert "1 known issue, 2 changes of upkeep" in text
    assert isinstance(one, Notes)


TEXT = """# Changelog

## 1.1.0 - 2026-04-20

### Performance

- On 8x H100 with Llama 3.1 8B at FP8, decode is 1.5x faster than 1.0.0 (#12)
- Reduced scheduling overhead

### Breaking Changes

- The old API is removed

### CI

- Bump the runner

## 1.0.0 - 2025-02-01

- First
"""


@pytest.fixture
def held(tmp_path: Path) -> Path:
    folder = tmp_path / "vllm"
    folder.mkdir()
    (folder / "CHANGELOG.md").write_text(TEXT)
    with open_database(tmp_path / "test.db") as database:
        list(Pipeline(database, Fetcher(), load_vocabulary(), now="2026-04-21T08:00:00+00:00").run([str(folder)]))
    return tmp_path / "test.db"


def test_a_projects_month_reads_as_release_notes_the_same_every_time(
    held: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for _ in range(2):
        assert run(["digest", "--project", "vllm", "--month", "2026-04"]) == 0
        assert run(["digest", "--project", "vllm", "--month", "2026-04", "--format", "markdown"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    lines = [line.strip() for line in told[0].splitlines()]
    first = lines.index("vLLM 1.1.0 2026-04-20")
    assert lines[first + 1] == "breaking    The old API is removed"
    assert lines[first + 2].startswith("performance 1.5x [1] On 8x H100")
    assert "Reduced scheduling overhead" in lines[first + 3]
    assert lines[first + 4 : first + 6] == ["and 1 change of upkeep", "1 of its claims has nothing to be compared with"]
    assert "vLLM: newly tracked, 1 older release (1.0.0)" in lines


def test_a_change_that_races_something_says_so(held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "post.md").write_text(
        "# Rival\n\nOn 8x H100 with Llama 3.1 8B at FP8, decode is 1.7x faster than 1.0.0 in SGLang.\n"
    )
    run(["ingest", str(tmp_path / "post.md")])
    capsys.readouterr()
    assert run(["digest", "--project", "vllm", "--month", "2026-04", "--json"]) == 0
    (project,) = json.loads(capsys.readouterr().out)["digest"]["changelog"]
    claims = [claim for item in project["releases"][0]["items"] for claim in item["claims"]]
    assert len(claims) == 1
    assert set(claims[0]) == {"id", "standing"}


def test_since_last_begins_where_the_mark_was_set_and_only_a_mark_moves_it(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def releases(*more: str) -> list[str]:
        assert run(["digest", "--since", "last", "--json", *more]) == 0
        return [r["version"] for p in json.loads(capsys.readouterr().out)["digest"]["changelog"] for r in p["releases"]]

    with open_database(held) as database:
        database.set_mark("digest", "2026-04-20T00:00:00+00:00")
    assert releases() == ["1.1.0"]
    assert releases("--mark") == ["1.1.0"]
    assert releases() == []
    (tmp_path / "vllm" / "CHANGELOG.md").write_text(
        TEXT.replace("## 1.1.0", "## 1.2.0 - 2026-05-01\n\n- New\n\n## 1.1.0")
    )
    with open_database(held) as database:
        database.set_mark("digest", "2026-05-01T00:00:00+00:00")
        list(
            Pipeline(database, Fetcher(), load_vocabulary(), now="2026-05-02T08:00:00+00:00").run(
                [str(tmp_path / "vllm")]
            )
        )
    assert releases() == ["1.2.0"]
