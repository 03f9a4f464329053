"""Which numbers of running text are claims, and what they say; every rule accepts one and refuses one."""

from __future__ import annotations

import pytest
from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.claim import Claim
from sametrack.store.vocabulary import load_vocabulary

WORDS = load_vocabulary()


def claims(text: str) -> list[Claim]:
    document = read(text.encode(), url="https://example.org/post", name="post.md")
    return [claim for claim in annotate(document, WORDS) if claim.place != "title"]


def said(text: str) -> list[tuple[float, str | None, str, str]]:
    return [(c.value, c.unit, c.metric, c.form) for c in claims(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The new scheduler brings 2.7x higher throughput.", [(2.7, "x", "throughput", "ratio")]),
        ("It brings a 1.8x improvement in TPOT.", [(1.8, "x", "tpot", "ratio")]),
        ("The kernel reduces decode latency by 28%.", [(28.0, "%", "tpot", "change")]),
        ("TTFT dropped from 572.5 ms to 61.5 ms.", [(572.5, "ms", "ttft", "absolute"), (61.5, "ms", "ttft", "absolute")]),
        ("We measured 12.9 ms ITL.", [(12.9, "ms", "itl", "absolute")]),
        ("The draft reaches an acceptance length of 2.8 on chat.", [(2.8, "tokens", "acceptance_length", "absolute")]),
        ("Quality holds: perplexity 9.51 vs 9.50.", [(9.51, "score", "accuracy", "absolute"), (9.5, "score", "accuracy", "absolute")]),
        ("Throughput is 17,552 tokens per second compared to 12,929 without overlap.", [(17552.0, "tok/s", "token_throughput", "absolute"), (12929.0, "tok/s", "token_throughput", "absolute")]),
        ("Scheduling took 62% of the total time.", [(62.0, "%", "overhead", "absolute")]),
        ("FP8 recovers 98% of the BF16 accuracy.", [(98.0, "%", "accuracy", "ratio")]),
        ("The kernel reaches up to 80% of peak memory bandwidth.", [(80.0, "%", "utilization", "absolute")]),
        ("It cut GPU memory from 15-18 GB to 3-5 GB.", [(15.0, "GB", "memory", "absolute"), (3.0, "GB", "memory", "absolute")]),
        ("The load takes 60 s, compared to 600 s before.", [(60.0, "s", "startup_time", "absolute"), (600.0, "s", "startup_time", "absolute")]),
        (r"It gains up to $1.8\times$ in throughput.", [(1.8, "x", "throughput", "ratio")]),
        ("INT4 retains 99% of the original accuracy.", [(99.0, "%", "accuracy", "ratio")]),
        ("It scores 50 points on AIME 2024.", [(50.0, "points", "accuracy", "absolute")]),
        ("The reload takes about 20s.", [(20.0, "s", "startup_time", "absolute")]),
        ("It makes 1 token every 13 ms.", [(13.0, "ms", "tpot", "absolute")]),
        ("Peak memory fell by 5 GB.", [(5.0, "GB", "memory", "change")]),
    ],
)  # fmt: skip
def test_an_outcome_is_a_claim_of_its_metric(text: str, expected: list[tuple[float, str, str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We run Llama on 8x AMD MI300X and 2x Intel Xeon for faster serving.",
        "Goodput counts requests with TTFT < 200 ms.",
        "The latency SLO is 50 ms for all traffic.",
        "Each H100 has 80 GB of HBM and links of 900 GB/s NVLink.",
        "At 60 tok/s/user the cost is what matters.",
        "We send traffic at 10 QPS to the server.",
        "Temperature is set to 0.6 and top_p to 0.95.",
        "Half of the requests to the arena use it.",
        "If TTFT grows beyond 2 seconds, add a replica.",
        "CPU: 2 sockets (350 W each).",
        "Blackwell has 2x the memory bandwidth of Hopper GPUs.",
        "## 1.2 Accuracy",
        "We repeated each run twice.",
        "Half the requests have long prompts.",
        "The test feeds a 10-second video to the model.",
        "Statistics are printed every 10 seconds.",
        "Server: A100 (80GB) with 24 GB VRAM cards beside it.",
        "At the 80% hit rate the cache holds everything.",
        "Doubling the batch size to 128 is what we tried.",
    ],
)
def test_configuration_data_sheets_and_thresholds_are_no_claims(text: str) -> None:
    assert said(text) == []


def test_a_number_in_brackets_takes_the_metric_of_the_one_before() -> None:
    assert said("Output throughput rose to 50.1 tok/s (+74%).")[1] == (74.0, "%", "output_throughput", "change")


def test_a_vague_word_is_settled_by_label_heading_and_restatement() -> None:
    assert [m for _, _, m, _ in said("- Decode phase: the new kernel gives a 1.84x speedup.")] == ["output_throughput"]
    text = "The engine is 5.13x faster.\n\nMean TPOT is 5.13x lower than before."
    assert [m for _, _, m, _ in said(text)] == ["tpot", "tpot"]
    assert [m for _, _, m, _ in said("## Memory use\n\nThe engine is 5.13x faster.")] == ["speed"]


def test_a_number_said_again_shares_the_other_side() -> None:
    text = "EngineA gives 2.75x higher throughput.\n\nAgain: EngineA gives 2.75x higher throughput than EngineB."
    assert [c.baseline for c in claims(text)] == ["EngineB", "EngineB"]


def test_a_pair_of_rates_shares_the_unit_behind_the_second() -> None:
    assert said("SGLang achieves 18,471 input and 9,087 output tokens per second.") == [
        (18471.0, "tok/s", "input_throughput", "absolute"),
        (9087.0, "tok/s", "output_throughput", "absolute"),
    ]
    assert said("It reads 18,471 inputs, and writes 9,087 output tokens per second.")[0][0] == 9087.0


def test_an_interactivity_that_is_held_is_a_condition_and_one_that_is_reached_a_claim() -> None:
    assert said("At a fixed interactivity of 50 tok/s/user the rest follows.") == []
    assert said("It wins at interactivities of 60 tok/s/user through 120 tok/s/user.") == []
    assert said("The chip now reaches 50 tok/s/user.") == [(50.0, "tok/s", "output_throughput", "absolute")]


def test_money_is_a_price_of_tokens_where_the_sentence_says_so() -> None:
    assert said("The cost per million tokens is approximately $2.35.") == [(2.35, "$/Mtok", "cost", "absolute")]
    assert said("Cost per million tokens is computed with B200 at $1.95/GPU/hr.") == []


def test_accelerators_are_counted_and_their_speed_compared() -> None:
    assert said("The model requires 8x or even 16x high-end AI accelerators to deploy.") == []
    assert said("It is 8x faster than other accelerators.") == [(8.0, "x", "speed", "ratio")]


def test_a_dash_between_two_percentages_is_a_range_and_a_minus_is_one() -> None:
    assert [(c.value, c.value_max) for c in claims("It reduces TTFT by 69%-80%.")] == [(69.0, 80.0)]
    assert [(c.value, c.value_max) for c in claims("TTFT changed by -80%.")] == [(-80.0, None)]


def test_a_rate_an_engine_is_held_at_is_reached_and_one_it_is_offered_is_not() -> None:
    assert [c.value for c in claims("The baseline saturates at around 0.33 requests per second.")] == [0.33]
    assert claims("The baseline was tested at around 0.33 requests per second.") == []


def test_memory_a_machine_needs_at_least_and_margins_are_no_outcomes() -> None:
    assert claims("The GPU needs at least 32GB VRAM available.") == []
    assert claims("Providers charge a 75% gross margin on the cost.") == []
    assert [c.value for c in claims("The model now uses at most 32GB of VRAM.")] == [32.0]


def test_a_peak_beside_an_average_is_reached_and_a_devices_peak_is_not() -> None:
    text = "Reads averaged 194 GB/s, with 250 GB/s P99 and a peak of 261.6 GB/s."
    assert 261.6 in [c.value for c in claims(text)]
    assert claims("The device comes with a peak bandwidth of 900 GB/s.") == []


def test_a_time_a_token_is_a_tpot_and_inference_time_is_no_overhead() -> None:
    assert said("Latency fell to 81 ms/token.") == [(81.0, "ms", "tpot", "absolute")]
    assert said("Latency fell to 81 ms.") == [(81.0, "ms", "latency", "absolute")]
    assert said("It finished in just 62 seconds of inference time.")[0][2] == "latency"
    assert said("Scheduling is 29% of inference time.")[0][2] == "overhead"


def test_how_often_something_holds_is_no_share_of_the_time() -> None:
    assert said("The GPU spends 38% of the time on prefill.")[0][2] == "overhead"
    assert said("The right block was found 98% of the time.") == []


def test_rates_that_are_listed_count_the_same_tokens() -> None:
    listed = said("It reaches 1,288 generation tokens per second on H200 and 1,008 tokens per second on H100.")
    assert [metric for _, _, metric, _ in listed] == ["output_throughput", "output_throughput"]
    apart = said("It reaches 1,288 generation tokens per second. Then 1,008 tokens per second were read.")
    assert apart[1][2] == "token_throughput"


def test_the_phase_right_behind_a_multiple_is_its_own() -> None:
    found = said("We show 3.8x prefill and 4.8x decode throughput gains.")
    assert [metric for _, _, metric, _ in found] == ["input_throughput", "output_throughput"]


def test_what_stands_behind_for_is_what_a_listed_share_is_of() -> None:
    text = "It improves TTFT by up to 12% for the mean, and 15% for P99 TBT."
    assert [metric for _, _, metric, _ in said(text)] == ["ttft", "itl"]


def test_a_bare_number_on_a_quality_set_is_a_score() -> None:
    assert said("The model achieves 86.7 on AIME 2024 and 77.3 on GPQA.") == [
        (86.7, "score", "accuracy", "absolute"),
        (77.3, "score", "accuracy", "absolute"),
    ]
    assert said("We collected traces from GPT-5.4 on the SWE-bench dataset.") == []
    assert said("Release 86.7 on Debian.") == []


def test_what_a_link_or_a_device_can_do_is_no_outcome() -> None:
    assert said("Each node has inter-node IB bandwidth of 400 GB/s.") == []
    assert said("The transfer engine reaches a bandwidth of 40 GB/s.") != []
    assert said("The MI210 has a maximum computing capacity of 181 TFLOPS.") == []
    assert said("The kernel reaches 181 TFLOPS.") != []


def test_the_result_of_a_printed_sum_is_the_claim_and_what_it_is_reckoned_from_is_none() -> None:
    printed = "```\n=== Benchmark Result ===\nTokens per Second = 199.0 * 1000 / 5309.7 = 37.48\n```\n"
    assert [c.value for c in claims(printed)] == [37.48]
    assert [c.value for c in claims(printed.replace("199.0 * 1000 / 5309.7 = ", ""))] == [37.48]
