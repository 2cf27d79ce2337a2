"""The district-year workload equals exact fractions for every pupil and every group, for two seeds."""

from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks.make_district_year import make
from tests.district_year.__main__ import evaluated
from tests.district_year.comparing import Compared, Results, differences, figure_differences
from tests.district_year.exact import Leaf, Pupil, Seen, percentile, points_of, published, read_leaves, scored, value_of

RECORDS = 150_000
"""One school of 600 pupils in fifteen classes."""


@pytest.mark.parametrize("seed", [0, 7])
def test_every_pupil_and_every_group_is_exact(seed: int, tmp_path: Path) -> None:
    made = make(RECORDS, tmp_path / "year", seed=seed)
    results = Results(evaluated(tmp_path / "year", tmp_path / "results"))
    compared, pupils = Compared(), list[Pupil]()
    found = list(differences(tmp_path / "year", results, range(made.schools), compared, pupils))
    found += figure_differences(tmp_path / "year", results, pupils, compared)
    assert found == []
    # 60 leaves with value, points and published points; 5 dimensions and the total, exact and published.
    assert compared.numbers == made.pupils * (60 * 3 + 6 * 2)
    # 15 classes, 1 school and 1 district: number, 66 means (60 + 5 + 1), 5 percentiles each.
    assert compared.figures == (15 + 1 + 1) * (1 + 66 + 5)


def test_a_wrong_number_is_found(tmp_path: Path) -> None:
    make(2_500, tmp_path / "year")
    results = Results(evaluated(tmp_path / "year", tmp_path / "results"))
    nodes = results.tables["nodes"]
    number = nodes.column_names.index("total.points")
    wrong = [cell + 1 if n == 3 else cell for n, cell in enumerate(nodes["total.points"].to_pylist())]
    results.tables["nodes"] = nodes.set_column(number, "total.points", [wrong])
    found = list(differences(tmp_path / "year", results, [0], Compared(), []))
    assert len(found) == 1
    assert "total.points" in found[0]


def leaf(kind: str, cut60: int, cut70: int, cut85: int, cut100: int) -> Leaf:
    return Leaf("l", kind, (0,), "year", False, 1, 0, (cut60, cut70, cut85, cut100))


def test_points_by_hand() -> None:
    # 7 of 8 records verified is 87.5 %: under a cut of 88. A mean of 62.00 exactly reaches a cut of 6200.
    assert points_of(leaf("ratio", 70, 80, 88, 95), value_of(leaf("ratio", 70, 80, 88, 95), Seen(8, 7))) == 70
    assert points_of(leaf("mean", 4000, 5500, 6200, 7000), value_of(leaf("mean", 0, 0, 0, 0), Seen(2, 0, 12400))) == 85
    assert points_of(leaf("max", 1, 2, 3, 4), None) == 0
    assert points_of(leaf("count", 1, 2, 4, 8), value_of(leaf("count", 1, 2, 4, 8), None)) == 30


def test_a_total_by_hand() -> None:
    # Without a record: counts, sums and people have 0, so 30 points; the others have none, so 0 points. The points of
    # l00 and l12 are under 60: at most 59. With equal leaves in every dimension the total is that of the dimensions.
    empty = scored(1, read_leaves(), {})
    assert empty.points["l00"] == 30
    assert empty.points["l25"] == 0
    weighed = [Fraction(w, 100) * d for w, d in zip((30, 20, 20, 15, 15), empty.dimensions, strict=True)]
    assert empty.total == sum(weighed) < 59


def test_published_and_percentiles_by_hand() -> None:
    assert published(Fraction(1, 3)) == Fraction("0.3333")
    assert published(Fraction("0.00005")) == Fraction("0.0001")
    # Of 10, 20, 40 the first quartile stands at place 0.5: 15; the 90th per cent at 1.8: 20 + 0.8 · 20 = 36.
    assert percentile([Fraction(10), Fraction(20), Fraction(40)], 25) == 15
    assert percentile([Fraction(10), Fraction(20), Fraction(40)], 90) == 36
