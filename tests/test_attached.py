"""What belongs to which number: words beside it, the ends of a sweep, what a set-up ties to a device, one paragraph's set-up."""

from __future__ import annotations

import pytest
from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.claim import Claim
from sametrack.store.vocabulary import load_vocabulary

TOP = "# DeepSeek-V4 with SGLang\n\nWe serve DeepSeek-V4 in two variants.\n\n## Results\n\n"


def by_value(text: str) -> dict[float, Claim]:
    document = read(text.encode(), url="post.md", name="post.md")
    return {c.value: c for c in annotate(document, load_vocabulary())}


@pytest.mark.parametrize(
    ("sentence", "spec"),
    [
        ("Decode runs at 118 tok/s without speculative decoding and 370 tok/s with DSpark.", ("off", "DSpark")),
        ("Decode runs at 370 tok/s (3.1x) with MTP and 118 tok/s without MTP.", ("off", "MTP")),
        ("Decode runs at 118 tok/s without MTP and 370 tok/s with our new drafter.", ("off", None)),
        ("With MTP, decode runs at 118 tok/s on one node and at 370 tok/s on two.", ("MTP", "MTP")),
        ("We compare MTP against no MTP: decode runs at 118 tok/s in one test, then 370 tok/s.", (None, None)),
    ],
)
def test_of_two_things_a_sentence_says_the_one_beside_a_number_is_its(
    sentence: str, spec: tuple[str | None, ...]
) -> None:
    found = by_value(f"# vLLM\n\n{sentence}\n")
    assert (found[118].spec_decode, found[370].spec_decode) == spec


def test_a_run_without_speculation_has_no_draft_length() -> None:
    found = by_value("# vLLM\n\nDecode runs at 380 tok/s with MTP-3 and 140 tok/s without MTP.\n")
    assert found[380].draft_tokens == 3
    assert found[140].draft_tokens is None


@pytest.mark.parametrize(
    ("words", "per"),
    [
        ("2,200 tok/s/H200", "gpu"),
        ("2,200 tokens per second per MI300X GPU", "gpu"),
        ("2,200 tok/s per H800 node", "node"),
        ("2,200 tok/s per Tuesday", None),
    ],
)
def test_a_device_or_its_node_is_a_denominator(words: str, per: str | None) -> None:
    assert by_value(f"# vLLM\n\nDecode throughput reaches {words} in our tests.\n")[2200].per == per


@pytest.mark.parametrize(
    ("text", "field", "ends"),
    [
        ("Decode stays flat from 4K to 900K context (199 -> 180 tok/s).", "context_tokens", (4000, 900000)),
        ("As the prompt grows from 1K to 32K tokens, decode slows from 199 to 180 tok/s.", "input_tokens", (1000, 32000)),
        ("As the prompt grows from 1K to 32K tokens, decode reaches 199 tok/s, or 180 tok/s on air.", "input_tokens", (None, None)),
        ("Traffic grew from 4K to 900K visits while decode moved 199 -> 180 tok/s.", "context_tokens", (None, None)),
    ],
)  # fmt: skip
def test_a_pair_of_numbers_stands_at_the_ends_of_the_one_sweep_beside_it(
    text: str, field: str, ends: tuple[float | None, ...]
) -> None:
    found = by_value(f"# vLLM\n\n{text}\n")
    assert (getattr(found[199], field), getattr(found[180], field)) == ends


RATES = "Decode throughput is 199 tok/s on B200 and 266 tok/s on H200.\n\n"


def test_a_set_up_that_contrasts_devices_ties_variant_and_count_to_each() -> None:
    found = by_value(TOP + RATES + "## Setup\n\nBenchmark setup: B200 Pro at TP=8; H200 Flash at TP=4.\n")
    assert (found[199].model, found[199].accelerator_count, found[199].parallelism) == ("DeepSeek-V4-Pro", 8, "TP8")
    assert (found[266].model, found[266].accelerator_count, found[266].parallelism) == ("DeepSeek-V4-Flash", 4, "TP4")


@pytest.mark.parametrize(
    "setup",
    [
        "Benchmark setup: B200 Pro at TP=8.",  # no contrast
        "Benchmark setup: B200 at TP=8; B200 Pro at TP=4; H200 at TP=2.",  # one device twice
        "Benchmark setup: B200 with vLLM Pro at TP=8; H200 with vLLM Flash at TP=4.",  # another engine's
    ],
)
def test_what_is_no_contrast_of_devices_ties_nothing(setup: str) -> None:
    found = by_value(f"{TOP}{RATES}## Setup\n\n{setup}\n")
    assert found[199].model == "DeepSeek-V4"
    assert found[199].parallelism is None


def test_what_a_table_says_is_not_known_is_taken_from_nowhere_else() -> None:
    table = "# vLLM\n\nWe run a batch size of 64.\n\n| | ours | theirs |\n|---|---|---|\n| Batch Size | {} | {} |\n| Output throughput (tok/s) | 118 | 370 |\n"
    known = by_value(table.format("64", "N/A"))
    assert (known[118].batch_size, known[370].batch_size) == (64, None)


def test_a_paragraph_is_one_set_up_and_a_title_none() -> None:
    found = by_value("# vLLM reaches 500 tok/s\n\nDecode runs at 118 tok/s, then at 370 tok/s.\n\nAnd at 250 tok/s.\n")
    assert found[118].setup == found[370].setup is not None
    assert found[118].setup != found[250].setup
    assert found[500].setup is None


def test_a_bracket_ties_a_name_to_its_number_and_a_gain_to_nobody() -> None:
    found = by_value(
        "# vLLM\n\nOn H100 decode reaches 935 tok/s, compared to A100 (263 tok/s).\n\nOn H100 it is 169 tok/s against A100 (1.33x).\n"
    )
    assert (found[935].accelerator, found[263].accelerator, found[1.33].accelerator) == ("H100", "A100", "H100")


@pytest.mark.parametrize(
    ("words", "statistic"),
    [
        ("This cut P99 Time To First Token (TTFT) in half (18.5 s -> 8 s).", "p99"),
        ("At peak throughput the time to first token is good (18.5 s).", None),
    ],
)
def test_a_bracket_goes_on_with_the_statistic_before_it(words: str, statistic: str | None) -> None:
    assert by_value(f"# vLLM\n\n{words}\n")[18.5].statistic == statistic


def test_a_rate_per_megawatt_is_no_rate_per_device() -> None:
    assert by_value("# vLLM\n\nToken throughput is 2,000 tokens per second per MW on B200.\n")[2000].normaliser == "mw"


def test_rows_of_different_tasks_are_different_set_ups_and_those_of_engines_are_not() -> None:
    tasks = "# vLLM\n\n| Task | Engine | Decode (tok/s) |\n|---|---|---|\n| Trace | vLLM | 118 |\n| | SGLang | 250 |\n| Report | vLLM | 370 |\n"
    found = by_value(tasks)
    assert found[118].setup == found[250].setup != found[370].setup
    found = by_value(
        tasks.replace("| Task | Engine |", "| GPU | Engine |").replace("Trace", "H100").replace("Report", "A100")
    )
    assert found[118].setup == found[370].setup


def test_a_rows_own_label_says_its_draft_length() -> None:
    found = by_value("# vLLM\n\n| Version | Decode (tok/s) |\n|---|---|\n| MTP 1 | 118 |\n| Without MTP | 250 |\n")
    assert (found[118].spec_decode, found[118].draft_tokens) == ("MTP", 1)
    assert found[250].spec_decode == "off"


MODELS = "# Llama 2 7B with vLLM\n\nWe serve Llama 2 7B.\n\n| Model | Size | Decode (tok/s) |\n|---|---|---|\n| {} | {} | 118 |\n"


@pytest.mark.parametrize(
    ("name", "size", "model"),
    [
        ("CodeLlama", "34B", "CodeLlama-34B"),
        ("Zorblax", "9B", None),  # a family nobody knows is not the post's model
        ("llama", "2 GiB", "Llama 2 7B"),
    ],
)
def test_a_models_family_and_size_may_stand_in_two_columns(name: str, size: str, model: str | None) -> None:
    assert by_value(MODELS.format(name, size))[118].model == model


def test_a_size_in_brackets_names_the_posts_model_of_that_size() -> None:
    found = by_value(
        "# vLLM\n\nWe serve gpt-oss-120b and gpt-oss-20b.\n\nDecode throughput is 63 tok/s (120B) and 14 tok/s (20B).\n"
    )
    assert (found[63].model, found[14].model) == ("gpt-oss-120b", "gpt-oss-20b")


@pytest.mark.parametrize(
    ("second", "accelerator", "concurrency"),
    [
        ("TileRT gives 160 tok/s.", None, None),
        ("The throughput falls to 160 tok/s later.", "H100", 12),
    ],
)
def test_what_one_point_is_named_by_is_not_lent_to_another(
    second: str, accelerator: str | None, concurrency: float | None
) -> None:
    text = f"# vLLM\n\n## Results\n\nThe H100 FP8 point at concurrency 12 gives 240 tok/s. {second}\n"
    found = by_value(text)
    assert (found[240].accelerator, found[240].concurrency) == ("H100", 12)
    assert (found[160].accelerator, found[160].concurrency) == (accelerator, concurrency)
