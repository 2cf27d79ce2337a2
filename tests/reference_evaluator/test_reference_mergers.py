"""Merged schools: one that is no more on the period's last day counts as its successor."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.reference_evaluator import RunRefusedError
from tests.reference_evaluator.authoring import (
    attribute,
    column,
    dataset,
    entity,
    evidence,
    fold,
    library,
    measure,
    population,
    whole,
)
from tests.reference_evaluator.beside_engines import values_of_all
from tests.reference_evaluator.data import Spans
from xueheng.evaluation.core.dataset import Period
from xueheng.language.definitions import EvidenceRows, Measure, PopulationRows

YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
MARK = whole(0, 100)
DISTRICT = entity("district")
SCHOOL = entity("school", ("district",), rooms=MARK)
PUPIL = entity("pupil", ("school", "district"))
TEST = evidence("test", mark=MARK)
STARTED = population("started", "pupil", "period_start")
OPEN = population("open", "school", "period_start")
CLOSED = {"to_day": date(2026, 1, 31)}
HALL = {"subject": "hall", "district": "east", "rooms": 30}
MILL = {"subject": "mill", "district": "east", "rooms": 5, **CLOSED, "merged_into": "hall"}
LANE = {"subject": "lane", "district": "west", "rooms": 8}
PUPILS: list[dict[str, Any]] = [
    {"subject": "ann", "school": "mill", "district": "east", **CLOSED},
    {"subject": "ann", "school": "hall", "district": "east", "from_day": date(2026, 2, 1)},
    {"subject": "bo", "school": "hall", "district": "east"},
    {"subject": "cy", "school": "lane", "district": "west"},
]
AUTUMN, SPRING = date(2025, 10, 1), date(2026, 4, 1)


def values(
    made: Measure, schools: list[dict[str, Any]], records: list[dict[str, Any]] | None = None
) -> Mapping[str | int, object]:
    districts = [{"subject": name} for name in ("east", "west")]
    spans: Spans = {"district": districts, "school": schools, "pupil": PUPILS}
    packed = library(DISTRICT, SCHOOL, PUPIL, TEST, STARTED, OPEN, made)
    found = values_of_all(packed, [made.name], dataset(packed, spans, {"test": records or []}), YEAR)
    return found[made.name, made.of]


def test_records_made_in_a_merged_school_count_for_its_successor() -> None:
    # ann's autumn record was made while she was at mill, bo's in mill itself (`org`): hall has 10 + 20 + 40 and mill,
    # which is no more, nothing.
    records = [
        {"subject": "ann", "day": AUTUMN, "mark": 10},
        {"subject": "bo", "day": AUTUMN, "mark": 20, "org": "mill"},
        {"subject": "bo", "day": SPRING, "mark": 40},
        {"subject": "cy", "day": AUTUMN, "mark": 3},
    ]
    total = measure("total", fold("sum", EvidenceRows(("p.test",)), column("mark", MARK)), of="school")
    assert values(total, [HALL, MILL, LANE], records) == {"hall": 70, "mill": 0, "lane": 3}


def test_members_on_an_earlier_day_count_for_the_successor() -> None:
    # On 1 September ann stood at mill and bo at hall: two for hall.
    heads = measure("heads", fold("count", PopulationRows(STARTED.name), on="period_start"), of="school")
    assert values(heads, [HALL, MILL, LANE]) == {"hall": 2, "mill": 0, "lane": 1}


def test_a_school_that_is_still_there_counts_for_itself() -> None:
    # `merged_into` is said, but mill closes only after the year: nothing moves.
    later = {**MILL, "to_day": date(2026, 9, 1)}
    heads = measure("heads", fold("count", PopulationRows(STARTED.name), on="period_start"), of="school")
    assert values(heads, [HALL, later, LANE]) == {"hall": 1, "mill": 1, "lane": 1}


def test_a_chain_of_mergers_is_followed_to_its_end() -> None:
    # mill went into hall, hall into lane the day after: all three pupils count for lane.
    hall = {**HALL, "to_day": date(2026, 2, 1), "merged_into": "lane"}
    heads = measure("heads", fold("count", PopulationRows(STARTED.name), on="period_start"), of="school")
    assert values(heads, [hall, MILL, LANE]) == {"hall": 0, "mill": 0, "lane": 3}


def test_a_merged_school_is_still_a_member_of_its_own_day() -> None:
    # Schools open on 1 September: hall and mill in the east, 30 + 5 rooms; the merger moves people, not rooms.
    rooms = measure(
        "rooms",
        fold("sum", PopulationRows(OPEN.name), attribute("rooms", MARK, "row", "school"), on="period_start"),
        of="district",
    )
    assert values(rooms, [HALL, MILL, LANE]) == {"east": 35, "west": 8}


def test_schools_merged_into_each_other_stop_the_run() -> None:
    hall = {**HALL, "to_day": date(2026, 2, 1), "merged_into": "mill"}
    heads = measure("heads", fold("count", PopulationRows(STARTED.name), on="period_start"), of="school")
    with pytest.raises(RunRefusedError, match="XH-R018"):
        values(heads, [hall, MILL, LANE])
