"""Facets a claim inherits: nearest wins, doubt gives nothing; each mechanism has a case it takes and one it leaves."""

from __future__ import annotations

import pytest
from sametrack.ingest.annotate import annotate
from sametrack.ingest.annotate.draft import Draft
from sametrack.ingest.annotate.shortforms import full_names
from sametrack.ingest.read import read
from sametrack.store.claim import Claim
from sametrack.store.vocabulary import load_vocabulary


def claims(text: str, url: str = "post.md") -> list[Claim]:
    return annotate(read(text.encode(), url=url, name="post.md"), load_vocabulary())


def one(text: str, value: float) -> Claim:
    return next(c for c in claims(text) if c.value == value)


def test_a_section_ends_the_reach_of_the_one_before() -> None:
    text = (
        "# vLLM\n\n## H100\n\nAll runs here use one H100.\n\nOutput throughput is 1,000 tok/s.\n\n"
        "## B200\n\nAll runs here use one B200.\n\nOutput throughput is 3,000 tok/s.\n"
    )
    assert one(text, 1000).accelerator == "H100"
    assert one(text, 3000).accelerator == "B200"


def test_a_set_up_statement_reaches_on_until_the_next() -> None:
    text = (
        "# vLLM\n\n## Latency\n\nWe benchmark Llama 3.1 8B on one H100.\n\nMedian TTFT is 90 ms.\n\n"
        "## Throughput\n\nOutput throughput is 1,000 tok/s.\n\n## Later\n\nWe then benchmark gpt-oss-20b.\n\nMedian TTFT is 70 ms.\n"
    )
    assert one(text, 1000).model == "Llama 3.1 8B"
    assert one(text, 1000).accelerator == "H100"
    assert one(text, 70).model == "gpt-oss-20b"


def test_a_declared_set_up_holds_for_numbers_before_it_but_two_of_a_kind_settle_nothing() -> None:
    result = "# vLLM\n\n## Results\n\nMedian TTFT is 90 ms.\n\n## Benchmark setup\n\n- GPU: NVIDIA H20 x 8\n"
    assert one(result, 90).accelerator == "H20"
    assert one(result + "- GPU: NVIDIA A100 x 8\n", 90).accelerator is None


def test_a_device_far_away_is_no_part_of_a_quality_score() -> None:
    text = "# vLLM\n\n## Setup\n\nAll experiments run on one H100.\n\n## Results\n\nGSM8K accuracy is 84.1%. Median TTFT is 90 ms.\n"
    assert one(text, 84.1).accelerator is None
    assert one(text, 90).accelerator == "H100"


def test_what_a_gain_is_over_does_not_lend_its_device() -> None:
    assert one("NVFP4 on Blackwell gives 4x higher throughput compared to FP8 on H100.", 4).accelerator is None
    assert one("B200 gives 4x higher throughput compared to H100.", 4).accelerator == "B200"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("on 8x H100", 8),
        ("on 12 nodes, each with 8 H100 GPUs", 96),
        ("on a single H100 GPU", 1),
        ("on 8 × nvidia-h100-mega-80gb GPUs", 8),
        ("on RTX 3090 GPUs", None),
        ("on H100", None),
    ],
)
def test_counts_of_devices(words: str, count: float | None) -> None:
    assert one(f"Running {words}, output throughput is 1,000 tok/s.", 1000).accelerator_count == count


def test_a_family_of_devices_is_no_device() -> None:
    assert one("On the MI300X series, output throughput is 1,000 tok/s.", 1000).accelerator is None
    assert one("On MI300X, output throughput is 1,000 tok/s.", 1000).accelerator == "MI300X"


def test_a_part_inside_an_engine_leaves_the_engine_the_engine() -> None:
    text = "# LMCache on many nodes\n\nWe deployed a vLLM server with LMCache.\n\nMean TTFT is 90 ms with LMCache.\n"
    assert one(text, 90).engine == "vLLM"
    alone = "# LMCache transfers\n\nLMCache loads a cache in 90 ms of latency.\n"
    assert one(alone, 90).engine == "LMCache"


def test_a_benchmark_tools_name_is_no_engine_under_test() -> None:
    text = "# Serving results\n\n## Setup\n\nBenchmark tool: SGLang bench_serving\n\nWe deployed a vLLM server.\n\n## Results\n\nMean TTFT is 90 ms.\n"
    assert one(text, 90).engine == "vLLM"


def test_a_short_name_is_spelled_out_where_the_post_names_only_one_of_its_kind() -> None:
    assert full_names({"Llama 8B", "Llama 3 8B"}) == {"Llama 8B": "Llama 3 8B"}
    assert full_names({"Llama 8B", "Llama 3 8B", "Llama 3.1 8B"}) == {}
    assert full_names({"DeepSeek-V4", "DeepSeek-V4-Pro"}) == {}


def test_a_models_name_wins_over_its_familys_column() -> None:
    text = "| Family | Model | TTFT (ms) |\n|---|---|---|\n| Qwen3-30B-A3B class | Qwen3-32B | 90 |\n"
    assert one(text, 90).model == "Qwen3-32B"


def test_every_facet_says_where_it_is_from() -> None:
    text = "# vLLM\n\n## Setup\n\nAll experiments run on one H100.\n\n## Results\n\nMedian TTFT is 90 ms.\n"
    claim = one(text, 90)
    facet = next(f for f in claim.facets if f.name == "accelerator")
    assert facet.origin == "setup section"
    assert "H100" in facet.quote


def test_a_number_that_sums_up_takes_only_what_its_numbers_share() -> None:
    body = (
        "# Faster vLLM\n\nTL;DR: throughput rises by up to 2.7x.\n\n## Dense\n\nOn H100, Llama 3.1 8B reaches 900 tok/s.\n\n"
        "On H100, Llama 3.1 8B has a TTFT of 80 ms.\n\n## Experts\n\nOn H100, {model} reaches 1,300 tok/s.\n"
    )
    shared = one(body.format(model="Llama 3.1 8B"), 2.7)
    assert (shared.model, shared.accelerator) == ("Llama 3.1 8B", "H100")
    mixed = one(body.format(model="Mixtral 8x7B"), 2.7)
    assert (mixed.model, mixed.accelerator) == (None, "H100")


def test_a_number_said_again_joins_what_the_other_place_says_unless_places_differ() -> None:
    title = "# vLLM: 2.7x throughput\n\n## Results\n\nThroughput is 2.7x higher for Llama 3.1 8B on H100.\n"
    assert one(title, 2.7).model == "Llama 3.1 8B"
    again = title + "\n## More\n\nThroughput is 2.7x higher for Mixtral 8x7B on H100.\n"
    assert next(c for c in claims(again) if c.place in ("title", "heading")).model is None


def test_a_paragraph_goes_on_speaking_of_what_the_one_before_named() -> None:
    text = "# vLLM\n\n## Prefill\n\nGiven that DeepSeek-R1 fits two devices, we compared both.\n\nIt reaches 22,476 tok/s.\n\n## Decode\n\n{}reaches 3,072 tok/s.\n"
    assert one(text.format("It "), 22476).model == "DeepSeek-R1"
    assert one(text.format("Kimi-K2.5 "), 3072).model == "Kimi-K2.5"


def test_one_part_of_a_name_is_the_model_that_alone_has_it() -> None:
    text = "# vLLM\n\nWe compare DeepSeek-R1 and DeepSeek-V3.2.\n\n## Results\n\nWith TP2, R1 reaches 900 tok/s.\n\n## Router\n\nOutput throughput of the R10 router is 800 tok/s.\n"
    assert one(text, 900).model == "DeepSeek-R1"
    assert one(text, 800).model is None


def test_names_listed_as_one_are_all_the_numbers_and_names_apart_are_not() -> None:
    assert one("Throughput on H100 and H200 rises by 30%.", 30).accelerator == "H100 + H200"
    assert one("Throughput rises by 30% on H100, while it stays flat on H200.", 30).accelerator == "H100"


def test_an_engine_that_a_gain_is_over_is_not_the_engine() -> None:
    text = (
        "# Serving with vLLM\n\n## Results\n\nIt is 2.4x faster than TGI on short prompts.\n\nTGI reaches 700 tok/s.\n"
    )
    assert one(text, 2.4).engine == "vLLM"
    assert one(text, 700).engine == "TGI"


def test_thanks_and_plans_do_not_speak_of_what_was_measured() -> None:
    text = "# vLLM\n\n## Results\n\nOutput throughput is 900 tok/s.\n\n## {}\n\nWe benchmark on H200.\n\nH200 was lent to us. H200 helped.\n"
    assert one(text.format("Acknowledgments"), 900).accelerator is None


def test_lengths_told_once_for_all_reach_every_served_number_but_two_pairs_none() -> None:
    text = "# vLLM\n\n## Latency\n\nOn 8k/1k, median TTFT is 90 ms.\n\n## Load\n\nOutput throughput is 900 tok/s.\n\n## More\n\nOn {}, TPOT is 9 ms.\n"
    assert (one(text.format("8k/1k"), 900).input_tokens, one(text.format("8k/1k"), 900).output_tokens) == (8000, 1000)
    assert one(text.format("2k/1k"), 900).input_tokens is None


def test_what_a_gain_is_over_does_not_lend_its_parallelism() -> None:
    assert one("It is 1.7x faster than the best deployment with TP=8.", 1.7).accelerator_count is None
    assert one("With TP=8 it is 1.7x faster.", 1.7).accelerator_count == 8


@pytest.mark.parametrize(
    ("words", "count"), [("on a GB200 NVL72 system", None), ("on an H100 node", None), ("on an H100 GPU", 1)]
)
def test_a_machine_of_several_devices_is_not_one(words: str, count: float | None) -> None:
    assert one(f"Output throughput is 900 tok/s {words}.", 900).accelerator_count == count


@pytest.mark.parametrize(
    ("words", "model"),
    [("llama3.2:3b", "Llama 3.2 3B"), ("DeepSeek R1 671B", "DeepSeek-R1"), ("DeepSeek R1 14b", "DeepSeek-R1-14B"), ("deepseek2 671B", None), ("GPT-20B", "GPT-20B"),
     ("DeepSeekV3", "DeepSeek-V3"), ("KimiK2", "Kimi-K2"), ("Kimi 2.5", "Kimi-K2.5"), ("13B Llama 2", "Llama 2 13B"),
     ("Llama2-7B/13B", "Llama 2 7B + Llama 2 13B"), ("Mistral-Small-3.1-24B", "Mistral Small 3.1 24B"),
     ("DeepSeek-R1-0528-Qwen3-8B", "DeepSeek-R1-0528-Qwen3-8B"), ("a GPT-4-level model", None), ("modeling_llama3.py", None)],
)  # fmt: skip
def test_names_of_models_as_people_write_them(words: str, model: str | None) -> None:
    assert one(f"Output throughput of {words} is 900 tok/s.", 900).model == model


def test_a_model_the_vocabulary_lacks_keeps_its_own_name_in_a_column_of_models() -> None:
    text = "# Qwen2.5-7B in vLLM\n\nWe serve Qwen2.5-7B.\n\n## Results\n\n| Model | tok/s |\n|---|---|\n| Zorblax-v2-7B | 183 |\n| ours | 288 |\n"
    assert one(text, 183).model == "Zorblax-v2-7B"
    assert one(text, 288).model == "Qwen2.5-7B"


def test_rows_that_name_their_data_set_leave_the_others_without() -> None:
    text = "We benchmark on ShareGPT too.\n\n| Input | TTFT (ms) |\n|---|---|\n| 1000 | 90 |\n| sharegpt | 70 |\n"
    assert one(text, 90).dataset is None
    assert one(text, 70).dataset == "ShareGPT"


def test_a_list_of_settings_before_a_table_is_one_statement_and_ends_at_its_section() -> None:
    settings = "- model: Qwen2.5-7B-Instruct-GPTQ-Int4\n- TP: 4\n- random_input_len=8192, random_output_len=512\n- prompts: 50\n"
    table = "\n| Engine | Mean TTFT (ms) |\n|---|---|\n| vLLM | 732.5 |\n"
    found = one(f"# Runs\n\n## One\n\n{settings}{table}", 732.5)
    assert (found.model, found.precision, found.accelerator_count) == ("Qwen2.5-7B", "INT4", 4)
    assert (found.input_tokens, found.output_tokens) == (8192, 512)
    assert one(f"# Runs\n\n## One\n\n{settings}\n## Two\n{table}", 732.5).input_tokens is None


def test_a_way_to_quantize_is_the_format_only_where_it_stands_alone() -> None:
    assert one("# vLLM\n\nWith GPTQ weights TTFT is 90 ms.", 90).precision == "GPTQ"
    assert one("# vLLM\n\nWith GPTQ-Int4 weights TTFT is 90 ms.", 90).precision == "INT4"


@pytest.mark.parametrize(
    ("words", "count"),
    [("H20-3e (143 GB) x 16", 16), ("a single MI300X node with 8 GPU cards", 8), ("H200 (141 GB)", None)],
)
def test_counts_behind_a_device(words: str, count: float | None) -> None:
    assert one(f"# vLLM\n\nWe benchmark on {words}. Median TTFT is 90 ms.", 90).accelerator_count == count


def test_the_release_a_title_announces_is_the_version_of_what_sums_it_up() -> None:
    text = "# vLLM v0.6.0: faster\n\nvLLM gives 2.7x higher throughput.\n\n## Parts\n\nThe scheduler gives 1.4x higher throughput.\n"
    assert one(text, 2.7).subject_version == "0.6.0"
    assert one(text, 1.4).subject_version is None
    assert one("# vLLM on B200\n\nvLLM gives 2.7x higher throughput.\n", 2.7).subject_version is None


def test_a_row_has_the_version_that_the_post_gives_its_name_in_brackets() -> None:
    table = "| Run | tok/s/GPU |\n|---|---|\n| Mar 1 | 28.7 |\n| Mar 26 | 337 |\n| Apr 2 | 341 |\n"
    text = f"# vLLM on one chip\n\nThe curve shows vLLM 0.16 (Mar 1 baseline) and vLLM 0.18 (Mar 26).\n\n{table}"
    assert [one(text, v).subject_version for v in (28.7, 337, 341)] == ["0.16", "0.18", None]


def test_an_acceptance_length_is_a_mean_where_the_post_defines_it_so() -> None:
    number = "On code the acceptance length is 3.3 tokens."
    assert (
        one(f"# vLLM\n\nAcceptance length (AL) is the mean number of tokens a step.\n\n{number}", 3.3).statistic
        == "mean"
    )
    assert one(f"# vLLM\n\nAcceptance length (AL) counts tokens a step.\n\n{number}", 3.3).statistic is None


def test_one_request_at_a_time_is_a_concurrency_of_one() -> None:
    assert one("# vLLM\n\nWith single concurrency the median TTFT is 90 ms.", 90).concurrency == 1
    assert one("# vLLM\n\nWith a single request pool the median TTFT is 90 ms.", 90).concurrency is None


def test_a_device_that_was_beaten_is_not_the_numbers_and_the_title_still_speaks() -> None:
    text = "# SGLang on GB200\n\nSGLang achieves 13,386 tok/s, a 4.8x speedup compared to H100 settings. It then reaches 9,087 tok/s.\n"
    assert {c.accelerator for c in claims(text) if c.place != "title"} == {"GB200"}
    assert (
        one("# Fast\n\nThe throughput of each MI355X is less than 4 times that of MI325X.", 4).accelerator == "MI355X"
    )
    assert one("# Fast\n\nOutput throughput is 4,000 tok/s on H100.", 4000).accelerator == "H100"


def test_a_quoted_result_takes_nothing_of_the_posts_own_set_up() -> None:
    setup = "# Drafts\n\n## Setup\n\nWe benchmark Llama 3.1 8B with vLLM on one H100.\n\n## Related\n\n"
    quoted = one(setup + "The authors report speedups of 3.05x.", 3.05)
    assert (quoted.basis, quoted.model, quoted.accelerator) == ("quoted", None, None)
    assert one(setup + "We measured speedups of 3.05x.", 3.05).model == "Llama 3.1 8B"


def test_a_model_by_the_repository_a_command_serves_or_the_posts_address() -> None:
    served = "# Runs\n\n```\nvllm serve acme/Zephyros-2-Instruct-FP8 --port 1\n```\n\nMedian TTFT is 90 ms.\n"
    assert one(served, 90).model == "Zephyros-2"
    assert one(served.replace("vllm serve ", "ls "), 90).model is None
    result = "# Bench\n\nMedian TTFT is 90 ms.\n"
    assert claims(result, "docs/Kimi-K2-Thinking.md")[0].model == "Kimi-K2-Thinking"
    assert claims(result, "docs/serving.md")[0].model is None


@pytest.mark.parametrize(
    ("words", "model"),
    [
        ("DeepSeek V3/R1", "DeepSeek-V3 + DeepSeek-R1"),
        ("DeepSeek V3/vLLM", "DeepSeek-V3"),
        ("Kimi K2.5/K2.6", "Kimi-K2.5 + Kimi-K2.6"),
        ("GLM-4.7-9B-Flash", "GLM-4.7-9B-Flash"),
    ],
)
def test_models_written_as_one_and_variants_behind_a_size(words: str, model: str) -> None:
    assert one(f"# SGLang\n\nOn {words} the median TTFT is 90 ms.", 90).model == model


def test_of_an_orchestrator_and_its_engine_in_a_heading_the_engine_is_under_test() -> None:
    assert one("# Fast serving on llm-d and SGLang\n\nMedian TTFT is 90 ms.", 90).engine == "SGLang"
    assert one("# Fast serving on vLLM and SGLang\n\nMedian TTFT is 90 ms.", 90).engine is None


def test_the_settings_of_a_list_are_its_results_and_whose_result_it_is_stands_over_it() -> None:
    listed = "- Topology: 8x vLLM pods / 16x NVIDIA H100 GPUs (TP=2)\n- Workload: input length 1000\n- Result: 4,500 output tok/s\n"
    found = one(f"# llm-d\n\n## Scheduling\n\nRuns with llm-d.\n\n{listed}", 4500)
    assert (found.accelerator, found.accelerator_count, found.input_tokens, found.engine) == ("H100", 16, 1000, "llm-d")
    assert one(f"# llm-d\n\n## Scheduling\n\nRuns.\n\n{listed.replace('Result: ', 'and ')}", 4500).accelerator is None


def test_devices_of_prefill_and_decode_are_added() -> None:
    assert one("# vLLM\n\nWith 16x Prefill GPUs / 8x Decode GPUs (TP=1) TTFT is 90 ms.", 90).accelerator_count == 24
    assert one("# vLLM\n\nWith 16 GPUs TTFT is 90 ms.", 90).accelerator_count == 16


def test_of_two_formats_the_one_of_the_subjects_part_is_the_numbers() -> None:
    lead = "We follow pretraining with FP8 dispatch and BF16 combine.\n\n"
    table = "| Nodes | Dispatch (us) | Combine (us) |\n|---|---|---|\n| 2 | 155 | 973 |\n"
    text = f"# DeepEP\n\n{lead}{table}"
    assert (one(text, 155).precision, one(text, 973).precision) == ("FP8", "BF16")
    assert one(text.replace("dispatch and BF16 combine", "and BF16"), 155).precision is None


def test_a_trainers_documents_are_its_own_and_its_samples_are_training() -> None:
    text = "# Weights\n\nmiles sends weights. In miles SGLang takes them; SGLang waits for miles.\n\nAll tests run on one H100.\n\n"
    found = claims(text + "## Results\n\nThroughput is 50 samples/s.\n", "miles/weights.md")
    assert {(c.engine, c.metric) for c in found} == {("Miles", "training_throughput")}
    assert claims("# vLLM\n\nvLLM reaches 50 samples/s.")[0].metric == "sample_throughput"


@pytest.mark.parametrize(
    ("words", "model"),
    [
        ("Gemma 4 (E2B)", "Gemma 4 E2B"),
        ("gpt-oss (20B)", "gpt-oss-20b"),
        ("Llama V2 70B", "Llama 2 70B"),
        ("DeepSeek-Coder-V2", "DeepSeek-Coder-V2"),
        ("llama-2-70b-chat-4096", "Llama 2 70B"),
        ("Qwen3-235B-A22B-Instruct-2507", "Qwen3-235B-A22B-2507"),
    ],
)
def test_sizes_in_brackets_marks_and_stamps_of_model_names(words: str, model: str) -> None:
    assert one(f"# vLLM\n\nOn {words} the median TTFT is 90 ms.", 90).model == model


def test_a_librarys_own_readme_is_about_the_library_and_a_post_that_uses_it_about_the_engine() -> None:
    own = "# torchao\n\ntorchao quantizes. torchao works in vLLM. torchao is small. TTFT falls by 20%.\n"
    assert one(own, 20).engine == "torchao"
    assert one("# vLLM\n\nvLLM now uses torchao. TTFT falls by 20%.\n", 20).engine == "vLLM"


@pytest.mark.parametrize(
    ("words", "model"),
    [
        ("DeepSeekR1", "DeepSeek-R1"),
        ("DeepSeeker", None),
        ("Qwen3\u2011VL\u20114B\u2011Instruct", "Qwen3-VL-4B"),
        ("LongCat-Flash", "LongCat-Flash"),
        ("`llama3_8b_pretrain_config()`", None),
    ],
)
def test_names_of_models_in_odd_spellings(words: str, model: str | None) -> None:
    assert one(f"# SGLang\n\nOn {words} the median TTFT is 90 ms.", 90).model == model


def test_a_librarys_own_document_is_not_about_the_engine_a_caption_names() -> None:
    table = "*Update times (vLLM v0.10.2)*\n\n| Model | Update (s) |\n|---|---|\n| Qwen3-8B | 3.94 |\n"
    text = f"# Checkpoint Engine\n\ncheckpoint-engine updates weights. checkpoint-engine is fast. checkpoint-engine helps.\n\n{table}"
    assert one(text, 3.94).engine == "checkpoint-engine"
    assert one(text.replace("Checkpoint Engine", "Weights"), 3.94).engine == "vLLM"


def test_environments_are_a_set_up_and_a_title_that_names_two_is_about_the_first_before_its_colon() -> None:
    text = "# Speed\n\n## Environments\n\n- **Hardware**:\n  - NVIDIA H20 96GB\n\n## Results\n\nOutput throughput is 1,426 tok/s.\n"
    assert one(text, 1426).accelerator == "H20"
    assert one(text.replace("## Environments", "## Thanks"), 1426).accelerator is None
    assert one("# Liger Kernel: Efficient Triton Kernels\n\nLatency falls by 21%.\n", 21).engine == "Liger Kernel"


def test_what_the_paragraph_before_a_table_opens_with_stands_and_two_names_in_it_settle_nothing() -> None:
    table = "\n\n| Conc | TPOT (ms) |\n|---|---|\n| 4 | 9.2 |\n"
    remark = "The recipe follows the DeepSeek V3 guide."
    assert one(f"# Numbers\n\n## One\n\nDeepSeek R1 NVFP4 on B200. {remark}{table}", 9.2).model == "DeepSeek-R1"
    assert one(f"# Numbers\n\n## One\n\nDeepSeek R1 as well as Llama 3 8B ran. {remark}{table}", 9.2).model is None


def test_a_facet_says_what_its_field_says_also_where_later_words_sharpen_it() -> None:
    text = "# Training with TorchTitan\n\n| System | Throughput (samples/s) |\n|---|---|\n| TorchTitan | 31.5 |\n"
    (claim,) = claims(text)
    assert claim.metric == "training_throughput"
    assert {f.value for f in claim.facets if f.name == "metric"} == {"training_throughput"}


def test_a_device_taken_away_takes_its_count_along() -> None:
    draft = Draft(0, 0, 1, 0, 1, "prose")
    draft.settle("accelerator", "H100", "lead-in", "eight H100")
    draft.settle("accelerator_count", 8.0, "lead-in", "eight H100")
    draft.settle("model", "gpt-oss-20b", "title", "gpt-oss-20b")
    draft.drop("accelerator")
    assert set(draft.fields) == {"model"} == {facet.name for facet in draft.facets}


def test_a_rows_bare_size_is_the_posts_model_of_that_size() -> None:
    text = "# Llama 2 with Marlin\n\n| Size | Output throughput (tok/s) |\n|---|---|\n| 7B | 183 |\n| 64 | 288 |\n"
    assert one(text, 183).model == "Llama 2 7B"
    assert one(text, 288).model == "Llama 2"


def test_a_model_without_version_is_of_the_only_version_the_post_speaks_of() -> None:
    text = "We run {}.\n\n| Model | Output throughput (tok/s) |\n|---|---|\n| llama_13b | 183 |\n"
    assert one(text.format("Llama 2 on one H100"), 183).model == "Llama 2 13B"
    assert one(text.format("Llama 2 and Llama 3 on one H100"), 183).model == "Llama 13B"


def test_names_in_a_list_of_examples_are_no_set_up() -> None:
    told = "All runs here serve {}.\n\nTPOT is 9 ms.\n"
    assert one(told.format("Llama 3.1 8B"), 9).model == "Llama 3.1 8B"
    assert one(told.format("models such as Llama 3.1 8B"), 9).model is None


def test_the_version_of_a_product_is_no_short_form_of_a_model() -> None:
    text = "We serve DeepSeek-V2.\n\n## Later\n\n{} has a TPOT of 9 ms.\n"
    assert one(text.format("V2"), 9).model == "DeepSeek-V2"
    assert one(text.format("Our Model Runner V2"), 9).model is None


def test_an_engine_with_its_figure_behind_compared_to_is_the_one_that_was_beaten() -> None:
    text = "# KTransformers\n\nCompared to 4.5 tokens/s in llama.cpp, {} a speedup of 27.8x.\n"
    assert one(text.format("it reaches"), 27.8).engine == "KTransformers"
    assert one("llama.cpp reaches a speedup of 27.8x with 4.5 tokens/s.", 27.8).engine == "llama.cpp"


def test_a_quality_set_names_what_another_figure_was_measured_on_only_right_beside_it() -> None:
    assert one("JetSpec is 9.6x faster on MATH-500.", 9.6).dataset == "MATH-500"
    assert one("JetSpec is 9.6x faster, and MATH-500 accuracy stays the same.", 9.6).dataset is None


def test_a_column_of_data_sets_names_them_whatever_they_are_called() -> None:
    text = "| Dataset | TTFT (ms) |\n|---|---|\n| stateful-16x48 | 183 |\n"
    assert one(text, 183).dataset == "stateful-16x48"
    assert one(text.replace("Dataset", "Version"), 183).dataset is None


def test_the_kernels_an_engines_own_project_names_are_its_backends() -> None:
    text = "The FlashInfer backend gives 1.5x higher throughput. FlashInfer and FlashInfer again, vLLM once.\n"
    assert (
        annotate(read(text.encode(), url="vllm/post.md", name="post.md"), load_vocabulary())[0].engine != "FlashInfer"
    )
    assert claims(text)[0].engine == "FlashInfer"


def test_what_only_sounds_like_an_engine_is_none() -> None:
    assert one("Infinity Fabric reaches 128 GB/s of bus bandwidth.", 128).engine is None
    assert one("Infinity reaches a TTFT of 128 ms.", 128).engine == "Infinity"


def test_an_engine_right_behind_its_orchestrator_is_the_one_that_runs() -> None:
    assert one("GB200 with Dynamo vLLM reaches a throughput of 900 tok/s.", 900).engine == "vLLM"
    assert one("We compare Dynamo and later vLLM: one reaches a throughput of 900 tok/s.", 900).engine is None


@pytest.mark.parametrize(
    ("words", "device"),
    [
        ("It gives a 1.5x speedup over FA2 on an RTX 5090 and a 1.4x speedup over FA4 on a B200.", "RTX 5090"),
        ("The H200 baseline used for the 1.5x speedup is an old one.", None),
        ("The fastest was 113 tokens/s/user on B300, making TileRT 1.5x faster.", None),
        ("For one batch it is 1.5x the speed of NVIDIA 4090.", None),
        ("On the B300 TileRT is 1.5x faster.", "B300"),
    ],
)
def test_a_device_of_the_other_side_is_not_the_gains(words: str, device: str | None) -> None:
    assert one(words, 1.5).accelerator == device


def test_a_format_of_the_other_side_is_not_the_gains() -> None:
    assert one("It gives 1.5x higher throughput compared to the bfloat16 baseline.", 1.5).precision is None
    assert one("FP8 gives 1.5x higher throughput compared to BF16.", 1.5).precision == "FP8"
    assert one("With tuning latency drops to 3.4 s, 26% less than in the FP16 benchmark.", 3.4).precision is None


def test_the_format_of_the_cache_is_the_models_only_in_a_post_about_it() -> None:
    text = "# {}\n\n## Results\n\n```bash\nvllm serve m --kv-cache-dtype fp8 --port 1\n```\n\nTPOT is 9 ms.\n"
    assert one(text.format("vLLM"), 9).precision is None
    assert one(text.format("vLLM with an FP8 KV cache"), 9).precision == "FP8"
    assert one(text.format("vLLM").replace("kv-cache-dtype", "quantization"), 9).precision == "FP8"


def test_a_count_of_another_chapter_is_the_numbers_only_where_it_is_a_set_up() -> None:
    text = "# vLLM\n\nH100 and vLLM.\n\n## Kernel\n\n{}\n\n## Serving\n\nOn H100 the TPOT is 9 ms.\n"
    assert one(text.format("The rack of 8x H100 was loud."), 9).accelerator_count is None
    assert one(text.format("All experiments run on 8x H100."), 9).accelerator_count == 8
