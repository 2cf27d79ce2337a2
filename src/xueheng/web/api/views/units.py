"""Units, people and enrolments over the interface."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from xueheng.identity.public import (
    Enrolment,
    Organisation,
    Person,
    PersonUnknown,
    find_people,
    holds_on,
    viewer_of,
    visible_unit,
)
from xueheng.web.api.lists import portion
from xueheng.web.api.needs import reading, writing
from xueheng.web.api.shapes import (
    Day,
    Enrolments,
    Number,
    Paging,
    People,
    PersonMatches,
    PersonSearch,
    PersonShown,
    Unit,
    Units,
)
from xueheng.web.api.units_and_people import below, enrolments_shown, people_shown, people_within, units_shown

router = Router(tags=["单位与人员 Units and people"])
UNIT = "这个单位及其下级。 This unit and those below it."


class UnitsAsked(Paging):
    """要哪些单位。 Which units."""

    kind: str | None = Field(None, max_length=20, description="种类，如 class。 The kind, as class.")
    under: Number | None = Field(None, description=UNIT)


class PeopleAsked(Paging):
    """要哪些人员。 Which people."""

    unit: Number | None = Field(None, description=f"今天在读：{UNIT} Enrolled today.")


class EnrolmentsAsked(PeopleAsked):
    """要哪些学籍。 Which enrolments."""

    day: Day | None = Field(None, description="哪一天，默认今天。 On which day; today.")


@router.get(
    "/organisations",
    **reading("organisations:read", Units, "api_organisations", ("单位列表", "The units within sight")),
)
def organisations(request: HttpRequest, asked: Query[UnitsAsked]) -> Any:
    viewer = viewer_of(request)
    found = Organisation.objects.visible_to(viewer)
    if asked.kind is not None:
        found = found.filter(kind=asked.kind)
    if asked.under is not None:
        found = found.filter(pk__in=below(viewer, asked.under))
    rows, next_ = portion(found, asked)
    return {"items": units_shown(viewer, rows), "next": next_}


@router.get(
    "/organisations/{number}", **reading("organisations:read", Unit, "api_organisation", ("一个单位", "One unit"))
)
def organisation(request: HttpRequest, number: Number) -> Any:
    viewer = viewer_of(request)
    return units_shown(viewer, [visible_unit(viewer, number)])[0]


@router.get(
    "/people", **reading("people:read", People, "api_people", ("人员列表，不含敏感信息", "People, nothing sensitive"))
)
def people(request: HttpRequest, asked: Query[PeopleAsked]) -> Any:
    viewer = viewer_of(request)
    rows, next_ = portion(people_within(viewer, asked.unit), asked)
    return {"items": people_shown(viewer, rows), "next": next_}


@router.post(
    "/people/searches",
    **writing(
        "people:read",
        PersonMatches,
        "api_person_search",
        ("按号码找人", "Find a person by a number"),
        "按学籍号（pupil）等号码找，只在管辖范围内；号码不写进地址和日志。 By pupil number and the like, within reach "
        "only; the number stands in no address and no log.",
    ),
)
def search(request: HttpRequest, sent: PersonSearch) -> Any:
    viewer = viewer_of(request)
    numbers = [found.number for found in find_people(viewer, kind=sent.kind, number=sent.value)]
    return {"items": people_shown(viewer, list(Person.objects.visible_to(viewer).filter(pk__in=numbers)))}


@router.get("/people/{number}", **reading("people:read", PersonShown, "api_person", ("一个人", "One person")))
def person(request: HttpRequest, number: Number) -> Any:
    viewer = viewer_of(request)
    found = Person.objects.visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise PersonUnknown
    return people_shown(viewer, [found])[0]


@router.get(
    "/enrolments", **reading("enrolments:read", Enrolments, "api_enrolments", ("学籍列表", "Enrolments on a day"))
)
def enrolments(request: HttpRequest, asked: Query[EnrolmentsAsked]) -> Any:
    viewer = viewer_of(request)
    found = Enrolment.objects.visible_to(viewer).filter(holds_on(asked.day or viewer.day))
    if asked.unit is not None:
        found = found.filter(organisation__in=below(viewer, asked.unit))
    rows, next_ = portion(found, asked)
    return {"items": enrolments_shown(rows), "next": next_}
