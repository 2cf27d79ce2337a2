"""Results as files: decimals as published, the three absences told apart, nothing a spreadsheet would run."""

import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.reference_evaluator.authoring import compares, node, num, title
from xueheng.evaluation.core import public, writing
from xueheng.evaluation.core.tests.school import YEAR, judging, leaf
from xueheng.language.standard_definitions import Level, StandardNode

LEVELS = (Level("good", num(60).value, title("good")),)  # type: ignore[arg-type]
NEVER = compares(num(1), "=", num(2))
ROOT = node(
    "root",
    leaf("a", weight=3),
    leaf("b", if_missing="leave_out", decimals=0),
    leaf("c", when=NEVER),
    decimals=1,
    levels=LEVELS,
)
MARKS: dict[str, dict[str, str | None]] = {
    "li": {"a": "59.9", "b": "60.5"},  # (3·59.9 + 60.5) / 4 = 60.05
    "wu": {"a": "50", "b": None},
    "ma": {"a": None, "b": "1"},
}


def evaluated(marks: dict[str, dict[str, str | None]], root: StandardNode = ROOT) -> public.Evaluation:
    made, data = judging(root, marks)
    return public.evaluate(made, "p.s", data, YEAR)


def test_a_csv_says_what_is_published_and_what_is_absent(tmp_path: Path) -> None:
    public.write_results(evaluated(MARKS), tmp_path / "r.csv", manifest={})
    assert (tmp_path / "r.csv").read_text("utf-8").splitlines() == [
        "subject,a,b,c,total,level,missing,not_applying",
        "li,59.9,61,,60.1,good,,c",
        "ma,,1,,,,a total,c",
        "wu,50,,,50.0,,b,c",
    ]


def test_few_rows_and_many_are_written_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    few = public.results_table(evaluated(MARKS))
    monkeypatch.setattr(writing, "FEW", 0)
    assert public.results_table(evaluated(MARKS)).equals(few)


def test_a_name_that_looks_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1+1", "-1", "@x", "李"]  # -1 is a number
    public.write_results(evaluated({n: {"a": "1", "b": "1"} for n in names}), tmp_path / "r.csv", manifest={})
    lines = (tmp_path / "r.csv").read_text("utf-8").splitlines()[1:]
    assert sorted(line.split(",")[0] for line in lines) == sorted(["'=1+1", "'+1", "'-1+1", "-1", "'@x", "李"])


def test_parquet_holds_decimals_of_the_published_scale(tmp_path: Path) -> None:
    public.write_results(evaluated(MARKS), tmp_path / "r.parquet", manifest={})
    table = pq.read_table(tmp_path / "r.parquet")
    assert table.column("total").to_pylist() == [Decimal("60.1"), None, Decimal("50.0")]
    assert table.schema.field("total").type == pa.decimal128(38, 1)
    assert table.schema.field("b").type == pa.int64()
    assert table.column("b").to_pylist() == [61, 1, None]


def test_a_folder_holds_results_leaves_distributions_and_what_was_computed_from_what(tmp_path: Path) -> None:
    evaluation = evaluated(MARKS)
    public.write_results(evaluation, tmp_path / "out", manifest={"asked": "by hand"})
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "ground.parquet",
        "groups.csv",
        "groups.parquet",
        "leaves.parquet",
        "manifest.json",
        "nodes.parquet",
        "results.csv",
        "results.parquet",
    ]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["digests"] == evaluation.digests
    assert (manifest["subjects"], manifest["asked"], manifest["standard"]) == (3, "by hand", "p.s")
    assert manifest["period"]["end"] == "2026-08-31"
    leaves = pq.read_table(tmp_path / "out" / "leaves.parquet").to_pylist()
    li = next(row for row in leaves if row["subject"] == "li")
    assert (li["a.state"], str(li["a.value"]), str(li["a.value_den"])) == ("known", "599", "10")
    assert (li["c.state"], li["c.points"]) == ("not_applying", None)


def test_what_declares_no_decimals_is_written_without_trailing_zeros(tmp_path: Path) -> None:
    plain = node("root", leaf("a"), leaf("b"))
    public.write_results(evaluated({"li": {"a": "1", "b": "2.5"}}, plain), tmp_path / "r.csv", manifest={})
    assert (tmp_path / "r.csv").read_text("utf-8").splitlines()[1] == "li,1,2.5,1.75,,"


def test_shown_text_by_hand() -> None:
    asked = [
        (-5, 2, False),
        (5, 2, False),
        (0, 1, False),
        (77_500_000, 6, True),
        (-40, 1, True),
        (0, 6, True),
        (7, 0, True),
    ]
    shown = [public.shown_text(units, decimals, trimmed=trimmed) for units, decimals, trimmed in asked]
    assert shown == ["-0.05", "0.05", "0.0", "77.5", "-4", "0", "7"]


def test_numbers_written_as_differences_are_read_back_as_they_were(tmp_path: Path) -> None:
    spread = [(-1) ** n * (2**62 - n * n) for n in range(3000)]
    table = pa.table(
        {
            "a.value": spread,
            "b.value": [None if n % 3 else n for n in spread],
            "a.points": [n % 5 for n in range(3000)],
            "a.state": pa.array(["known", "missing"] * 1500).dictionary_encode(),
            "none": pa.array([None] * 3000, pa.int64()),
        }
    )
    writing.write_parquet(table, tmp_path / "t.parquet")
    assert pq.read_table(tmp_path / "t.parquet").equals(table)
    encodings = pq.read_metadata(tmp_path / "t.parquet").row_group(0)
    assert all("DELTA_BINARY_PACKED" in encodings.column(n).encodings for n in (0, 1))
    assert "RLE_DICTIONARY" in encodings.column(2).encodings


def test_a_table_without_rows_is_read_back(tmp_path: Path) -> None:
    table = pa.table({"a.value": pa.array([], pa.int64()), "a.state": pa.array([], pa.string()).dictionary_encode()})
    writing.write_parquet(table, tmp_path / "t.parquet")
    assert pq.read_table(tmp_path / "t.parquet").equals(table)
