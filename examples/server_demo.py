"""The example region inside a server: its registers brought in like anybody's, one account for each role, and the
record of one school.

Django stands before this is imported. Everybody is made up; the accounts keep their first passwords, for this region
alone.
"""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from examples.districts import DISTRICTS
from examples.registers import FIRST_DAY, DistrictRegisters, write_registers
from examples.server_county import fill_county
from examples.server_note import DemoAccount, write_note
from examples.server_records import SchoolPeople, fill_record, fill_tests
from examples.server_schools import fill_school
from xueheng.evaluation.public import begin_run
from xueheng.identity.models import Enrolment, Guardianship, Organisation, Post
from xueheng.identity.public import (
    GUARDIAN,
    HIERARCHY_TITLES,
    PUPIL,
    NewOrganisation,
    NewPerson,
    RegisterImport,
    Viewer,
    above,
    add_person,
    appoint,
    bring_register,
    found_organisation,
    holds_on,
    make_accounts,
    merge_organisations,
    names_on,
    policy,
    programme_viewer,
    under,
    viewer_for,
)
from xueheng.wording import Text

Progress = Callable[[Text, int, int], None]
Chosen = tuple[str, int, int]
"""A role, who has it, and at which unit."""
FOUNDED = date(2015, 9, 1)
MERGED_DAY = date(2025, 11, 6)
"""The first day on which the last district is part of the first."""
LAYOUTS = {"schools": "common.school_statistics", "pupils": "common.pupil_register",
           "staff": "common.teacher_register", "guardians": "common.guardian_list"}  # fmt: skip
OFFICE = (
    "data_officer",
    "bureau_head",
    "pe_officer",
    "inspector",
    "review_head",
    "system_admin",
    "security_admin",
    "audit_admin",
)
STAFF = ("head", "school_admin", "class_teacher", "pe_teacher")
WHY = "the example region chooses whom to give an account"
EVALUATED = (
    "fitness.national",
    "student.primary",
    "student_junior.junior",
    "balance.county_standard",
    "balance.parts_standard",
    "balance.variation_standard",
    "balance.resource_standard",
    "balance.section_standard",
    "balance.school_standard",
    "balance.approval_standard",
)
MEASURED_SCHOOLS = 12
"""So many of the first district's schools have their pupils' tests in the record, so that schools can be set side by
side.
"""
REPORTING_SCHOOLS = 40
"""At most so many of them have reported their resources; those that are measured have sent the rest as well."""
YEAR = "2025-2026"
"""What the region evaluates itself by, as soon as it is served: in the background, its progress among the works."""
ADMINISTRATIVE = next(iter(HIERARCHY_TITLES))


def load(data: Path, seed: int, pupils: int, progress: Progress) -> list[DemoAccount]:
    """Fill an empty server with the region; the accounts. The note that says so is written last."""
    by = programme_viewer()
    with tempfile.TemporaryDirectory() as folder:
        written = write_registers(Path(folder), seed=seed, pupils=pupils, progress=progress)
        districts = {each.district: _district(by, each.district, at) for at, each in enumerate(written, 1)}
        done = 0
        for each in written:
            _bring_district(by, Path(folder), each, districts[each.district])
            done += each.count
            progress(Text("正在导入名册", "Importing the registers"), done, pupils)
    last, first = DISTRICTS[-1].name, DISTRICTS[0].name
    if last in districts and last != first:
        merge_organisations(by, [districts[last]], districts[first], MERGED_DAY)
    progress(Text("正在记录一所学校的事实", "Recording the facts of one school"), 0, 0)
    accounts = _accounts(programme_viewer(), districts[first], seed, pupils)
    for standard in EVALUATED:
        begin_run(programme_viewer(), standard, YEAR)
    write_note(data, seed, pupils, accounts)
    return accounts


def _district(by: Viewer, name: str, at: int) -> int:
    new = NewOrganisation("district", f"00000{at}", name, places={ADMINISTRATIVE: None})
    return found_organisation(by, new, FOUNDED)


def _bring_district(by: Viewer, folder: Path, written: DistrictRegisters, district: int) -> None:
    """The list of schools first, then the people of all of them."""
    _bring(by, LAYOUTS["schools"], folder / written.schools, district, FOUNDED)
    for kind, path in (("pupils", written.pupils), ("staff", written.staff), ("guardians", written.guardians)):
        _bring(by, LAYOUTS[kind], folder / path, district, FIRST_DAY)


def _bring(by: Viewer, layout: str, path: Path, at: int, day: date) -> None:
    batch: RegisterImport = bring_register(by, layout, path.name, path.read_bytes(), day, at)
    if batch.rejected or batch.received != batch.new:
        raise AssertionError(f"{path.name}: {batch.received} rows, {batch.new} new, {batch.rejected} rejected")


def _accounts(by: Viewer, district: int, seed: int, pupils: int) -> list[DemoAccount]:
    """One person for each role of the district and of its first school, a pupil and her guardian; and what the school
    has in its record.
    """
    chosen = _officers(by, district)
    held = {
        post.role: (post.person_id, post.number)
        for post in Post.objects.for_the_programme(WHY).filter(organisation=district)
    }
    fill_county(district, held["data_officer"], held["inspector"], held["review_head"])
    school = _first_school(by, district)
    if school is not None:
        people, units = _of_the_school(by, school)
        chosen += [(role, person, units[role]) for role, (person, _) in people.holders.items()]
        fill_record(people, school.code, seed, pupils)
        inspects = viewer_for(*held["inspector"])
        for at, other in enumerate(_schools(by, district)):
            found = _of_the_school(by, other)[0]
            if 0 < at < MEASURED_SCHOOLS:
                fill_tests(found, other.code, seed, pupils)
            if at < REPORTING_SCHOOLS:
                sections = _sections(by, other.number)
                fill_school(found, other.number, sections, inspects, at, whole=at < MEASURED_SCHOOLS)
    return _made(by, chosen)


def _officers(by: Viewer, district: int) -> list[Chosen]:
    chosen: list[Chosen] = []
    for at, role in enumerate(OFFICE, 1):
        made = add_person(by, NewPerson(f"示例职员{at:02d}", numbers={"teacher": f"DEMO{at:04d}"}))
        assert made.number is not None
        appoint(by, made.number, role, district, FIRST_DAY)
        chosen.append((role, made.number, district))
    return chosen


def _of_the_school(by: Viewer, school: Organisation) -> tuple[SchoolPeople, dict[str, int]]:
    """Whoever holds each post first; the pupils of the class teacher's class, the first of them and her guardian; and
    the unit of each.
    """
    units = under(ADMINISTRATIVE, school.number, by.day)
    holders: dict[str, tuple[int, int | None]] = {}
    where: dict[str, int] = {}
    for role in STAFF:
        held = Post.objects.for_the_programme(WHY).filter(role=role, organisation__in=units).order_by("pk").first()
        if held is not None:
            holders[role], where[role] = (held.person_id, held.number), held.organisation_id
    class_ = where.get("class_teacher")
    enrolled = Enrolment.objects.for_the_programme(WHY).filter(holds_on(by.day), organisation=class_).order_by("pk")
    classmates = list(enrolled.values_list("pupil", flat=True))
    if class_ is not None and classmates:
        holders[PUPIL], where[PUPIL] = (classmates[0], None), class_
        guardian = Guardianship.objects.for_the_programme(WHY).filter(pupil=classmates[0]).order_by("pk").first()
        if guardian is not None:
            holders[GUARDIAN], where[GUARDIAN] = (guardian.guardian_id, None), class_
    return SchoolPeople(holders, classmates), where


def _made(by: Viewer, chosen: list[Chosen]) -> list[DemoAccount]:
    logins = {person: role for role, person, _ in chosen}
    made = {one.person: one for one in make_accounts(by, [person for _, person, _ in chosen], logins, keep_first=True)}
    names = names_on({unit for _, _, unit in chosen}, by.day)
    return [
        DemoAccount(policy().title(role).say("both"), names[unit], made[person].login, made[person].password)
        for role, person, unit in chosen
    ]


def _first_school(by: Viewer, district: int) -> Organisation | None:
    """The district's first school, by code."""
    return next(iter(_schools(by, district)), None)


def _sections(by: Viewer, school: int) -> list[int]:
    units = Organisation.objects.for_the_programme(WHY).filter(pk__in=under(ADMINISTRATIVE, school, by.day))
    return list(units.filter(kind="section").order_by("code", "pk").values_list("pk", flat=True))


def _schools(by: Viewer, district: int) -> list[Organisation]:
    """The district's schools, by code."""
    schools = Organisation.objects.for_the_programme(WHY).filter(kind="school").order_by("code")
    return [each for each in schools if district in above(ADMINISTRATIVE, each.number, by.day)]
