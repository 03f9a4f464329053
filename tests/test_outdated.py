"""A version that was behind its own releases when the post came out is remarked, by the dates that are held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.digest.outdated import outdated
from sametrack.store.claim import Claim
from sametrack.store.rows import DocumentRow, ReleaseRow, StoredClaim

POST = DocumentRow(1, "https://a.example/p", "P", None, None, None, "2024-09-05", "post", False, "page", "", "", "")
CLAIM = Claim(
    doc=POST.url,
    quote="q",
    value_text="2",
    value=2.0,
    unit="tok/s",
    metric="output_throughput",
    engine="SGLang",
    subject_version="0.2.0",
)
STORED = StoredClaim(1, "u", CLAIM, POST, "current", "")


def release(version: str, day: str | None, *, early: bool = False) -> ReleaseRow:
    return ReleaseRow(1, "SGLang", version, day, early, "", POST)


USED = release("v0.2.0", "2024-07-01")


@pytest.mark.parametrize(
    ("releases", "words"),
    [
        ([USED, release("v0.3.0", "2024-09-01")], "behind for 4 days when"),
        ([USED, release("v0.2.1", "2024-07-20"), release("v0.3.0", "2024-09-01")], "47 days, more than 30 days"),
        ([USED], None),
        ([USED, release("v0.3.0", "2024-09-05")], "behind for 0 days when"),  # on the day of the post
        ([USED, release("v0.3.0", "2024-09-06")], None),  # after the post
        ([USED, release("v0.3.0rc1", "2024-08-01", early=True)], None),
        ([release("v0.3.0", "2024-09-01")], None),  # when the used one was made is not held
    ],
)
def test_only_a_stable_release_between_the_used_one_and_the_post_counts(
    releases: list[ReleaseRow], words: str | None
) -> None:
    said = outdated(STORED, releases)
    assert (said is None) if words is None else (said is not None and words in said and "0.3.0 was out [C24]" in said)


def test_a_claim_or_post_without_version_or_date_is_not_remarked() -> None:
    releases = [USED, release("v0.3.0", "2024-09-01")]
    assert outdated(replace(STORED, claim=replace(CLAIM, subject_version=None)), releases) is None
    assert outdated(replace(STORED, document=replace(POST, published=None)), releases) is None


def test_compare_prints_the_remark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    posts = tmp_path / "posts"
    (posts / "sglang").mkdir(parents=True)
    (posts / "post.md").write_text(
        "---\ntitle: Serving\ndate: 2024-09-05\n---\n\n# Serving\n\nLlama 3 8B on H100, vLLM v0.6.0 against SGLang v0.2.0.\n\n"
        "| Engine | Output throughput (tok/s) |\n|---|---|\n| vLLM v0.6.0 | 4000 |\n| SGLang v0.2.0 | 900 |\n",
        "utf-8",
    )
    (posts / "sglang" / "CHANGELOG.md").write_text(
        "# SGLang changelog\n\n## [0.3.0] - 2024-08-01\n\n- Faster decoding.\n\n## [0.2.0] - 2024-07-01\n\n- First.\n",
        "utf-8",
    )
    base = ["--db", str(tmp_path / "db"), "-q"]
    assert run([*base, "ingest", str(posts)]) == 0
    assert run([*base, "claims", "--all"]) == 0
    found = {line.split()[1]: line.split()[0] for line in capsys.readouterr().out.splitlines()}
    assert run([*base, "compare", found["4,000"], found["900"]]) == 0
    assert "SGLang 0.2.0 was behind for 35 days" in capsys.readouterr().out
