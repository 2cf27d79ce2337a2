"""The tables of units and of the pupils in a class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from xueheng.identity.public import (
    HIERARCHY_TITLES,
    KIND_TITLES,
    Enrolment,
    Person,
    Viewer,
    child_counts,
    names_of,
    names_on,
)
from xueheng.shell.public import Column, Filter, Status, Table
from xueheng.wording import Text

HIERARCHY = Filter("hierarchy", Text("隶属关系", "Hierarchy"), "choice", tuple(HIERARCHY_TITLES.items()))
AS_OF = Filter("as_of", Text("截至日期", "As of"), "day")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the list shows it on a day."""

    number: int
    name: str
    kind: str
    code: str
    founded: date
    closed: date | None
    units: int


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil in a class as the list shows her."""

    number: int
    name: str
    sex: str
    seat: int | None
    status: str
    since: date


SEXES = {"male": Text("男", "Male"), "female": Text("女", "Female")}


def unit_table(title: Text, hierarchy: str, day: date, query: str) -> Table:
    """The units directly under one; `query` keeps hierarchy and day in the address of each."""

    def address(row: UnitRow) -> str:
        return f"{reverse('organisation', args=[row.number])}{query}"

    def prepared(rows: Sequence[Any]) -> list[UnitRow]:
        numbers = [row.pk for row in rows]
        names, under = names_on(numbers, day), child_counts(hierarchy, numbers, day)
        return [
            UnitRow(row.pk, names.get(row.pk, ""), row.kind, row.code, row.founded, row.closed, under.get(row.pk, 0))
            for row in rows
        ]

    return Table(
        "organisations",
        title,
        (
            Column("name", Text("名称", "Name"), lambda row: row.name, link=address),
            Column("kind", Text("类型", "Kind"), lambda row: KIND_TITLES[row.kind], order=("kind", "code")),
            Column("code", Text("代码", "Code"), lambda row: row.code, order=("code",)),
            Column("units", Text("直属单位", "Units under it"), lambda row: row.units, on_phone=False),
            Column("founded", Text("设立", "Founded"), lambda row: row.founded, order=("founded",), on_phone=False),
            Column("state", Text("状态", "State"), _unit_state),
        ),
        order=("code",),
        filters=(HIERARCHY, AS_OF),
        prepare=prepared,
        empty=Text("这一天没有直属单位。", "No unit stands directly under it on this day."),
        holds_personal_data=False,
    )


def _unit_state(row: UnitRow) -> Status:
    if row.closed is None:
        return Status("ok", Text("存续", "Exists"))
    return Status("unknown", Text(f"到 {row.closed} 为止", f"Until {row.closed}"))


def pupil_table(viewer: Viewer, title: Text) -> Table:
    """The pupils of a class on a day. Names beside rows that the viewer may see."""

    def prepared(rows: Sequence[Enrolment]) -> list[PupilRow]:
        people = {
            person.pk: person
            for person in Person.objects.visible_to(viewer, act="name").filter(pk__in=[row.pupil_id for row in rows])
        }
        names = names_of(list(people.values()))
        return [
            PupilRow(
                row.pupil_id,
                names.get(row.pupil_id, ""),
                people[row.pupil_id].sex if row.pupil_id in people else "",
                row.seat,
                row.status,
                row.from_day,
            )
            for row in rows
        ]

    return Table(
        "class_pupils",
        title,
        (
            Column("seat", Text("座号", "Seat"), lambda row: row.seat),
            Column("name", Text("姓名", "Name"), lambda row: row.name, link=person_address),
            Column("sex", Text("性别", "Sex"), lambda row: SEXES.get(row.sex)),
            Column("status", Text("学籍状态", "Enrolment"), _pupil_state),
            Column("since", Text("入班日期", "In the class since"), lambda row: row.since, on_phone=False),
        ),
        order=("id",),
        filters=(AS_OF,),
        prepare=prepared,
        empty=Text("这一天班里没有学生。", "Nobody is in the class on this day."),
    )


def person_address(row: PupilRow) -> str:
    """Where the pupil's page is."""
    return reverse("person", args=[row.number])


def _pupil_state(row: PupilRow) -> Status:
    if row.status == "leave":
        return Status("attention", Text("休学", "On leave"))
    return Status("ok", Text("在籍在校", "Enrolled"))
