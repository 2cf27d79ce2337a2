"""Measures and standards `by` one more dimension, each with its sum worked out by hand."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from tests.reference_evaluator.authoring import (
    attribute,
    code_of,
    column,
    compares,
    dataset,
    decimal,
    entity,
    evidence,
    fold,
    library,
    measure,
    node,
    num,
    population,
    reading,
    standard,
    sums,
    table,
    whole,
)
from tests.reference_evaluator.beside_engines import answers_of_all, values_of_all
from tests.reference_evaluator.data import Spans
from tests.reference_evaluator.evaluator import Plain
from tests.reference_evaluator.rows import Id
from xueheng.evaluation.core.dataset import Period
from xueheng.language import typed
from xueheng.language.definitions import (
    Cases,
    Entity,
    EvidenceType,
    Measure,
    Population,
    PopulationRows,
    Table,
    TableRows,
)
from xueheng.language.standard_definitions import PassScale, PointsScale

YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
CODES = ("primary", "junior")
STAGE = code_of(*CODES)
ROOMS = whole(0, 1000)
COUNTY = entity("county", (), wealth=whole(0, 9))
SECTION = entity("section", ("county",), stage=STAGE, rooms=ROOMS, pupils=ROOMS)
ROOM = evidence("room", "section", stage=STAGE, area=decimal(1, 0, 500))
LIMITS = table(
    "limits",
    ["stage", "item"],
    {"stage": STAGE, "item": code_of("books", "rooms"), "most": decimal(2)},
    ("primary", "books", Fraction("0.65")),
    ("primary", "rooms", Fraction("0.5")),
    ("junior", "rooms", Fraction("0.55")),
)
ALL = population("sections", "section")
SPANS: Spans = {
    "county": [{"subject": "east", "wealth": 3}, {"subject": "west", "wealth": 5}],
    "section": [
        {"subject": "e1", "county": "east", "stage": "primary", "rooms": 10, "pupils": 400},
        {"subject": "e2", "county": "east", "stage": "primary", "rooms": 20, "pupils": 600},
        {"subject": "e3", "county": "east", "stage": "junior", "rooms": 9, "pupils": 100},
        {"subject": "e4", "county": "east", "stage": None, "rooms": 99, "pupils": 900},
        {"subject": "w1", "county": "west", "stage": "junior", "rooms": 7, "pupils": 70},
    ],
}
AREA, FIELD_STAGE = column("area", decimal(1, 0, 500)), column("stage", STAGE)
Of = Mapping[Id, Plain]


def by_stage(name: str, made: Any, **keys: Any) -> Measure:
    return measure(name, made, of="county", by="stage", codes=CODES, **keys)


def members(name: str) -> Any:
    return attribute(name, STAGE if name == "stage" else ROOMS, "row", "section")


ROOMS_OF_ALL = by_stage("rooms", fold("sum", PopulationRows(ALL.name), members("rooms")))


def values(*made: Measure | Population | Entity | EvidenceType | Table, **records: list[dict[str, Any]]) -> list[Of]:
    """Values of the measures, in the order in which they are given."""
    measures = [one for one in made if isinstance(one, Measure)]
    packed = library(COUNTY, SECTION, ROOM, LIMITS, ALL, *made)
    found = values_of_all(packed, [one.name for one in measures], dataset(packed, SPANS, records), YEAR)
    return [found[one.name, one.of if one.by is None else f"{one.of} by {one.by}"] for one in measures]


def test_rows_are_kept_apart_by_their_own_column() -> None:
    # Records of e1 (an east section): primary 50.5 and 9.5; one junior 30; one that says no stage belongs to no pair.
    # West has none, and a sum of nothing is 0.
    records = [
        {"subject": "e1", "day": date(2025, 9, 1), "stage": "primary", "area": "50.5"},
        {"subject": "e1", "day": date(2026, 8, 31), "stage": "primary", "area": "9.5"},
        {"subject": "e1", "day": date(2026, 8, 31), "stage": "junior", "area": 30},
        {"subject": "e1", "day": date(2026, 8, 31), "stage": None, "area": 500},
    ]
    total, mean = values(by_stage("total", fold("sum", "room", AREA)), by_stage("mean", fold("mean", "room", AREA)),
                         room=records)  # fmt: skip
    assert total == {"east/primary": 60, "east/junior": 30, "west/primary": 0, "west/junior": 0}
    assert mean == {"east/primary": 30, "east/junior": 30, "west/primary": None, "west/junior": None}


def test_a_records_subject_says_the_code_as_on_the_records_day() -> None:
    # The record type says nothing of stages. s1 was primary in September and junior in June: 1 hour, then 4.
    hours = evidence("hours", "section", hours=whole(0, 100))
    made = by_stage("hours", fold("sum", "hours", column("hours", whole(0, 100))))
    packed = library(COUNTY, SECTION, hours, made)
    spans: Spans = {
        "county": [{"subject": "east"}],
        "section": [
            {"subject": "s1", "county": "east", "stage": "primary", "to_day": date(2026, 1, 31)},
            {"subject": "s1", "county": "east", "stage": "junior", "from_day": date(2026, 2, 1)},
        ],
    }
    records = [
        {"subject": "s1", "day": date(2025, 9, 10), "hours": 1},
        {"subject": "s1", "day": date(2026, 2, 1), "hours": 4},
    ]
    found = values_of_all(packed, [made.name], dataset(packed, spans, {"hours": records}), YEAR)
    assert found[made.name, "county by stage"] == {"east/primary": 1, "east/junior": 4}


def test_members_are_kept_apart_by_their_attribute_on_the_populations_day() -> None:
    # East primary 10 + 20, junior 9; e4 whose stage is not known belongs to no pair. West has no primary section.
    (rooms,) = values(ROOMS_OF_ALL)
    assert rooms == {"east/primary": 30, "east/junior": 9, "west/primary": 0, "west/junior": 7}


def test_lines_of_a_table_are_those_of_the_pair() -> None:
    # Two lines speak of primary sections, one of junior ones; every county reads the same table.
    most = column("most", decimal(2))
    lines, greatest = values(
        by_stage("lines", fold("count", TableRows(LIMITS.name))),
        by_stage("greatest", fold("max", TableRows(LIMITS.name), most)),
    )
    assert lines == {"east/primary": 2, "east/junior": 1, "west/primary": 2, "west/junior": 1}
    assert greatest["east/primary"] == Fraction("0.65")
    assert greatest["west/junior"] == Fraction("0.55")


def test_a_pair_reads_its_code_its_unit_and_measures_of_the_same_pair() -> None:
    # all = 30 + 9 + 99 = 138 rooms in the east. Share of the primary sections: 30 / 138 = 5/23.
    # wealth 3 and the code: primary sections get 3 + 30 = 33, others are not asked (else 0).
    everything = measure("all", fold("sum", PopulationRows(ALL.name), members("rooms")), of="county")
    share = by_stage("share", sums(reading("rooms", ROOMS, entity="county"), "/",
                                   reading("all", ROOMS, entity="county")))  # fmt: skip
    code = attribute("stage", STAGE, "asked", "county")
    rich = sums(attribute("wealth", whole(0, 9), "asked", "county"), "+", reading("rooms", ROOMS, entity="county"))
    only = by_stage("only", None, cases=Cases(((compares(code, "=", typed.Constant("primary", STAGE)), rich),), num(0)))
    _, _, shares, found = values(ROOMS_OF_ALL, everything, share, only)
    assert shares["east/primary"] == Fraction(5, 23)
    assert shares["east/junior"] == Fraction(9, 138)
    assert found == {"east/primary": 33, "east/junior": 0, "west/primary": 5, "west/junior": 0}


def test_a_row_reads_a_measure_by_its_own_code() -> None:
    # A line's own stage says which pair is read: in the east 30 rooms for two primary lines, 9 for the junior one:
    # 30 + 30 + 9 = 69. In the west 0 + 0 + 7.
    read = reading("rooms", ROOMS, "asked", "county", by=FIELD_STAGE)
    added = measure("added", fold("sum", TableRows(LIMITS.name), read), of="county")
    # A section reads its county's pair of its own stage: e1 10/30, e2 20/30, e3 9/9, e4 has no stage, w1 7/7.
    whose = reading("rooms", ROOMS, "row", "county", ("county",), by=members("stage"))
    parts = measure("parts", fold("max", PopulationRows(ALL.name), sums(members("rooms"), "/", whose)), of="county")
    _, added_up, greatest = values(ROOMS_OF_ALL, added, parts)
    assert added_up == {"east": 69, "west": 7}
    assert greatest == {"east": 1, "west": 1}


def test_where_and_weights_stand_within_the_pair() -> None:
    # Rooms a section weighed by pupils, of sections with fewer than 600 pupils: primary only e1, (10·400)/400 = 10;
    # junior e3, 9. West: junior w1, 7; no primary section is left.
    small = compares(members("pupils"), "<", num(600))
    made = fold("mean", PopulationRows(ALL.name), members("rooms"), where=small, weighed_by=members("pupils"))
    (found,) = values(by_stage("weighed", made))
    assert found == {"east/primary": 10, "east/junior": 9, "west/primary": None, "west/junior": 7}


def test_a_standard_by_stage_has_a_result_for_every_pair() -> None:
    # points = rooms of the pair; `enough` asks for 9 rooms. East primary 30 → (30 + 100) / 2 = 65; junior 9 →
    # (9 + 100) / 2 = 54.5; west primary 0 → (0 + 0) / 2 = 0; west junior 7 → (7 + 0) / 2 = 3.5.
    value = typed.ScaleInput(ROOMS)
    tree = node(
        "total",
        node("rooms", measure="rooms", scale=PointsScale(value)),
        node("enough", measure="rooms", scale=PassScale(compares(value, ">=", num(9)))),
        decimals=1,
    )
    packed = library(COUNTY, SECTION, ALL, ROOMS_OF_ALL, standard(tree, "county", by="stage", codes=CODES))
    answers = answers_of_all(packed, "p.s", dataset(packed, SPANS, {}), YEAR)
    assert {who: found["total"].shown for who, found in answers.items()} == {
        "east/primary": "65.0", "east/junior": "54.5", "west/primary": "0.0", "west/junior": "3.5",
    }  # fmt: skip


def test_a_leaf_of_the_whole_county_is_the_same_for_every_stage() -> None:
    # All rooms of the east are 10 + 20 + 9 + 99 = 138, of the west 7, whichever stage is asked for.
    everything = measure("all", fold("sum", PopulationRows(ALL.name), members("rooms")), of="county")
    tree = node(
        "total",
        node("own", measure="rooms", scale=PointsScale(typed.ScaleInput(ROOMS))),
        node("whole", measure="all", scale=PointsScale(typed.ScaleInput(ROOMS))),
        combine="sum",
    )
    made = standard(tree, "county", by="stage", codes=CODES)
    packed = library(COUNTY, SECTION, ALL, ROOMS_OF_ALL, everything, made)
    answers = answers_of_all(packed, "p.s", dataset(packed, SPANS, {}), YEAR)
    assert {who: found["total"].points for who, found in answers.items()} == {
        "east/primary": 168, "east/junior": 147, "west/primary": 7, "west/junior": 14,
    }  # fmt: skip


def test_a_standard_by_stage_may_apply_to_one_stage_only() -> None:
    # `applies` reads the code; a leaf of the county's own measure is the same for both stages: wealth 3 and 5.
    wealth = measure("wealth", attribute("wealth", whole(0, 9), "asked", "county"), of="county")
    code = attribute("stage", STAGE, "asked", "county")
    applies = compares(code, "=", typed.Constant("junior", STAGE))
    tree = node("total", node("wealth", measure="wealth", scale=PointsScale(typed.ScaleInput(whole(0, 9)))))
    packed = library(COUNTY, SECTION, wealth, standard(tree, "county", applies, by="stage", codes=CODES))
    answers = answers_of_all(packed, "p.s", dataset(packed, SPANS, {}), YEAR)
    assert {who: found["total"].state for who, found in answers.items()} == {
        "east/primary": "not_applying", "east/junior": "known",
        "west/primary": "not_applying", "west/junior": "known",
    }  # fmt: skip
    assert answers["east/junior"]["total"].points == 3
    assert answers["west/junior"]["total"].points == 5


def rooms_of(*sections: tuple[str, int, int]) -> Of:
    """The coefficient of variation of rooms a pupil, weighed by pupils, in a county of primary sections."""
    rooms, pupils = members("rooms"), members("pupils")
    made = by_stage("cv", fold("variation", PopulationRows(ALL.name), sums(rooms, "/", pupils), weighed_by=pupils))
    packed = library(COUNTY, SECTION, ALL, made)
    spans: Spans = {
        "county": [{"subject": "east"}],
        "section": [
            {"subject": name, "county": "east", "stage": "primary", "rooms": r, "pupils": p} for name, r, p in sections
        ],
    }
    found = values_of_all(packed, [made.name], dataset(packed, spans, {}), YEAR)
    return found[made.name, "county by stage"]


def test_a_county_with_one_school_varies_by_nothing() -> None:
    # One value is its own mean: Σw(x - m)² = 0. The junior stage has no school at all: missing, not 0.
    assert rooms_of(("s1", 10, 400)) == {"east/primary": 0, "east/junior": None}


def test_equal_schools_vary_by_nothing() -> None:
    # 10/400 = 15/600 = 1/40 in both.
    assert rooms_of(("s1", 10, 400), ("s2", 15, 600))["east/primary"] == 0


def test_two_schools_vary_as_the_sum_says() -> None:
    # x = 10/400 = 1/40 and 60/600 = 1/10; m = 70/1000 = 7/100.
    # Σw(x - m)² = 400·(9/200)² + 600·(3/100)² = 0.81 + 0.54 = 1.35; by Σw = 1000: 27/20000; by m² = 49/10000: 27/98.
    assert rooms_of(("s1", 10, 400), ("s2", 60, 600))["east/primary"] == Fraction(27, 98)


def test_a_county_without_pupils_has_no_variation() -> None:
    # Rooms a pupil cannot be worked out where nobody learns (x / 0): no school is left.
    assert rooms_of(("s1", 10, 0), ("s2", 20, 0))["east/primary"] is None
    # One school with pupils is left: 10/400 alone.
    assert rooms_of(("s1", 10, 400), ("s2", 20, 0))["east/primary"] == 0


def test_a_population_of_nobody() -> None:
    # Nobody is kept: counts are 0, a share and a mean of nobody are missing, an `empty: zero` says 0.
    nobody = population("nobody", "section", where=compares(members("rooms"), ">", num(1000)))
    rows, rooms = PopulationRows(nobody.name), members("rooms")
    many = compares(rooms, ">", num(0))
    count, share, mean, said = values(
        nobody,
        by_stage("count", fold("count", rows)),
        by_stage("share", fold("share", rows, many)),
        by_stage("mean", fold("mean", rows, rooms)),
        by_stage("said", fold("mean", rows, rooms, empty="zero")),
    )
    pairs = ("east/primary", "east/junior", "west/primary", "west/junior")
    assert count == said == dict.fromkeys(pairs, 0)
    assert share == mean == dict.fromkeys(pairs)
