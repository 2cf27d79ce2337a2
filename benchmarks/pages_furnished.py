"""What whoever signs in finds on her pages: accounts, records that wait, objections, reports, uploads, a run."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from benchmarks.intake_world import write_workbook

PASSWORD = "cloud-over-river-7"  # noqa: S105 - of nobody
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of nobody
OF_CLASS = 45
LABOUR, WORK, OBSERVATION = "student.labour", "student.reflection", "student.observation"
STANDARD, LAYOUT = "student.primary", "fitness.national_upload"
ROLES = {
    "class_teacher": 5, "subject_teacher": 2, "pupil": 3, "guardian": 2, "head": 2, "school_admin": 1,
    "data_officer": 1, "bureau_head": 1, "system_admin": 1, "security_admin": 1, "audit_admin": 1,
    "district_upload": 1,
}  # fmt: skip
"""Who signs in; the last one only sends a workbook."""
WHY = "a benchmark's district"
Told = dict[str, Any]


def furnished(told: Told) -> list[Told]:
    """Everybody who signs in, with the numbers that her pages are asked for."""
    # The rooms' tables are there only once Django stands.
    from xueheng.identity import public as identity  # noqa: PLC0415

    today = identity.today()
    unit = told["schools"][0]["classes"][0]
    pupils = _pupils(identity, unit)
    _recorded(identity, told, pupils, today)
    _reported(identity, told, unit, today)
    _uploaded(identity, told, today)
    _ran(identity, today)
    return _users(identity, told, pupils)


def _pupils(identity: Any, unit: int) -> list[int]:
    rows = identity.Enrolment.objects.for_the_programme(WHY).filter(organisation=unit).order_by("seat")
    return [int(pupil) for pupil in rows.values_list("pupil", flat=True)]


def _post(identity: Any, told: Told, role: str, today: date, at: int = 0) -> Any:
    person, post, unit = told["posts"][role][at]
    named = "school_admin" if role == "district_upload" else role
    return identity.Viewer(person, post, named, unit, "administrative", today)


def _recorded(identity: Any, told: Told, pupils: list[int], today: date) -> None:
    """What pupils of the first class recorded themselves, a draw from it, an objection, a request to read."""
    from xueheng.evidence import public as evidence  # noqa: PLC0415
    from xueheng.identity.actions.ask_purpose import ask_purpose  # noqa: PLC0415

    for pupil in pupils:
        herself = identity.Viewer(pupil, None, "pupil_self", None, "administrative", today)
        days = [today - timedelta(days=1 + at) for at in range(5)]
        facts = [evidence.NewFact(LABOUR, pupil, day, {"labour_place": "home"}) for day in days]
        fields = {"on_aspect": "learning", "reflection_text": "样例反思"}
        facts += [evidence.NewFact(WORK, pupil, day, fields) for day in days[:2]]
        evidence.append_many(herself, facts, provenance="form")
    herself = identity.Viewer(pupils[0], None, "pupil_self", None, "administrative", today)
    seen = evidence.records(herself).filter(subject=pupils[0], type=OBSERVATION).order_by("-number")
    evidence.object_to_record(herself, int(seen.values_list("number", flat=True)[0]), "other", "样例疑问")
    teacher = _post(identity, told, "class_teacher", today)
    first = today - timedelta(days=30)
    evidence.seal_sample(
        teacher, type=LABOUR, organisation=teacher.organisation, from_day=first, to_day=today, per_cent=20
    )
    ask_purpose(teacher, "check", "样例原因", _in_a_week(), pupils[0])


def _in_a_week() -> int:
    from xueheng.trust.public import now  # noqa: PLC0415

    return int(now()) + 7 * 24 * 3600 * 1_000_000


def _reported(identity: Any, told: Told, unit: int, today: date) -> None:
    """The first class's reports of the term, drafted."""
    from xueheng.publication.actions.draft_reports import draft_reports  # noqa: PLC0415
    from xueheng.publication.actions.open_class_reports import open_class_reports  # noqa: PLC0415

    teacher = _post(identity, told, "class_teacher", today)
    year = today.year if today.month >= 9 else today.year - 1
    made = open_class_reports(teacher, unit, f"term_1:{year}-{year + 1}")
    draft_reports(teacher, int(made.pk), lambda done, of, said: None)


def _uploaded(identity: Any, told: Told, today: date) -> None:
    """A school's workbook of a class, checked and waiting to be stored."""
    from xueheng.evidence import public as evidence  # noqa: PLC0415

    office = _post(identity, told, "school_admin", today)
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "class.xlsx"
        write_workbook(book, min(OF_CLASS, told["pupils"]))
        file = evidence.IncomingFile(book.name, book.read_bytes())
    batch = evidence.receive_upload(office, file, LAYOUT, today - timedelta(days=2))
    evidence.check_upload(office, int(batch.pk))


def _ran(identity: Any, today: date) -> None:
    """A run over the whole district."""
    from xueheng.evaluation.public import run_standard  # noqa: PLC0415

    run_standard(identity.programme_viewer(today), STANDARD)


def _users(identity: Any, told: Told, pupils: list[int]) -> list[Told]:
    from xueheng.identity.models import Guardianship  # noqa: PLC0415

    hashed, found = make_password(PASSWORD), []
    wards = Guardianship.objects.for_the_programme(WHY).filter(pupil__in=pupils).order_by("pk")
    people = {role: [person for person, _, _ in held] for role, held in told["posts"].items()}
    people |= {"pupil": pupils, "guardian": list(dict.fromkeys(wards.values_list("guardian", flat=True)))}
    for role, many in ROLES.items():
        for at, person in enumerate(people[role][:many]):
            _account(identity, f"{role}{at}", person, hashed)
            unit = told["posts"][role][at][2] if role in told["posts"] else None
            found.append({"role": _declared(role), "login": f"{role}{at}", **_examples(identity, told, unit, pupils)})
    return found


def _declared(role: str) -> str:
    return "pupil_self" if role == "pupil" else role


def _examples(identity: Any, told: Told, unit: int | None, pupils: list[int]) -> Told:
    """Numbers near a post: its unit, its class, that class's first pupil; else those of the first class."""
    classes: list[int] = told["schools"][0]["classes"]
    class_ = unit if unit is not None and unit in classes else classes[0]
    mine = _pupils(identity, class_)
    organisation = unit or class_
    examples = {"class": class_, "organisation": organisation, "pupil": mine[0] if mine else pupils[0]}
    examples["teacher"] = told["posts"]["class_teacher"][0][0]
    return {"examples": examples, "pupils": mine}


def _account(identity: Any, login: str, person: int, hashed: str) -> None:
    made, new = identity.Account.objects.get_or_create(
        login=login, defaults={"person_id": person, "password": hashed, "must_change_password": False, "created": 1}
    )
    if new and login.removesuffix("0") in identity.policy().administrators:
        from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415

        TOTP.activate(made, SECRET)
