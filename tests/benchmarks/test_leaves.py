"""The pack's sixty leaves are those of the list, and the floor reads what they need and no more."""

from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.floor import job as floor_job
from benchmarks.leaves import Leaf, leaves_by_type, needed_columns, read_leaves
from benchmarks.make_district_year import make
from benchmarks.measured import Task
from benchmarks.workload import CHANGES, PACK, PUPIL, STANDARD, library, with_changes
from xueheng.language.public import BandScale, EvidenceRows, Library, StandardNode, load

WINDOWS = {"year": ("period", ""), "term1": ("named", "term_1"), "term2": ("named", "term_2")}
UNITS = {"sum": 100, "mean": 100, "max": 100, "latest": 100, "ratio": 100}
"""What the list writes in hundredths or in percent, the pack in whole points or as a share."""


@pytest.fixture(scope="module")
def definitions() -> Library:
    return library()


def parts(definitions: Library) -> dict[str, tuple[StandardNode, StandardNode]]:
    """Leaf → its dimension and itself."""
    root = definitions.standards[STANDARD].root
    return {leaf.code: (dimension, leaf) for dimension in root.parts for leaf in dimension.parts}


@pytest.mark.parametrize("leaf", read_leaves(), ids=lambda leaf: leaf.name)
def test_a_leaf_of_the_pack_is_that_of_the_list(leaf: Leaf, definitions: Library) -> None:
    dimension, node = parts(definitions)[leaf.name]
    assert (dimension.code, node.weight, node.if_missing) == (f"d{leaf.dimension}", Fraction(leaf.weight), "zero")
    fold = definitions.measures[(str(node.measure), PUPIL)].fold
    assert fold is not None
    assert isinstance(fold.rows, EvidenceRows)
    assert fold.kind == {"ratio": "share"}.get(leaf.kind, leaf.kind)
    assert fold.rows.types == tuple(f"district_year.type_{t:02d}" for t in leaf.types)
    assert (fold.during.kind, fold.during.name) == WINDOWS[leaf.window]
    assert (fold.records, fold.where, fold.weighed_by) == ("verified" if leaf.verified_only else "any", None, None)
    read = {"count": None, "ratio": None, "distinct": "recorder"}.get(leaf.kind, "value")
    assert getattr(fold.expression, "name", None) == read
    assert getattr(fold.condition, "name", None) == ("verified" if leaf.kind == "ratio" else None)
    assert isinstance(node.scale, BandScale)
    unit = UNITS.get(leaf.kind, 1)
    points = zip((100, 85, 70, 60), reversed(leaf.cuts), strict=True)
    assert node.scale.bands == tuple((Fraction(cut, unit), Fraction(reached)) for reached, cut in points)
    assert (node.scale.otherwise, node.scale.better) == (Fraction(30), "high")


def test_the_pack_has_no_other_leaves_and_the_total_is_of_five(definitions: Library) -> None:
    root = definitions.standards[STANDARD].root
    assert parts(definitions).keys() == {leaf.name for leaf in read_leaves()}
    assert len(parts(definitions)) == 60
    weights = {"d0": Fraction(30), "d1": Fraction(20), "d2": Fraction(20), "d3": Fraction(15), "d4": Fraction(15)}
    assert {part.code: part.weight for part in root.parts} == weights
    assert [(rule.act, rule.amount) for rule in root.rules] == [("at_most", 59), ("times", Fraction(4, 5))]
    groups = definitions.standards[STANDARD].groups
    assert [(entity.rpartition(".")[2], statistics) for entity, statistics in groups] == [
        (entity, ("count", "mean", "percentiles")) for entity in ("class", "school", "district")
    ]


def test_what_a_file_must_give_is_worked_out_from_its_leaves() -> None:
    """Type 17: only l42, the greatest value of verified ones in a term. Type 0: l24 and l51. Type 33: no distinct."""
    needed = needed_columns(read_leaves())
    assert needed[17] == ["subject", "occurred", "value", "verified"]
    assert needed[26] == ["subject", "occurred", "verified"]
    assert needed[0] == ["subject", "occurred", "value", "verified", "actor"]
    assert needed[7] == ["subject", "occurred", "value"]
    assert needed.keys() == leaves_by_type(read_leaves()).keys() == {*range(40)} - {2, 11, 25, 36}


def test_the_floor_reads_exactly_these_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(5_000, tmp_path)
    asked: dict[int, list[str]] = {}
    read = pq.read_table

    def watched(path: Path, columns: list[str]) -> pa.Table:
        asked[int(path.stem.removeprefix("type_"))] = columns
        table = read(path, columns=columns)
        assert table.column_names == columns
        return table

    monkeypatch.setattr(pq, "read_table", watched)
    facts = floor_job(Task(tmp_path, tmp_path))
    assert asked == needed_columns(read_leaves())
    assert facts["rows"] == sum(read(tmp_path / f"evidence/type_{t:02d}.parquet").num_rows for t in asked)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_one_change_of_a_pack_that_stays_right(change: str, tmp_path: Path, definitions: Library) -> None:
    changed = load(with_changes(tmp_path / "changed", CHANGES[change])).library
    assert changed is not None
    before, after = parts(definitions), parts(changed)
    differs = {code for code in before if (before[code][1].weight, before[code][1].scale)
               != (after[code][1].weight, after[code][1].scale)}  # fmt: skip
    kind = {leaf.name: leaf.kind for leaf in read_leaves()}
    assert differs == ({"l06"} if change == "weight" else {code for code in kind if kind[code] == "count"})
    assert len(list(PACK.rglob("*.yaml"))) == len(list((tmp_path / "changed").rglob("*.yaml")))
