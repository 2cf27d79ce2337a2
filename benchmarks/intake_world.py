"""A big school to upload for: its pupils, who may send a workbook, who saves class sheets, and the workbook.

python -m benchmarks.intake_world PUPILS   makes it over XUEHENG_DATA and XUEHENG_DATABASE; world.json tells of it.
"""

import json
import random
import sys
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.conf import settings
from stdnum.cn import ric

from benchmarks.fitness_workbook import GRADES, HEADS
from xueheng.web.public import bring_up_to_date, start_django

WORLD = "world.json"
WORKBOOK = "fitness.xlsx"
YEAR, DAY = date(2025, 9, 1), date(2026, 3, 2)
PUPILS_OF_CLASS = 45
BORN = date(2013, 5, 6)


def main() -> None:
    start_django()
    bring_up_to_date()
    make_world(int(sys.argv[1]))


def pupil_number(order: int) -> str:
    """The number of nobody: its check digit is right, its region was never given."""
    region, rest = divmod(order, 365 * 999)
    day, place = divmod(rest, 999)
    born = date.fromordinal(date(2013, 1, 1).toordinal() + day)
    body = f"{500199 - region}{born:%Y%m%d}{place + 1:03d}"
    return f"G{body}{ric.calc_check_digit(body + '0')}"


def make_world(pupils: int) -> None:
    """One school, its classes of 45, its pupils with their numbers, its administrator and one class teacher."""
    # The rooms' tables are there only once Django stands.
    from xueheng.identity import public as identity  # noqa: PLC0415

    by = identity.programme_viewer(DAY)
    found = _units(identity, by, pupils)
    names = [f"示例{row}" for row in range(1, pupils + 1)]
    new = [identity.NewPerson(name, _sex(row), BORN, {"pupil": pupil_number(row)}) for row, name in enumerate(names, 1)]
    numbers = [added.number or 0 for added in identity.add_people_many(by, new)]
    classes = found["classes"]
    rows = [
        identity.EnrolmentRow(number, classes[at // PUPILS_OF_CLASS], YEAR, at % PUPILS_OF_CLASS + 1)
        for at, number in enumerate(numbers)
    ]
    problems = [one.problem for one in identity.enrol_many(by, rows) if one.problem is not None]
    assert not problems, problems[0]
    staff = identity.add_people_many(by, [identity.NewPerson("示例管理员"), identity.NewPerson("示例班主任")])
    posts = {
        "school_admin": (staff[0].number, found["school"]),
        "class_teacher": (staff[1].number, classes[0]),
    }
    told = {}
    for role, (person, unit) in posts.items():
        made = identity.Post.objects.create(
            person_id=person, role=role, organisation_id=unit, hierarchy="administrative", from_day=YEAR
        )
        told[role] = [person, made.pk, unit]
    world = {"posts": told, "first_class": numbers[:PUPILS_OF_CLASS], "pupils": pupils}
    (Path(settings.PLACES.folder) / WORLD).write_text(json.dumps(world), "utf-8")


def _units(identity: Any, by: Any, pupils: int) -> dict[str, Any]:
    def found(kind: str, code: str, name: str, under: int | None, attributes: dict[str, str]) -> int:
        new = identity.NewOrganisation(kind, code, name, places={"administrative": under}, attributes=attributes)
        return int(identity.found_organisation(by, new, YEAR))

    district = found("district", "b-d", "示例区", None, {})
    school = found("school", "b-s", "示例学校", district, {"kind": "211"})
    section = found("section", "b-p", "示例学校小学部", school, {"stage": "primary"})
    classes = [
        found("class", f"b-c{at}", f"示例{at}班", section, {"grade": "13"})
        for at in range(-(-pupils // PUPILS_OF_CLASS))
    ]
    return {"school": school, "classes": classes}


def _sex(row: int) -> str:
    return "male" if row % 2 == 0 else "female"


def write_workbook(path: Path, pupils: int, seed: int = 1) -> None:
    """One row a pupil, as the national upload workbook has them."""
    draw = random.Random(seed)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("体质健康数据")
    sheet.write_row(0, 0, HEADS)
    for row in range(1, pupils + 1):
        grade, boy = GRADES[row % len(GRADES)], row % 2 == 0
        height = draw.gauss(150, 15)
        measured = [
            round(min(max(height, 100), 200), 1),
            round(draw.uniform(20, 80), 1),
            draw.randint(900, 4800),
            round(draw.uniform(7, 12.5), 1),
            round(draw.uniform(-5, 22), 1),
            draw.randint(20, 180),
            draw.randint(5, 60),
            f"{draw.randint(1, 2)}:{draw.randint(0, 59):02d}",
            draw.randint(110, 280),
            draw.randint(0, 20) if boy else None,
            f"{draw.randint(3, 5)}'{draw.randint(0, 59):02d}" if boy else None,
            None if boy else f"{draw.randint(3, 5)}'{draw.randint(0, 59):02d}",
        ]
        who = [grade, 1, "1班", pupil_number(row), "01", f"示例{row}", 1 if boy else 2, "2013-05-06", ""]
        sheet.write_row(row, 0, [*who, *measured])
    book.close()


if __name__ == "__main__":
    main()
