"""The records that an explanation names, fed back as the only records, give the same leaf again."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.property.cases import Case, case_of_standard
from tests.property.comparing import told
from tests.property.records import stored_days
from tests.property.reducing import needed
from tests.property.spelling import measure_said
from tests.reference_evaluator import RunRefusedError
from tests.reference_evaluator import evaluate as evaluate_by_reference
from tests.reference_evaluator.authoring import (
    attribute,
    both,
    code,
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
    reading,
    standard,
    sums,
    table,
    whole,
)
from xueheng.evaluation.core import public
from xueheng.evaluation.core.dataset import Dataset, Period, Records
from xueheng.evaluation.core.public import RunError
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import BandScale, TableScale

CASES = int(os.environ.get("XUEHENG_CASES", "120")) // 6
Explained = Mapping[str, Any]
RecordIds = dict[str, set[int]]


def leaves(part: Explained) -> Iterator[Explained]:
    """Leaves below a node of an explanation that were asked."""
    if part.get("measure") and part["state"] != "not_applying":
        yield part
    for below in part.get("parts", ()):
        yield from leaves(below)


def ids_of(trace: Explained) -> RecordIds:
    """Every record that a leaf's value rests on, by type, through all that the measure reads."""
    found: RecordIds = {name: set(ids) for name, ids in trace["record_ids"].items()}
    for read in trace.get("inputs", ()):
        for name, ids in ids_of(read).items():
            found.setdefault(name, set()).update(ids)
    return found


def only(records: Mapping[str, Records], ids: RecordIds) -> dict[str, Records]:
    """The records with these ids and no others."""
    kept = {}
    for name, held in records.items():
        assert held.table is not None
        wanted = [id_ in ids.get(name, ()) for id_ in held.table["id"].to_pylist()]
        kept[name] = replace(held, table=held.table.filter(pa.array(wanted, pa.bool_())))
    return kept


def check_leaves(case: Case) -> int:
    """Feed back every leaf of two subjects; how many leaves were tried."""
    assert case.standard is not None
    made, data = case.library(), case.alone(0)
    try:
        subjects = sorted(evaluate_by_reference(made, case.standard.name, data, case.period), key=str)
        explanations = [public.explain(made, case.standard.name, data, case.period, s) for s in subjects[:2]]
    except (RunRefusedError, RunError):
        return 0
    tried = 0
    for subject, explained in zip(subjects, explanations, strict=False):
        for leaf in leaves(explained["root"]):
            tried += 1
            check_leaf(case, made, data, subject, leaf)
    return tried


def check_leaf(case: Case, made: Library, data: Dataset, subject: str | int, leaf: Explained) -> None:
    assert case.standard is not None
    found = next(n for n in nodes_of(case) if n.code == leaf["code"])
    measured, name = found.measure, case.standard.name
    root = node("root", replace(found, when=None, scale=None), combine="profile")
    only_it = replace(case.standard, root=root, applies=None, groups=())
    made = replace(made, standards={**made.standards, name: only_it})
    fed = replace(data, records=only(data.records, ids_of(leaf["measure"])))
    before = evaluate_by_reference(made, name, data, case.period)[subject][found.code].value
    after = evaluate_by_reference(made, name, fed, case.period)[subject][found.code].value
    again = public.evaluate(made, name, fed, case.period, engine="sqlite").answer(subject, found.code).value
    if not told(before) == told(after) == told(again):
        lines = [
            f"seed {case.seed}, {subject}, leaf {leaf['code']} ({measured}): {before}",
            f"fed back {after}, {again}",
        ]
        lines += [str(ids_of(leaf["measure"])), str(case.period)]
        lines += [measure_said(one) for one in needed(replace(case, standard=None), {measured}).measures]
        lines += [f"{name}: {stored_days(line)}" for name, held in case.worlds[0].records.items() for line in held]
        raise AssertionError("\n".join(lines))


def nodes_of(case: Case) -> list[Any]:
    assert case.standard is not None
    waiting, found = [case.standard.root], []
    while waiting:
        found.append(waiting.pop())
        waiting += found[-1].parts
    return found


def test_the_records_of_a_random_leaf_give_it_again() -> None:
    tried = 0

    @settings(
        max_examples=max(1, CASES),
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**40))
    def feed_back(seed: int) -> None:
        nonlocal tried
        tried += check_leaves(case_of_standard(seed))

    feed_back()
    assert tried > CASES


YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
SEX, GRADE = code_of("boy", "girl"), code_of("g7", "g8")
SECONDS, WEIGHT = decimal(1, 0, 100, better="low"), decimal(1, 0, 200)
PUPIL = entity("pupil", (), sex=SEX, grade=GRADE)
TEST = evidence("test", run=SECONDS, skip=whole(0, 500), weight=WEIGHT, height=WEIGHT)
LADDER = table(
    "ladder",
    ["item", "sex", "grade", "score"],
    {"item": code_of("run"), "sex": SEX, "grade": GRADE, "score": whole(), "at": SECONDS},
    ("run", "girl", "g7", Fraction(100), Fraction("8.3")),
    ("run", "girl", "g7", Fraction(80), Fraction("9.3")),
    ("run", "girl", "g8", Fraction(100), Fraction("8.1")),
    ("run", "girl", "g8", Fraction(60), Fraction("9.9")),
)
MEASURES = (
    measure("run", fold("latest", "test", column("run", SECONDS))),
    measure("grade", fold("latest", "test", attribute("grade", GRADE))),
    measure("skips", fold("mean", "test", column("skip", whole()))),
    measure("index", sums(reading("weight", WEIGHT), "/", reading("height", WEIGHT)), round_to=1),
    measure("weight", fold("latest", "test", column("weight", WEIGHT))),
    measure("height", fold("latest", "test", column("height", WEIGHT))),
)
OWN_LADDER = both(
    both(
        compares(column("item", code_of("run")), "=", code("run", code_of("run"))),
        compares(column("sex", SEX), "=", attribute("sex", SEX, "asked")),
    ),
    compares(column("grade", GRADE), "=", reading("grade", GRADE)),
)
RUN = TableScale("p.ladder", OWN_LADDER, "reach", "at", None, "low", None, column("score", whole()), None, Fraction(0))
ROOT = node(
    "total",
    node("run", measure="run", scale=RUN, weight=2),
    node("skips", measure="skips", scale=BandScale(((Fraction(100), Fraction(90)),), Fraction(30), "high"), weight=1),
    node(
        "index", measure="index", scale=BandScale(((Fraction("0.3"), Fraction(70)),), Fraction(100), "high"), weight=1
    ),
    decimals=1,
)


def test_the_records_of_a_fitness_leaf_give_it_again() -> None:
    made = library(PUPIL, TEST, LADDER, *MEASURES, standard(ROOT))
    spans = [
        {"subject": "li", "to_day": date(2025, 12, 31), "sex": "girl", "grade": "g7"},
        {"subject": "li", "from_day": date(2026, 1, 1), "sex": "girl", "grade": "g8"},
    ]
    tests: list[dict[str, Any]] = [
        {"subject": "li", "day": date(2025, 10, 9), "run": "8.3", "skip": 120, "weight": "45.0", "height": "150.5"},
        {"subject": "li", "day": date(2025, 11, 9), "run": "9.4", "skip": None, "weight": "46.0"},
        {"subject": "li", "day": date(2025, 11, 9), "run": "9.2", "skip": 81},
        {"subject": "li", "day": date(2026, 9, 1), "run": "7.0", "skip": 300},
    ]
    data = dataset(made, {"pupil": spans}, {"test": tests})
    answers = public.evaluate(made, "p.s", data, YEAR).answers()["li"]
    # latest run: 9 November, the better of two, 9.2: 80 in grade 7; skips (120 + 81) / 2 = 100.5: 90;
    # index 46.0 / 150.5 = 0.30564… → 0.3: 70; total (80·2 + 90 + 70) / 4 = 80
    assert {code: answer.points for code, answer in answers.items()} == {
        "total": 80,
        "run": 80,
        "skips": 90,
        "index": 70,
    }
    assert answers["total"].shown == "80.0"
    explained = public.explain(made, "p.s", data, YEAR, "li")
    by_code = {leaf["code"]: ids_of(leaf["measure"]) for leaf in leaves(explained["root"])}
    assert by_code == {"run": {"p.test": {3}}, "skips": {"p.test": {1, 3}}, "index": {"p.test": {1, 2}}}
    named = {name: set(ids) for name, ids in explained["record_ids"].items()}
    fed = Dataset(only(data.records, named), data.subjects)
    assert public.evaluate(made, "p.s", fed, YEAR).answers()["li"] == answers
