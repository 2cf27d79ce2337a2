"""A whole district to look at in a browser: schools, classes, pupils, their records, whoever signs in, and one run.

    python -m benchmarks.pages_world PUPILS RECORDS         makes it over XUEHENG_DATA and XUEHENG_DATABASE
    python -m benchmarks.pages_world --part OF MANY RECORDS  records of every MANY-th class, for processes side by side
    python -m benchmarks.pages_world --furnish               the last step alone

pages.json tells of it: the login names, and the numbers that pages are asked for.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

from benchmarks.intake_world import pupil_number
from benchmarks.pages_furnished import furnished
from xueheng.web.public import bring_up_to_date, start_django

WORLD = "pages.json"
OF_SCHOOL, OF_CLASS, GRADES = 1_000, 45, ("11", "12", "13", "14", "15", "16")
HABITS, LEVELS = ("conduct", "study", "daily_life", "labour"), ("outstanding", "steady", "growing")
OBSERVATION, ATTENDANCE = "student.observation", "student.monthly_attendance"
DAYS_BACK, TERMS, AT_ONCE = 270, 3, 500
FILLERS = 2
WHY = "a benchmark's district"


def main() -> None:
    start_django()
    bring_up_to_date()
    if sys.argv[1] == "--part":
        _part_of_records(int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1] == "--furnish":
        furnish(json.loads((Path(settings.PLACES.folder) / WORLD).read_text("utf-8")))
    else:
        make_world(int(sys.argv[1]), int(sys.argv[2]))


def make_world(pupils: int, records: int) -> None:
    """Everything, told step by step on the error output."""
    # The rooms' tables are there only once Django stands.
    from xueheng.identity import public as identity  # noqa: PLC0415

    today = identity.today()
    by = identity.programme_viewer(today)
    district, schools = _units(identity, by, pupils, today)
    numbers = _people(identity, by, schools, pupils, today)
    posts = _staff(identity, by, district, schools, today)
    _guardians(identity, by, numbers[:OF_SCHOOL], today)
    told = {"pupils": pupils, "records": records, "district": district, "schools": schools, "posts": posts}
    _write(told)
    many = FILLERS if records > AT_ONCE * FILLERS else 1
    parts = [
        subprocess.Popen(
            [sys.executable, "-P", "-m", "benchmarks.pages_world", "--part", str(at), str(many), str(records)]
        )
        for at in range(many)
    ]  # fmt: skip
    assert [part.wait() for part in parts] == [0] * many
    furnish(told)


def furnish(told: dict[str, Any]) -> None:
    """What whoever signs in finds on her pages."""
    told["users"] = furnished(told)
    _write(told)


def _write(told: dict[str, Any]) -> None:
    (Path(settings.PLACES.folder) / WORLD).write_text(json.dumps(told), "utf-8")


def _say(what: str, done: int, of: int) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {what} {done:,} / {of:,}\n")
    sys.stderr.flush()


def began(today: date) -> date:
    """The first day of the last school year: units, enrolments and posts begin."""
    return date(today.year - (1 if today.month >= 9 else 2), 9, 1)


def _units(identity: Any, by: Any, pupils: int, today: date) -> tuple[int, list[dict[str, Any]]]:
    first = began(today)

    def found(kind: str, code: str, name: str, under: int | None, attributes: dict[str, str]) -> int:
        new = identity.NewOrganisation(kind, code, name, places={"administrative": under}, attributes=attributes)
        return int(identity.found_organisation(by, new, first))

    district = found("district", "p-d", "示例区", None, {})
    schools = []
    many = max(1, -(-pupils // OF_SCHOOL))
    for at in range(many):
        school = found("school", f"p-s{at}", f"示例第{at + 1}小学", district, {"kind": "211"})
        section = found("section", f"p-p{at}", f"示例第{at + 1}小学小学部", school, {"stage": "primary"})
        here = min(OF_SCHOOL, pupils - at * OF_SCHOOL)
        classes = [
            found("class", f"p-c{at}-{one}", f"示例{one + 1}班", section, {"grade": GRADES[one % len(GRADES)]})
            for one in range(-(-here // OF_CLASS))
        ]
        schools.append({"school": school, "classes": classes, "pupils": here})
        if at % 10 == 9:
            _say("schools", at + 1, many)
    return district, schools


def _people(identity: Any, by: Any, schools: list[dict[str, Any]], pupils: int, today: date) -> list[int]:
    first, numbers = began(today), []
    for at, school in enumerate(schools):
        orders = range(at * OF_SCHOOL + 1, at * OF_SCHOOL + school["pupils"] + 1)
        new = [
            identity.NewPerson(f"示例{order}", _sex(order), _born(school, order, today), {"pupil": pupil_number(order)})
            for order in orders
        ]
        added = [one.number or 0 for one in identity.add_people_many(by, new)]
        rows = [
            identity.EnrolmentRow(number, school["classes"][seat // OF_CLASS], first, seat % OF_CLASS + 1)
            for seat, number in enumerate(added)
        ]
        problems = [one.problem for one in identity.enrol_many(by, rows) if one.problem is not None]
        assert not problems, problems[0]
        numbers += added
        if at % 10 == 9:
            _say("pupils", len(numbers), pupils)
    return numbers


def _born(school: dict[str, Any], order: int, today: date) -> date:
    grade = (order - 1) % OF_SCHOOL // OF_CLASS % len(GRADES)
    return date(today.year - 7 - grade, 5, 1 + order % 28)


def _sex(order: int) -> str:
    return "male" if order % 2 == 0 else "female"


def _staff(identity: Any, by: Any, district: int, schools: list[dict[str, Any]], today: date) -> dict[str, list[Any]]:
    """Every school's head, office and PE teacher, every class's teacher, and the district's: [person, post, unit]."""
    wanted = [
        (role, district)
        for role in ("data_officer", "bureau_head", "pe_officer", "school_admin",
                     "system_admin", "security_admin", "audit_admin")
    ]  # fmt: skip
    for school in schools:
        wanted += [(role, school["school"]) for role in ("head", "school_admin", "pe_teacher")]
        wanted += [(role, unit) for unit in school["classes"] for role in ("class_teacher",)]
    wanted += [("subject_teacher", unit) for unit in schools[0]["classes"]]
    added = identity.add_people_many(by, [identity.NewPerson(f"示例教师{at + 1}") for at in range(len(wanted))])
    rows = [
        identity.Post(
            person_id=one.number, role=role, organisation_id=unit, hierarchy="administrative", from_day=began(today)
        )
        for one, (role, unit) in zip(added, wanted, strict=True)
    ]
    identity.Post.objects.bulk_create(rows, batch_size=AT_ONCE)
    found: dict[str, list[Any]] = {}
    for row, (role, unit) in zip(rows, wanted, strict=True):
        at = "district_upload" if role == "school_admin" and unit == district else role
        found.setdefault(at, []).append([row.person_id, row.pk, unit])
    _say("staff", len(rows), len(rows))
    return found


def _guardians(identity: Any, by: Any, pupils: Sequence[int], today: date) -> None:
    """One guardian for each two pupils of the first school."""
    from xueheng.identity.models import Guardianship  # noqa: PLC0415

    new = [identity.NewPerson(f"示例家长{at + 1}") for at in range(-(-len(pupils) // 2))]
    added = [one.number or 0 for one in identity.add_people_many(by, new)]
    rows = [
        Guardianship(guardian_id=added[at // 2], pupil_id=pupil, relation="parent", from_day=began(today))
        for at, pupil in enumerate(pupils)
    ]
    Guardianship.objects.bulk_create(rows, batch_size=AT_ONCE)


def _part_of_records(part: int, many: int, records: int) -> None:
    """Class teachers' observations of a year, and a month's attendance, which waits for the school office."""
    from xueheng.evidence import public as evidence  # noqa: PLC0415
    from xueheng.identity import public as identity  # noqa: PLC0415

    told = json.loads((Path(settings.PLACES.folder) / WORLD).read_text("utf-8"))
    pupils, draw, today = _pupils_of_classes(identity), Random(part), identity.today()
    each = max(1, records // told["pupils"])
    teachers = told["posts"]["class_teacher"]
    mine, done = teachers[part::many], 0
    of = sum(len(pupils[unit]) for _, _, unit in mine) * each
    for term in range(TERMS):
        for person, post, unit in mine:
            by = identity.Viewer(person, post, "class_teacher", unit, "administrative", today)
            facts = list(_facts(evidence, pupils[unit], term, each, today, draw))
            for start in range(0, len(facts), AT_ONCE):
                outcomes = evidence.append_many(by, facts[start : start + AT_ONCE], provenance="sheet")
                assert all(isinstance(one, evidence.Recorded) for one in outcomes), outcomes[0]
            done += len(facts)
            if (done // len(facts)) % 100 == 0:
                _say(f"records, part {part + 1}", done, of)


def _pupils_of_classes(identity: Any) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = identity.Enrolment.objects.for_the_programme(WHY).order_by("organisation", "seat")
    for unit, pupil in rows.values_list("organisation", "pupil"):
        found.setdefault(unit, []).append(pupil)
    return found


def _facts(evidence: Any, pupils: list[int], term: int, each: int, today: date, draw: Random) -> Iterator[Any]:
    """A third of the year's facts of a class; the last third ends with the attendance of a month."""
    orders = range(each * term // TERMS, each * (term + 1) // TERMS)
    for pupil in pupils:
        for order in orders:
            day = today - timedelta(days=DAYS_BACK - order * (DAYS_BACK - 2) // each)
            if order == each - 1 and each > 1:
                yield evidence.NewFact(ATTENDANCE, pupil, day, {"days_due": 20, "days_excused": 1, "days_absent": 0})
            else:
                fields = {"habit": HABITS[order % len(HABITS)], "level": draw.choice(LEVELS)}
                yield evidence.NewFact(OBSERVATION, pupil, day, fields)


if __name__ == "__main__":
    main()
