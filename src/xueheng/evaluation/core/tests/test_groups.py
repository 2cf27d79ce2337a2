"""Distributions by school: means and percentiles of published numbers, worked out by hand on five pupils."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tests.reference_evaluator.authoring import compares, library, node, num, reading, standard, title
from tests.reference_evaluator.authoring import dataset as data_of
from xueheng.evaluation.core import public
from xueheng.evaluation.core.groups import half_up
from xueheng.evaluation.core.tests.school import MARK, MARKS, PUPIL, SCHOOL, TEST, YEAR, leaf
from xueheng.language.standard_definitions import Level, Standard

LEVELS = (Level("good", Fraction(70), title("good")), Level("fair", Fraction(50), title("fair")))
ALL = ("count", "mean", "levels", "quartiles", "percentiles")


def figures(pupils: Mapping[str, tuple[str | None, str]], made: Standard) -> dict[tuple[str, str, str], str]:
    """(group, column, statistic) → value of pupils with a mark and a school."""
    grouped = replace(made, groups=(("school", ALL),))
    lib = library(PUPIL, SCHOOL, TEST, *MARKS, grouped)
    subjects = [{"subject": name, "grade": "g7", "school": school} for name, (_, school) in pupils.items()]
    lines: list[dict[str, Any]] = [{"subject": n, "day": YEAR.end, "a": mark} for n, (mark, _) in pupils.items()]
    data = data_of(lib, {"pupil": subjects, "school": [{"subject": "north"}]}, {"test": lines})
    found = public.evaluate(lib, "p.s", data, YEAR).groups
    assert found is not None
    return {(f["group"], f["column"], f["statistic"]): f["value"] for f in found.to_pylist()}


def test_means_and_percentiles_of_five_pupils() -> None:
    marks = {"li": "50", "wu": "60.5", "ma": "70.5", "he": "80", "bo": "90.5"}
    pupils: dict[str, tuple[str | None, str]] = {name: (mark, "north") for name, mark in marks.items()}
    pupils |= {"xu": (None, "north"), "yu": ("10", "south")}
    found = figures(pupils, standard(node("root", leaf("a"), levels=LEVELS, decimals=1)))
    assert found["north", "total", "count"] == "6"  # the standard applies to xu too
    assert found["north", "total", "mean"] == "70.3"  # 351.5 / 5
    # places 0..4: the p-th lies at 4·p/100
    assert found["north", "total", "p50"] == "70.5"
    assert found["north", "total", "p25"] == "60.5"
    assert found["north", "total", "p75"] == "80.0"
    assert found["north", "total", "p10"] == "54.2"  # 50 + 0.4 · 10.5
    assert found["north", "total", "p90"] == "86.3"  # 80 + 0.6 · 10.5
    assert (found["north", "total", "level.good"], found["north", "total", "level.fair"]) == ("3", "2")
    assert found["south", "total", "p25"] == "10.0"
    assert ("south", "total", "level.good") not in found


def test_means_and_percentiles_are_rounded_half_up() -> None:
    pupils = {"li": ("2", "north"), "wu": ("3", "north")}
    found = figures(pupils, standard(node("root", leaf("a"), decimals=0)))
    assert (found["north", "total", "mean"], found["north", "total", "p50"]) == ("3", "3")  # 2.5
    assert found["north", "total", "p25"] == "2"  # 2.25
    assert [half_up(Fraction(n)) for n in ("2.5", "-2.5", "2.49", "-0.5", "-0.49")] == [3, -3, 2, -1, 0]


def test_whom_the_standard_does_not_apply_to_is_not_counted() -> None:
    able = compares(reading("a", MARK), ">=", num(50))
    made = standard(node("root", leaf("a"), decimals=0), applies=able)
    found = figures({"li": ("60", "north"), "wu": ("40", "north")}, made)
    assert (found["north", "total", "count"], found["north", "total", "mean"]) == ("1", "60")
