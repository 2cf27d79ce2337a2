"""A random county's results are those of the national table: on both engines, section by section, item by item."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import pytest

from tests.balance import plain_sums as sums
from tests.balance.made_county import District, Record, made_districts
from xueheng.evaluation.core.examples import record_table, subject_table
from xueheng.evaluation.core.public import Answer, Dataset, Period, Records, evaluate, measure_values
from xueheng.language.public import Library, Place, WorkedRecord, WorkedSubject, load

EngineName = Literal["duckdb", "sqlite"]
YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
CENSUS = date(2025, 9, 5)
HERE = Place("made_county", 1, 1)


@pytest.fixture(scope="module")
def library() -> Library:
    loaded = load("balance")
    assert loaded.library
    assert not loaded.issues
    return loaded.library


@pytest.fixture(scope="module")
def districts() -> list[District]:
    return made_districts(6)


@pytest.fixture(scope="module")
def dataset(library: Library, districts: list[District]) -> Dataset:
    subjects = {"district": [], "school": [], "section": []}  # type: dict[str, list[WorkedSubject]]
    found: dict[str, list[WorkedRecord]] = {}
    for district in districts:
        subjects["district"].append(_subject("district", district.number, {}))
        for school in district.schools:
            above = {"common.district": district.number}
            facts = {"kind": school.kind, "public": school.public, **above}
            subjects["school"].append(_subject("school", school.number, facts))
            for section in school.sections:
                facts = {"stage": section.stage, "common.school": school.number, **above}
                subjects["section"].append(_subject("section", section.number, facts))
        for type_, about, record in _records(district):
            fields = {name: _cell(value) for name, value in record.items() if name != "verified"}
            made = WorkedRecord(f"balance.{type_}", about, CENSUS, record["verified"], None, None, "", fields, HERE)
            found.setdefault(made.type, []).append(made)
    return Dataset(
        {name: Records(record_table(library, name, records)) for name, records in found.items()},
        {f"common.{name}": subject_table(library, f"common.{name}", members) for name, members in subjects.items()},
    )


def _subject(entity: str, number: str, values: Mapping[str, Any]) -> WorkedSubject:
    return WorkedSubject(f"common.{entity}", number, {name: ((value, None, None),) for name, value in values.items()})


def _records(district: District) -> Iterator[tuple[str, str, Record]]:
    for school in district.schools:
        for section in school.sections:
            for type_ in ("resources", "admissions", "cohort"):
                record = getattr(section, type_)
                if record is not None:
                    yield type_, section.number, record
        if school.report is not None:
            yield "school_report", school.number, school.report
        yield from (("school_item", school.number, record) for record in school.items)
    lists = {"county_item": district.items, "survey": district.surveys}
    lists |= {"monitoring": district.monitored, "veto_finding": district.vetoes}
    if district.report is not None:
        yield "county_report", district.number, district.report
    for type_, records in lists.items():
        yield from ((type_, district.number, record) for record in records)


def _cell(value: Any) -> Any:
    return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value


ENGINES: tuple[EngineName, ...] = ("duckdb", "sqlite")


def answers_of(
    library: Library, dataset: Dataset, standard: str, engine: EngineName
) -> Mapping[str, Mapping[str, Answer]]:
    return evaluate(library, f"balance.{standard}", dataset, YEAR, engine=engine).answers()


def said(answer: Answer) -> bool | str | None:
    """Met, not met, not known, or not asked."""
    if answer.state == "not_applying":
        return sums.NOT_ASKED
    return None if answer.points is None else answer.points == 100


@pytest.mark.parametrize("engine", ENGINES)
def test_every_section_attains_what_the_table_says(
    library: Library, dataset: Dataset, districts: list[District], engine: EngineName
) -> None:
    answers = answers_of(library, dataset, "resource_standard", engine)
    compliant = measure_values(library, ["balance.compliant"], dataset, YEAR, engine=engine)
    by_section = compliant["balance.compliant", "common.section"]
    outcomes = []
    for district in districts:
        for school in district.schools:
            for section in school.sections:
                found = [answers[section.number][f"r{no}"] for no in range(1, 8)]
                if not sums.counts(school, section):
                    assert {one.state for one in found} == {"not_applying"}
                    continue
                assert [one.points for one in found] == sums.attained(section), section
                assert by_section[section.number] == sums.complies(section), section
                outcomes.append(sums.complies(section))
    assert set(outcomes) == {True, False, None}
    assert len(outcomes) > 60


@pytest.mark.parametrize("engine", ENGINES)
def test_every_coefficient_is_the_formulas_and_inside_its_limit_or_not(
    library: Library, dataset: Dataset, districts: list[District], engine: EngineName
) -> None:
    answers = answers_of(library, dataset, "variation_standard", engine)
    outcomes = []
    for district in districts:
        for stage in ("primary", "junior"):
            for no in range(1, 8):
                found = answers[f"{district.number}/{stage}"][f"v{no}"]
                assert found.value == sums.squared_variation(district, stage, no), (district.number, stage, no)
                assert said(found) == sums.variation_met(district, stage, no), (district.number, stage, no)
                outcomes.append(said(found))
        assert answers[f"{district.number}/senior"]["v1"].state == "not_applying"
    assert {True, False, None} == set(outcomes)


@pytest.mark.parametrize("engine", ENGINES)
def test_sections_short_and_undecided_are_counted_by_stage(
    library: Library, dataset: Dataset, districts: list[District], engine: EngineName
) -> None:
    names = [
        f"balance.{name}" for name in ("stage_sections", "short_sections", "undecided_sections", "compliant_share")
    ]
    values = {
        name.partition(".")[2]: found
        for (name, _), found in measure_values(library, names, dataset, YEAR, engine=engine).items()
    }
    for district in districts:
        for stage in ("primary", "junior"):
            decided = [sums.complies(section) for _, section in sums.counted(district, stage)]
            pair = f"{district.number}/{stage}"
            assert values["stage_sections"][pair] == len(decided)
            assert values["short_sections"][pair] == decided.count(False)
            assert values["undecided_sections"][pair] == decided.count(None)
            known = any(one is not None for one in decided)
            assert values["compliant_share"][pair] == (Fraction(decided.count(True), len(decided)) if known else None)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_fifteen_and_the_nine_items_are_met_as_the_table_says(
    library: Library, dataset: Dataset, districts: list[District], engine: EngineName
) -> None:
    for standard, items in (("government_standard", sums.government), ("quality_standard", sums.quality)):
        answers = answers_of(library, dataset, standard, engine)
        outcomes: set[bool | str | None] = set()
        for district in districts:
            found = {code: said(answers[district.number][code]) for code in items(district)}
            assert found == items(district), district.number
            outcomes |= set(found.values())
        assert {True, False, None} <= outcomes


@pytest.mark.parametrize("engine", ENGINES)
def test_the_county_is_balanced_or_not(
    library: Library, dataset: Dataset, districts: list[District], engine: EngineName
) -> None:
    answers = answers_of(library, dataset, "county_standard", engine)
    for district in districts:
        found = answers[district.number]
        assert said(found["verdict"]) == sums.verdict(district), district.number
        assert found["approval_part"].value == sums.approval(district)
        for stage in ("primary", "junior"):
            sections = [section for _, section in sums.counted(district, stage)]
            assert said(found[f"{stage}_compliance"]) == sums.every(sections, sums.complies)
        assert said(found["no_recalled_veto"]) == (not any(v["verified"] for v in district.vetoes))
    assert said(answers["good"]["verdict"]) is True
    assert said(answers["poor"]["verdict"]) is False
