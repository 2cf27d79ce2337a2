"""enrollments.csv of pupils: from a day to a day in a class; other classes than her own are kept as they are."""

from collections.abc import Mapping, Sequence
from datetime import date

from xueheng.identity.enrolment_changes import ENROLLED
from xueheng.identity.imports.outcomes import Bringing
from xueheng.identity.model_organisations import Organisation
from xueheng.identity.model_people import Enrolment
from xueheng.identity.oneroster.kept_rows import KeptRows, Settled, fact
from xueheng.identity.oneroster.roster_plan import ONE_DAY, RosterPlan
from xueheng.identity.oneroster.roster_reading import RosterLine
from xueheng.identity.oneroster.words import roster_words
from xueheng.identity.unit_changes import end_before
from xueheng.identity.unit_rights import require_unit
from xueheng.trust.public import write_journal
from xueheng.wording import Text

ENROLMENT = "enrolment"
WHY = "the enrolments of a roster's pupils"


class EnrolmentActs:
    """The enrolments of one roster."""

    def __init__(self, bringing: Bringing, plan: RosterPlan, kept: KeptRows) -> None:
        self.bringing, self.plan, self.kept = bringing, plan, kept

    def becomes(self, row: RosterLine) -> bool:
        """Whether a row becomes an enrolment: a pupil's in her own class."""
        return row.values.get("role") == roster_words().pupil and row.sourced_id in self.plan.takes

    def tell(self, row: RosterLine) -> tuple[Text, ...]:
        """What becomes of a row."""
        if not self.becomes(row):
            return ()
        first, end = self.plan.begins(row), row.values.get("endDate", "")
        return (
            Text(
                f"编入班级，从 {first} 起{'，到 ' + end + ' 前' if end else ''}",
                f"enrolled from {first}{' until before ' + end if end else ''}",
            ),
        )

    def act(self, rows: Sequence[RosterLine]) -> list[Settled]:
        """Enrol, move and end. Raises PermissionRefused."""
        things: dict[str, int | None] = {row.sourced_id: self._known(row) for row in rows}
        taking = [row for row in rows if not row.deleted and self.becomes(row)]
        held = self._held([self._pupil(row) for row in taking])
        founded = self._founded(taking)
        changed: set[tuple[int, int]] = set()
        for row in sorted(taking, key=self.plan.begins):
            pupil, unit = self._pupil(row), self.kept.thing("classes", row.values["classSourcedId"], "organisation")
            if not pupil or unit is None:
                continue
            first, last = max(self.plan.begins(row), founded[unit]), self.plan.ends(row)
            if last >= first:
                things[row.sourced_id] = self._put(
                    held.setdefault(pupil, []), things[row.sourced_id], pupil, unit, first, last
                )
                changed.add((pupil, unit))
        for row in rows:
            thing = things[row.sourced_id]
            if row.deleted and thing is not None:
                changed |= self._end(thing)
        self._note(changed)
        stored = Enrolment.objects.for_the_programme(WHY).filter(pk__in=[one for one in things.values() if one])
        facts = {pk: fact(unit, last) for pk, unit, last in stored.values_list("pk", "organisation", "to_day")}
        return [self._settled(row, things[row.sourced_id], facts) for row in rows]

    def _settled(self, row: RosterLine, thing: int | None, facts: Mapping[int, str]) -> Settled:
        return Settled(row, ENROLMENT if thing else "", thing, self._pupil(row), facts.get(thing or 0, ""))

    def _known(self, row: RosterLine) -> int | None:
        return self.kept.thing("enrollments", row.sourced_id, ENROLMENT)

    def _pupil(self, row: RosterLine) -> int:
        return self.kept.thing("users", row.values.get("userSourcedId", ""), "person") or 0

    def _held(self, pupils: Sequence[int]) -> dict[int, list[Enrolment]]:
        found: dict[int, list[Enrolment]] = {}
        for row in Enrolment.objects.for_the_programme(WHY).filter(pupil__in=set(pupils)).order_by("from_day"):
            found.setdefault(row.pupil_id, []).append(row)
        return found

    def _founded(self, rows: Sequence[RosterLine]) -> dict[int, date]:
        """The first days of the classes; whoever imports must answer for the enrolments in each."""
        units = {self.kept.thing("classes", row.values["classSourcedId"], "organisation") for row in rows}
        found = dict(
            Organisation.objects.for_the_programme(WHY).filter(pk__in=units - {None}).values_list("pk", "founded")
        )
        for unit in found:
            require_unit(self.bringing.by, "enrolments", unit)
        return found

    def _put(
        self, held: list[Enrolment], known: int | None, pupil: int, unit: int, first: date, last: date
    ) -> int | None:
        """The enrolment of a row: the one it had, one that says the same, or a new one; None where others stand in the
        way and the row is kept as it is.
        """
        mine = next((row for row in held if row.pk == known), None)
        others = [row for row in held if row is not mine and row.from_day <= last and row.to_day >= first]
        if mine is None:
            mine = next((row for row in others if row.organisation_id == unit), None)
            others = [row for row in others if row is not mine]
        if any(row.from_day >= first for row in others):
            return mine.pk if mine is not None else None
        for row in others:
            require_unit(self.bringing.by, "enrolments", row.organisation_id)
            row.to_day = first - ONE_DAY
            row.save(update_fields=["to_day"])
        if mine is None:
            mine = Enrolment.objects.create(
                pupil_id=pupil, organisation_id=unit, status=ENROLLED, from_day=first, to_day=last
            )
            held.append(mine)
        elif (mine.organisation_id, mine.from_day, mine.to_day) != (unit, first, last):
            mine.organisation_id, mine.from_day, mine.to_day = unit, first, last
            mine.save(update_fields=["organisation", "from_day", "to_day"])
        return int(mine.pk)

    def end_gone(self, things: Sequence[int]) -> None:
        """End enrolments that the source no longer names, though it still names the pupils."""
        changed: set[tuple[int, int]] = set()
        for thing in things:
            changed |= self._end(thing)
        self._note(changed)

    def _end(self, thing: int) -> set[tuple[int, int]]:
        row = Enrolment.objects.for_the_programme(WHY).filter(pk=thing, to_day__gte=self.bringing.day).first()
        if row is None:
            return set()
        require_unit(self.bringing.by, "enrolments", row.organisation_id)
        end_before(row, self.bringing.day)
        return {(row.pupil_id, row.organisation_id)}

    def _note(self, changed: set[tuple[int, int]]) -> None:
        if not changed:
            return
        pupils, units = ({pair[at] for pair in changed} for at in (0, 1))
        write_journal(
            "identity", "enrol_pupils", actor=self.bringing.by.person or None, post=self.bringing.by.post,
            about=[*(("person", one) for one in sorted(pupils)), *(("organisation", one) for one in sorted(units))],
            detail={"pupils": len(pupils), "roster": True},
        )  # fmt: skip
