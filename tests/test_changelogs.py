"""Changelogs split into releases, items into kinds: shapes of our own words, and the corpus's real ones against a reader's."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from sametrack.ingest.read import Hints, read
from sametrack.ingest.read.release_items import KINDS, classify, items_of
from sametrack.ingest.releases import release_items, release_sections
from sametrack.ingest.sources.inferencex import changelog, changelog_text
from sametrack.store.document import Document, DocumentKind
from sametrack.store.errors import ReadError

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
TABLE = tomllib.loads((Path(__file__).parent / "changelogs.toml").read_text("utf-8"))
LETTERS = dict(zip(["breaking", "known issue", "noise", "fix", "performance", "hardware support", "model support", "feature"], "bknxphmf", strict=True))  # fmt: skip
LEAST = 0.95


def changelog_of(text: str) -> Document:
    return read(text.encode(), url="CHANGELOG.md", name="CHANGELOG.md")


def releases_of(text: str) -> list[tuple[str, str | None, bool]]:
    return [(s.version, s.date, s.prerelease) for s in release_sections(changelog_of(text))]


@pytest.mark.parametrize(
    ("heading", "release"),
    [
        ("## [0.2.0] - 2026-04-01", ("0.2.0", "2026-04-01", False)),
        ("# [2.0.0](https://x.example/c) (2026-04-01)", ("2.0.0", "2026-04-01", False)),
        ("## v0.23.0 - 2026.08.16", ("0.23.0", "2026-08-16", False)),
        ("## Engine Release 0.12.0", ("0.12.0", None, False)),
        ("## What's new in v1.4", ("1.4", None, False)),
        ("## 1.0.0rc2 (May 3, 2026)", ("1.0.0rc2", "2026-05-03", True)),
        ("## 2026.4.1", ("2026.4.1", None, False)),
        ("## 0.7.3.post1", ("0.7.3.post1", None, False)),
        ("## 1.2.3-beta.1", ("1.2.3-beta.1", None, True)),
    ],
)
def test_a_heading_that_names_a_version_is_a_release(heading: str, release: tuple[str, str | None, bool]) -> None:
    assert releases_of(f"# Changelog\n\n{heading}\n\n- A change\n") == [release]


@pytest.mark.parametrize(
    "heading",
    [
        "## Upgrading from 0.1 to 0.2",
        "## Python 3.12 wheels",
        "## 2x faster",
        "## Support for CUDA 12.8",
    ],
)
def test_a_heading_about_something_else_is_none(heading: str) -> None:
    assert [
        v for v, _, _ in releases_of(f"# Changelog\n\n## 0.3.0\n\n- A\n\n{heading}\n\n- B\n\n## 0.2.0\n\n- C\n")
    ] == ["0.3.0", "0.2.0"]


def test_a_release_ends_where_the_next_begins_and_a_date_may_stand_under_it() -> None:
    document = changelog_of(
        "# 2.0.0\n\nReleased 2026-05-01\n\n- A\n\n## 1.9.1\n\n- B\n\n### Fixed\n\n- C\n\n# 1.9.0\n\n- D\n"
    )
    sections = release_sections(document)
    assert [(s.version, s.date) for s in sections] == [("2.0.0", "2026-05-01"), ("1.9.1", None), ("1.9.0", None)]
    assert [(v, k, t) for v, k, t, _ in release_items(document, sections)] == [
        ("2.0.0", "feature", "A"), ("1.9.1", "feature", "B"), ("1.9.1", "fix", "C"), ("1.9.0", "feature", "D"),
    ]  # fmt: skip


def test_a_version_named_twice_is_told_apart() -> None:
    assert [v for v, _, _ in releases_of("# Log\n\n## 1.0\n\n- A\n\n## 1.0\n\n- B\n")] == ["1.0", "1.0 (2)"]


def test_a_tag_without_a_version_names_the_release_its_host_says_is_early() -> None:
    document = read(
        b"# b6123\n\n- Faster\n",
        url="https://github.com/o/e/releases/tag/b6123",
        name="release.md",
        hints=Hints(kind=DocumentKind.RELEASE),
    )
    assert [(s.version, s.prerelease) for s in release_sections(document, "b6123", True)] == [("b6123", True)]
    assert release_sections(document) == ()


@pytest.mark.parametrize(
    ("text", "headings", "kind"),
    [
        ("#12 feat(api)!: rename the flag", (), "breaking"),
        ("[BREAKING CHANGES] Moved the flag", (), "breaking"),
        ("The old scheduler is removed", (), "breaking"),
        ("Added a C++ API", ("API Changes",), "feature"),
        ("Moved the flag to the runtime", ("API Changes",), "breaking"),
        ("perf(moe): drop a sync", (), "performance"),
        ("Reduce decode latency on long prompts", (), "performance"),
        ("Report latency percentiles", (), "feature"),
        ("[Bugfix] Speed up nothing", (), "fix"),
        ("Fix a hang when decoding fast", ("Performance",), "fix"),
        ("Support Qwen3", (), "model support"),
        ("Kimi-K2 model support: with MTP", (), "model support"),
        ("LoRA support for Qwen3", ("Features",), "feature"),
        ("Add support for MI355X", (), "hardware support"),
        ("A new operator", ("Hardware and Operator Support",), "hardware support"),
        ("Bump torch from 2.9 to 2.10", (), "noise"),
        ("@ada made their first contribution in #9", (), "noise"),
        ("See docs/source/x.md for the new scheduler", ("Features",), "feature"),
        ("Removed duplicated state", ("Bug fixing and other optimizations",), "fix"),
        ("Answers may be cut at 200K tokens", ("Known Issues",), "known issue"),
        ("Feat/ulysses", (), "feature"),
        ("Graph capture by bucket", (), "feature"),
    ],
)  # fmt: skip
def test_an_item_is_of_the_kind_its_tag_heading_or_words_say(text: str, headings: tuple[str, ...], kind: str) -> None:
    assert classify(text, headings) == kind


def test_a_short_item_that_is_a_heading_heads_the_items_below_it() -> None:
    document = changelog_of(
        "# Log\n\n## 1.0\n\n- Bug fixes\n    - The first\n    - The second\n- Support for LoRA\n    - in the API\n"
    )
    (section,) = release_sections(document)
    assert [(i.kind, i.text) for i in items_of(document.blocks, section)] == [
        ("fix", "The first"), ("fix", "The second"), ("feature", "Support for LoRA"), ("feature", "Support for LoRA: in the API"),
    ]  # fmt: skip


def test_a_performance_changelog_is_read_newest_first_an_entry_a_release() -> None:
    data = b"- config-keys: [a-fp8, b-*]\n  description:\n    - Bump image to 1.2\n    - Faster 'x'\n  pr-link: https://github.com/o/r/pull/7\n- config-keys: [c]\n  description: One line\n  pr-link: https://github.com/o/r/pull/9\n"
    assert changelog_text(data, "u").startswith("<article><h2>#9 c</h2>")
    (arriving,) = changelog(data, "u", "Bench").arriving
    document = read(
        arriving.data, url="u", name=arriving.name, content_type=arriving.content_type, hints=arriving.hints
    )
    sections = release_sections(document)
    assert [(v, k) for v, k, _, _ in release_items(document, sections)] == [
        ("#9", "feature"),
        ("#7", "noise"),
        ("#7", "performance"),
    ]
    with pytest.raises(ReadError, match="no performance changelog any more"):
        changelog_text(b"a: 1\n", "u")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")
def test_real_changelogs_split_into_the_right_releases_and_their_items_into_the_right_kinds() -> None:
    assert set(LETTERS) == set(KINDS)
    right = total = unseen_right = unseen = 0
    wrong: list[str] = []
    for name, expected in TABLE.items():
        document = document_of(name)
        sections = release_sections(document)
        told = [f"{s.version} {s.date[:10]}" if s.date else s.version for s in sections]
        wanted = expected.get("releases", [])
        assert told[: len(wanted)] == wanted, name
        assert len(told) == expected.get("count", len(wanted)), name
        for version, kinds in expected.get("kinds", {}).items():
            (section,) = [s for s in sections if s.version == version]
            found = "".join(LETTERS[item.kind] for item in items_of(document.blocks, section))
            assert len(found) == len(kinds), (name, version, len(found), len(kinds))
            hits = sum(a == b for a, b in zip(found, kinds, strict=True))
            right, total = right + hits, total + len(kinds)
            if version in expected.get("unseen", ()):
                unseen_right, unseen = unseen_right + hits, unseen + len(kinds)
            wrong += [
                f"{name} {version} item {n}: {a} not {b}"
                for n, (a, b) in enumerate(zip(found, kinds, strict=True))
                if a != b
            ]
    print(f"\nitems of the right kind: {right}/{total}; of those judged before: {unseen_right}/{unseen}")
    assert right / total >= LEAST, wrong
    assert unseen_right / unseen >= LEAST - 0.05, wrong


def document_of(name: str) -> Document:
    (path,) = CORPUS.glob(name + ".*")
    if path.suffix == ".yaml":
        (arriving,) = changelog(path.read_bytes(), name, "InferenceX").arriving
        return read(
            arriving.data, url=name, name=arriving.name, content_type=arriving.content_type, hints=arriving.hints
        )
    return read(path.read_bytes(), url=name, name=path.name)


def test_a_releases_own_headings_tell_its_story_where_they_name_no_kind() -> None:
    text = b"# v1.0\n\n## Decode kernels move to one interface\n\n- feat: a kernel\n\n## Bug fixes\n\n- One\n\n## Install\n\nx\n"
    document = read(
        text, url="https://github.com/o/e/releases/tag/v1.0", name="release.md", hints=Hints(kind=DocumentKind.RELEASE)
    )
    items = release_items(document, release_sections(document))
    assert [(kind, told) for _, kind, told, _ in items] == [
        ("headline", "Decode kernels move to one interface"), ("feature", "feat: a kernel"), ("fix", "One"),
    ]  # fmt: skip
