"""An engine that is wrong is caught, and its fault is told small."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.property import cases, comparing
from tests.property.cases import Case, case_of_measures, case_of_standard
from tests.property.comparing import Tally, compare
from tests.property.reducing import story
from xueheng.evaluation.core import public
from xueheng.evaluation.core.dataset import Dataset

MANY = range(40)


def found_in(made: list[Case]) -> list[comparing.Difference]:
    tally = Tally()
    return [found for case in made for found in compare(case, tally)]


def test_one_wrong_number_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that adds one to the first known number of SQLite's answers."""
    right = public.measure_values

    def wrong(*given: Any, engine: str) -> Mapping[tuple[str, str], Mapping[Any, Any]]:
        answers = right(*given, engine=engine)  # type: ignore[arg-type]
        if engine == "sqlite":
            for values in answers.values():
                for subject, value in values.items():
                    if isinstance(value, Fraction):
                        values[subject] = value + 1
                        return answers
        return answers

    monkeypatch.setattr(public, "measure_values", wrong)
    found = found_in([case_of_measures(0)])
    assert [one.way for one in found] == ["sqlite"]
    assert "sqlite differs from the reference" in story(found[0])


def test_a_record_that_an_engine_overlooks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engines are given every type's records without the last; some case of a few shows it."""
    right = Case.dataset

    def short(case: Case) -> Dataset:
        worlds = tuple(
            replace(world, records={name: lines[:-1] for name, lines in world.records.items()}) for world in case.worlds
        )
        return right(replace(case, worlds=worlds))

    monkeypatch.setattr(Case, "dataset", short)
    assert found_in([case_of_measures(number) for number in range(0, 12, 2)])


def test_worlds_that_leak_into_each_other_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two worlds under the same names: what an engine would do that mixed up two schools."""
    several = [case for case in (case_of_standard(number) for number in range(1, 15, 2)) if len(case.worlds) > 1]
    monkeypatch.setattr(cases, "prefix_of", lambda number: "")
    assert found_in(several)
