"""The figures of one unit out of a measure's run."""

from dataclasses import dataclass

from django.db.models import Q

from xueheng.evaluation.actions.run_measure import MeasureRun
from xueheng.evaluation.core.public import PAIRED_BY
from xueheng.evaluation.refusals import no_value, unit_unknown
from xueheng.identity.public import Organisation, names_on, today

_WHY = "a figure of a unit, asked by the command line"
LONGEST = 19


@dataclass(frozen=True, slots=True)
class UnitMeant:
    """A unit that somebody named."""

    number: int
    code: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A value of a unit. `part`: the code of the measure's further dimension, '' without one."""

    part: str
    shown: str | None
    exact: str | None


def unit_meant(said: str) -> UnitMeant:
    """The unit with this code, number, or name of today. Raises RunRefused where it is none, or several."""
    rows = Organisation.objects.for_the_programme(_WHY)
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST else 0
    found = list(rows.filter(Q(code=said) | Q(pk=number)).values_list("pk", "code", "kind"))
    if not found:
        names = names_on(rows.values_list("pk", flat=True), today())
        wanted = [unit for unit, name in names.items() if name == said]
        found = list(rows.filter(pk__in=wanted).values_list("pk", "code", "kind"))
    if len(found) != 1:
        raise unit_unknown(said)
    (unit, code, kind), *_ = found
    return UnitMeant(unit, code, kind, names_on([unit], today()).get(unit, said))


def figures_of_unit(made: MeasureRun, unit: UnitMeant) -> list[UnitFigure]:
    """The unit's values, one for each code where the measure has a further dimension. Raises RunRefused where the
    measure is not of such units.
    """
    found = []
    for (entity, subject), value in sorted(made.values.items()):
        whose, _, part = subject.partition(PAIRED_BY)
        if entity.rpartition(".")[2] == unit.kind and whose == str(unit.number):
            found.append(UnitFigure(part, value.shown, value.exact))
    if not found:
        raise no_value(made.run.standard, unit.name)
    return found
