"""Benchmark sites and result files: every row of the corpus against an independent reading, and small rows of our own."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sametrack.digest.cli.root import cli, run
from sametrack.ingest.benchmarks import formats, read_row, split
from sametrack.store.claim import Claim
from sametrack.store.database import open_database
from sametrack.store.errors import ReadError
from sametrack.store.vocabulary import load_vocabulary

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared/corpus")


def read(data: bytes, name: str = "f.json") -> list[tuple[list[Claim], Counter[str]]]:
    words = load_vocabulary()
    out = []
    for address, form, row, _ in split(data, name) or []:
        document, claims, sheet = read_row(row, form, address, words)
        for claim in claims:
            claim.check_span(document.blocks[claim.block or 0])
        out.append((claims, sheet.refused))
    return out


ROW: dict[str, Any] = {
    "hardware": "gb200", "framework": "dynamo-sglang", "model": "dsr1", "precision": "fp8", "spec_method": "mtp", "disagg": True,
    "is_multinode": True, "prefill_tp": 4, "prefill_ep": 4, "prefill_dp_attention": True, "prefill_num_workers": 2, "decode_tp": 8,
    "decode_ep": 8, "decode_dp_attention": False, "decode_num_workers": 1, "num_prefill_gpu": 8, "num_decode_gpu": 8, "isl": 8192,
    "osl": 1024, "conc": 64, "image": "lmsysorg/sglang:v0.5.8-cu130", "date": "2026-03-01",
    "run_url": "https://github.com/SemiAnalysisAI/InferenceX/actions/runs/1/attempts/1",
    "metrics": {"tput_per_gpu": 900.5, "output_tput_per_gpu": 200.25, "input_tput_per_gpu": 1600.75, "p99.9_ttft": 1.5,
                "median_intvty": 80.5, "std_intvty": 4000.0, "joules_per_output_token": 3.5, "made_up": 1},
}  # fmt: skip


def test_pools_scopes_and_statistics_of_a_disaggregated_row_and_what_means_nothing_is_refused() -> None:
    [(claims, refused)] = read(json.dumps([ROW]).encode())
    by = {c.quote.split(":")[0]: c for c in claims}
    assert (by["tput_per_gpu"].metric, by["tput_per_gpu"].normaliser) == ("total_throughput", "gpu")
    assert (by["output_tput_per_gpu"].token_scope, by["output_tput_per_gpu"].normaliser) == ("output", "decode_gpu")
    assert (by["input_tput_per_gpu"].token_scope, by["input_tput_per_gpu"].normaliser) == ("input", "prefill_gpu")
    assert (by["p99.9_ttft"].statistic, by["p99.9_ttft"].unit) == ("p99.9", "s")
    assert (by["median_intvty"].per, by["median_intvty"].metric) == ("user", "output_throughput")
    one = by["tput_per_gpu"]
    assert (one.accelerator, one.accelerator_count, one.engine, one.engine_version) == (
        "GB200",
        16.0,
        "SGLang",
        "0.5.8",
    )
    assert (one.suite, one.division, one.spec_decode, one.serving_mode) == (
        "InferenceX",
        "official",
        "MTP",
        "disaggregated",
    )
    assert any(f.name == "result_id" and str(f.value).endswith("runs/1/attempts/1") for f in one.facets)
    assert sorted(text.split()[0] for text in refused) == ["made_up", "std_intvty"]


def test_an_aggregated_row_counts_its_tensor_parallelism_and_a_fork_is_unofficial() -> None:
    row = ROW | {
        "disagg": False,
        "is_multinode": False,
        "num_decode_gpu": 64,
        "num_prefill_gpu": 64,
        "run_url": "https://github.com/a/b/actions/runs/1",
    }
    [(claims, _)] = read(json.dumps([row]).encode())
    assert {c.accelerator_count for c in claims} == {8.0}
    assert {c.normaliser for c in claims if c.per == "gpu"} == {"gpu"}
    assert {c.division for c in claims} == {"unofficial"}


def test_a_dump_gives_the_rows_its_tables_join_to_and_a_failed_run_is_refused() -> None:
    config = {
        k: v for k, v in ROW.items() if k not in ("isl", "osl", "conc", "image", "date", "run_url", "metrics")
    } | {"id": 7}
    result = {"config_id": 7, "workflow_run_id": 3, "benchmark_type": "single_turn", "isl": 8192, "osl": 1024, "conc": 64, "error": None,
              "image": ROW["image"], "date": "2026-03-01", "metrics": ROW["metrics"], "id": 1}  # fmt: skip
    failed = result | {"conc": 128, "error": "out of memory", "id": 2}
    runs = [{"id": 3, "html_url": "https://github.com/SemiAnalysisAI/InferenceX/actions/runs/1", "run_attempt": 1}]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, table in (
            ("configs", [config]),
            ("workflow_runs", runs),
            ("benchmark_results", [result, failed]),
            ("run_stats", []),
        ):
            archive.writestr(f"dump/{name}.json", json.dumps(table))
    (claims, _), (none, refused) = read(packed.getvalue(), "dump.zip")
    [(direct, _)] = read(json.dumps([ROW]).encode())
    assert [(c.quote, c.accelerator_count, c.suite) for c in claims] == [
        (c.quote, c.accelerator_count, c.suite) for c in direct
    ]
    assert none == []
    assert "the run failed" in next(iter(refused))


RESULT: dict[str, Any] = {
    "ID": "5.1-0099", "Submitter": "Somebody", "Availability": "available", "Category": "closed", "Suite": "datacenter", "System": "Box",
    "Platform": "p", "UsedModel": "llama2-70b-99.9", "Model": "llama2-70b-99.9", "Scenario": "Server", "Nodes": 18, "a#": 4,
    "Accelerator": "NVIDIA GB200", "Accuracy": "ROUGE1: 44.50  TOKENS_PER_SAMPLE: 294.4", "Software": "vLLM 0.9.2, CUDA 12.9",
    "compliance": 1, "errors": 0, "version": "v5.1", "inferred": 0, "has_power": False, "weight_data_types": "fp8", "Location": "closed/Somebody/x",
    "Performance_Result": 1000.5, "Performance_Units": "Tokens/s", "Power_Result": 1500.0, "Power_Units": "millijoules",
}  # fmt: skip


def test_an_mlperf_result_keeps_suite_division_id_limits_and_scores() -> None:
    [(claims, refused)] = read(json.dumps([RESULT]).encode())
    speed, power, score = claims
    assert (speed.metric, speed.value, speed.normaliser, speed.load) == ("output_throughput", 1000.5, "system", "open")
    assert (speed.suite, speed.division, speed.quality) == (
        "MLPerf Inference v5.1 datacenter",
        "closed",
        "99.9% of the reference",
    )
    assert (speed.accelerator, speed.accelerator_count, speed.engine, speed.engine_version) == (
        "GB200",
        72.0,
        "vLLM",
        "0.9.2",
    )
    assert (power.unit, power.value, power.value_text) == ("J", 1.5, "1500.0")
    assert (score.metric, score.value_text, score.dataset) == ("accuracy", "44.50", "MLPerf llama2-70b-99.9 ROUGE1")
    assert {"result_id", "verified"} <= {f.name for f in speed.facets}
    assert [text.split()[0] for text in refused] == ["TOKENS_PER_SAMPLE"]


def test_latency_scenarios_have_the_statistic_of_the_rules_and_an_unverified_result_says_so() -> None:
    row = RESULT | {"Scenario": "SingleStream", "Performance_Units": "Latency (ms)", "compliance": 0, "inferred": 1}
    [(claims, _)] = read(json.dumps([row]).encode())
    assert (claims[0].metric, claims[0].statistic, claims[0].division, claims[0].basis) == (
        "e2e_latency",
        "p90",
        "closed, unverified",
        "estimated",
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([ROW | {"metrics": None}], "without metrics"),
        ([RESULT | {"version": "2031"}], "none this version knows"),
        ([ROW, ROW], "identity of another row"),
        ({"benchmarks": [{"results": 1}], "metadata": {"version": 9}}, "GuideLLM without metrics"),
        ({"backend": "vllm", "model_id": "m", "total_token_throughput": 1.0}, "without completed"),
    ],
)
def test_a_file_of_an_unknown_version_is_one_line_and_stores_nothing(
    content: Any, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.json").write_text(json.dumps(content))
    assert run(["ingest", str(tmp_path / "r.json")]) == 3
    told = capsys.readouterr().err.strip()
    assert says in told
    assert "\n" not in told
    with open_database(tmp_path / "test.db") as database:
        assert database.documents() == []


def test_a_broken_archive_is_told() -> None:
    with pytest.raises(ReadError, match="broken archive"):
        split(b"PK\x03\x04 and then nothing", "dump.zip")


VLLM = {
    "date": "20260318-154232", "backend": "vllm", "model_id": "Qwen/Qwen3-32B-FP8", "num_prompts": 100, "request_rate": "inf", "max_concurrency": 16,
    "duration": 50.0, "completed": 100, "failed": 0, "total_input_tokens": 102400, "total_output_tokens": 25600, "request_throughput": 2.0,
    "output_throughput": 512.0, "total_token_throughput": 2560.0, "max_output_tokens_per_s": 800.0, "mean_ttft_ms": 40.5, "median_tpot_ms": 20.25,
    "p99_itl_ms": 30.0, "input_lens": list(range(20)), "generated_texts": ["private"] * 20,
}  # fmt: skip
SGLANG = {
    "backend": "sglang", "dataset_name": "random", "request_rate": float("inf"), "max_concurrency": None, "random_range_ratio": 0.0,
    "duration": 10.0, "completed": 10, "total_input_tokens": 1000, "total_output_tokens": 500, "total_output_tokens_retokenized": 499,
    "request_throughput": 1.0, "input_throughput": 100.0, "output_throughput": 50.0, "median_e2e_latency_ms": 900.0, "accept_length": 2.5,
}  # fmt: skip
GUIDELLM = {
    "metadata": {"version": 1, "guidellm_version": "0.4.0"}, "args": {}, "benchmarks": [{
        "config": {"strategy": {"type_": "concurrent", "streams": 8}}, "duration": 60, "requests": {"successful": []},
        "metrics": {
            "requests_per_second": {"successful": {"mean": 1.5}}, "prompt_token_count": {"successful": {"mean": 512.0}},
            "time_per_output_token_ms": {"successful": {"mean": 35.5, "percentiles": {"p50": 35.0, "p99": 41.0}}},
            "inter_token_latency_ms": {"successful": {"mean": 20.0, "median": 19.5, "percentiles": {"p50": 19.5}}},
        }}],
}  # fmt: skip
AIPERF = {
    "input_config": {"endpoint": {"model_names": ["openai/gpt-oss-120b"]}, "loadgen": {"concurrency": 4}}, "aiperf_version": "0.3.0",
    "metadata": {"submission_valid": False}, "request_throughput": {"unit": "requests/sec", "avg": 3.0},
    "request_latency": {"unit": "ms", "avg": 800.0, "p99": 900.0}, "inter_token_latency": {"unit": "ms", "p50": 9.5},
    "output_token_throughput_per_user": {"unit": "tokens/sec/user", "avg": 100.0},
}  # fmt: skip


def test_the_tools_own_files_map_by_definition_and_not_by_label() -> None:
    [(vllm, _)] = read(json.dumps(VLLM).encode())
    assert {(c.metric, c.statistic, c.value) for c in vllm} >= {
        ("total_throughput", None, 2560.0), ("output_throughput", "max", 800.0), ("tpot", "median", 20.25), ("itl", "p99", 30.0)
    }  # fmt: skip
    assert (vllm[0].model, vllm[0].precision, vllm[0].engine, vllm[0].concurrency, vllm[0].input_tokens) == (
        "Qwen3-32B",
        "FP8",
        "vLLM",
        16.0,
        1024.0,
    )
    [(first, _), (second, _)] = read("\n".join([json.dumps(SGLANG)] * 2).encode(), "runs.jsonl")
    assert {c.load for c in first} == {"offline"}
    assert first[0].doc != second[0].doc
    assert any(c.metric == "acceptance_length" and c.value == 2.5 for c in first)
    [(guide, _)] = read(json.dumps(GUIDELLM).encode())
    assert {(c.metric, c.value) for c in guide if c.statistic == "mean"} == {("tpot", 20.0), ("latency", 35.5)}
    assert {(c.concurrency, c.input_tokens, c.tool_version) for c in guide} == {(8.0, 512.0, "0.4.0")}
    [(aiperf, _)] = read(json.dumps(AIPERF).encode())
    assert {(c.metric, c.statistic) for c in aiperf} >= {("tpot", "median"), ("e2e_latency", "p99")}
    assert {c.errors for c in aiperf} == {"not valid by the tool's own account"}


def only(value: Any, name: str = "f.json") -> Claim:
    """Return the first claim of the one row in a value."""
    [(claims, _)] = read(json.dumps(value).encode(), name)
    return claims[0]


@pytest.mark.parametrize(
    ("run", "load", "concurrency", "rate"),
    [
        (VLLM, "closed", 16.0, None),
        (VLLM | {"max_concurrency": 1}, "single", 1.0, None),
        (VLLM | {"max_concurrency": None, "request_rate": 4.0}, "open", None, 4.0),
        (VLLM | {"max_concurrency": None}, "offline", None, None),
        (VLLM | {"max_concurrency": None, "request_rate": None}, None, None, None),
    ],
)
def test_a_tools_load_is_told_by_what_it_limits(
    run: dict[str, Any], load: str | None, concurrency: float | None, rate: float | None
) -> None:
    claim = only(run)
    assert (claim.load, claim.concurrency, claim.request_rate) == (load, concurrency, rate)


@pytest.mark.parametrize(
    ("strategy", "load", "concurrency", "rate"),
    [
        ({"type_": "concurrent", "streams": 8}, "closed", 8.0, None),
        ({"type_": "synchronous"}, "single", None, None),
        ({"type_": "throughput"}, "offline", None, None),
        ({"type_": "constant", "rate": 4.0, "streams": 8}, "open", None, 4.0),
    ],
)
def test_a_strategy_of_guidellm_is_a_load(
    strategy: dict[str, Any], load: str, concurrency: float | None, rate: float | None
) -> None:
    claim = only(GUIDELLM | {"benchmarks": [GUIDELLM["benchmarks"][0] | {"config": {"strategy": strategy}}]})
    assert (claim.load, claim.concurrency, claim.request_rate) == (load, concurrency, rate)


def test_failures_the_window_and_the_day_of_a_run_are_kept() -> None:
    assert (only(VLLM).errors, only(VLLM).window) == (None, "100 requests in 50.0 s")
    assert only(VLLM | {"failed": 3}).errors == "3 requests failed"
    assert only(SGLANG).length_distribution == "random, range ratio 0.0"
    assert only(SGLANG | {"dataset_name": "sharegpt"}).length_distribution is None
    valid = AIPERF | {"metadata": {}, "start_time": "2026-03-18T15:00:00"}
    assert only(valid).errors is None
    assert only(valid | {"error_request_count": {"avg": 2.0}}).errors == "2 requests failed"
    words = load_vocabulary()
    days = []
    for run_of in (VLLM, valid):
        [(address, form, row, _)] = split(json.dumps(run_of).encode(), "f.json") or []
        days.append(read_row(row, form, address, words)[0].published)
    assert days == ["2026-03-18", "2026-03-18"]


def test_a_median_told_twice_is_one_claim_and_runs_of_two_tools_are_no_file() -> None:
    [(claims, _)] = read(json.dumps(VLLM | {"p50_tpot_ms": 20.25, "p50_itl_ms": 9.0}).encode())
    assert [(c.metric, c.value) for c in claims if c.statistic == "median"] == [("tpot", 20.25), ("itl", 9.0)]
    [(guide, _)] = read(json.dumps(GUIDELLM).encode())
    assert [c.value for c in guide if c.statistic == "median"] == [35.0, 19.5]
    with pytest.raises(ReadError, match="line 2 is no run of vllm"):
        split("\n".join([json.dumps(VLLM), json.dumps({"a": 1})]).encode(), "runs.jsonl")
    assert split(json.dumps({"a": 1}).encode(), "f.json") is None
    assert only(VLLM | {"model_id": "own/Tiny-1"}).model == "Tiny-1"
    assert only(VLLM).doc == "f.json"
    with pytest.raises(ReadError, match="without one number"):
        only({k: None if isinstance(v, float) else v for k, v in VLLM.items()})


def test_a_number_below_zero_or_none_is_refused() -> None:
    metrics = {"tput_per_gpu": -1.0, "mean_ttft": float("nan"), "mean_tpot": True, "mean_itl": 0.01}
    [(claims, refused)] = read(json.dumps([ROW | {"metrics": metrics}]).encode())
    assert [c.quote for c in claims] == ["mean_itl: 0.01"]
    assert sorted(refused) == [f"{name} (no finite number)" for name in ("mean_tpot", "mean_ttft", "tput_per_gpu")]


def test_an_agentic_row_is_of_its_own_suite_and_several_nodes_have_no_count() -> None:
    agentic = ROW | {"benchmark_type": "agentic_coding"}
    assert (only([agentic]).suite, only([agentic]).tool, only([ROW]).suite) == ("AgentX", "AgentX", "InferenceX")
    assert (only([ROW]).load, only([ROW]).concurrency) == ("closed", 64.0)
    several = ROW | {"disagg": False}
    assert (only([several]).accelerator_count, only([several]).nodes) == (None, None)
    assert only([several | {"is_multinode": False}]).nodes == 1.0
    forms = [
        split(json.dumps([row]).encode(), "f.json") for row in (ROW, {k: v for k, v in ROW.items() if k != "image"})
    ]
    assert [form[0][3] for form in forms if form] == ["source", "page"]


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"Accelerator": None, "Processor": "Xeon 6", "host_processors_per_node": 2}, "accelerator", "Xeon"),
        ({"Accelerator": None, "Processor": "Xeon 6", "host_processors_per_node": 2}, "accelerator_count", 36.0),
        ({"Nodes": 0}, "accelerator_count", 4.0),
        ({"Nodes": 0}, "nodes", None),
        ({"Scenario": "Offline"}, "load", "offline"),
        ({"weight_data_types": "fp8, NVFP4, int32"}, "precision", "FP8 + NVFP4 + INT32"),
        ({"weight_data_types": ""}, "precision", None),
        ({"inferred": 1}, "basis", "estimated"),
        ({"Model": "llama2-70b", "UsedModel": "llama2-70b"}, "quality", None),
    ],
)
def test_a_field_of_an_mlperf_result(change: dict[str, Any], field: str, value: object) -> None:
    assert getattr(only([RESULT | change]), field) == value


def test_a_unit_of_an_mlperf_result_that_is_unknown_is_refused_alone() -> None:
    row = RESULT | {"Performance_Units": "Parsecs", "Power_Units": "ergs"}
    [(claims, refused)] = read(json.dumps([row]).encode())
    assert [c.metric for c in claims] == ["accuracy"]
    assert sorted(text.split()[0] for text in refused) == ["Performance_Result", "Power_Result", "TOKENS_PER_SAMPLE"]
    assert {"availability", "scenario"} <= {f.name for f in only([RESULT]).facets}


def test_a_summary_with_a_row_of_other_columns_is_told_by_its_line() -> None:
    head = "Organization,Availability,Division,SystemType,Result"
    with pytest.raises(ReadError, match=r"s\.csv:3: another number of columns"):
        split(f"{head}\nA,available,closed,datacenter,1.0\nA,available\n".encode(), "s.csv")


def test_a_dump_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_DUMP", 1_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dump/configs.json", "[" + " " * 2_000_000 + "]")
    with pytest.raises(ReadError, match="unpacks to more than 1 MB"):
        split(packed.getvalue(), "dump.zip")


def test_own_measurements_carry_their_label_come_once_and_keep_no_text_of_requests(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(json.dumps(VLLM))
    for expected in ("1 new", "1 as before"):
        told = (
            CliRunner()
            .invoke(cli, ["ingest", str(tmp_path / "r.json"), "--label", "mine"], catch_exceptions=False)
            .output
        )
        assert expected in told
    assert run(["reread"]) == 0
    with open_database(tmp_path / "test.db") as database:
        assert {d.publisher for d in database.documents()} == {"mine"}
        assert b"private" not in next(database.bodies()).data


def test_what_a_tool_leaves_out_is_said_once_and_the_measurement_stands_beside_a_published_claim(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.json").write_text(json.dumps(VLLM))
    (tmp_path / "post.md").write_text(
        "# Beta\n\n| engine | input tokens | output tokens | concurrency | output tok/s/GPU |\n|---|---|---|---|---|\n| SGLang v0.5.0 | 1024 | 256 | 16 | 480 |\n"
        "\nAll runs serve Qwen3-32B in FP8 on one H100 GPU.\n"
    )
    said = ["--label", "mine", "--set", "accelerator=H100", "--set", "accelerator_count=1"]
    assert run(["-q", "ingest", str(tmp_path / "r.json"), *said[:2], "--set", "colour=red"]) == 1
    assert "no field of a claim" in capsys.readouterr().err
    assert not (tmp_path / "test.db").exists()
    for _ in range(2):
        assert run(["-q", "ingest", str(tmp_path / "r.json"), str(tmp_path / "post.md"), *said]) == 0
    with open_database(tmp_path / "test.db") as database:
        mine = next(s for s in database.claims() if s.document.publisher == "mine" and s.claim.value == 512.0)
        other = next(s for s in database.claims() if s.claim.value == 480.0)
        assert mine.claim.accelerator == "H100"
        assert len(database.corrections(mine.uid)) == 2
    capsys.readouterr()
    assert run(["compare", mine.uid, other.uid, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["comparison"]
    assert found["verdict"] in ("same_track", "with_caveats"), [r for r in found["reasons"] if r["effect"] != "caveat"]


@needs_corpus
@pytest.mark.parametrize("file", ["benchmarks.json", "benchmarks-history.json"])
def test_every_inferencex_row_of_the_corpus_is_claims_or_refused_and_facets_equal_the_row(file: str) -> None:
    data = (CORPUS / "inferencex-data" / file).read_bytes()
    rows, got = json.loads(data), read(data)
    assert len(rows) == len(got)
    for row, (claims, refused) in zip(rows, got, strict=True):
        assert len(claims) + sum(refused.values()) == len(row["metrics"])
        assert {r.split()[0] for r in refused} <= {"std_intvty"}
        gpus = row["num_prefill_gpu"] + row["num_decode_gpu"] if row["disagg"] else row["decode_tp"]
        for claim in claims:
            key = claim.quote.split(":")[0]
            assert claim.value == row["metrics"][key]
            assert (claim.model, claim.accelerator, claim.precision) == (
                "DeepSeek-R1",
                row["hardware"].upper(),
                row["precision"].upper(),
            )
            assert (claim.input_tokens, claim.output_tokens, claim.concurrency) == (row["isl"], row["osl"], row["conc"])
            assert claim.accelerator_count == gpus
            assert claim.serving_mode == ("disaggregated" if row["disagg"] else "aggregated")
            assert (claim.spec_decode == "off") == (row["spec_method"] == "none")
            assert claim.statistic == (
                key.split("_")[0]
                if key.split("_")[-1] in ("ttft", "tpot", "itl", "e2el", "intvty")
                else "mean"
                if "avg" in key
                else None
            )
            if key.endswith("tput_per_gpu") and row["disagg"]:
                assert claim.normaliser == {"t": "gpu", "o": "decode_gpu", "i": "prefill_gpu"}[key[0]]
            if row.get("image") and (claim.engine == "SGLang" or row["framework"] == "trt"):
                assert claim.engine_version
                assert claim.engine_version in row["image"]


@needs_corpus
def test_every_mlperf_row_of_the_corpus_is_claims_and_facets_equal_the_row() -> None:
    folder = CORPUS / "mlperf"
    data = (folder / "inference_v5.1_summary_results.json").read_bytes()
    table = (folder / "inference_v4.1_GigaComputing_summary.csv").read_bytes()
    rows = json.loads(data)
    flat = [
        {"Performance_Result": r["Result"], "Performance_Units": r["Units"], "Nodes": int(r["number_of_nodes"]), "a#": int(r["accelerators_per_node"]),
         "Category": r["Division"], "Suite": r["SystemType"], "version": r["version"], "Submitter": r["Organization"], "Accuracy": r["Accuracy"],
         "Scenario": r["Scenario"], "Location": r["Location"]}
        for r in csv.DictReader(io.StringIO(table.decode()))
    ]  # fmt: skip
    units = {"Tokens/s": "tok/s", "Queries/s": "req/s", "Samples/s": "samples/s", "Latency (ms)": "ms"}
    scores = 0
    for row, (claims, refused) in zip([*rows, *flat], [*read(data), *read(table, "s.csv")], strict=True):
        first = claims[0]
        assert first.value == float(row["Performance_Result"])
        assert first.unit == units[row["Performance_Units"]]
        assert (first.suite, first.division) == (f"MLPerf Inference {row['version']} {row['Suite']}", row["Category"])
        assert first.nodes == row["Nodes"]
        assert str(first.subject).startswith(row["Submitter"])
        if row["a#"]:
            assert first.accelerator_count == row["a#"] * row["Nodes"]
        assert {str(f.value) for f in first.facets if f.name == "result_id"} == {str(row.get("ID") or row["Location"])}
        assert any(c.metric == "energy" for c in claims) == ("Power_Result" in row)
        pieces = row["Accuracy"].count(":") or 1
        assert sum(c.metric == "accuracy" for c in claims) + sum(refused.values()) == pieces
        scores += pieces
    assert scores > 2000
