"""The pupil register: each row's pupil and class, and what is to be done; then it is done, a block at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from xueheng.errors import XuehengError
from xueheng.identity.actions.enrol_many import EnrolmentRow, enrol_many
from xueheng.identity.actions.move_many import PupilMove, move_many
from xueheng.identity.actions.suspend_pupil import pupil_leaves, resume_pupil, suspend_pupil
from xueheng.identity.enrolment_changes import ENROLLED, LEAVE
from xueheng.identity.imports.classes_founded import NewClass, found_class
from xueheng.identity.imports.outcomes import Bringing, Gone, Judged, rejected
from xueheng.identity.imports.people_changed import PersonChanges, person_changes
from xueheng.identity.imports.people_matched import Matched, add_at, matched
from xueheng.identity.imports.refusals import ELSEWHERE, NOT_YOURS, RowRefused
from xueheng.identity.imports.units_known import UnitsKnown, spelt, stage_of, units_known
from xueheng.identity.model_people import Enrolment
from xueheng.identity.periods import holds_on
from xueheng.identity.unit_changes import ONE_DAY
from xueheng.identity.unit_rights import manages_person
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow

WHY = "where the pupils of an import are enrolled"
CLASSES_AT_ONCE = 50
"""Classes founded in one transaction."""
LEFT = "left"
"""The code of the packs for pupils who are gone; ENROLLED and LEAVE are theirs too."""
NO_CLASS = RowRefused(
    Text("没有这个班，表里又没有写年级，不能新建", "there is no such class, and without a grade it cannot be founded"),
    Text("请补填年级，或改正班级名称。", "Fill in the grade, or correct the class's name."),
    "class_name",
)
GONE_ALREADY = RowRefused(
    Text("表里写的是已离校，这里也没有这个人", "the file says this pupil has left, and nobody here has the number"),
    Text("不需要建档；从表里删去这一行即可。", "Nothing to keep: delete the row."),
)
MOVES = Text("换班：{name}", "moves to {name}")
COMES = Text("编入：{name}", "enters {name}")
LEAVES, SUSPENDS, RESUMES = Text("离校", "leaves"), Text("休学", "goes on leave"), Text("复学", "comes back")


@dataclass(frozen=True, slots=True)
class Place:
    """A pupil's class and status on the day."""

    organisation: int
    status: str


@dataclass(slots=True)
class PupilPlan:
    """What is to be done with one pupil. `school`, `class_name`, `grade`: the class, which may be yet to be founded."""

    each: Matched
    school: int
    class_name: str
    grade: str
    status: str
    place: Place | None
    changes: PersonChanges = field(default_factory=PersonChanges)
    enters: bool = False
    moves: bool = False


class PupilRows:
    """The register of pupils within one import."""

    def __init__(self, bringing: Bringing) -> None:
        self.bringing = bringing
        self.units: UnitsKnown = units_known(bringing.by, bringing.day)
        self.schools: set[int] = set()
        """Schools that the file names: whoever is enrolled there and not in the file is gone from it."""
        self.founded: dict[tuple[int, str], NewClass] = {}
        """Classes that the file names and nobody has founded."""

    def judge(self, rows: Sequence[RegisterRow]) -> list[Judged]:
        """What is to be done with each of these rows."""
        found = matched(self.bringing, rows)
        known = [each.known.number for each in found if each.known is not None]
        places = _places(known, self.bringing)
        return [self._judged(each, places) for each in found]

    def _judged(self, each: Matched, places: dict[int, Place]) -> Judged:
        try:
            if each.fault is not None:
                raise each.fault
            plan = self._plan(each, places)
        except XuehengError as fault:
            return rejected(each.row, fault, each.name)
        told = [*plan.changes.told, *self._enrolment_told(plan)]
        if each.known is None:
            return Judged(each.row, "new", each.name, tuple(told), each.remarks(), plan=plan)
        return Judged(each.row, "changed" if told else "same", each.name, tuple(told), each.remarks(), plan=plan)

    def _plan(self, each: Matched, places: dict[int, Place]) -> PupilPlan:
        values, by = each.row.values, self.bringing.by
        code, name = str(values.get("unit_code", "")), str(values.get("unit_name", ""))
        school = self.units.school(code, name, self.bringing.organisation)
        if school is None or self.units.kinds.get(school) != "school":
            raise NOT_YOURS
        place = places.get(each.known.number) if each.known else None
        if each.known is not None:
            within = place is not None and place.organisation in self.units.kinds
            if not within and not manages_person(by, "people", each.known.number):
                raise ELSEWHERE
        status = str(values.get("enrolment") or (place.status if place else ENROLLED))
        if status == LEFT and each.known is None:
            raise GONE_ALREADY
        self.schools.add(school)
        plan = PupilPlan(each, school, str(values["class_name"]), str(values.get("grade", "")), status, place)
        plan.changes = person_changes(each)
        if status != LEFT:
            target = self._class(plan)
            plan.enters = place is None
            plan.moves = place is not None and place.organisation != target
        return plan

    def _class(self, plan: PupilPlan) -> int | None:
        """The class's number; None for one that is to be founded. Raises NO_CLASS or SEVERAL_CLASSES."""
        now = plan.place.organisation if plan.place else None
        known = self.units.class_named(plan.school, plan.class_name, now)
        key = (plan.school, spelt(plan.class_name))
        if known is None and key not in self.founded:
            if not stage_of(plan.grade):
                raise NO_CLASS
            self.founded[key] = NewClass(plan.school, plan.class_name, plan.grade)
        return known

    def _enrolment_told(self, plan: PupilPlan) -> list[Text]:
        told: list[Text] = []
        if plan.status == LEFT:
            return [LEAVES] if plan.place is not None else []
        if plan.enters or plan.moves:
            words = COMES if plan.enters else MOVES
            told.append(Text(words.zh.format(name=plan.class_name), words.en.format(name=plan.class_name)))
        before = plan.place.status if plan.place else ENROLLED
        if plan.status != before:
            told.append(SUSPENDS if plan.status == LEAVE else RESUMES)
        return told

    def remarks(self) -> list[Text]:
        """What to know of the file as a whole."""
        if not self.founded:
            return []
        names = "、".join(new.name for new in list(self.founded.values())[:8])
        count = len(self.founded)
        return [Text(f"将新建 {count} 个班：{names}…", f"{count} classes will be founded: {names} …")]

    def gone(self) -> list[Gone]:
        """Pupils enrolled at the schools of the file whom the file does not name."""
        classes = [unit for unit in self.units.kinds if self.units.school_of(unit) in self.schools]
        found: set[int] = set()
        for start in range(0, len(classes), 500):
            rows = Enrolment.objects.for_the_programme(WHY).filter(
                holds_on(self.bringing.day), organisation__in=classes[start : start + 500]
            )
            found.update(rows.values_list("pupil", flat=True))
        return [Gone(number) for number in sorted(found - self.bringing.met)]

    def prepare(self) -> None:
        """Found the classes that are lacking, some at a time; those founded meanwhile are found."""
        lacking = [new for key, new in self.founded.items() if key not in self.units.classes]
        for start in range(0, len(lacking), CLASSES_AT_ONCE):
            with transaction.atomic():
                for new in lacking[start : start + CLASSES_AT_ONCE]:
                    self.units.note_class(new.school, new.name, found_class(self.bringing, self.units, new))
            self.bringing.look_anew()
        self.founded.clear()

    def act(self, judged: Sequence[Judged]) -> Sequence[Judged]:
        """Do what is to be done with new and changed rows, inside the caller's transaction. Raises the first fault."""
        plans: list[PupilPlan] = [each.plan for each in judged]
        numbers = self._added(plans)
        by, day = self.bringing.by, self.bringing.day
        both = list(zip(plans, numbers, strict=True))
        rows = [EnrolmentRow(number, self._number_of(plan), day) for plan, number in both if plan.enters]
        for outcome in enrol_many(by, rows):
            if outcome.problem is not None:
                raise outcome.problem
        move_many(by, [PupilMove(number, self._number_of(plan)) for plan, number in both if plan.moves], day)
        for plan, number in both:
            self._finish(plan, number)
        return judged

    def _added(self, plans: Sequence[PupilPlan]) -> list[int]:
        """Each plan's person, those who are new added."""
        numbers = [plan.each.known.number if plan.each.known else 0 for plan in plans]
        for school in dict.fromkeys(plan.school for plan in plans):
            places = [at for at, plan in enumerate(plans) if plan.school == school and not numbers[at]]
            add_at(self.bringing.by, school, places, plans, numbers)
        return numbers

    def _number_of(self, plan: PupilPlan) -> int:
        return self.units.classes[plan.school, spelt(plan.class_name)][0]

    def _finish(self, plan: PupilPlan, number: int) -> None:
        """The rest, pupil by pupil: few of them have any."""
        by, day = self.bringing.by, self.bringing.day
        plan.changes.make(by, number)
        before = plan.place.status if plan.place else ENROLLED
        if plan.status == LEFT and plan.place is not None:
            pupil_leaves(by, number, day - ONE_DAY, LEFT)
        elif plan.status == LEAVE != before:
            suspend_pupil(by, number, day)
        elif plan.status == ENROLLED and before == LEAVE:
            resume_pupil(by, number, day)


def _places(people: Sequence[int], bringing: Bringing) -> dict[int, Place]:
    rows = Enrolment.objects.for_the_programme(WHY).filter(holds_on(bringing.day), pupil__in=people)
    return {pupil: Place(unit, status) for pupil, unit, status in rows.values_list("pupil", "organisation", "status")}
