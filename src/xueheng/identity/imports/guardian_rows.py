"""The list of guardians: the pupil by number, the guardian by number or among those the pupil has already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xueheng.errors import XuehengError
from xueheng.identity.actions.link_guardian import pair_problem
from xueheng.identity.actions.link_guardians import GuardianLink, link_guardians
from xueheng.identity.check_digits import PUPIL, RESIDENT, Checked, checked_number
from xueheng.identity.imports.outcomes import Bringing, Gone, Judged, rejected
from xueheng.identity.imports.refusals import RowRefused
from xueheng.identity.imports.units_known import UnitsKnown, units_known
from xueheng.identity.model_people import Enrolment, Guardianship, Person
from xueheng.identity.new_people import NewPerson, holders_of, write_people
from xueheng.identity.people import names_of
from xueheng.identity.periods import holds_on
from xueheng.identity.spoken_names import person_name
from xueheng.trust.public import blind_index, write_journal
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow

WHY = "the pupils of an import and their guardians"
NO_PUPIL = RowRefused(
    Text("没有这个学籍号的在籍学生", "no pupil enrolled here has this number"),
    Text("请核对号码，或先导入学籍表。", "Check the number, or import the pupil register first."),
    "pupil_number",
)
OTHER_NAME = RowRefused(
    Text("学籍号与学生姓名对不上", "the number and the pupil's name do not belong together"),
    Text("请核对这一行说的是哪个学生。", "Check which pupil the row is about."),
    "pupil_name",
)
OTHER_GUARDIAN = RowRefused(
    Text("家长的证件号与已存的姓名对不上", "the guardian's number and the name stored do not belong together"),
    Text("请对照证件核对姓名和号码。", "Compare name and number with the document."),
    "resident_number",
)
LINKED = Text("登记为家长：{relation}", "recorded as guardian: {relation}")


@dataclass(slots=True)
class GuardianPlan:
    """One row: the pupil, and the guardian who is known, or the one to be added."""

    pupil: int
    guardian: int | None
    name: str
    number: Checked | None
    sex: str
    relation: str


class GuardianRows:
    """The list of guardians within one import."""

    def __init__(self, bringing: Bringing) -> None:
        self.bringing = bringing
        self.units: UnitsKnown = units_known(bringing.by, bringing.day)

    def judge(self, rows: Sequence[RegisterRow]) -> list[Judged]:
        """What is to be done with each of these rows."""
        plans: dict[int, GuardianPlan | XuehengError] = {at: self._written(row) for at, row in enumerate(rows)}
        pupils = self._pupils(rows)
        links = self._links(set(pupils.values()))
        sound = [plan for plan in plans.values() if isinstance(plan, GuardianPlan) and plan.number]
        holders = holders_of((RESIDENT, blind_index(RESIDENT, plan.number.value)) for plan in sound if plan.number)
        people = {p.pk: p for p in Person.objects.for_the_programme(WHY).filter(
            pk__in={*pupils.values(), *holders.values()})}  # fmt: skip
        names = names_of(list(people.values()))
        told = []
        for at, row in enumerate(rows):
            plan = plans[at]
            fault = (
                plan
                if isinstance(plan, XuehengError)
                else self._settle(row, plan, pupils, links, holders, people, names)
            )
            told.append(rejected(row, fault, str(row.values["name"])) if fault else self._judged(row, plan, links))  # type: ignore[arg-type]
        return told

    def _written(self, row: RegisterRow) -> GuardianPlan | XuehengError:
        values, today = row.values, self.bringing.by.day
        try:
            name = person_name(str(values["name"]))
            written = str(values.get("resident_number", ""))
            number = checked_number(RESIDENT, written, today) if written else None
        except XuehengError as fault:
            return fault
        return GuardianPlan(0, None, name, number, str(values.get("sex", "")), str(values.get("relation", "")))

    def _pupils(self, rows: Sequence[RegisterRow]) -> dict[str, int]:
        """Pupil number as written → the pupil, enrolled today within reach."""
        written: dict[str, tuple[str, bytes]] = {}
        for row in rows:
            said = str(row.values["pupil_number"])
            try:
                written[said] = (PUPIL, blind_index(PUPIL, checked_number(PUPIL, said, self.bringing.by.day).value))
            except XuehengError:
                continue
        holders = holders_of(written.values())
        held = Enrolment.objects.for_the_programme(WHY).filter(
            holds_on(self.bringing.by.day), pupil__in=holders.values()
        )
        here = {pupil for pupil, unit in held.values_list("pupil", "organisation") if unit in self.units.kinds}
        return {said: holders[key] for said, key in written.items() if holders.get(key) in here}

    def _links(self, pupils: set[int]) -> dict[int, dict[str, int]]:
        """Each pupil's guardians, by name."""
        rows = Guardianship.objects.for_the_programme(WHY).filter(pupil__in=pupils, to_day__gte=self.bringing.day)
        pairs = list(rows.values_list("pupil", "guardian"))
        people = Person.objects.for_the_programme(WHY).filter(pk__in={guardian for _, guardian in pairs})
        names = names_of(list(people))
        found: dict[int, dict[str, int]] = {}
        for pupil, guardian in pairs:
            found.setdefault(pupil, {})[names.get(guardian, "")] = guardian
        return found

    def _settle(
        self,
        row: RegisterRow,
        plan: GuardianPlan,
        pupils: Mapping[str, int],
        links: Mapping[int, Mapping[str, int]],
        holders: Mapping[tuple[str, bytes], int],
        people: Mapping[int, Person],
        names: Mapping[int, str],
    ) -> XuehengError | None:
        """Who pupil and guardian are, filled into the plan; or why the row is not taken in."""
        pupil = pupils.get(str(row.values["pupil_number"]))
        if pupil is None:
            return NO_PUPIL
        said = row.values.get("pupil_name")
        if said and person_name(str(said)) != names.get(pupil):
            return OTHER_NAME
        plan.pupil = pupil
        if plan.number is not None:
            plan.guardian = holders.get((RESIDENT, blind_index(RESIDENT, plan.number.value)))
        else:
            plan.guardian = links.get(pupil, {}).get(plan.name)
        if plan.guardian is not None and plan.number is not None and plan.guardian in people:
            if names.get(plan.guardian) != plan.name:
                return OTHER_GUARDIAN
            if plan.guardian not in links.get(pupil, {}).values():
                return pair_problem(
                    self.bringing.by, people[plan.guardian], people[pupil], self.bringing.day, turned=False
                )
        return None

    def _judged(self, row: RegisterRow, plan: GuardianPlan, links: Mapping[int, Mapping[str, int]]) -> Judged:
        if plan.guardian is not None and plan.guardian in links.get(plan.pupil, {}).values():
            self.bringing.met.add(plan.guardian)
            return Judged(row, "same", plan.name, plan=plan)
        told = Text(LINKED.zh.format(relation=plan.relation), LINKED.en.format(relation=plan.relation))
        outcome = "new" if plan.guardian is None else "changed"
        return Judged(row, outcome, plan.name, (told,), plan=plan)  # type: ignore[arg-type]

    def remarks(self) -> list[Text]:
        """Nothing of the file as a whole."""
        return []

    def gone(self) -> list[Gone]:
        """A list of guardians need not be whole: nobody is told as gone."""
        return []

    def prepare(self) -> None:
        """Nothing goes before the rows."""

    def act(self, judged: Sequence[Judged]) -> Sequence[Judged]:
        """Add the guardians who are new and link all, inside the caller's transaction. Raises the first fault.

        A guardian belongs to the children's school from the moment of the link, which the same transaction writes and
        whose right is asked for: so nobody is added for a unit.
        """
        by = self.bringing.by
        plans: list[GuardianPlan] = [each.plan for each in judged]
        fresh: dict[tuple[str, str], GuardianPlan] = {}
        for plan in plans:
            if plan.guardian is None:
                fresh.setdefault(_person_key(plan), plan)
        news = [
            NewPerson(plan.name, plan.sex, None, {RESIDENT: plan.number.value} if plan.number else {})
            for plan in fresh.values()
        ]
        added = dict(zip(fresh, write_people(by, news), strict=True))
        for one in added.values():
            if one.problem is not None:
                raise one.problem
        links = [
            GuardianLink(plan.guardian or added[_person_key(plan)].number or 0, plan.pupil, plan.relation)
            for plan in plans
        ]
        numbers = [one.number for one in added.values() if one.number is not None]
        if numbers:
            write_journal(
                "identity", "add_people", actor=by.person or None, post=by.post,
                about=[("person", number) for number in numbers], detail={"at": None, "people": len(numbers)},
            )  # fmt: skip
        link_guardians(by, links, self.bringing.day)
        return judged


def _person_key(plan: GuardianPlan) -> tuple[str, str]:
    """One new person by number; without a number the same name is one person for one pupil only."""
    return (plan.number.value, "") if plan.number else (plan.name, str(plan.pupil))
