"""What one school of the example region has put into its record, so that no page of it stands empty: the fitness
workbook of its tests, a class teacher's observations, and what a pupil and her guardian handed in.

Everybody is made up. All of it goes the way of anybody's own: under a post, by form or by upload.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from examples.demonstration import DAY
from examples.growth_kinds import BOOKS
from examples.pupils import EnrolledSchool, enrol
from examples.region import write_school
from xueheng.evidence.public import (
    MOST_AT_ONCE,
    IncomingFile,
    NewFact,
    Refused,
    append_many,
    append_record,
    attest_many,
    attest_record,
    check_upload,
    receive_upload,
    store_upload,
    waiting_records,
)
from xueheng.identity.public import GUARDIAN, PUPIL, Viewer, viewer_for

WORKBOOK, TEST = "fitness.national_upload", "fitness.fitness_test"
OBSERVATION, READING, LABOUR = "student.observation", "student.reading", "student.labour"
HABITS = ("conduct", "study", "daily_life", "labour")
LEVELS = ("outstanding", "steady", "steady", "growing")
SINCE, WEEKS = date(2025, 9, 8), 8
"""The observations lie in the first weeks of the school year."""
LEFT_TO_VERIFY = 2
"""Readings of the pupil that still wait for the class teacher."""
TESTS_TO_VERIFY = 20
"""Tests of the school that still wait for its office."""


@dataclass(frozen=True, slots=True)
class SchoolPeople:
    """Who acts: by role the person and the post that she holds, None for the pupil and the guardian; and the class."""

    holders: Mapping[str, tuple[int, int | None]]
    classmates: Sequence[int]


def fill_record(people: SchoolPeople, school_number: str, seed: int, pupils: int) -> None:
    """What the school's record begins with."""
    fill_tests(people, school_number, seed, pupils)
    if "class_teacher" in people.holders:
        _observations(people, seed)
        if PUPIL in people.holders:
            _readings(people)
    if GUARDIAN in people.holders and PUPIL in people.holders:
        _labour(people)


def fill_tests(people: SchoolPeople, school_number: str, seed: int, pupils: int) -> None:
    """The workbook of the school's tests, with the faults that the example plants: those rows come back."""
    if "pe_teacher" not in people.holders:
        return
    by = viewer_for(*people.holders["pe_teacher"])
    place, school = _found(school_number, seed, pupils)
    with tempfile.TemporaryDirectory() as folder:
        written = write_school(Path(folder), place, school, Random(f"{seed}/{school.number}"))
        file = IncomingFile(written.path.name, (Path(folder) / written.path).read_bytes())
    batch = receive_upload(by, file, WORKBOOK, DAY)
    check_upload(by, batch.number)
    store_upload(by, batch.number)
    if "school_admin" in people.holders:
        _verified(viewer_for(*people.holders["school_admin"]))


def _verified(office: Viewer) -> None:
    """The school's office has verified all tests but the last."""
    waiting = sorted(waiting_records(office).filter(type=TEST).values_list("number", flat=True))[:-TESTS_TO_VERIFY]
    for start in range(0, len(waiting), MOST_AT_ONCE):
        attest_many(office, waiting[start : start + MOST_AT_ONCE])


def _found(school_number: str, seed: int, pupils: int) -> tuple[int, EnrolledSchool]:
    return next((at, each) for at, each in enumerate(enrol(seed, pupils)) if each.number == school_number)


def _observations(people: SchoolPeople, seed: int) -> None:
    by = viewer_for(*people.holders["class_teacher"])
    facts = list(_seen(people.classmates, Random(f"{seed}/observations")))
    for start in range(0, len(facts), MOST_AT_ONCE):
        for outcome in append_many(by, facts[start : start + MOST_AT_ONCE], provenance="sheet"):
            if isinstance(outcome, Refused):
                raise outcome.error()


def _seen(classmates: Sequence[int], random: Random) -> Iterator[NewFact]:
    for week in range(WEEKS):
        day = SINCE + timedelta(days=7 * week)
        habit = HABITS[week % len(HABITS)]
        for pupil in random.sample(classmates, len(classmates) * 3 // 4):
            yield NewFact(OBSERVATION, pupil, day, {"habit": habit, "level": random.choice(LEVELS)})


def _readings(people: SchoolPeople) -> None:
    """What the pupil read; the class teacher verified all but the last ones."""
    pupil = people.holders[PUPIL][0]
    by, teacher = viewer_for(pupil, PUPIL), viewer_for(*people.holders["class_teacher"])
    for order, book in enumerate(BOOKS):
        day = SINCE + timedelta(days=5 * order)
        fields = {"book_title": book, "read_minutes": 20 + 5 * order}
        number = append_record(by, type=READING, subject=pupil, day=day, fields=fields)
        if order < len(BOOKS) - LEFT_TO_VERIFY:
            attest_record(teacher, number)


def _labour(people: SchoolPeople) -> None:
    pupil, guardian = people.holders[PUPIL][0], people.holders[GUARDIAN][0]
    by = viewer_for(guardian, GUARDIAN)
    fields = {"labour_place": "home", "worked_minutes": 30}
    append_record(by, type=LABOUR, subject=pupil, day=SINCE + timedelta(days=12), fields=fields)
