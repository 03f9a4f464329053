"""What tables say: which numbers are results, of what, whose, compared with whom; and which tables say nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.claim import Claim
from sametrack.store.vocabulary import load_vocabulary

WORDS = load_vocabulary()


def claims(text: str) -> list[Claim]:
    """Return the claims of a Markdown text that stand in tables or code."""
    document = read(text.encode(), url="post.md", name="post.md")
    return [c for c in annotate(document, WORDS) if c.place in ("table", "code")]


def table(*rows: str, lead: str = "") -> str:
    """Return a Markdown table of rows whose cells are parted by ``|``, after a sentence."""
    lines = [f"| {' | '.join(cell.strip() for cell in row.split('|'))} |" for row in rows]
    lines.insert(1, "|" + " --- |" * (rows[0].count("|") + 1))
    return f"# Results\n\n{lead}\n\n" + "\n".join(lines) + "\n"


def told(found: list[Claim], *fields: str) -> list[Any]:
    """Return one field of each claim, or a tuple of several."""
    rows = [tuple(getattr(c, f) for f in fields) for c in found]
    return [row[0] for row in rows] if len(fields) == 1 else rows


def test_a_header_gives_metric_unit_statistic_and_denominator() -> None:
    found = claims(table("Engine | P99 TTFT (ms) | Output tok/s/GPU", "vLLM | 412 | 1,305", "SGLang | 377 | 1,411"))
    assert told(found, "metric", "unit", "statistic", "value") == [
        ("ttft", "ms", "p99", 412.0),
        ("output_throughput", "tok/s", None, 1305.0),
        ("ttft", "ms", "p99", 377.0),
        ("output_throughput", "tok/s", None, 1411.0),
    ]
    assert [c.per for c in found] == [None, "gpu", None, "gpu"]
    assert told(found[:1] + found[2:3], "subject") == ["vLLM", "SGLang"]


def test_swept_columns_are_facets_and_no_claims() -> None:
    (found,) = claims(table("Concurrency | ISL | OSL | Throughput (tok/s)", "64 | 2048 | 128 | 9,120"))
    assert (found.concurrency, found.input_tokens, found.output_tokens) == (64, 2048, 128)


def test_a_header_with_its_own_value_is_an_axis_of_results() -> None:
    found = claims(table("Cache | bs=1 | bs=16", "plain | 16.3GB | 31.7GB", "quantized | 15.5GB | OOM"))
    assert told(found, "metric", "batch_size") == [("memory", 1), ("memory", 16), ("memory", 1)]
    assert claims(table("Model | Batch size | Layers", "a | 16 | 32", "b | 32 | 64")) == []


def test_a_corner_names_the_axis_of_its_headers() -> None:
    found = claims(table("Input length | 4K | 16K", "TTFT (s) | 1.54 | 6.68"))
    assert told(found, "metric", "input_tokens") == [("ttft", 4000), ("ttft", 16000)]


@pytest.mark.parametrize(
    "row",
    ["No core binding | 2707 ms", "Client timeouts off | 2707 ms"],
)
def test_a_name_with_a_parameters_word_in_it_is_a_name(row: str) -> None:
    (found,) = claims(table("Variant | Step time", row))
    assert (found.metric, found.value) == ("latency", 2707)
    assert found.concurrency is None


def test_what_a_client_timed_out_on_is_no_concurrency() -> None:
    found = claims(table("Metric | Plain | Shared", "Median TTFT | 0.3 s | 0.6 s", "Client timeouts | 48 | 0"))
    assert told(found, "statistic", "concurrency") == [("median", None), ("median", None)]


def test_rows_that_list_metrics_win_over_headers_that_sound_like_one() -> None:
    text = table(
        "Metric | Cold start | Cache hit | Improvement",
        "P50 TTFT | 22,102 ms | 7,253 ms | 67.2%",
        "Output throughput | 410 tok/s | 901 tok/s | 119.8%",
    )
    found = claims(text)
    assert told(found, "metric") == ["ttft"] * 3 + ["output_throughput"] * 3
    assert (found[2].form, found[2].subject, found[2].baseline) == ("change", "Cache hit", "Cold start")


def test_minutes_in_a_header_are_a_unit_and_no_minimum() -> None:
    (found,) = claims(table("Framework | GPU time (min)", "Megatron | 5.4"))
    assert (found.value, found.unit, found.statistic) == (324.0, "s", None)


def test_a_systems_memory_in_its_name_is_no_result() -> None:
    found = claims(
        table(
            "System | Eval rate", "Small board - 16GB (card 12GB) | 83.3 tokens/s", "Desk (M1 Max 64GB) | 70 tokens/s"
        )
    )
    assert told(found, "metric", "statistic") == [("output_throughput", None)] * 2


def test_two_numbers_of_a_cell_belong_to_the_two_names_of_its_header() -> None:
    found = claims(table("Concurrency | RTF old / new", "2 | 0.373 / 0.166", "4 | 0.393 / 0.163"))
    assert told(found, "metric", "subject") == [("rtf", "old"), ("rtf", "new")] * 2
    both = claims(table("Concurrency | TTFT / TPOT (ms)", "2 | 81 / 7.1", "4 | 92 / 7.9"))
    assert told(both, "metric") == ["ttft", "tpot"] * 2


def test_queries_a_second_are_measured_where_nobody_would_set_them_so() -> None:
    found = claims(table("Concurrency | qps | Latency (s)", "2 | 1.286 | 1.55", "4 | 2.411 | 1.65"))
    assert told(found, "metric") == ["request_throughput", "latency"] * 2
    offered = claims(table("QPS | Latency (s)", "2 | 1.55", "4 | 1.65"))
    assert told(offered, "metric", "request_rate") == [("latency", 2), ("latency", 4)]


def test_a_stacked_header_ends_in_what_its_column_holds() -> None:
    text = (
        "# Results\n\n<table><tr><th rowspan=2>Model</th><th colspan=2>Throughput</th></tr>"
        "<tr><th>Batch size</th><th>Boost ratio</th></tr>"
        "<tr><td>BERT</td><td>80</td><td>1.83x</td></tr><tr><td>RN50</td><td>80</td><td>2.16x</td></tr></table>\n"
    )
    assert told(claims(text), "value", "batch_size") == [(1.83, 80), (2.16, 80)]


def test_quality_sets_in_headers_make_bare_numbers_scores() -> None:
    found = claims(table("Model | MMLU | GSM8K | Own set", "a | 43.3 | 33.7 | 26.2", lead="The performance is good."))
    assert told(found, "metric", "unit") == [("accuracy", "score")] * 3
    assert told(found, "dataset") == ["MMLU", "GSM8K", "Own set"]
    assert claims(table("Model | Layers | Heads | Own set", "a | 43 | 33 | 26", lead="The performance is good.")) == []


def test_a_quality_set_named_like_a_change_is_none() -> None:
    found = claims(table("Benchmark (Metric) | A | B", "MMLU (Acc) | 78.4 | 85.0", "DROP (F1) | 80.4 | 89.0"))
    assert set(told(found, "metric", "form")) == {("accuracy", "absolute")}


def test_one_system_divided_by_another_is_a_ratio() -> None:
    found = claims(
        table("Set | FP32 | INT8 | INT8/FP32", "MMLU | 93.16 | 93.02 | 99.85%", "GSM8K | 81.1 | 80.9 | 99.75%")
    )
    assert [c.form for c in found[:3]] == ["absolute", "absolute", "ratio"]


def test_an_unsigned_zero_among_signed_changes_is_a_change() -> None:
    found = claims(table("Variant | Memory", "none | 0%", "half | -50%", "offload | -38%"))
    assert set(told(found, "form")) == {"change"}


def test_a_speedup_of_times_compares_the_lower_with_the_higher() -> None:
    found = claims(table("K | New latency (us) | Old latency (us) | Speedup", "1 | 10 | 20 | 2.0", "2 | 12 | 18 | 1.5"))
    speedups = [c for c in found if c.form == "ratio"]
    assert told(speedups, "subject", "baseline") == [("New", "Old")] * 2


def test_bytes_days_and_costs_in_brackets() -> None:
    found = claims(table("Model | Training time", "A | 1.5 days ($300)", "B | 9 hours ($150)"))
    assert told(found, "value", "unit") == [(129600.0, "s"), (300.0, "$"), (32400.0, "s"), (150.0, "$")]
    assert told(claims(table("Variant | Memory", "plain | 5025.0M")), "value", "unit") == [(5025.0, "MB")]


def test_milliseconds_a_token_are_time_per_output_token() -> None:
    assert told(claims(table("Model | Latency (ms/token)", "A | 34.2")), "metric") == ["tpot"]
    assert told(claims(table("Model | Latency (ms)", "A | 34.2")), "metric") == ["latency"]


def test_a_tests_name_of_llama_bench_gives_phase_and_length() -> None:
    rows = (
        "model | backend | test | t/s",
        "llama 7B Q4_0 | CUDA | pp512 | 2368.80 ± 93.24",
        "llama 7B Q4_0 | CUDA | tg128 | 131.42 ± 0.59",
    )
    found = claims(table(*rows))
    assert told(found, "metric", "value") == [("input_throughput", 2368.8), ("output_throughput", 131.42)]
    assert (found[0].input_tokens, found[1].output_tokens) == (512, 128)


def test_a_unit_stated_once_for_the_post_holds_for_bare_numbers_only() -> None:
    text = table("Depth | engine a | engine b", "128 | 40.3 | 36.9", lead="Decode. All values are tokens per second.")
    assert set(told(claims(text), "unit")) == {"tok/s"}
    notes = table(
        "Artifact | Use", "weights | used by the option 4 and 8 of the tool", lead="All values are tokens per second."
    )
    assert claims(notes) == []


def test_words_around_a_table_name_loading_and_training() -> None:
    loading = table("Model | Time (s)", "A | 12.5", lead="The loading time of each model:")
    assert told(claims(loading), "metric") == ["startup_time"]
    assert told(claims(table("Model | Time (s)", "A | 12.5", lead="The time of each model:")), "metric") == ["latency"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("Specification | H100 | MI300X", "GPU memory | 80 GB | 192 GB", "Peak memory bandwidth | 3.35 TB/s | 5.3 TB/s"), id="data sheet"),
        pytest.param((" | H100 | MI300X", "VRAM | 80 GB | 192 GB", "Memory bandwidth | 3.35 TB/s | 5.3 TB/s"), id="devices across"),
        pytest.param(("Scenario | Latency SLO", "chat | 2 s", "batch | 9 s"), id="conditions"),
        pytest.param(("Metric | Formula", "Interactivity (tok/s) | 1000 / tpot", "E2E (s) | e2el / 1000"), id="formulas"),
        pytest.param(("Parameter | Default | Description", "block size | 16 | tokens a block", "swap | 4 GB | memory of the host"), id="options"),
        pytest.param(("Feature | vLLM | SGLang", "FP8 | yes | yes", "LoRA | yes | no"), id="features"),
        pytest.param(("Instance | Hourly cost", "small | $1.52", "large | $7.09"), id="prices"),
    ],
)  # fmt: skip
def test_tables_that_state_no_result_hold_no_claims(rows: tuple[str, ...]) -> None:
    assert claims(table(*rows)) == []


def test_measured_memory_of_devices_is_no_data_sheet() -> None:
    found = claims(table("GPU | Peak memory used | Throughput (tok/s)", "H100 | 61 GB | 5,120", "A100 | 60 GB | 2,950"))
    assert told(found, "metric") == ["memory", "token_throughput"] * 2
    assert told(found, "accelerator") == ["H100", "H100", "A100", "A100"]


def test_an_offered_rate_with_its_unit_is_set_and_the_rate_beside_it_measured() -> None:
    found = claims(table("Offered rate | Plain", "4 req/s | 1.12 s p50", "16 req/s | 2.1 s p50, 11.6 req/s"))
    assert told(found, "metric", "statistic") == [("latency", "median")] * 2 + [("request_throughput", None)]
    assert [c.request_rate for c in found] == [4, 16, 16]


def test_a_groups_row_names_the_rows_below_it() -> None:
    rows = (
        "Model | Note | Throughput (tok/s)",
        "Before | | ",
        "alpha | | 100",
        "beta | | 110",
        "After | | ",
        "alpha | | 150",
        "beta | | 170",
    )
    assert told(claims(table(*rows)), "subject") == ["Before", "Before", "After", "After"]
    kinds = (
        "Model | Note | Throughput (tok/s)",
        "Open | | ",
        "alpha | | 100",
        "beta | | 110",
        "Closed | | ",
        "gamma | | 150",
        "delta-v2 | | 170",
    )
    assert told(claims(table(*kinds)), "subject") == ["alpha", "beta", "gamma", "delta-v2"]


def test_a_device_named_gpu_is_no_count() -> None:
    rows = (
        "Throughput | engine a | engine b | Difference",
        "RTX 4090 desktop GPU | 170.6 t/s | 100.4 t/s | 69.9% faster",
    )
    found = claims(table(*rows))
    assert told(found, "form", "accelerator_count") == [("absolute", None), ("absolute", None), ("change", None)]
    (counted,) = claims(table("# GPUs | Throughput (tok/s)", "8 | 100.4"))
    assert counted.accelerator_count == 8


def test_statistic_and_unit_in_brackets_of_their_own() -> None:
    found = claims(table("Model | FTL(min)(s) | FTL(max)(s)", "A | 0.092 | 4.652"))
    assert told(found, "statistic", "value") == [("min", 0.092), ("max", 4.652)]


def test_shots_are_no_scores_and_a_loss_in_percent_is_a_change() -> None:
    found = claims(table("Model | MMLU | MMLU loss", "setting | 5-shot | -", "A | 70.3 | 0.14%"))
    assert told(found, "value", "form") == [(70.3, "absolute"), (0.14, "change")]


def test_tables_of_any_shape_are_read_in_time_that_grows_with_their_size() -> None:
    """Spans that claim the whole page, thousands of rows, tables in tables: nothing is raised, cells are capped."""
    trap = "<table>" + "<tr><td colspan=65534 rowspan=65534>a</td><td>1 ms</td></tr>" * 50 + "</table>"
    nested = "<table><tr><td>1 ms" * 150
    junk = '<table><tr><th colspan="-5">Model<th rowspan=0>TTFT (ms)<tr><td colspan="1e9">m<td>3 ms</table>'
    for text in (trap, nested, junk, "| a | tok/s |\n|---|\n| b |\n| c | 1 | 2 | 3 |\n", "|" * 5000):
        document = read(text.encode(), url="page.html", name="page.html")
        assert sum(len(block.text) for block in document.blocks) < 3_000_000
        annotate(document, WORDS)
    rows = "<tr><td>m</td><td>12.5</td><td>2.0x</td></tr>" * 800
    tall = read(
        f"<table><tr><th>Model<th>TTFT (ms)<th>Speedup</tr>{rows}</table>".encode(), url="x.html", name="x.html"
    )
    assert len(annotate(tall, WORDS)) == 1600


def test_a_sweep_of_llama_cpp_gives_prompt_and_generation_lengths() -> None:
    found = claims(table("PP | TG | B | N_KV | S_PP t/s | S_TG t/s", "512 | 128 | 4 | 2560 | 1186.6 | 41.5"))
    assert told(found, "metric", "input_tokens", "output_tokens", "batch_size") == [
        ("input_throughput", 512, 128, 4),
        ("output_throughput", 512, 128, 4),
    ]
    alone = claims(table("System | PP | Throughput (tok/s)", "node | 8 | 1186.6"))
    assert alone[0].input_tokens is None


def test_units_behind_underscores_and_between_spaced_slashes() -> None:
    found = claims(table("tokens | fwd_ms | fwd_speedup", "4096 | 18.037 | 1.49x"))
    assert told(found, "value", "unit") == [(18.037, "ms"), (1.49, "x")]
    assert told(claims(table("System | Tokens / sec / GPU", "box | 4612")), "unit", "per") == [("tok/s", "gpu")]


def test_a_table_of_settings_named_by_its_lead_holds_no_claims() -> None:
    assert (
        claims(
            table("Device | Llama 7B | Llama 13B", "L40S | 128 | 75", lead="Max throughput batch sizes that we chose:")
        )
        == []
    )
    found = claims(table("Device | Llama 7B | Llama 13B", "L40S | 128 | 75", lead="Throughput in tokens/s:"))
    assert told(found, "value", "unit") == [(128, "tok/s"), (75, "tok/s")]


def test_a_number_in_brackets_is_what_the_headers_brackets_say() -> None:
    found = claims(table("Method | Set one speedup (τ)", "tree | 2.36 (4.13)", "block | 6.51 (7.16)"))
    assert told(found, "value", "unit", "metric") == [
        (2.36, "x", "speed"),
        (4.13, "tokens", "acceptance_length"),
        (6.51, "x", "speed"),
        (7.16, "tokens", "acceptance_length"),
    ]
    assert told(claims(table("Method | Latency (ms)", "tree | 2.36 (4)")), "value") == [2.36]


def test_a_bare_difference_in_percent_has_its_headers_unit() -> None:
    found = claims(
        table("Metric | Old | New | % Difference", "TTFT (ms) | 20.5 | 22.1 | 7.5", "TPOT (ms) | 8.0 | 7.0 | -12.5")
    )
    assert [(c.unit, c.form) for c in found] == [("ms", "absolute"), ("ms", "absolute"), ("%", "change")] * 2


def test_both_sides_of_a_versus_are_absolute() -> None:
    found = claims(table("Workload | Throughput (new vs old)", "code | 46k tok/s (2.9x)"))
    assert told(found, "form") == ["absolute", "ratio"]


def test_minutes_and_seconds_by_their_marks_and_no_number_of_a_pass() -> None:
    found = claims(table("Kernel | Time", "old | 25'34''", "new | 12'07''"))
    assert told(found, "value", "unit") == [(1534.0, "s"), (727.0, "s")]
    scored = claims(table("Model | Metric | Score", "A | AveragePass@1 | 0.8667"))
    assert told(scored, "value") == [0.8667]


def test_sets_no_vocabulary_knows_are_scores_where_models_were_evaluated() -> None:
    rows = ("Model | SetA | SetB", "Llama 3.1 8B | 20.5 | 57.4", "Qwen2.5-7B | 28.8 | 67.0")
    found = claims(table(*rows, lead="We evaluated all models on safety."))
    assert told(found, "metric", "dataset") == [("accuracy", "SetA"), ("accuracy", "SetB")] * 2
    assert told(found, "subject") == ["Llama 3.1 8B"] * 2 + ["Qwen2.5-7B"] * 2
    assert claims(table(*rows, lead="We list all models here.")) == []


def test_times_before_the_number_and_seconds_in_words() -> None:
    found = claims(table(" | old | new", "Throughput (token per second) | 520.2 | 1580.2", "Speedup | x1.0 | x3.04"))
    assert told(found, "value", "unit") == [(520.2, "tok/s"), (1580.2, "tok/s"), (1.0, "x"), (3.04, "x")]


def test_a_size_in_a_rows_name_is_no_memory_and_a_per_of_one_axis_is_not_the_others() -> None:
    found = claims(
        table(
            "Cache in CPU RAM | TTFT (s)",
            "plain vLLM | 9.0",
            "CPU offloading 100GB | 6.7",
            "disk offloading 100GB | 6.5",
        )
    )
    assert told(found, "metric") == ["ttft"] * 3
    costs = claims(table("Interactivity (tok/s/user) | H200 $/M tok", "32 | $0.413", "35 | $0.427"))
    assert told(costs, "unit", "per") == [("$/Mtok", None)] * 2


def test_rows_of_sets_are_scores_where_the_lead_names_a_quality_benchmark() -> None:
    rows = ("Dataset | fp16 | int4", "TREC | 63.0 | 63.0", "HotPotQA | 30.1 | 30.0")
    assert told(claims(table(*rows, lead="The same holds on the LongBench benchmark.")), "metric") == ["accuracy"] * 4
    assert claims(table(*rows, lead="The number of rows of each:")) == []


def test_a_table_headed_as_specifications_states_none_of_its_numbers() -> None:
    text = table("Item | New | Old", "HBM bandwidth | 8 TB/s | 4.8 TB/s", "Dense FP4 (PFLOP/s) | 15 | 10")
    assert claims(text.replace("# Results", "# On-Paper Specs")) == []
    assert len(claims(text.replace("# Results", "# Spec decoding results"))) == 4


def test_an_accepted_rate_above_one_is_a_length_and_a_bare_speedup_a_multiple() -> None:
    found = claims(
        table(
            "Draft | Acceptance rate | TPS/user | TPS/user speedup",
            "two | 1.92 | 198 | 1.78",
            "off | 0.71 | 111 | 1.00",
        )
    )
    assert told(found, "metric", "unit")[:3] == [
        ("acceptance_length", "tokens"),
        ("output_throughput", "tok/s"),
        ("output_throughput", "x"),
    ]
    assert told(found, "metric")[3] == "acceptance_rate"


def test_a_number_beside_a_multiple_is_no_score() -> None:
    rows = ("Task | alpha | beta", "GSM8K | 4.2 / 2.1x | 3.5 / 2.9x")
    found = claims(table(*rows, lead="Acceptance length and speedup of each drafter:"))
    assert told(found, "metric", "unit") == [("acceptance_length", "tokens"), ("speed", "x")] * 2
    assert told(claims(table(*rows)), "metric") == ["speed"] * 2


def test_two_numbers_of_a_cell_are_what_the_lead_says_and_tokens_a_requests_length() -> None:
    rows = ("GPU | 2048 tokens | 8192 tokens", "1 x RTX 4090 | 129 / 21.8 | 669 / 20.9")
    found = claims(table(*rows, lead="Throughput in tokens/s (prefill tps / decode tps):"))
    assert told(found, "metric", "value", "input_tokens") == [
        ("input_throughput", 129.0, 2048), ("output_throughput", 21.8, 2048),
        ("input_throughput", 669.0, 8192), ("output_throughput", 20.9, 8192),
    ]  # fmt: skip


def test_tokens_of_a_kernel_are_its_batch() -> None:
    found = claims(table("Tokens | Kernel latency (us)", "128 | 41.5", "256 | 52.5"))
    assert told(found, "batch_size", "input_tokens") == [(128, None), (256, None)]


def test_a_latency_without_a_unit_is_in_milliseconds_only_where_it_cannot_be_seconds() -> None:
    assert told(claims(table("Engine | Median TTFT", "vLLM | 179.15", "SGLang | 53.94")), "unit") == ["ms", "ms"]
    assert claims(table("Engine | Median TTFT", "vLLM | 1.79", "SGLang | 0.53")) == []


def test_a_caption_that_says_average_makes_its_numbers_means() -> None:
    rows = ("Engine | TTFT (ms)", "vLLM | 179", "SGLang | 53")
    assert (
        told(claims(table(*rows, lead="The table shows values averaged over five runs.")), "statistic") == ["mean"] * 2
    )
    assert told(claims(table(*rows, lead="An average user waits that long.")), "statistic") == [None] * 2


def test_a_latency_of_whole_requests_is_end_to_end_and_a_kernels_is_not() -> None:
    assert told(claims(table("Batch | Input | Output | Latency (s)", "8 | 128 | 2048 | 17.2")), "metric") == [
        "e2e_latency"
    ]
    assert told(claims(table("Batch | Heads | Latency (s)", "8 | 128 | 17.2")), "metric") == ["latency"]


def test_what_a_pointing_sentence_points_back_to_speaks_of_the_table() -> None:
    rows = ("System | Throughput (tok/s)", "A | 32,206", "B | 62,713")
    before = "For prefill we tested 4,096 tokens.\n\nThe results are presented below:"
    assert told(claims(table(*rows, lead=before)), "metric") == ["input_throughput"] * 2
    assert (
        told(claims(table(*rows, lead="For prefill we tested.\n\nNow the rest.")), "metric") == ["token_throughput"] * 2
    )
    assert (
        told(claims(table(*rows, lead="We ran it. We compared the total throughput.")), "metric")
        == ["total_throughput"] * 2
    )


def test_a_column_of_names_with_numbers_holds_no_results() -> None:
    found = claims(table("Engine | PCIe | tok/s", "vLLM | PCIe 4.0 | 129", "SGLang | PCIe 5.0 | 408"))
    assert told(found, "value") == [129.0, 408.0]


def test_what_a_mode_is_called_is_no_metric_and_a_score_in_the_thousands_is_named_by_its_header() -> None:
    rows = ("GPUs | stage | ours | theirs", "8 | dispatch | 545.9 | 529.2", "16 | combine | 482.2 | 466.5")
    assert claims(table(*rows, lead="High-Throughput kernels, flat layout:")) == []
    assert claims(table(*rows, lead="Low-Latency kernels (em layout):")) == []
    assert told(claims(table("Engine | Throughput", "vLLM | 545.9", lead="High-Throughput kernels:")), "metric") != []
    assert told(claims(table("Model | Elo", "A | 1203", "B | 1188")), "value") == [1203.0, 1188.0]


def test_a_suffix_may_stand_apart_from_its_number() -> None:
    assert told(claims(table("GPUs | tok/s", "8 | 0.25 M", "16 | 0.50 M")), "value") == [250000.0, 500000.0]
    assert told(claims(table("GPUs | tok/s", "8 | 0.25", "16 | 0.50")), "value") == [0.25, 0.5]


def test_a_table_whose_corner_says_spec_is_a_data_sheet_and_one_of_decoding_is_not() -> None:
    rows = ("H200 | B200", "HBM bandwidth | 4.8 TB/s | 8 TB/s", "Scale-up bandwidth | 450 GB/s | 900 GB/s")
    assert claims(table(f"Spec | {rows[0]}", *rows[1:])) == []
    assert claims(table("Spec decode | Output tok/s", "on | 310", "off | 180")) != []


def test_a_header_that_begins_some_columns_in_goes_on_below() -> None:
    rows = [
        "| | | |\n|---|---|---|",
        "| | | **GPU** | H200 | L40S |",
        "| | | **Precision** | FP8 | FP16 |",
        "| **Model** | **Input/Output Lengths** | **TP** | | |",
        "| Llama 2 70B | 128/2048 | 4 | 714 | 285 |",
    ]
    rows[0] = "| | | | | |\n|---|---|---|---|---|"
    found = claims("# TensorRT-LLM\n\nThe table shows token throughput in tokens/second.\n\n" + "\n".join(rows) + "\n")
    assert told(found, "accelerator", "precision", "model", "input_tokens", "output_tokens") == [
        ("H200", "FP8", "Llama 2 70B", 128, 2048), ("L40S", "FP16", "Llama 2 70B", 128, 2048),
    ]  # fmt: skip


def test_a_device_over_the_column_of_methods_is_that_of_every_number() -> None:
    found = claims(table("L40S (48G) | Llama-3-8B (tok/s) | Yi-34B (tok/s)", "vLLM | 1234 | 567"))
    assert told(found, "accelerator") == ["L40S", "L40S"]
    assert told(claims(table("Method | Llama-3-8B (tok/s)", "vLLM | 1234")), "accelerator") == [None]
