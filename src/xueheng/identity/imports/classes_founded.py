"""Classes that a register names and nobody has founded yet, and the sections they stand in."""

from dataclasses import dataclass

from xueheng.identity.actions.found_organisation import found_organisation
from xueheng.identity.founding import stages
from xueheng.identity.imports.outcomes import Bringing
from xueheng.identity.imports.units_known import ADMINISTRATIVE, GRADE, STAGE, UnitsKnown, spelt, stage_of
from xueheng.identity.model_organisations import Organisation
from xueheng.identity.unit_changes import NewOrganisation
from xueheng.wording import Text

WHY = "whether a class of an import was founded meanwhile"
LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class to be founded under a school: its name, and its grade's code."""

    school: int
    name: str
    grade: str


def found_class(bringing: Bringing, units: UnitsKnown, new: NewClass) -> int:
    """The class's number: founded from the import's day on, or found where the same file brought it meanwhile.

    Call it inside a transaction. Raises PermissionRefused and what `unit_refusals` names.
    """
    section = section_for(bringing, units, new.school, new.grade)
    code = f"{units.codes[new.school]}-{bringing.day.year}-{spelt(new.name)}"[:LONGEST_CODE]
    places, attributes = {ADMINISTRATIVE: section}, {GRADE: new.grade}
    return _found(bringing, NewOrganisation("class", code, new.name, places=places, attributes=attributes))


def section_for(bringing: Bringing, units: UnitsKnown, school: int, grade: str) -> int:
    """The school's section of a grade's stage, founded where it is lacking."""
    stage = stage_of(grade)
    known = units.sections.get((school, stage))
    if known is not None:
        return known
    code, name = f"{units.codes[school]}-{stage}"[:LONGEST_CODE], section_name(units.names[school], stage)
    places, attributes = {ADMINISTRATIVE: school}, {STAGE: stage}
    made = _found(bringing, NewOrganisation("section", code, name, places=places, attributes=attributes))
    bringing.look_anew()
    units.sections[school, stage] = made
    units.kinds[made], units.parents[made] = "section", school
    return made


def _found(bringing: Bringing, new: NewOrganisation) -> int:
    known = Organisation.objects.for_the_programme(WHY).filter(code=new.code).values_list("number", flat=True).first()
    return int(known) if known is not None else found_organisation(bringing.by, new, bringing.day)


def section_name(school: str, stage: str) -> str:
    """What an office calls a school's section: by its stage, unless the school's own name says it already."""
    title = stages().get(stage, Text(stage)).zh
    return f"{school}本部" if spelt(school).endswith(title) else f"{school}{title}部"
