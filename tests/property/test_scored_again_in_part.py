"""Random standards, scored again after one random change, and again after another: as if evaluated from the beginning,
cell by cell, distributions and digests too. What the change does not touch is taken over, so that this can differ.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from tests.property.cases import Case, case_of_standard
from tests.property.changing import changed
from xueheng.evaluation.core import public
from xueheng.evaluation.core.evaluation import Evaluation
from xueheng.evaluation.core.grains import ancestors_of, grain_of_standard
from xueheng.language.library_definitions import Library

PARTS = 4
NUMBERS = 10
"""Standards in each part; a third cannot be scored again at all, since they read other subjects or standards."""
EVERY_STATISTIC = ("count", "mean", "levels", "quartiles", "percentiles")
NEEDS_MORE = "XH-R020"


@pytest.mark.parametrize("part", range(PARTS))
def test_scored_again_equals_evaluated_anew(part: int, tmp_path: Path) -> None:
    told: Counter[str] = Counter()
    for number in range(part * 1000 + 1, part * 1000 + 2 * NUMBERS, 2):
        told += scored_again(number, tmp_path / str(number))
    assert set(told) <= {"scored again", "taken over", NEEDS_MORE}, told
    assert told["scored again"] >= NUMBERS // 2, told
    assert told["taken over"] >= 2 * told["scored again"], told


def scored_again(number: int, folder: Path) -> Counter[str]:
    """Two changes, one after the other: how often that was possible, and how many nodes were taken over."""
    case = case_of_standard(number)
    assert case.standard is not None
    name, library = case.standard.name, with_groups(case)
    chance, told = Random(number), Counter[str]()
    first = evaluated(case, library, name)
    if first is None:
        return told
    written(first, folder)
    for _ in range(2):
        library = changed(chance, library, name)
        whole = evaluated(case, library, name)
        if whole is None:
            return told
        try:
            again = public.rescore(library, name, folder, case.period)
        except public.RunError as refused:
            told[refused.rule] += 1
            return told
        assert_same(again, whole, f"number {number}")
        digests = public.rescore(library, name, folder, case.period, digests=True).digests
        assert (digests["leaves"], digests["results"]) == (whole.digests["leaves"], whole.digests["results"])
        folder = folder / "again"
        assert_same_files(written(again, folder), written(whole, folder / "whole"))
        told["scored again"] += 1
        told["taken over"] += sum(f"s{c.index}" in again.rest for c in again.columns)
    return told


def written(evaluation: Evaluation, folder: Path) -> Path:
    folder.mkdir(parents=True)
    public.write_tables(evaluation, folder)
    return folder


def evaluated(case: Case, library: Library, name: str) -> Evaluation | None:
    """The whole run; None where the data or the bounds do not allow one."""
    try:
        return public.evaluate(library, name, case.dataset(), case.period)
    except public.RunError:
        return None


def with_groups(case: Case) -> Library:
    """The case's library; the standard asks for every distribution by whatever stands above its subjects."""
    library, standard = case.library(), case.standard
    assert standard is not None
    above = ancestors_of(library, grain_of_standard(standard))
    groups = tuple((entity, EVERY_STATISTIC) for entity in above)
    return replace(library, standards={**library.standards, standard.name: replace(standard, groups=groups)})


def assert_same(again: Evaluation, whole: Evaluation, where: str) -> None:
    assert again.columns == whole.columns, where
    assert again.answers() == whole.answers(), where
    assert again.groups is not None
    assert whole.groups is not None
    assert again.groups.to_pylist() == whole.groups.to_pylist(), where


def assert_same_files(again: Path, whole: Path) -> None:
    """What is written is the same too; only the ground may be in another order."""
    for name in ("results", "leaves", "nodes", "groups"):
        one, other = (pq.read_table(folder / f"{name}.parquet") for folder in (again, whole))
        assert one.equals(other), name
