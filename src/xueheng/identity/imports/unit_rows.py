"""The list of units, such as the schools of the yearly statistics: founded, renamed, described anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xueheng.errors import XuehengError
from xueheng.identity.actions.describe_organisation import describe_organisation
from xueheng.identity.actions.found_organisation import found_organisation
from xueheng.identity.actions.rename_organisation import rename_organisation
from xueheng.identity.check_digits import checked_credit_code
from xueheng.identity.imports.outcomes import Bringing, Gone, Judged, rejected
from xueheng.identity.imports.refusals import NOT_YOURS, TWICE
from xueheng.identity.imports.units_known import ADMINISTRATIVE, UnitsKnown, spelt, units_known
from xueheng.identity.model_organisations import Organisation
from xueheng.identity.packs_in_force import library
from xueheng.identity.spoken_names import unit_name
from xueheng.identity.unit_changes import NewOrganisation
from xueheng.identity.unit_refusals import UnitCodeTaken
from xueheng.identity.unit_rights import require_under
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow

WHY = "whether a unit of an import is known already"
OWN_WORDS = ("unit_code", "name", "parent_code", "parent_name", "credit_code", "since")


@dataclass(slots=True)
class UnitPlan:
    """What is to be done with one unit. `number`: the unit that is here already; `renamed`: it takes the name."""

    number: int | None
    code: str
    name: str
    parent: int
    credit_code: str
    attributes: dict[str, Any] = field(default_factory=dict)
    renamed: bool = False
    described: dict[str, Any] = field(default_factory=dict)


class UnitRows:
    """The list of units within one import."""

    def __init__(self, bringing: Bringing) -> None:
        self.bringing = bringing
        self.units: UnitsKnown = units_known(bringing.by, bringing.day)
        self.parents: set[int] = set()
        described = [each for each in library().entities.values() if each.name.endswith(f".{bringing.row_entity}")]
        self.titles = {attribute.name: attribute.title for entity in described for attribute in entity.attributes}

    def judge(self, rows: Sequence[RegisterRow]) -> list[Judged]:
        """What is to be done with each of these rows."""
        codes = [str(row.values["unit_code"]) for row in rows]
        found = Organisation.objects.for_the_programme(WHY).filter(code__in=codes)
        taken = set(found.values_list("code", flat=True)) - self.units.by_code.keys()
        return [self._judged(row, taken) for row in rows]

    def _judged(self, row: RegisterRow, taken: set[str]) -> Judged:
        name = str(row.values["name"])
        try:
            plan = self._plan(row, taken)
        except XuehengError as fault:
            return rejected(row, fault, name)
        told: list[Text] = []
        if plan.renamed:
            old = self.units.names.get(plan.number or 0, "")
            told.append(Text(f"改名：{old} → {plan.name}", f"renamed: {old} → {plan.name}"))
        titles = [self.titles[word] for word in plan.described]
        told += [Text(f"改{title.zh}", f"{title.en or title.zh} changes") for title in titles]
        outcome = "new" if plan.number is None else "changed" if told else "same"
        return Judged(row, outcome, name, tuple(told), plan=plan)  # type: ignore[arg-type]

    def _plan(self, row: RegisterRow, taken: set[str]) -> UnitPlan:
        values = row.values
        code, name = str(values["unit_code"]), unit_name(str(values["name"]))
        if not self.bringing.take(row, "unit", code):
            raise TWICE
        number = self.units.by_code.get(code)
        if number is None and code in taken:
            raise UnitCodeTaken(code)
        attributes = {word: value for word, value in values.items() if word not in OWN_WORDS}
        plan = UnitPlan(number, code, name, self._parent(row), str(values.get("credit_code", "")), attributes)
        if plan.credit_code:
            checked_credit_code(plan.credit_code)
        self.parents.add(plan.parent)
        if number is None:
            require_under(self.bringing.by, [plan.parent])
            return plan
        self.bringing.met.add(number)
        stored = self.units.attributes.get(number, {})
        plan.renamed = spelt(self.units.names.get(number, "")) != spelt(name)
        plan.described = {word: value for word, value in attributes.items() if stored.get(word) != value}
        return plan

    def _parent(self, row: RegisterRow) -> int:
        """The unit above, by code or name; where the row names none, the one that the file is brought for."""
        code, name = str(row.values.get("parent_code", "")), str(row.values.get("parent_name", ""))
        if not code and not name:
            return self.bringing.organisation
        found = self.units.by_code.get(code) if code else None
        if found is None and name:
            named = self.units.by_name.get(spelt(name), [])
            found = named[0] if len(named) == 1 else None
        if found is None:
            raise NOT_YOURS
        return found

    def remarks(self) -> list[Text]:
        """Nothing of the file as a whole."""
        return []

    def gone(self) -> list[Gone]:
        """Units of the same kind under the same units that the file does not name."""
        kind = self.bringing.row_entity
        there = [n for n, of in self.units.kinds.items() if of == kind and self.units.parents.get(n) in self.parents]
        return [Gone(number) for number in sorted(set(there) - self.bringing.met)]

    def prepare(self) -> None:
        """Nothing goes before the rows."""

    def act(self, judged: Sequence[Judged]) -> Sequence[Judged]:
        """Found, rename, describe, inside the caller's transaction. Raises the first fault."""
        by, day = self.bringing.by, self.bringing.day
        for each in judged:
            plan: UnitPlan = each.plan
            if plan.number is None:
                new = NewOrganisation(
                    self.bringing.row_entity, plan.code, plan.name, places={ADMINISTRATIVE: plan.parent},
                    attributes=plan.attributes, credit_code=plan.credit_code,
                )  # fmt: skip
                found_organisation(by, new, min(day, each.row.values.get("since") or day))
                continue
            if plan.renamed:
                rename_organisation(by, plan.number, plan.name, day)
            if plan.described:
                whole = {**self.units.attributes.get(plan.number, {}), **plan.described}
                describe_organisation(by, plan.number, whole, day)
        return judged
