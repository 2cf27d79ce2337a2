"""What an address's arguments stand for: for each kind of thing, one that lies where the relation says.

A room whose addresses name other kinds adds them here; a kind that is missing fails the matrix by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tests.permission_matrix.example_runs import finished_run, sent_layer, with_counts, with_requirement
from tests.permission_matrix.planted import SERVICE, Planted
from tests.permission_matrix.readers import OTHER, OWN, Around, Reader
from xueheng.evidence.model_objections import Objection
from xueheng.evidence.model_records import Record
from xueheng.evidence.model_samples import SampleCandidate, SampleDraw
from xueheng.evidence.model_sheets import KeptPhrase
from xueheng.evidence.public import Batch
from xueheng.identity.models import Enrolment, Erasure, ReadingPurpose, RegisterImport
from xueheng.identity.public import ROSTER
from xueheng.identity.tests.authority import WARDS, Authority
from xueheng.publication.kept_files import keep_file
from xueheng.publication.public import ClassReports, ReportFile, TermReport
from xueheng.shell.models import Job
from xueheng.shell.public import JobHandle, declare_job
from xueheng.trust.public import PROGRAMME, new_number, now, seal
from xueheng.web.model_api import AccessToken
from xueheng.wording import Text

WHY = "an example of the permission matrix"


class KindUnknown(LookupError):
    """An address names a kind of thing of which the matrix has no example."""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom an example is wanted, and where it must lie."""

    reader: Reader
    relation: str
    place: Authority
    """The authority where the thing is: the reader's, or the other one."""
    around: Around
    planted: Planted
    """The records of that authority."""


Place = tuple[Authority, Planted]
"""An authority with what is planted in it."""
Example = Callable[[Asked], int | str | None]
"""The argument; None where this reader has no such thing in that relation."""


def asked(reader: Reader, relation: str, own: Place, other: Place) -> Asked | None:
    """Where to look for examples; None where nothing lies there for this reader."""
    around = reader.around.get(OWN if relation == OTHER else relation)
    place, planted = other if relation == OTHER else own
    return Asked(reader, relation, place, around, planted) if around else None


def _organisation(about: Asked) -> int | None:
    return about.place.units.get(about.around.organisation)


def _class(about: Asked) -> int | None:
    word = about.around.organisation
    found = word if word in CLASSES else CLASS_OF.get(about.around.pupil, "")
    return about.place.units.get(found)


def _school(about: Asked) -> int | None:
    return about.place.units.get(about.around.school)


def _pupil(about: Asked) -> int | None:
    return about.place.people.get(about.around.pupil)


def _teacher(about: Asked) -> int | None:
    return about.place.people.get(about.around.teacher)


def _guardian(about: Asked) -> int | None:
    words = [word for word, wards in WARDS.items() if about.around.pupil in wards]
    return about.place.people[words[0]] if words else None


def _post(about: Asked) -> int | None:
    return about.place.posts.get(about.around.teacher)


def _enrolment(about: Asked) -> int | None:
    pupil = _pupil(about)
    rows = Enrolment.objects.for_the_programme(WHY).filter(pupil=pupil).order_by("-from_day")
    found = rows.values_list("pk", flat=True).first()
    return int(found) if found is not None else None


def _nothing_to_do(_: JobHandle, __: Mapping[str, object]) -> None:
    """A job that is only looked at."""


declare_job("matrix_example", Text("样例作业", "Example job"), _nothing_to_do)


def _job(about: Asked) -> int:
    """One's own job, or that of the teacher there: nobody else sees it, whatever the post."""
    mine = about.relation == OWN
    word = about.reader.word if mine else about.around.teacher
    made = Job.objects.create(
        kind="matrix_example", person=about.place.people.get(word), post=about.place.posts.get(word), created=now()
    )
    return int(made.number)


def _purpose(about: Asked) -> int | None:
    post = _post(about)
    if post is None:
        return None
    made = ReadingPurpose.objects.create(
        post_id=post, purpose="check", reason="样例原因", asked_at=now(), until=now() + 3_600_000_000
    )
    return int(made.number)


def _erasure(about: Asked) -> int | None:
    """One that the teacher there put forward about the pupil there."""
    post, unit, pupil = _post(about), _organisation(about), _pupil(about)
    if post is None or unit is None or pupil is None:
        return None
    number = new_number()
    Erasure.objects.for_the_programme(WHY).filter(subject=pupil).delete()
    Erasure.objects.create(
        number=number, subject=pupil, organisation=unit, ground="asked", proposed_by_id=post, proposed_at=now(),
        reason=seal(pupil, f"erasure reason|{number}", "样例原因".encode()),
    )  # fmt: skip
    return number


def _record(about: Asked) -> int | None:
    return about.planted.records.get(about.around.pupil)


def _attachment(about: Asked) -> int | None:
    return about.planted.attachments.get(about.around.pupil)


def _upload(about: Asked) -> int | None:
    """An upload of the teacher there; one's own is the reader's."""
    word = about.reader.word if about.relation == OWN else about.around.teacher
    person, post = about.place.people.get(word), about.place.posts.get(word)
    unit = _organisation(about)
    if person is None or post is None or unit is None:
        return None
    made = Batch.objects.create(
        layout="example",
        file_name=b"",
        file_digest="0" * 64,
        organisation=unit,
        person=person,
        post=post,
        created=now(),
    )
    return int(made.number)


def _import(about: Asked) -> int | None:
    """A register brought in by the teacher there; one's own is the reader's."""
    return _brought(about, "common.pupil_register")


def _roster(about: Asked) -> int | None:
    """Another program's roster, likewise."""
    return _brought(about, ROSTER)


def _brought(about: Asked, layout: str) -> int | None:
    word = about.reader.word if about.relation == OWN else about.around.teacher
    person, post = about.place.people.get(word), about.place.posts.get(word)
    unit = _organisation(about)
    if person is None or post is None or unit is None:
        return None
    number = new_number()
    made = RegisterImport.objects.create(
        number=number,
        layout=layout,
        file_name=seal(number, "file name", "样例名册.xlsx".encode()),
        file_digest=b"0" * 16,
        organisation=unit,
        person=person,
        post=post,
        day=date(2026, 3, 2),
        created=now(),
    )
    return int(made.number)


def _service(about: Asked) -> int | None:
    return about.planted.services.get(about.around.pupil)


def _sample(about: Asked) -> int | None:
    """A draw at the unit there, sealed and not drawn, by the teacher there; one's own is the reader's. The service of
    the pupil there is marked as drawn.
    """
    word = about.reader.word if about.relation == OWN else about.around.teacher
    person, unit = about.place.people.get(word), _organisation(about)
    if person is None or unit is None:
        return None
    made = SampleDraw(
        type=SERVICE, organisation=unit, from_day=date(2026, 3, 1), to_day=date(2026, 3, 31), per_cent=50,
        person=person, post=about.place.posts.get(word), commitment="0" * 64, among=1, among_digest="0" * 64,
        sealed_at=now(),
    )  # fmt: skip
    made.sealed_seed = seal(PROGRAMME, f"seed of draw {made.number}", b"s" * 32)
    made.save(force_insert=True)
    record = _service(about)
    if record is not None:
        SampleCandidate.objects.create(draw=made, record_id=record, drawn=True)
    return int(made.number)


CLASSES = ("c3", "c6", "closing_c3", "nine_c6", "nine_c7", "nine_c9")
CLASS_OF = {"ann": "c3", "ben": "c3", "dan": "c6", "eve": "closing_c3", "hua": "nine_c7", "moved": "nine_c6"}


def _run(about: Asked) -> int | None:
    """A run of the authority there, its results taken away: whoever sees anything of the standard sees that it was."""
    unit = about.place.units.get(about.around.organisation)
    return finished_run(unit) if unit is not None else None


def _run_with(about: Asked, keep: Callable[[int, int], int]) -> int | None:
    """The same, with something kept of the unit there."""
    run, unit = _run(about), about.place.units.get(about.around.organisation)
    return keep(run, unit) if run is not None and unit is not None else None


def _layer(about: Asked) -> int | None:
    """A layer of the school there, under review: whoever sees layers may open it."""
    school, person = _school(about), about.place.people.get(about.around.teacher)
    return sent_layer(school, person) if school is not None and person is not None else None


def _token(about: Asked) -> int | None:
    """A token of the teacher there; one's own is the reader's."""
    word = about.reader.word if about.relation == OWN else about.around.teacher
    person, post = about.place.people.get(word), about.place.posts.get(word)
    if person is None or post is None:
        return None
    made = AccessToken.objects.create(
        person_id=person, post_id=post, title="样例", code=f"{new_number():x}"[-12:], digest=b"0" * 32, made=now(),
        until=now() + 3_600_000_000,
    )  # fmt: skip
    return int(made.number)


def _class_reports(about: Asked) -> int | None:
    """The reports of the class there, once for each class: nothing is drafted yet."""
    unit = _class(about)
    if unit is None:
        return None
    made, _ = ClassReports.objects.for_the_programme(WHY).get_or_create(
        organisation=unit, window="school_year", label="2025-2026",
        defaults={"first": date(2025, 9, 1), "last": date(2026, 8, 31), "person": 1, "made": now()},
    )  # fmt: skip
    return int(made.number)


def _printed_reports(about: Asked) -> int | None:
    """The same with a pupil's report, and a file made of them."""
    found = _class_reports(about)
    if found is None or _finished_report(about) is None:
        return None
    if not ReportFile.objects.for_the_programme(WHY).filter(reports=found).exists():
        number = new_number()
        keep_file(number, b"%PDF-1.7")
        ReportFile.objects.create(
            number=number, reports_id=found, kind="pdf", size=8, made=now(), until=now() + 3_600_000_000
        )
    return found


def _term_report(about: Asked) -> int | None:
    """The report of the pupil there, which she may still choose works for."""
    return _report(about, "writing")


def _finished_report(about: Asked) -> int | None:
    """The same, given out."""
    return _report(about, "finished")


def _report(about: Asked, state: str) -> int | None:
    pupil, unit, found = _pupil(about), _class(about), _class_reports(about)
    if pupil is None or unit is None or found is None:
        return None
    row, _ = TermReport.objects.for_the_programme(WHY).update_or_create(
        reports_id=found, pupil=pupil,
        defaults={"organisation": unit, "place": 1, "kind": "student.primary_report", "state": state, "changed": now()},
    )  # fmt: skip
    return int(row.number)


def _objection(about: Asked) -> int | None:
    """Doubt of the pupil there about what her teacher noted."""
    record = Record.objects.for_the_programme(WHY).filter(pk=_record(about)).first()
    if record is None:
        return None
    rows = Objection.objects.for_the_programme(WHY).filter(record=record, person=record.subject, state="open")
    found = rows.values_list("number", flat=True).first()
    if found is not None:
        return int(found)
    made = Objection.objects.create(
        record=record, type=record.type, subject=record.subject, organisation=record.organisation, day=record.day,
        recorder=record.recorder, kind="double", person=record.subject, words=b"", made_at=now(),
    )  # fmt: skip
    return int(made.number)


def _phrase(about: Asked) -> int | None:
    """A phrase of the teacher there; one's own is the reader's."""
    person = about.place.people.get(about.reader.word if about.relation == OWN else about.around.teacher)
    if person is None:
        return None
    number = new_number()
    words = seal(person, f"phrase|{number}", "样例常用语".encode())
    KeptPhrase.objects.create(number=number, person=person, words=words, made=now())
    return number


EXAMPLES: dict[str, Example] = {
    "organisation": _organisation,
    "class": _class,
    "school": _school,
    "person": _pupil,
    "pupil": _pupil,
    "teacher": _teacher,
    "guardian": _guardian,
    "post": _post,
    "enrolment": _enrolment,
    "job": _job,
    "erasure": _erasure,
    "purpose": _purpose,
    "record": _record,
    "objection": _objection,
    "attachment": _attachment,
    "drawn": _service,
    "phrase": _phrase,
    "layer": _layer,
    "layer_node": lambda about: "labour.labour_habits",
    "run": _run,
    "counted_run": lambda about: _run_with(about, with_counts),
    "unit_run": lambda about: _run_with(about, with_requirement),
    "class_reports": _class_reports,
    "printed_reports": _printed_reports,
    "term_report": _term_report,
    "finished_report": _finished_report,
    "standard": lambda about: "fitness.national",
    "token": _token,
    "sample": _sample,
    "upload": _upload,
    "import": _import,
    "roster": _roster,
}
"""Kind, as addresses name it → one of them."""

REFUSED: dict[str, tuple[str, ...]] = {
    "organisation": ("sibling", "other"),
    "class": ("sibling", "parent", "former", "other"),
    "school": ("sibling", "other"),
    "post": ("sibling", "parent", "former", "other"),
    "run": ("sibling", "former", "other"),
    "job": ("sibling", "parent", "former", "other"),
    "purpose": ("sibling", "parent", "former", "other"),
    "standard": (),
    "erasure": ("sibling", "parent", "former", "other"),
}
"""The relations in which nobody may have the thing. A unit above one's own may be seen by its name."""
REFUSED_OTHERWISE = ("sibling", "parent", "former", "other")


def example(kind: str, about: Asked) -> int | str | None:
    """An example of a kind; `=text` is that text. Raises KindUnknown."""
    if kind.startswith("="):
        return kind[1:]
    if kind not in EXAMPLES:
        raise KindUnknown(f'tests/permission_matrix/examples.py knows no kind "{kind}"')
    return EXAMPLES[kind](about)


def must_be_refused(kinds: list[str], relation: str) -> bool:
    """Whether an address that names things of these kinds, lying so, may open for nobody."""
    named = [kind for kind in kinds if not kind.startswith("=")]
    return any(relation in REFUSED.get(kind, REFUSED_OTHERWISE) for kind in named)
