"""A folder of results read back: everything there exactly, and refused by id where it cannot be trusted."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.reference_evaluator.authoring import compares, node, num, title
from xueheng.evaluation.core import public
from xueheng.evaluation.core.tests.school import YEAR, judging, leaf
from xueheng.language.standard_definitions import Level, StandardNode, WeightRow

LEVELS = (Level("good", Fraction(60), title("good")),)
ROWS = (WeightRow(compares(num(1), "=", num(1)), (("a", Fraction(3)), ("b", Fraction(1)))),)
ROOT = node("root", node("inner", leaf("a"), leaf("b"), weights=ROWS), leaf("c", if_missing="zero"), levels=LEVELS)
MARKS: dict[str, dict[str, str | None]] = {
    "li": {"a": "10", "b": "20.1", "c": "70"},
    "wu": {"a": None, "b": "20", "c": None},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "out")


def written(path: Path, root: StandardNode = ROOT, **manifest: object) -> Path:
    made, data = judging(root, MARKS)
    public.write_results(public.evaluate(made, "p.s", data, YEAR), path, manifest=manifest, library=made)
    return path


def test_pinned_results_are_exact(folder: Path) -> None:
    pinned = public.read_results(folder)
    assert (pinned.standard, pinned.version, pinned.layer, pinned.period) == ("p.s", "1.0.0", "base", YEAR)
    assert pinned.digest == json.loads((folder / "manifest.json").read_text("utf-8"))["digests"]["results"]
    li, wu = pinned.table.sort_by("subject").to_pylist()
    # (3 · 10 + 20.1) / 4 = 501/40; with 70: 3301/80
    assert (int(li["inner.points"]), int(li["inner.points_den"])) == (501, 40)
    assert (int(li["total.points"]), int(li["total.points_den"]), li["total.level"]) == (3301, 80, None)
    assert (int(li["b.value"]), int(li["b.value_den"]), li["c.state"]) == (201, 10, "known")
    assert (wu["inner.state"], wu["inner.points"], wu["c.state"], int(wu["c.points"])) == (
        "missing",
        None,
        "missing",
        0,
    )


def test_the_standard_stands_beside_its_results_as_data(folder: Path) -> None:
    tree = json.loads((folder / "tree.json").read_text("utf-8"))
    nodes = {each["code"]: each for each in tree["nodes"]}
    assert [(c, n["parent"]) for c, n in nodes.items()] == [
        ("total", None), ("inner", "total"), ("a", "inner"), ("b", "inner"), ("c", "total"),
    ]  # fmt: skip
    assert nodes["inner"]["weights"][0]["weigh"] == {"a": "3", "b": "1"}
    assert (nodes["c"]["if_missing"], nodes["c"]["measure"]["name"]) == ("zero", "p.c")
    assert nodes["total"]["levels"] == [{"code": "good", "at_least": "60", "title": {"zh": "good", "en": "good"}}]


def test_a_layered_runs_folder_means_its_base_or_its_layers(tmp_path: Path) -> None:
    written(tmp_path / "run" / "base", layer="base")
    written(tmp_path / "run" / "own" / "first", layer="own", overlay="first")
    written(tmp_path / "run" / "own" / "second", layer="own", overlay="second")
    assert public.open_results(tmp_path / "run").layer == "base"
    own = public.read_results(tmp_path / "run", "own")
    assert (own.layer, own.table.num_rows) == ("own", 4)
    assert public.open_results(tmp_path / "run" / "own" / "first").overlay == "first"


@pytest.mark.parametrize("content", [None, "nothing", "[]", '{"standard": "x"}'])
def test_a_folder_of_something_else(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(public.RunError, match="XH-F001"):
        public.open_results(tmp_path)


@pytest.mark.parametrize("name", ["results.parquet", "leaves.parquet", "nodes.parquet", "tree.json"])
def test_a_file_that_was_changed_or_taken_away(name: str, folder: Path) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content + b"\n")
    with pytest.raises(public.RunError, match="XH-F002"):
        public.open_results(folder)
    (folder / name).unlink()
    with pytest.raises(public.RunError, match="XH-F002"):
        public.open_results(folder)
    (folder / name).write_bytes(content)
    assert public.open_results(folder).rows == 2


def test_a_folder_of_another_version(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for written_by in ({}, {"format": "xueheng.results/99"}):
        del manifest["format"]
        manifest |= written_by
        (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        with pytest.raises(public.RunError, match="XH-F003"):
            public.open_results(folder)
        manifest |= {"format": "x"}
