"""A small district of eleven schools with a year of tests, observations and reports, evaluated, for the pages of
distributions, of requirements and of the burden of recording.
"""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tests.browser.password import PASSWORD
from xueheng.evaluation.public import run_standard
from xueheng.evidence.public import NewFact, append_many, append_record, attest_record
from xueheng.identity.models import Account, Organisation, Post, ReadingPurpose
from xueheng.identity.public import (
    EnrolmentRow,
    NewOrganisation,
    NewPerson,
    Viewer,
    add_people_many,
    enrol_many,
    found_organisation,
    programme_viewer,
)
from xueheng.identity.tests.authority import DAY, FOUNDED, YEAR, Authority, authority
from xueheng.trust.public import now

SIGN_IN = ("pe_officer", "inspector", "school_admin", "head", "class_teacher")
LABEL = "2025-2026"
MORE_SCHOOLS = ("青山路第一小学", "青山路第二小学", "临江小学", "滨湖小学", "东门外小学", "石桥镇中心小学", "柳林小学")
SMALL_SCHOOL = "山口教学点"
MANY, FEW = 12, 5
"""Pupils of each class that is added to, two more than must be for it to be told of; of the small school's."""
FAST, SLOW = 90, 125
"""Tenths of a second over 50 m."""
DAY_TESTED = date(2025, 10, 20)
WHY = "the posts of a small district"


def fill() -> None:
    """Everybody's login name is her word in the authority."""
    with transaction.atomic():
        place = authority(1)
        password = make_password(PASSWORD)
        for word in SIGN_IN:
            Account.objects.create(
                login=word, person_id=place.people[word], password=password, must_change_password=False, created=now()
            )
        classes = [place.units["c3"], *(_school(place, at, name) for at, name in enumerate(MORE_SCHOOLS, 1))]
        pupils = [_pupils(at, unit) for at, unit in enumerate(classes)]
        small = _school(place, len(MORE_SCHOOLS) + 1, SMALL_SCHOOL)
        pupils.insert(1, _pupils(len(pupils), small, FEW))
        _tested(place, pupils)
        _observed(place, pupils[0])
        _reported(place)
        ReadingPurpose.objects.create(
            post_id=place.posts["pe_officer"], purpose="check", reason="核对免测名单", asked_at=now(),
            until=now() + 10**12, approved_by_id=place.posts["bureau_head"],
        )  # fmt: skip
    for standard in ("fitness.national", "student.primary", "balance.school_standard", "balance.county_standard"):
        run_standard(programme_viewer(DAY), standard, LABEL)


def _school(place: Authority, at: int, name: str) -> int:
    """A primary school with one class of grade 3; the class."""
    by = programme_viewer(DAY)
    school = found_organisation(
        by, NewOrganisation("school", f"95-{at}", f"{place.title}{name}",
                            places={"administrative": place.units["district"]}, attributes={"kind": "211"}), FOUNDED,
    )  # fmt: skip
    section = found_organisation(
        by, NewOrganisation("section", f"95-{at}-1", f"{name}小学部", places={"administrative": school},
                            attributes={"stage": "primary"}), FOUNDED,
    )  # fmt: skip
    return found_organisation(
        by, NewOrganisation("class", f"95-{at}-1-1", "三（1）班", places={"administrative": section},
                            attributes={"grade": "13"}), YEAR,
    )  # fmt: skip


def _pupils(at: int, unit: int, many: int = MANY) -> list[int]:
    by = programme_viewer(DAY)
    new = [NewPerson(f"示例学生{at}{n:02d}号", "female", date(2016, 10, 1)) for n in range(many)]
    people = [added.number or 0 for added in add_people_many(by, new)]
    enrol_many(by, [EnrolmentRow(pupil, unit, YEAR) for pupil in people])
    return people


def _tested(place: Authority, classes: list[list[int]]) -> None:
    """In the first school all are fast, in the last all are slow, between them every other."""
    teacher, office = (
        _of_the_district(place, "nine_head", "pe_teacher"),
        _of_the_district(place, "nine_admin", "school_admin"),
    )
    facts = []
    for at, pupils in enumerate(classes):
        for n, pupil in enumerate(pupils):
            slow = at == len(classes) - 1 or (at > 0 and n % 2)
            if at == 2 and n == MANY - 1:
                continue
            facts.append(NewFact("fitness.fitness_test", pupil, DAY_TESTED, _measured(slow=bool(slow))))
    for made in append_many(teacher, facts, provenance="sheet"):
        attest_record(office, made.number)  # type: ignore[union-attr]  # none is refused


def _measured(*, slow: bool) -> dict[str, object]:
    return {
        "height": 1320, "weight": 450 if slow else 300, "vital_capacity": 900 if slow else 1900,
        "run_50m": SLOW if slow else FAST, "sit_and_reach": 20 if slow else 180,
        "rope_skip_1min": 40 if slow else 160, "sit_up_1min": 10 if slow else 48,
    }  # fmt: skip


def _of_the_district(place: Authority, word: str, role: str) -> Viewer:
    """Somebody who does this for all schools, and signs in nowhere."""
    unit = Organisation.objects.for_the_programme(WHY).get(pk=place.units["district"])
    person = place.people[word]
    made = Post.objects.create(
        person_id=person, role=role, organisation=unit, hierarchy="administrative", from_day=YEAR
    )
    return Viewer(person, made.pk, role, unit.pk, "administrative", DAY)


def _observed(place: Authority, pupils: list[int]) -> None:
    """Some weeks of a class."""
    teacher = place.viewer("class_teacher")
    facts = []
    for n, pupil in enumerate(pupils):
        for at, habit in enumerate(("conduct", "study", "daily_life", "labour")):
            fields = {"habit": habit, "level": "outstanding" if n % 3 else "growing"}
            facts.append(NewFact("student.observation", pupil, DAY - timedelta(days=at), fields))
        facts += [
            NewFact("student.civic_activity", pupil, DAY - timedelta(days=at), {"held_as": "theme"})
            for at in range(n % 6)
        ]
    append_many(teacher, facts, provenance="sheet")


def _reported(place: Authority) -> None:
    """The first school's yearly report: too few teachers are trained."""
    first, admin, head = place.units["first"], place.viewer("school_admin"), place.viewer("head")
    report = {
        "class_count": 24, "music_rooms": 2, "art_rooms": 1, "funded_pupils": 900, "full_time_teachers": 60,
        "trained_teachers": 41, "certified_teachers": 60, "due_teachers": 20, "rotated_teachers": 3,
        "rotated_backbones": 1, "training_funds": 12_000_000, "public_funds": 150_000_000,
    }  # fmt: skip
    made = append_record(admin, type="balance.school_report", subject=first, day=DAY, fields=report)
    attest_record(head, made)
    said = {"item_code": "school_statutes", "is_met": True, "document_no": "校发〔2025〕9号"}
    append_record(admin, type="balance.school_item", subject=first, day=DAY, fields=said)
