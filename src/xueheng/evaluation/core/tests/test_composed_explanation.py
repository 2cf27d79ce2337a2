"""What a composed result rests on: its numbers, the other results it read, and records that give it again."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from tests.reference_evaluator.authoring import (
    EXACT,
    attribute,
    code_of,
    column,
    compares,
    entity,
    evidence,
    fold,
    library,
    measure,
    node,
    num,
    other_result,
    population,
    reading,
    register,
    standard,
    sums,
    whole,
)
from tests.reference_evaluator.data import More, dataset, pinned_results
from tests.reference_evaluator.four_pupils import (
    LEAF_POINTS,
    LEVEL,
    MARK,
    YEAR,
    data,
    leaf_fold,
    packed_with,
    read,
)
from tests.reference_evaluator.nodes import Answer
from xueheng.evaluation.core import public
from xueheng.evaluation.core.dataset import Dataset
from xueheng.language import typed
from xueheng.language.definitions import Measure, PopulationRows, RegisterRows
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import PassScale, PercentileScale, PointsScale

EVERYBODY = population("everybody")
ALL = PopulationRows(EVERYBODY.name)
GOOD = compares(read("total", LEVEL, what="level", whose="row"), "=", typed.Constant("good", LEVEL))
REACHED = compares(LEAF_POINTS, ">=", num(60))


def leaf_of(packed: Library, given: Dataset, subject: str, name: str = "p.second") -> dict[str, Any]:
    """The explanation of a standard's one leaf."""
    found: dict[str, Any] = public.explain(packed, name, given, YEAR, subject, "m")["root"]
    return found


def showing(made: Measure, *more: Any, of: str = "pupil") -> Library:
    """A standard that shows one measure."""
    shown = standard(
        node("root", node("m", measure=made.name.removeprefix("p.")), combine="profile"), of, name="second"
    )
    return packed_with(EVERYBODY, *more, made, shown)


def test_a_fold_over_leaves_shows_every_leaf() -> None:
    packed = showing(measure("m", leaf_fold("count", REACHED)))
    trace = leaf_of(packed, data(packed), "bo")["measure"]
    keys = ("code", "points", "value", "weight", "counts")
    assert [tuple(leaf[key] for key in keys) for leaf in trace["leaves"]] == [
        ("a", "70", "70", "3", True), ("b", "0", None, "1", False), ("c", "100", "100", "1", True),
    ]  # fmt: skip
    assert trace["numbers"] == {"rows": 3, "numerator": 2}
    assert (trace["standard"], trace["version"], trace["record_ids"]) == ("p.work", "1.0.0", {"p.test": [2]})
    assert "共 3 项，满足 2 项" in trace["words"]["zh"]


def test_a_result_that_was_read_says_which_whose_and_of_when() -> None:
    packed = showing(measure("m", sums(read("total"), "+", num(1))))
    trace = leaf_of(packed, data(packed), "ann")["measure"]
    (result,) = trace["results"]
    assert (result["standard"], result["version"], result["code"], result["subject"]) == (
        "p.work",
        "1.0.0",
        "total",
        "ann",
    )
    assert (result["value"], result["pinned"], result["digest"]) == ("82.5", False, None)
    assert result["period"] == {"label": "2025-2026", "start": "2025-09-01", "end": "2026-08-31"}
    assert trace["words"]["zh"] == "work + 1 = 82.5 + 1 = 83.5"
    assert trace["record_ids"] == {"p.test": [1]}


def test_a_pinned_result_shows_its_digest_and_no_records() -> None:
    packed = showing(measure("m", read("total")))
    missing = Answer("missing", None, None, None)
    total = {"total": Answer("known", Fraction(60), "60", None), **dict.fromkeys(("core", "a", "b", "c"), missing)}
    given = data(packed, More(results=(replace(pinned_results("work", {"ann": total}, YEAR), digest="d1ce"),)))
    trace = leaf_of(packed, given, "ann")["measure"]
    (result,) = trace["results"]
    assert (result["value"], result["pinned"], result["digest"], result["layer"]) == ("60", True, "d1ce", "base")
    assert trace["record_ids"] == {}


def test_a_condition_shows_the_results_it_read() -> None:
    when = compares(read("total"), ">=", num(60))
    mark = node("m", measure="a", scale=PassScale(compares(read("core"), ">", typed.ScaleInput(EXACT))), when=when)
    packed = packed_with(standard(node("root", mark), name="second"))
    found = leaf_of(packed, data(packed), "ann")
    assert [(r["code"], r["value"]) for r in found["results"]] == [("total", "82.5"), ("core", "82.5")]


def test_a_share_of_members_shows_its_two_numbers() -> None:
    packed = showing(measure("m", fold("share", ALL, GOOD), of="school"), of="school")
    trace = leaf_of(packed, data(packed), "north")["measure"]
    assert trace["numbers"] == {"rows": 2, "numerator": 1, "denominator": 2}
    assert trace["record_ids"] == {"p.test": [1, 2]}
    assert "共 2 个，满足 1 个" in trace["words"]["zh"]


def test_entries_of_a_register_are_shown() -> None:
    listed = register("supported", "pupil", grant=whole(0, 1000))
    made = measure("m", fold("sum", RegisterRows(listed.name), column("grant", whole(0, 1000))))
    packed = showing(made, listed)
    entries = [
        {"subject": "ann", "since": date(2020, 1, 1), "until": date(2026, 8, 31), "grant": 500},
        {"subject": "ann", "since": date(2026, 8, 31), "until": None, "grant": 20},
        {"subject": "ann", "since": date(2026, 9, 1), "until": None, "grant": 3},
    ]
    trace = leaf_of(packed, data(packed, More(registers={"supported": entries})), "ann")["measure"]
    assert [(e["id"], e["value"], e["since"], e["until"]) for e in trace["entries"]] == [
        (1, "500", "2020-01-01", "2026-08-31"), (2, "20", "2026-08-31", None),
    ]  # fmt: skip
    assert trace["words"]["zh"] == "名册“supported”（2026-08-31 在册）共 2 条：合计 grant = 520"


def test_a_given_value_says_that_it_was_given() -> None:
    packed = packed_with(standard(node("root", node("m", measure="a"), combine="profile"), name="second"))
    given = data(packed, More(values={("a", "pupil"): {"ann": Fraction(7)}}))
    trace = leaf_of(packed, given, "ann")["measure"]
    assert (trace["kind"], trace["value"], trace["record_ids"]) == ("given", "7", {})


def test_a_parents_measure_is_traced_to_its_own_numbers() -> None:
    total = measure("total_a", fold("sum", ALL, reading("a", MARK, "row")), of="school")
    packed = showing(measure("m", reading("total_a", whole(), "asked", "school", ("school",))), total)
    trace = leaf_of(packed, data(packed), "ann")["measure"]
    (above,) = trace["inputs"]
    assert (above["name"], above["value"], above["numbers"]["rows"]) == ("p.total_a", "160", 2)
    assert above["record_ids"] == trace["record_ids"] == {"p.test": [1, 2]}


def test_a_percentile_is_explained() -> None:
    # a: ann 90, bo 70, cy unknown: of two known ones ann has 100 · (1 + 1/2) / 2 = 75.
    tree = node("root", node("m", measure="a", scale=PercentileScale(EVERYBODY.name)))
    packed = packed_with(EVERYBODY, standard(tree, name="second"))
    found = leaf_of(packed, data(packed), "ann")
    assert (found["value"], found["points"], found["scale"]["kind"]) == ("90", "75", "percentile")


def test_a_variation_is_shown_as_its_root() -> None:
    # 90 and 70 in the north: mean 80, deviation 10, variation 1/8; exactly, it is kept by its square, 1/64.
    made = measure("m", fold("variation", ALL, reading("a", MARK, "row")), of="school")
    packed = showing(made, of="school")
    found = leaf_of(packed, data(packed), "north")
    assert (found["value"], found["value_shown"]) == ("0.015625", "0.125")
    assert (found["measure"]["value"], found["measure"]["square"]) == ("0.125", "0.015625")


# -- fed back -----------------------------------------------------------------------------------

GRADES = code_of("g7", "g8")
SCHOOL_STANDARD = standard(
    node("total", node("mean", measure="mean_work", scale=PointsScale(typed.ScaleInput(EXACT)))), "school", name="house"
)
OF_HER_GRADE = reading("m_by", whole(), "row", "school", ("school",), by=attribute("grade", GRADES))
TIMES_TOTAL = sums(column("a", MARK), "*", read("total", whose="row"))
NEVER_TRIED = compares(reading("tried", whole(), "row"), "=", num(0))
COMPOSED: Mapping[str, tuple[Measure, ...]] = {
    "her result": (measure("m", read("core")),),
    "her leaves": (measure("m", leaf_fold("mean", LEAF_POINTS, where=REACHED)),),
    "leaves of her school": (
        measure("m_school", leaf_fold("sum", LEAF_POINTS), of="school"),
        measure("m", reading("m_school", EXACT, "asked", "school", ("school",))),
    ),
    "results of her school's pupils": (
        measure("m", other_result("house", "total", EXACT, entity="school", via=("school",))),
    ),
    "who is counted hangs on records": (
        measure("m_school", fold("count", ALL, where=compares(reading("a", MARK, "row"), "<", num(80))), of="school"),
        measure("m", reading("m_school", whole(), "asked", "school", ("school",))),
    ),
    "who is left out hangs on records": (
        measure("tried", fold("count", "test", compares(column("a", MARK), ">", num(0)))),
        measure("m_school", fold("count", ALL, where=NEVER_TRIED), of="school"),
        measure("m", reading("m_school", whole(), "asked", "school", ("school",))),
    ),
    "a measure by grade of her own grade": (
        measure("m_by", fold("sum", ALL, reading("c", MARK, "row")), of="school", by="grade", codes=("g7", "g8")),
        measure("m_sum", fold("sum", ALL, OF_HER_GRADE), of="school"),
        measure("m", reading("m_sum", whole(), "asked", "school", ("school",))),
    ),
    "records read her result": (measure("m", fold("sum", "test", TIMES_TOTAL)),),
}  # fmt: skip


@pytest.mark.parametrize("name", COMPOSED)
@pytest.mark.parametrize("who", ["ann", "bo", "cy"])
def test_the_records_of_a_composed_leaf_give_it_again(name: str, who: str) -> None:
    mean = measure("mean_work", fold("mean", ALL, read("total", whose="row")), of="school")
    *others, made = COMPOSED[name]
    packed = showing(made, mean, SCHOOL_STANDARD, *others)
    given = data(packed)
    leaf = leaf_of(packed, given, who)
    ids = dict(leaf["record_ids"])
    for one in traces(leaf["measure"]):
        for kind, more in one["record_ids"].items():
            ids[kind] = sorted({*ids.get(kind, []), *more})
    again = public.measure_values(packed, [made.name], fed_back(given, ids), YEAR, engine="sqlite")
    before = public.measure_values(packed, [made.name], given, YEAR, engine="sqlite")
    assert again[made.name, "pupil"][who] == before[made.name, "pupil"][who]


def traces(trace: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield trace
    for below in trace["inputs"]:
        yield from traces(below)


def fed_back(given: Dataset, ids: Mapping[str, list[int]]) -> Dataset:
    """The dataset with these records and no others."""
    records = {}
    for name, held in given.records.items():
        assert held.table is not None
        wanted = [id_ in ids.get(name, ()) for id_ in held.table["id"].to_pylist()]
        records[name] = replace(held, table=held.table.filter(pa.array(wanted, pa.bool_())))
    return replace(given, records=records)


def test_who_is_left_out_by_records_stays_left_out() -> None:
    # A school's section counts unless it has under 50 pupils: the small one must stay known as small.
    pupils = evidence("year", "section", pupils=whole(0, 900))
    section, county = entity("section", ("county",)), entity("county")
    size = measure("size", fold("latest", "year", column("pupils", whole(0, 900))), of="section")
    large = population("large", "section", where=compares(reading("size", whole(), "row", "section"), ">=", num(50)))
    made = measure(
        "m", fold("sum", PopulationRows(large.name), reading("size", whole(), "row", "section")), of="county"
    )
    shown = standard(node("root", node("m", measure="m"), combine="profile"), "county", name="second")
    packed = library(section, county, pupils, size, large, made, shown)
    subjects: dict[str, Any] = {
        "county": [{"subject": "d"}],
        "section": [{"subject": s, "county": "d"} for s in ("big", "small")],
    }
    records = [{"subject": s, "day": date(2025, 9, 5), "pupils": p} for s, p in (("big", 300), ("small", 20))]
    given = dataset(packed, subjects, {"year": records})
    leaf = leaf_of(packed, given, "d")
    assert (leaf["value"], leaf["record_ids"]) == ("300", {"p.year": [1, 2]})
    again = public.measure_values(packed, ["p.m"], fed_back(given, leaf["record_ids"]), YEAR)
    assert again["p.m", "county"] == {"d": 300}
