"""The register of staff and the cadre form: each row's person and post, and what is to be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from xueheng.errors import XuehengError
from xueheng.identity.actions.appoint import appoint
from xueheng.identity.holding import post_holds
from xueheng.identity.imports.outcomes import Bringing, Gone, Judged, rejected
from xueheng.identity.imports.people_changed import PersonChanges, person_changes
from xueheng.identity.imports.people_matched import Matched, add_at, matched
from xueheng.identity.imports.refusals import ELSEWHERE, NOT_YOURS, RowRefused
from xueheng.identity.imports.units_known import UnitsKnown, spelt, units_known
from xueheng.identity.model_posts import Post
from xueheng.identity.policy import policy
from xueheng.identity.post_writing import require_appointing
from xueheng.identity.unit_rights import manages_person
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow

WHY = "which posts the staff of an import hold"
CLASS = "class"
NO_POST = RowRefused(
    Text("没有写岗位：新来的人要有岗位才有归属", "no post: somebody new belongs nowhere without one"),
    Text("请填岗位。", "Fill in the post."),
    "post",
)
NO_SUCH_CLASS = RowRefused(
    Text("这所学校没有这个班", "the school has no such class"),
    Text("请改正任教班级，或先导入学籍表。", "Correct the class, or import the pupil register first."),
    "class_name",
)
POST_NOT_READ = Text(
    "现任职务没有对应到单位和岗位，请另行任命", "the present duty names no unit and post known here: appoint separately"
)


@dataclass(slots=True)
class StaffPlan:
    """What is to be done with one member of staff. `role` '' for no new post; `at`: where the post is held."""

    each: Matched
    unit: int
    role: str = ""
    at: int = 0
    since: date = date.min
    changes: PersonChanges = field(default_factory=PersonChanges)
    remarks: list[Text] = field(default_factory=list)


class StaffRows:
    """The register of staff within one import."""

    def __init__(self, bringing: Bringing) -> None:
        self.bringing = bringing
        self.units: UnitsKnown = units_known(bringing.by, bringing.day)
        self.schools: set[int] = set()

    def judge(self, rows: Sequence[RegisterRow]) -> list[Judged]:
        """What is to be done with each of these rows."""
        found = matched(self.bringing, rows)
        known = [each.known.number for each in found if each.known is not None]
        held = Post.objects.for_the_programme(WHY).filter(post_holds(self.bringing.day), person__in=known)
        posts: dict[int, set[tuple[str, int]]] = {}
        for person, role, unit in held.values_list("person", "role", "organisation"):
            posts.setdefault(person, set()).add((role, unit))
        return [self._judged(each, posts) for each in found]

    def _judged(self, each: Matched, posts: dict[int, set[tuple[str, int]]]) -> Judged:
        try:
            if each.fault is not None:
                raise each.fault
            held = posts.get(each.known.number, set()) if each.known else set()
            plan = self._plan(each, held)
        except XuehengError as fault:
            return rejected(each.row, fault, each.name)
        told = list(plan.changes.told)
        if plan.role:
            title, unit = policy().title(plan.role), self.units.names.get(plan.at, "")
            told.append(Text(f"任命：{unit} {title.zh}", f"appointed: {unit} {title.en}"))
        remarks = (*each.remarks(), *plan.remarks)
        outcome = "new" if each.known is None else "changed" if told else "same"
        return Judged(each.row, outcome, each.name, tuple(told), remarks, plan=plan)  # type: ignore[arg-type]

    def _plan(self, each: Matched, held: set[tuple[str, int]]) -> StaffPlan:
        by, values = self.bringing.by, each.row.values
        within = any(unit in self.units.kinds for _, unit in held)
        if each.known is not None and not within and not manages_person(by, "people", each.known.number):
            raise ELSEWHERE
        said = str(values.get("post_words", ""))
        role, unit, at = self._from_words(said) if said else self._from_columns(each.row)
        plan = StaffPlan(each, unit, since=values.get("since") or self.bringing.day, changes=person_changes(each))
        if role and (role, at) not in held:
            plan.role, plan.at = role, at
            require_appointing(by, role, at)
        elif not role and each.known is None:
            raise NO_POST
        elif not role and said:
            plan.remarks.append(POST_NOT_READ)
        self.schools.add(unit)
        return plan

    def _from_columns(self, row: RegisterRow) -> tuple[str, int, int]:
        """The role, the school, and the unit where the post is held."""
        values = row.values
        code, name = str(values.get("unit_code", "")), str(values.get("unit_name", ""))
        unit = self.units.school(code, name, self.bringing.organisation)
        if unit is None:
            raise NOT_YOURS
        role = str(values.get("post", ""))
        declared = policy().posts.get(role)
        if declared is None or CLASS not in declared.at:
            return role, unit, unit
        at = self.units.class_named(unit, str(values.get("class_name", "")))
        if at is None:
            raise NO_SUCH_CLASS
        return role, unit, at

    def _from_words(self, said: str) -> tuple[str, int, int]:
        """A present duty in words: one unit's whole name, then the whole title of a post held at such units."""
        words = spelt(said)
        for name, units in self.units.by_name.items():
            if name and words.startswith(name) and len(units) == 1:
                for post in policy().posts.values():
                    if words == name + spelt(post.title.zh) and self.units.kinds[units[0]] in post.at:
                        return post.name, units[0], units[0]
        return "", self.bringing.organisation, 0

    def remarks(self) -> list[Text]:
        """Nothing of the file as a whole."""
        return []

    def gone(self) -> list[Gone]:
        """Staff with a post at the schools of the file whom the file does not name."""
        units = [
            unit for unit in self.units.kinds if unit in self.schools or self.units.school_of(unit) in self.schools
        ]
        found: set[int] = set()
        for start in range(0, len(units), 500):
            rows = Post.objects.for_the_programme(WHY).filter(
                post_holds(self.bringing.day), organisation__in=units[start : start + 500]
            )
            found.update(rows.exclude(role__in=policy().administrators).values_list("person", flat=True))
        return [Gone(number) for number in sorted(found - self.bringing.met)]

    def prepare(self) -> None:
        """Nothing goes before the rows."""

    def act(self, judged: Sequence[Judged]) -> Sequence[Judged]:
        """Add, correct and appoint, inside the caller's transaction. Raises the first fault."""
        plans: list[StaffPlan] = [each.plan for each in judged]
        numbers = [plan.each.known.number if plan.each.known else 0 for plan in plans]
        by = self.bringing.by
        for unit in dict.fromkeys(plan.unit for plan in plans):
            places = [at for at, plan in enumerate(plans) if plan.unit == unit and not numbers[at]]
            add_at(by, unit, places, plans, numbers)
        for plan, number in zip(plans, numbers, strict=True):
            plan.changes.make(by, number)
            if plan.role:
                appoint(by, number, plan.role, plan.at, plan.since)
        return judged
