"""Comments typed: the hand-typed threads of the corpus, and words of our own that must and must not be taken for a dispute."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from sametrack.ingest.challenges import Comment, challenges_of, comments_of, typed
from sametrack.ingest.challenges.typing import DISPUTES
from sametrack.ingest.sources.hackernews import CommentFacts
from sametrack.store.document import Block, BlockKind, Document, DocumentKind

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"
THREADS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("comments.toml").read_text())["thread"]
HEAD = re.compile(r"^((?:> )*)👤 \*\*")


def github(lines: list[str], first: int) -> Comment:
    """The comment whose head stands on a line (1-based) of a thread kept as Markdown."""
    depth = len(HEAD.match(lines[first - 1])[1]) // 2  # type: ignore[index]
    comment, code = Comment(str(first), None, ""), False
    for line in lines[first:]:
        if HEAD.match(line) or line == "---":
            break
        for _ in range(depth):
            line = re.sub(r"^> ?", "", line)
        if line.lstrip().startswith("```"):
            code = not code
            comment.shows = True
        elif line.startswith("|"):
            comment.shows = True
        elif not code and line.strip() and not line.startswith((">", "<")):
            comment.paragraphs.append((0, line))
    return comment


def reddit(lines: list[str], first: int) -> Comment:
    comment = Comment(str(first), None, "")
    for line in [lines[first - 1].removeprefix("comment_body:"), *lines[first:]]:
        if line.startswith("comment_summary:"):
            break
        if line.strip() and not line.strip().startswith(">"):
            comment.paragraphs.append((0, line.strip()))
    return comment


def score(half: str) -> tuple[int, int, int, int, list[str]]:
    """(right, all, mentions called a dispute, mentions, what was wrong) over one half."""
    right = total = false = calm = 0
    wrong = []
    for thread in THREADS:
        if thread["half"] != half:
            continue
        lines = (CORPUS / thread["file"]).read_text().splitlines()
        read = reddit if "reddit" in thread["file"] else github
        for line, kinds in thread["comments"].items():
            found = typed(read(lines, int(line)))
            said = found.kind if found else "mention"
            total += 1
            right += said in kinds
            if not set(kinds) & set(DISPUTES):
                calm += 1
                false += said in DISPUTES
            if said not in kinds:
                wrong.append(f"{thread['file']}:{line} {kinds} said {said}: {found.quote[:150] if found else ''}")
    return right, total, false, calm, wrong


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared/corpus")
@pytest.mark.parametrize("half", ["open", "held"])
def test_types_are_right_and_calm_comments_are_no_dispute(half: str) -> None:
    right, total, false, calm, wrong = score(half)
    assert total >= 120
    assert right / total >= 0.8, wrong
    assert false / calm <= 0.05, wrong


SAID = [
    ("I could not reproduce the 2.7x on my 8x H100 node, I get 1.9x.", "irreproducible"),
    ("Nowhere near that here: 900 tok/s on the same card.", "irreproducible"),
    ("This comparison is unfair: they left CUDA graphs off for vLLM.", "unfair_configuration"),
    ("You are comparing different precisions, FP4 against FP8.", "unfair_configuration"),
    ("Why compare with vLLM 0.5 when 0.6 is out?", "stale_rival"),
    ("The baseline is four months old by now.", "stale_rival"),
    ("That figure is total tokens, not output tokens.", "wrong_metric"),
    ("Tokens per second without the batch size is meaningless.", "wrong_metric"),
    ("What batch size was this measured with?", "asks_setting"),
    ("Please share the exact command.", "asks_setting"),
    ("I can confirm, I see the same gain on two H200.", "reproduced"),
    ("I get 1,350 tok/s with SGLang on the same box.", "rival_result"),
    ("Great work, thanks for sharing this!", "mention"),
    ("If anyone cannot reproduce this, open an issue.", "mention"),
    ("My bad, I could not reproduce it because my driver was old.", "mention"),
    ("We open sourced the code today.", "mention"),
    ("Can anybody say that they reproduced it on H200? Could you replicate the 2x?", "mention"),
    ("I can confirm?", "mention"),
    ("Not sure if you can say which batch size was used?", "mention"),
    ("Can you share which batch size was used?", "asks_setting"),
    ("The post says 1,350 tok/s.", "mention"),
    ("I can confirm the 2x. But the comparison is unfair: graphs were off.", "unfair_configuration"),
]


@pytest.mark.parametrize(("text", "kind"), SAID)
def test_words_of_our_own(text: str, kind: str) -> None:
    found = typed(Comment("1", "a", "", [(0, text)]))
    assert found is not None
    assert found.kind == kind
    assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    ("text", "shows", "kind"),
    [
        ("Here are my results.", True, "rival_result"),
        ("Here are my results.", False, "mention"),
        ("Thanks!", True, "mention"),
        ("The post says 1,350 tok/s.", True, "rival_result"),
    ],
)
def test_printed_results_are_ones_where_the_words_announce_them(text: str, shows: bool, kind: str) -> None:
    found = typed(Comment("1", "a", "", [(0, text)], shows))
    assert found is not None
    assert found.kind == kind


def test_a_comment_has_its_own_address_its_author_where_there_is_one_and_its_circumstances() -> None:
    words = "I could not reproduce this. " + "Word " * 1000
    blocks = (
        Block(BlockKind.PARAGRAPH, words, ("[deleted] (8)",)),
        Block(BlockKind.PARAGRAPH, "Me too.", ("bob (9)",)),
    )
    thread = Document("https://news.example/item?id=1", "T", DocumentKind.THREAD, blocks=blocks)
    facts = {"8": CommentFacts("1", "2026-05-01", ("https://a.example/x",))}
    first, second = challenges_of(thread, facts)
    assert (first.author, first.url, first.parent, first.said_at, first.links) == (
        None, "https://news.example/item?id=8", "1", "2026-05-01", ("https://a.example/x",)
    )  # fmt: skip
    assert (second.author, second.url, second.parent, second.links) == (
        "bob",
        "https://news.example/item?id=9",
        None,
        (),
    )
    assert len(first.text) == 2000


def test_what_a_comment_quotes_and_its_code_are_not_what_it_says() -> None:
    thread = Document("https://x.example/t", "T", DocumentKind.THREAD, blocks=(
        Block(BlockKind.PARAGRAPH, "> I could not reproduce this at all.", ("ann (7)",)),
        Block(BlockKind.CODE, "this comparison is unfair", ("ann (7)",)),
        Block(BlockKind.PARAGRAPH, "Thanks for the report.", ("ann (7)",)),
    ))  # fmt: skip
    [comment] = comments_of(thread)
    assert (comment.author, comment.url, comment.text) == ("ann", "https://x.example/t#7", "Thanks for the report.")
