"""A page of a run's distributions for a reader: which unit, which groups under it, which indicators."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from xueheng.evaluation.distributions.chart import Chart
from xueheng.evaluation.distributions.counting import YEAR, Group
from xueheng.evaluation.distributions.indicators import indicators_of, title_of
from xueheng.evaluation.distributions.kept import Groups, groups_at
from xueheng.evaluation.distributions.pupils import PupilsTold, pupils_told
from xueheng.evaluation.distributions.told import Told, chart_of
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.visibility import groups_seen, sees_few
from xueheng.identity.public import (
    Organisation,
    Viewer,
    above,
    grade_name,
    library,
    names_on,
)
from xueheng.wording import Text

LEAST_AROUND = 6
"""Among fewer groups one could tell which dot is which, so the unit above is not shown to whoever reaches it not."""
_WHY = "units are listed by their codes"
GRADE = Text("年级", "year group")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `unit` None: the reader's own; `of`: below which indicator; `pupils`: of which."""

    unit: int | None = None
    grade: str = ""
    of: str = ""
    pupils: str = ""
    purpose: int | None = None


@dataclass(frozen=True, slots=True)
class Distributions:
    """The page. `around`: the reader's own unit stands among others that are not named."""

    unit: int
    name: str
    charts: tuple[Chart, ...]
    below: Text | None
    way: tuple[tuple[str, str], ...]
    around: bool
    above_address: str
    pupils: PupilsTold | None
    smallest: bool
    noun: Text


def distributions_told(viewer: Viewer, run: Run, asked: Asked) -> Distributions | None:
    """None where the reader may see nothing of the unit, or the run has nothing of it."""
    standard = library().standards.get(run.standard)
    seen = set(groups_seen(viewer))
    unit = asked.unit or viewer.organisation or run.organisation
    if standard is None or unit is None:
        return None
    around = unit not in seen
    if around and not _stands_in(viewer, run, unit):
        return None
    groups = groups_at(run.number, unit, asked.grade)
    if groups is None:
        return None
    mine = Group(YEAR if asked.grade else groups.entity, unit, asked.grade)
    told = _told(viewer, run, groups, mine, seen, around)
    wanted = indicators_of(standard, [code for code, counted in groups.mine.items() if counted.asked], asked.of)
    smallest = not groups.under
    charts = tuple(_addressed(chart_of(each, groups, told, mine), run, mine, smallest) for each in wanted)
    if around and any(chart.drawn < LEAST_AROUND for chart in charts):
        return None
    chosen = next((c.indicator for c in charts if c.indicator.code == asked.pupils), None) if smallest else None
    return Distributions(
        unit=unit,
        name=told.names[mine],
        charts=charts,
        below=title_of(standard, asked.of) if asked.of else None,
        way=_way(viewer, run, unit, asked.grade, seen),
        around=around,
        above_address=_address(run, groups.above) if groups.above in seen or _around_is(viewer, unit, groups) else "",
        pupils=pupils_told(viewer, run, unit, chosen, asked.purpose) if chosen else None,
        smallest=smallest,
        noun=told.noun,
    )


def _stands_in(viewer: Viewer, run: Run, unit: int) -> bool:
    """Whether the unit is the one right above the reader's own, which has groups under it itself."""
    if viewer.organisation is None:
        return False
    own = groups_at(run.number, viewer.organisation)
    return own is not None and own.above == unit and bool(own.under)


def _around_is(viewer: Viewer, unit: int, groups: Groups) -> bool:
    return unit == viewer.organisation and bool(groups.above) and bool(groups.under)


def _told(viewer: Viewer, run: Run, groups: Groups, mine: Group, seen: set[int], around: bool) -> Told:
    day = min(run.tree_day, viewer.day)
    units = {group.unit for group in groups.under} | {mine.unit}
    names = names_on(units, day)
    codes = dict(Organisation.objects.for_the_programme(_WHY).filter(pk__in=units).values_list("pk", "code"))
    everybody = [mine, *groups.under]
    kinds = [group.entity for group in groups.under if group.entity != YEAR]
    return Told(
        names={group: _name(group, names) for group in everybody},
        addresses={group: _address(run, group.unit, group.part) for group in everybody if group.unit in seen},
        own=viewer.organisation or 0,
        few_too=sees_few(viewer, run.standard) and not around,
        noun=_noun(kinds[0]) if kinds else GRADE,
        named=frozenset(group for group in everybody if not around or group.unit in seen),
        order={group: _place(group, groups, codes, names) for group in everybody},
    )


def _place(group: Group, groups: Groups, codes: Mapping[int, str | None], names: Mapping[int, str]) -> str:
    """By grade, code and name: never by what came out."""
    return "\n".join((groups.grades.get(group, ""), codes.get(group.unit) or "", names.get(group.unit, "")))


def _noun(kind: str) -> Text:
    return next(e.title for name, e in library().entities.items() if name.rpartition(".")[2] == kind)


def _name(group: Group, names: dict[int, str]) -> str:
    return grade_name(group.part) if group.entity == YEAR else names.get(group.unit, str(group.unit))


def _address(run: Run, unit: int, grade: str = "", **more: str) -> str:
    asked = {"unit": str(unit), **({"year": grade} if grade else {}), **more}
    return f"{reverse('run_distributions', args=[run.number])}?{urlencode(asked)}"


def _addressed(chart: Chart, run: Run, mine: Group, smallest: bool) -> Chart:
    code = chart.indicator.code
    return replace(
        chart,
        parts=_address(run, mine.unit, mine.part, of=code) if chart.indicator.has_parts else "",
        workbook=_address(run, mine.unit, mine.part, export=code) if chart.lines else "",
        pupils=_address(run, mine.unit, mine.part, pupils=code) + "#pupils" if smallest else "",
    )


def _way(viewer: Viewer, run: Run, unit: int, grade: str, seen: set[int]) -> tuple[tuple[str, str], ...]:
    """The units above that the reader reaches, the highest first; of a grade the unit too."""
    over = [each for each in reversed(above(viewer.hierarchy, unit, viewer.day)) if each in seen]
    over += [unit] if grade else []
    names = names_on(over, viewer.day)
    return tuple((names.get(each, ""), _address(run, each)) for each in over)
