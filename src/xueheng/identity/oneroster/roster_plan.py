"""What the rows of a roster are to become here, seen from the roster as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from xueheng.identity.oneroster.binding import BULK
from xueheng.identity.oneroster.cell_checks import TRUE, day_of, items
from xueheng.identity.oneroster.kept_rows import KeptRows
from xueheng.identity.oneroster.roster_reading import Roster, RosterLine
from xueheng.identity.oneroster.words import roster_words
from xueheng.identity.periods import OPEN

FIRST_DAY = date(1990, 1, 1)
ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class RosterPlan:
    """The whole, looked through once. `classes`: ids of classes that become ours; `takes`: which enrolments do."""

    roster: Roster
    kept: KeptRows
    day: date
    since: date = FIRST_DAY
    """The first day of anything in it: units begin then."""
    orgs: dict[str, RosterLine] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    homerooms: set[str] = field(default_factory=set)
    pupils: set[str] = field(default_factory=set)
    staff: set[str] = field(default_factory=set)
    schools: dict[str, str] = field(default_factory=dict)
    """A user's id → the org where she belongs."""
    demographics: dict[str, RosterLine] = field(default_factory=dict)
    takes: set[str] = field(default_factory=set)
    terms: dict[str, date] = field(default_factory=dict)

    def in_order(self) -> list[RosterLine]:
        """The rows that may be taken in, each behind those that it needs."""
        first = roster_words().stored_first
        files = [*first, *(name for name in self.roster.tables if name not in first)]
        rows = [row for name in files for row in self.roster.sound(name)]
        places = {name: at for at, name in enumerate(files)}
        return sorted(rows, key=lambda row: (places[row.file], self._depth(row), row.line))

    def _depth(self, row: RosterLine) -> int:
        """How many units stand above one in the roster; a circle ends the count."""
        if row.file != "orgs":
            return 0
        seen, at = 0, row.values.get("parentSourcedId", "")
        while at in self.orgs and seen <= len(self.orgs):
            seen, at = seen + 1, self.orgs[at].values.get("parentSourcedId", "")
        return seen

    def begins(self, row: RosterLine) -> date:
        """The first day of an enrolment or role: its own, else its class's first session, else the import's day."""
        own = day_of(row.values.get("beginDate", ""))
        return own or self.terms.get(row.values.get("classSourcedId", ""), self.day)

    def ends(self, row: RosterLine) -> date:
        """The last day: an `endDate` is the first that is no longer part of it."""
        end = day_of(row.values.get("endDate", ""))
        return end - ONE_DAY if end else OPEN


def planned(roster: Roster, kept: KeptRows, day: date) -> RosterPlan:
    """Look the roster through."""
    plan = RosterPlan(roster, kept, day)
    plan.orgs = {row.sourced_id: row for row in roster.sound("orgs")}
    plan.demographics = {row.sourced_id: row for row in roster.sound("demographics") if not row.deleted}
    _look_at_sessions(plan)
    _look_at_classes(plan)
    _look_at_people(plan)
    return plan


def _look_at_sessions(plan: RosterPlan) -> None:
    starts = {row.sourced_id: day_of(row.values.get("startDate", "")) for row in plan.roster.sound("academicSessions")}
    for row in plan.roster.sound("classes"):
        first = [day for one in items(row.values.get("termSourcedIds", "")) if (day := starts.get(one))]
        if first:
            plan.terms[row.sourced_id] = min(first)
    dated = [
        day
        for file in ("enrollments", "roles")
        for row in plan.roster.sound(file)
        if (day := day_of(row.values.get("beginDate", "")))
    ]
    known = [*plan.terms.values(), *dated, plan.day]
    plan.since = max(min(known), FIRST_DAY)


def _look_at_classes(plan: RosterPlan) -> None:
    """Homerooms become classes; another class only where pupils without a homeroom have that one class alone."""
    homeroom, pupil = roster_words().homeroom, roster_words().pupil
    plan.homerooms = {row.sourced_id for row in plan.roster.sound("classes") if row.values.get("classType") == homeroom}
    taken: dict[str, set[str]] = {}
    rows = [row for row in plan.roster.sound("enrollments") if row.values.get("role") == pupil and not row.deleted]
    for row in rows:
        taken.setdefault(row.values["userSourcedId"], set()).add(row.values["classSourcedId"])
    known = {one for classes in taken.values() for one in classes if plan.kept.thing("classes", one, "organisation")}
    plan.classes = plan.homerooms | known
    own: dict[str, set[str]] = {}
    for user, classes in taken.items():
        own[user] = classes & plan.classes or (classes if len(classes) == 1 else set())
        plan.classes |= own[user]
    plan.takes = {row.sourced_id for row in rows if row.values["classSourcedId"] in own[row.values["userSourcedId"]]}


def _look_at_people(plan: RosterPlan) -> None:
    words = roster_words()
    primary: dict[str, str] = {}
    for row in plan.roster.sound("roles"):
        if row.deleted or row.values["role"] not in words.people_in:
            continue
        user = row.values["userSourcedId"]
        (plan.pupils if row.values["role"] == words.pupil else plan.staff).add(user)
        if user not in primary or row.values.get("roleType") == "primary":
            primary[user] = row.values["orgSourcedId"]
    for row in plan.roster.sound("enrollments"):
        if not row.deleted:
            user = row.values["userSourcedId"]
            (plan.pupils if row.values["role"] == words.pupil else plan.staff).add(user)
            plan.schools.setdefault(user, row.values["schoolSourcedId"])
    for row in plan.roster.sound("users"):
        own = row.values.get("primaryOrgSourcedId") or primary.get(row.sourced_id)
        if own:
            plan.schools[row.sourced_id] = own


def gone_by_file(plan: RosterPlan) -> Mapping[str, list[int]]:
    """File → the table keys of rows that the source had and a bulk file no longer names."""
    found: dict[str, list[int]] = {}
    for name, table in plan.roster.tables.items():
        if table.mode == BULK:
            every = [row.sourced_id for row in table.rows if row.sourced_id]
            found[name] = [kept.key for kept in plan.kept.not_among(name, every)]
    return found


def is_main(row: RosterLine) -> bool:
    """Whether a teacher's enrolment is marked as the main one."""
    return row.values.get("primary") == TRUE
