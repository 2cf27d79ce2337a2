"""users.csv and demographics.csv: pupils and staff become people, found by id or number, never by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xueheng.identity.actions.add_person import add_people_many
from xueheng.identity.actions.correct_person import change_name, correct_person
from xueheng.identity.check_digits import PUPIL, RESIDENT, NumberRefused, checked_number
from xueheng.identity.imports.outcomes import Bringing
from xueheng.identity.imports.refusals import ELSEWHERE, NOT_YOURS, TWO_PEOPLE, RowRefused
from xueheng.identity.model_people import Enrolment, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.new_people import NewPerson, holders_of
from xueheng.identity.oneroster.binding import SOURCED_ID
from xueheng.identity.oneroster.cell_checks import day_of, items
from xueheng.identity.oneroster.kept_rows import KeptRows, Settled, fact
from xueheng.identity.oneroster.own_ids import own_ids
from xueheng.identity.oneroster.roster_plan import RosterPlan
from xueheng.identity.oneroster.roster_reading import RosterLine
from xueheng.identity.oneroster.unit_acts import UnitActs
from xueheng.identity.oneroster.words import name_in
from xueheng.identity.people import names_of
from xueheng.identity.unit_rights import manages_person
from xueheng.trust.public import blind_index
from xueheng.wording import Text

PERSON = "person"
WHY = "whether the people of a roster are known already"
KINDS = {RESIDENT: "", PUPIL: "G"}
"""Numbers that their check digits tell apart from any other program's own, and what they begin with."""
SEXES = ("male", "female")
OF_A_PERSON = ("userSourcedId", "studentSourcedId")
"""Columns that name whom a row tells of."""
NO_NAME = RowRefused(
    Text("姓名里没有看得见的字", "the name has no visible characters"), Text("请改正姓名。", "Correct the name.")
)


@dataclass(frozen=True, slots=True)
class Found:
    """Who a user is here, and the numbers that the row gives."""

    person: int | None
    numbers: Mapping[str, str] = field(default_factory=dict)
    fault: RowRefused | None = None


class PeopleActs:
    """The people of one roster."""

    def __init__(self, bringing: Bringing, plan: RosterPlan, kept: KeptRows, units: UnitActs) -> None:
        self.bringing, self.plan, self.kept, self.units = bringing, plan, kept, units
        self._found: dict[str, Found] = {}
        self._own: dict[str, int] | None = None
        self._added: set[int] = set()

    def becomes_person(self, row: RosterLine) -> bool:
        """Whether a user becomes a person: who is taught or employed."""
        return (
            row.sourced_id in self.plan.pupils or row.sourced_id in self.plan.staff or bool(self.person(row.sourced_id))
        )

    def person(self, sourced_id: str) -> int | None:
        """The person whom a user became."""
        return self.kept.thing("users", sourced_id, PERSON)

    def subject_of(self, row: RosterLine) -> int:
        """The person of whom a row tells; 0: of nobody who is here."""
        for column in OF_A_PERSON:
            if column in row.values:
                return self.person(row.values[column]) or 0
        return 0

    def look_up(self, rows: Sequence[RosterLine]) -> None:
        """Find who the users of some rows are, a fixed number of queries for all."""
        given = {row.sourced_id: _numbers(row, self.bringing.by.day) for row in rows}
        keys = {
            (kind, value): blind_index(kind, value) for numbers in given.values() for kind, value in numbers.items()
        }
        holders = holders_of((kind, index) for (kind, _), index in keys.items())
        for row in rows:
            numbers = given[row.sourced_id]
            held = {
                holders[kind, keys[kind, value]]
                for kind, value in numbers.items()
                if (kind, keys[kind, value]) in holders
            }
            known = self.person(row.sourced_id) or self._ours(row.sourced_id)
            if known is not None:
                held.add(known)
            fault = TWO_PEOPLE if len(held) > 1 else None
            self._found[row.sourced_id] = Found(next(iter(held), None), numbers, fault)

    def _ours(self, sourced_id: str) -> int | None:
        """The person whom we ourselves sent out under this id."""
        if self._own is None:
            self._own = self._own_people() if self.plan.roster.manifest.system_code.startswith(OURS) else {}
        return self._own.get(sourced_id)

    def _own_people(self) -> dict[str, int]:
        units = list(self.units.units.kinds)
        found: set[int] = set()
        for start in range(0, len(units), 500):
            some = units[start : start + 500]
            found |= set(
                Enrolment.objects.for_the_programme(WHY).filter(organisation__in=some).values_list("pupil", flat=True)
            )
            found |= set(
                Post.objects.for_the_programme(WHY).filter(organisation__in=some).values_list("person", flat=True)
            )
        return {str(written): int(number) for number, written in own_ids(PERSON, found).items()}

    def tell(self, row: RosterLine) -> tuple[Text, ...]:
        """What becomes of a user. Raises RowRefused."""
        if not self.becomes_person(row):
            return ()
        found = self._found[row.sourced_id]
        if found.fault is not None:
            raise found.fault
        if not name_in(row.values["givenName"], row.values["familyName"]):
            raise NO_NAME
        if found.person is None:
            self._at(row)
            return (Text("登记为新的人员", "added as somebody new"),)
        if not manages_person(self.bringing.by, "people", found.person):
            raise ELSEWHERE
        return (Text("与已登记的人员对上", "matched with a person known here"),)

    def _at(self, row: RosterLine) -> int | None:
        """The unit that a new person is added for; None for the programme where there is none. Raises RowRefused."""
        org = self.plan.schools.get(row.sourced_id, "")
        unit = self.units.org(org) if org else None
        if unit is None and not (org and self.units.will_be(org)) and not self.bringing.by.is_programme:
            raise NOT_YOURS
        return unit

    def act(self, rows: Sequence[RosterLine]) -> list[Settled]:
        """Add people and correct names. Raises the first fault."""
        numbers: dict[str, int] = {}
        adding: dict[int | None, list[RosterLine]] = {}
        for row in rows:
            if row.deleted or not self.becomes_person(row):
                continue
            person = self._found[row.sourced_id].person
            if person is None:
                adding.setdefault(self._at(row), []).append(row)
            else:
                numbers[row.sourced_id] = person
        names = self._rename(rows, numbers)
        for unit, new in adding.items():
            added = add_people_many(self.bringing.by, [self._new(row) for row in new], unit)
            for row, one in zip(new, added, strict=True):
                if one.problem is not None or one.number is None:
                    raise one.problem or NOT_YOURS
                numbers[row.sourced_id] = one.number
                self._added.add(one.number)
        return [self._settled(row, numbers.get(row.sourced_id), names) for row in rows]

    def _settled(self, row: RosterLine, person: int | None, names: Mapping[int, str]) -> Settled:
        known = person or self.person(row.sourced_id)
        name = name_in(row.values.get("givenName", ""), row.values.get("familyName", ""))
        return Settled(row, PERSON if known else "", known, known or 0, fact(names.get(known or 0) or name))

    def _new(self, row: RosterLine) -> NewPerson:
        about = self.plan.demographics.get(row.sourced_id)
        sex = about.values.get("sex", "") if about else ""
        born = day_of(about.values.get("birthDate", "")) if about else None
        name = name_in(row.values["givenName"], row.values["familyName"])
        return NewPerson(name, sex if sex in SEXES else "", born, self._found[row.sourced_id].numbers)

    def _rename(self, rows: Sequence[RosterLine], numbers: Mapping[str, int]) -> dict[int, str]:
        """Give those whom the source called otherwise before their new names; the names of all who were known."""
        people = list(Person.objects.for_the_programme(WHY).filter(pk__in=numbers.values()))
        names = names_of(people)
        for row in rows:
            person = numbers.get(row.sourced_id)
            name = name_in(row.values.get("givenName", ""), row.values.get("familyName", ""))
            if person is not None and self.person(row.sourced_id) and names.get(person) not in (name, "", None):
                change_name(self.bringing.by, person, name)
                names[person] = name
        return names

    def tell_demographics(self, row: RosterLine) -> tuple[Text, ...]:
        """What becomes of sex and day of birth."""
        if row.sourced_id not in self.plan.pupils | self.plan.staff and self.person(row.sourced_id) is None:
            return ()
        return (Text("性别、出生日期", "sex, day of birth"),)

    def act_demographics(self, rows: Sequence[RosterLine]) -> list[Settled]:
        """Correct sex and day of birth where they differ."""
        settled = []
        for row in rows:
            person = self.person(row.values[SOURCED_ID])
            if person is not None and person not in self._added and not row.deleted:
                sex, born = row.values.get("sex", ""), day_of(row.values.get("birthDate", ""))
                if sex in SEXES or born:
                    correct_person(self.bringing.by, person, sex=sex if sex in SEXES else None, born=born)
            settled.append(Settled(row, subject=person or 0))
        return settled


OURS = "xueheng"
"""What our own system codes begin with."""


def _numbers(row: RosterLine, today: date) -> dict[str, str]:
    """The identity numbers of a row whose check digits are right, wherever programs put them."""
    written = [row.values.get("identifier", ""), row.values.get("userMasterIdentifier", "")]
    written += [one.strip("{}").partition(":")[2] for one in items(row.values.get("userIds", ""))]
    found: dict[str, str] = {}
    for one in filter(None, (each.strip() for each in written)):
        for kind, value in _kinds(one, today):
            found.setdefault(kind, value)
    return found


def is_number(written: str) -> bool:
    """Whether something that another program calls an identifier is an identity number."""
    return bool(written.strip()) and bool(_kinds(written.strip(), date.max))


def _kinds(written: str, today: date) -> list[tuple[str, str]]:
    """The kinds of number that it may be, each with its one spelling."""
    found = []
    for kind in (kind for kind, beginning in KINDS.items() if written.startswith(beginning)):
        try:
            found.append((kind, checked_number(kind, written, today).value))
        except NumberRefused:
            continue
    return found
