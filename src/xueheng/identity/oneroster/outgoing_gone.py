"""What is no longer so since a moment, as rows to be deleted: places that ended, people who left or were erased."""

from collections.abc import Sequence
from typing import Any

from xueheng.identity.model_organisations import Organisation
from xueheng.identity.model_people import Enrolment, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.oneroster.outgoing import Outgoing, until
from xueheng.identity.oneroster.outgoing_own import CLASS, ENROLMENT, ORGANISATION, PERSON, POST
from xueheng.identity.oneroster.own_ids import own_id
from xueheng.identity.oneroster.words import roster_words

WHY = "what went out as a roster and is no longer so"
NOBODY = "-"
"""Stands where a row to be deleted must say something and nothing is told any more."""


def add_gone(out: Outgoing) -> None:
    """Add the rows to be deleted. Only for the changes since a moment."""
    about = {
        kind: sorted(number for (of, number) in out.changed if of == kind) for kind in (ORGANISATION, PERSON, POST)
    }
    here = {row.values["sourcedId"] for rows in out.rows.values() for row in rows}
    for some in _blocks(about[PERSON]):
        rows = Enrolment.objects.for_the_programme(WHY).filter(pupil__in=some, from_day__lte=out.day)
        for row in rows.order_by("pk"):
            if row.organisation_id in out.units.kinds or out.of is None:
                _place_gone(out, here, row)
    for some in _blocks(about[POST]):
        for post in Post.objects.for_the_programme(WHY).filter(pk__in=some).order_by("pk"):
            _post_gone(out, here, post)
    for some in _blocks(about[PERSON]):
        _people_gone(out, here, some)
    for some in _blocks(about[ORGANISATION]):
        for unit in Organisation.objects.for_the_programme(WHY).filter(pk__in=some, closed__lt=out.day).order_by("pk"):
            _unit_gone(out, here, unit)


def _blocks(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[start : start + 500] for start in range(0, len(numbers), 500)]


def _id(out: Outgoing, kind: str, number: int) -> str:
    return out.ids.get((kind, number)) or own_id(kind, number)


def _delete(out: Outgoing, here: set[str], file: str, values: dict[str, str], at: int) -> None:
    if values["sourcedId"] not in here:
        here.add(values["sourcedId"])
        out.add(file, values, at, gone=True)


def _place_gone(out: Outgoing, here: set[str], row: Any) -> None:
    if (ENROLMENT, row.pk) in out.kept or (row.to_day >= out.day and _id(out, PERSON, row.pupil_id) in here):
        return
    school = out.units.school_of(row.organisation_id)
    values = {
        "sourcedId": own_id(ENROLMENT, row.pk), "classSourcedId": _id(out, ORGANISATION, row.organisation_id),
        "schoolSourcedId": _id(out, ORGANISATION, school or 0), "userSourcedId": _id(out, PERSON, row.pupil_id),
        "role": roster_words().pupil, "beginDate": str(row.from_day), "endDate": until(row.to_day),
    }  # fmt: skip
    _delete(out, here, "enrollments", values, out.when((PERSON, row.pupil_id)))


def _post_gone(out: Outgoing, here: set[str], post: Any) -> None:
    words = roster_words()
    over = post.to_day < out.day or post.ended_at is not None
    if not over or (POST, post.pk) in out.kept or post.role not in (words.main_post, words.other_post):
        return
    school = out.units.school_of(post.organisation_id)
    values = {
        "sourcedId": own_id(POST, post.pk), "classSourcedId": _id(out, ORGANISATION, post.organisation_id),
        "schoolSourcedId": _id(out, ORGANISATION, school or 0), "userSourcedId": _id(out, PERSON, post.person_id),
        "role": words.teaching_role, "beginDate": str(post.from_day), "endDate": until(post.to_day),
    }  # fmt: skip
    _delete(out, here, "enrollments", values, out.when((POST, post.pk)))


def _people_gone(out: Outgoing, here: set[str], numbers: Sequence[int]) -> None:
    """People who were pupils or held a post, and are not in the roster any more. Their names are not told again."""
    once = set(Enrolment.objects.for_the_programme(WHY).filter(pupil__in=numbers).values_list("pupil", flat=True))
    roles = list(roster_words().posts_out)
    once |= set(
        Post.objects.for_the_programme(WHY).filter(person__in=numbers, role__in=roles).values_list("person", flat=True)
    )
    known = Person.objects.for_the_programme(WHY).filter(pk__in=once)
    for number in known.order_by("pk").values_list("pk", flat=True):
        if (PERSON, number) not in out.kept and _id(out, PERSON, number) not in here:
            own = _id(out, PERSON, number)
            values = {
                "sourcedId": own,
                "enabledUser": "false",
                "username": own,
                "givenName": NOBODY,
                "familyName": NOBODY,
            }
            _delete(out, here, "users", values, out.when((PERSON, number)))


def _unit_gone(out: Outgoing, here: set[str], unit: Any) -> None:
    words = roster_words()
    own = _id(out, ORGANISATION, unit.pk)
    if unit.kind in words.units_out:
        values = {"sourcedId": own, "name": unit.code, "type": words.units_out[unit.kind], "identifier": unit.code}
        _delete(out, here, "orgs", values, out.when((ORGANISATION, unit.pk)))
    elif unit.kind == CLASS:
        values = {
            "sourcedId": own, "title": unit.code, "classType": words.homeroom, "courseSourcedId": NOBODY,
            "schoolSourcedId": NOBODY, "termSourcedIds": NOBODY,
        }  # fmt: skip
        _delete(out, here, "classes", values, out.when((ORGANISATION, unit.pk)))
