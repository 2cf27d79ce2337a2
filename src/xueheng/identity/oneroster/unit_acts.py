"""orgs.csv and classes.csv: schools and classes are founded, found again or renamed; others are kept as they are."""

from collections.abc import Sequence
from dataclasses import replace

from xueheng.identity.actions.describe_organisation import describe_organisation
from xueheng.identity.actions.found_organisation import found_organisation
from xueheng.identity.actions.rename_organisation import rename_organisation
from xueheng.identity.founding import kinds_under
from xueheng.identity.imports.classes_founded import LONGEST_CODE, section_for
from xueheng.identity.imports.outcomes import Bringing
from xueheng.identity.imports.refusals import NOT_YOURS, RowRefused
from xueheng.identity.imports.units_known import ADMINISTRATIVE, GRADE, UnitsKnown, units_known
from xueheng.identity.model_organisations import Organisation
from xueheng.identity.oneroster.cell_checks import items
from xueheng.identity.oneroster.kept_rows import KeptRows, Settled, fact
from xueheng.identity.oneroster.own_ids import own_id, own_ids
from xueheng.identity.oneroster.roster_plan import RosterPlan
from xueheng.identity.oneroster.roster_reading import RosterLine
from xueheng.identity.oneroster.words import grade_in, roster_words, unit_name_in
from xueheng.identity.organisations import name_on
from xueheng.identity.unit_changes import NewOrganisation
from xueheng.wording import Text

ORGANISATION, CLASS, DISTRICT = "organisation", "class", "district"
WHY = "the units of a roster"
NO_NAME = RowRefused(
    Text("名称里没有看得见的字", "the name has no visible characters"), Text("请改正名称。", "Correct the name.")
)


class UnitActs:
    """The units of one roster."""

    def __init__(self, bringing: Bringing, plan: RosterPlan, kept: KeptRows) -> None:
        self.bringing, self.plan, self.kept = bringing, plan, kept
        self.units: UnitsKnown = units_known(bringing.by, bringing.day)
        self.own = {str(written): int(number) for number, written in own_ids(ORGANISATION, self.units.kinds).items()}
        self.mapped = set(kept.things(ORGANISATION))

    def look_again(self) -> None:
        """Look units up anew: what was founded last was undone."""
        self.bringing.look_anew()
        self.units = units_known(self.bringing.by, self.bringing.day)
        self.mapped = set(self.kept.things(ORGANISATION))

    def org(self, sourced_id: str) -> int | None:
        """The unit that an org is here; None where it is kept as it is, or not there yet."""
        known = self.kept.thing("orgs", sourced_id, ORGANISATION)
        if known is not None:
            return known
        row = self.plan.orgs.get(sourced_id)
        return self._found_org(row) if row is not None else None

    def class_of(self, sourced_id: str) -> int | None:
        """The class that a row of classes.csv became."""
        return self.kept.thing("classes", sourced_id, ORGANISATION)

    def kind_of(self, row: RosterLine) -> str:
        """The kind of unit that a row becomes; '' for none."""
        return roster_words().units_in.get(row.values.get("type", ""), "")

    def _found_org(self, row: RosterLine) -> int | None:
        """The unit that is here already and is meant by a new row: by our own id, its code, or as the one district."""
        kind = self.kind_of(row)
        if not kind:
            return None
        for number in (self.own.get(row.sourced_id), self.units.by_code.get(row.values.get("identifier", "").strip())):
            if number is not None and self.units.kinds.get(number) == kind:
                return number
        district = kind == DISTRICT and self.units.kinds.get(self.bringing.organisation) == kind
        alone = sum(self.kind_of(other) == kind for other in self.plan.orgs.values()) == 1
        return self.bringing.organisation if district and alone else None

    def tell_org(self, row: RosterLine) -> tuple[Text, ...]:
        """What becomes of an org. Raises RowRefused."""
        kind, name = self.kind_of(row), unit_name_in(row.values["name"])
        if not kind:
            return ()
        if not name:
            raise NO_NAME
        number = self.org(row.sourced_id)
        if number is None:
            return (Text(f"设立单位：{name}", f"founded: {name}"),) if self.will_be(row.sourced_id) else ()
        if number not in self.units.kinds:
            raise NOT_YOURS
        return (Text(f"即 {self.units.names[number]}", f"this is {self.units.names[number]}"),)

    def will_be(self, sourced_id: str) -> bool:
        """Whether an org is a unit here or becomes one; what whoever imports may not found is kept as it is."""
        row = self.plan.orgs.get(sourced_id)
        if row is None or self.org(sourced_id) is not None:
            return self.org(sourced_id) is not None
        if not self.kind_of(row):
            return False
        above = self._above(row)
        if above is not None and self.will_be(above):
            return True
        own = self.units.kinds.get(self.bringing.organisation, "")
        return self.bringing.by.is_programme or self.kind_of(row) in kinds_under(own)

    def _above(self, row: RosterLine) -> str | None:
        """The nearest org above one that is of a kind of ours; None at the top."""
        above, seen = row.values.get("parentSourcedId", ""), 0
        while above in self.plan.orgs and seen <= len(self.plan.orgs):
            if self.kind_of(self.plan.orgs[above]):
                return above if seen < len(self.plan.orgs) else None
            seen, above = seen + 1, self.plan.orgs[above].values.get("parentSourcedId", "")
        return above if self.kept.thing("orgs", above, ORGANISATION) is not None else None

    def _place(self, row: RosterLine, kind: str) -> int | None:
        """Under which unit a new one stands, None: at the top."""
        above = self._above(row)
        found = self.org(above) if above is not None else None
        own = self.bringing.organisation
        if found is None and kind in kinds_under(self.units.kinds.get(own, "")):
            return own
        return found

    def act_orgs(self, rows: Sequence[RosterLine]) -> list[Settled]:
        """Found and rename. Raises PermissionRefused and what `unit_refusals` names."""
        return [self._settled_org(row) for row in rows]

    def _settled_org(self, row: RosterLine) -> Settled:
        kind = self.kind_of(row)
        if row.deleted or not self.will_be(row.sourced_id):
            known = self.kept.known("orgs", row.sourced_id)
            return Settled(row, known.kind if known else "", known.thing if known else None)
        number = self.org(row.sourced_id)
        name = unit_name_in(row.values["name"])
        if number is None:
            code = row.values.get("identifier", "").strip()[:LONGEST_CODE]
            if not code or Organisation.objects.for_the_programme(WHY).filter(code=code).exists():
                code = self._code(row)
            number = self._founded(NewOrganisation(kind, code, name, places={ADMINISTRATIVE: self._place(row, kind)}))
        elif number in self.mapped:
            self._rename(number, name)
        self.mapped.add(number)
        return Settled(row, ORGANISATION, number, fact=fact(self.units.names.get(number, name), ""))

    def _code(self, row: RosterLine) -> str:
        """A code of our own for a unit whose program gives none that is free."""
        source = self.kept.source.pk if self.kept.source else 0
        return "or-" + own_id(f"code|{source}|{row.file}", row.sourced_id).replace("-", "")[:20]

    def _founded(self, new: NewOrganisation) -> int:
        parent = new.places[ADMINISTRATIVE]
        begun = Organisation.objects.for_the_programme(WHY).filter(pk=parent or 0).values_list("founded", flat=True)
        day = max([self.plan.since, *begun])
        self.bringing.look_anew()
        made = found_organisation(self.bringing.by, new, day)
        self.bringing.look_anew()
        self.units.kinds[made], self.units.names[made], self.units.codes[made] = new.kind, new.name, new.code
        self.units.parents[made], self.units.attributes[made] = parent, dict(new.attributes)
        self.units.by_code[new.code] = made
        return made

    def _rename(self, number: int, name: str) -> None:
        if name and name_on(number, self.bringing.day) != name:
            rename_organisation(self.bringing.by, number, name, self.bringing.day)
            self.units.names[number] = name

    def tell_class(self, row: RosterLine) -> tuple[Text, ...]:
        """What becomes of a class. Raises RowRefused."""
        if not self._becomes_class(row):
            return ()
        name = unit_name_in(row.values["title"])
        if not name:
            raise NO_NAME
        if not self.will_be(row.values["schoolSourcedId"]) and self.class_of(row.sourced_id) is None:
            raise NOT_YOURS
        return (Text(f"班级：{name}", f"class: {name}"),)

    def _becomes_class(self, row: RosterLine) -> bool:
        org = self.plan.orgs.get(row.values.get("schoolSourcedId", ""))
        known = self.kept.thing("orgs", row.values.get("schoolSourcedId", ""), ORGANISATION)
        of_school = known is not None or (org is not None and self.kind_of(org) == "school")
        return row.sourced_id in self.plan.classes and of_school

    def act_classes(self, rows: Sequence[RosterLine]) -> list[Settled]:
        """Found, rename, and bring the grade up to date. Raises PermissionRefused and what `unit_refusals` names."""
        return [self._settled_class(row) for row in rows]

    def _settled_class(self, row: RosterLine) -> Settled:
        number = self.class_of(row.sourced_id)
        if row.deleted or (number is None and not self._becomes_class(row)):
            return Settled(row, ORGANISATION if number else "", number)
        name, grade = unit_name_in(row.values["title"]), self._grade(row)
        if number is None:
            number = self._class_here(row, name) or self._new_class(row, name, grade)
        else:
            self._rename(number, name)
            known = self.units.attributes.get(number, {})
            if grade and known.get(GRADE) != grade:
                describe_organisation(self.bringing.by, number, {**known, GRADE: grade}, self.bringing.day)
                self.units.attributes[number] = {**known, GRADE: grade}
        self.mapped.add(number)
        known = self.units.attributes.get(number, {})
        return Settled(row, ORGANISATION, number, fact=fact(self.units.names.get(number, name), known.get(GRADE, "")))

    def _grade(self, row: RosterLine) -> str:
        grades = {grade_in(one) for one in items(row.values.get("grades", ""))}
        return grades.pop() if len(grades) == 1 else ""

    def _class_here(self, row: RosterLine, name: str) -> int | None:
        """The class that is here already: by our own id, or a homeroom by its name, unless another row is that one."""
        own = self.own.get(row.sourced_id)
        school = self.org(row.values["schoolSourcedId"])
        if own is None and row.sourced_id in self.plan.homerooms and school is not None:
            own = self.units.class_named(school, name)
        return own if own is not None and self.units.kinds.get(own) == CLASS and own not in self.mapped else None

    def _new_class(self, row: RosterLine, name: str, grade: str) -> int:
        school = self.org(row.values["schoolSourcedId"])
        if school is None:
            raise NOT_YOURS
        parent = school
        if grade:
            earlier = replace(self.bringing, day=self.plan.since)
            begun = Organisation.objects.for_the_programme(WHY).get(pk=school).founded
            earlier.day = max(earlier.day, begun)
            parent = section_for(earlier, self.units, school, grade)
            self.bringing.look_anew()
        attributes = {GRADE: grade} if grade else {}
        new = NewOrganisation(CLASS, self._code(row), name, places={ADMINISTRATIVE: parent}, attributes=attributes)
        return self._founded(new)
