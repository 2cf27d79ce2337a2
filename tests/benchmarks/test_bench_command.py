"""`bench`: what the report says, on a workload so small that no figure means anything."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from benchmarks.make_district_year import make
from benchmarks.record_store import STORE, make_store
from xueheng.cli.bench_jobs import AWAY, EVIDENCE, JOBS, chosen, evidence_taken_away, put_back, why_skipped
from xueheng.cli.main import run
from xueheng.cli.refusals import CommandRefused

FIGURES = {"median_s", "least_s", "greatest_s", "cpu_s", "peak_mb"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """30 pupils in a district, 2 pupils in the record store."""
    folder = tmp_path_factory.mktemp("bench") / "district"
    make(7_500, folder)
    make_store(folder / STORE, pupils=2, records_of_each=400)
    return folder


@pytest.fixture(scope="module")
def report(folder: Path) -> dict[str, Any]:
    return asked(folder, "--runs", "2", "--steps")


def asked(folder: Path, *words: str) -> dict[str, Any]:
    """The report of a command, as a programme reads it."""
    with redirect_stdout(StringIO()) as said:
        assert run(["bench", "district-year", str(folder), "--json", *words]) == 0, said.getvalue()
    found: dict[str, Any] = json.loads(said.getvalue())
    return found


def test_what_was_measured_on_what_is_told(report: dict[str, Any], folder: Path) -> None:
    workload, machine = report["workload"], report["machine"]
    assert (workload["records"], workload["pupils"], workload["evidence_types"]) == (7_500, 30, 40)
    assert workload["folder"] == str(folder)
    assert {"cpu", "cores", "memory_mb", "system", "load_before", "python", "xueheng", "packages"} <= machine.keys()
    assert {"duckdb", "pyarrow"} <= machine["packages"].keys()
    assert machine["cores"] >= 1
    assert (report["runs"], report["memory_limit_bytes"], report["failed"]) == (2, None, {})


def test_every_job_has_its_figures_or_a_reason(report: dict[str, Any]) -> None:
    assert report["jobs"].keys() | report["skipped"].keys() == {job.name for job in JOBS}
    assert {"floor", "full", "undigested", "live"} <= report["jobs"].keys()
    for name, figures in report["jobs"].items():
        assert figures.keys() >= FIGURES, name
        assert 0 < figures["least_s"] <= figures["median_s"] <= figures["greatest_s"]
        assert figures["peak_mb"] > 20
    assert report["jobs"]["full"]["pupils"] == 30


def test_ratios_are_of_the_medians(report: dict[str, Any]) -> None:
    jobs = report["jobs"]
    assert report["ratios"]["full / floor"] == pytest.approx(
        jobs["full"]["median_s"] / jobs["floor"]["median_s"], rel=0.02
    )
    assert report["cpu_ratios"].keys() == report["ratios"].keys()
    if "polars" in jobs:
        assert {"full / polars", "undigested / polars"} <= report["ratios"].keys()


def test_live_tells_of_everybody_in_the_store(report: dict[str, Any]) -> None:
    live = report["jobs"]["live"]
    assert (live["pupils"], live["records_of_each"]) == (2, 400)
    assert 0 < live["p50_ms"] <= live["p99_ms"] <= live["greatest_ms"]
    assert 0 < live["reading_p50_ms"] <= live["reading_p99_ms"]


def test_steps_tell_where_the_time_goes(report: dict[str, Any]) -> None:
    steps = report["steps"]
    whole = [one for one in steps["functions"] if one["depth"] == 0]
    assert {"run.evaluate"} <= {one["what"] for one in whole}
    assert sum(one["s"] for one in whole) <= steps["total_s"] * 1.05
    assert steps["statements"]


def test_nothing_is_left_behind(report: dict[str, Any], folder: Path) -> None:
    assert report
    assert {path.name for path in folder.iterdir()} == {EVIDENCE, "subjects.parquet", STORE}
    assert len(list((folder / EVIDENCE).iterdir())) == 40


def test_people_read_a_table(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("XUEHENG_LANGUAGE", "both")
    assert run(["bench", "district-year", str(folder), "--runs", "1", "--only", "floor"]) == 0
    said = capsys.readouterr().out
    assert "7,500 条记录，30 名学生" in said
    assert "7,500 records of 30 pupils" in said
    assert "floor: the needed columns" in said


def test_a_job_that_does_not_finish_is_told_and_is_no_success(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XUEHENG_LANGUAGE", "en")
    words = ["bench", "district-year", str(folder), "--runs", "1", "--only", "full", "--memory-limit", "200MB"]
    assert run(words) == 1
    assert "Not finished: full." in capsys.readouterr().out
    assert (folder / EVIDENCE).is_dir()


def test_evidence_is_away_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / EVIDENCE).mkdir()
    (tmp_path / EVIDENCE / "type_00.parquet").touch()

    def interrupted() -> None:
        with evidence_taken_away(tmp_path):
            assert [path.name for path in tmp_path.iterdir()] == [AWAY]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (tmp_path / EVIDENCE / "type_00.parquet").is_file()


def test_a_run_that_was_killed_is_made_good(tmp_path: Path) -> None:
    (tmp_path / AWAY).mkdir()
    put_back(tmp_path)
    put_back(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [EVIDENCE]


def test_making_writes_into_a_new_folder_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XUEHENG_LANGUAGE", "en")
    new = ["bench", "district-year", str(tmp_path / "new"), "--make", "500", "--seed", "4", "--runs", "1"]
    assert run([*new, "--only", "floor"]) == 0
    assert "500 records of 2 pupils" in capsys.readouterr().out
    assert run([*new, "--only", "floor"]) == 2
    assert "holds something already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["district-year", "nowhere"], "holds no workload"),
        (["district-yaer", "nowhere"], 'There is no workload called "district-yaer". Did you mean "district-year"?'),
        (["district-year", "nowhere", "--only", "flor"], 'There is no measurement called "flor"'),
        (["district-year", "nowhere", "--memory-limit", "much"], 'The size "much" cannot be read'),
    ],
)
def test_what_cannot_be_measured_is_refused(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUEHENG_LANGUAGE", "en")
    assert run(["bench", *words]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_pandas_is_for_three_million_and_less() -> None:
    (pandas,) = chosen("pandas")
    why = why_skipped(pandas, 30_000_000)
    assert why is not None
    assert "up to 3,000,000 records only" in why.en


def test_names_with_commas_choose() -> None:
    assert [job.name for job in chosen("full, live")] == ["full", "undigested", "live"]
    with pytest.raises(CommandRefused):
        chosen("everything")


@pytest.mark.parametrize("change", ["rescore_weight", "rescore_cut"])
def test_what_is_scored_without_evidence_is_what_a_full_run_gives(report: dict[str, Any], change: str) -> None:
    if change in report["skipped"]:
        pytest.skip(report["skipped"][change])
    figures = report["jobs"][change]
    assert (figures["evidence_taken_away"], figures["equal_to_full_run"]) == (True, True)
