"""What recording costs: records × declared minutes, by type, by indicator and by unit; first what nothing uses."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.urls import reverse

from xueheng.evaluation.burdens.counting import KNOWN_AT, STAFF, counts_file
from xueheng.evaluation.burdens.uses import Leaf, Uses, uses_of
from xueheng.evaluation.core.public import Period, RunError, window_period
from xueheng.evaluation.exact_sums import decimal
from xueheng.evaluation.visibility import groups_seen
from xueheng.identity.public import Organisation, Viewer, library, names_on
from xueheng.language.public import EvidenceType
from xueheng.wording import Text

SCHOOL_YEAR = "school_year"
WEEK = 7
MOST_USES = 3
"""Uses named beside a type; of more their number is told."""
LITTLE = "<0.1"
_WHY = "units are listed by their codes"


@dataclass(frozen=True, slots=True)
class TypeTold:
    """One type. `minutes`: of one record, '' where the pack does not say; `hours`, `weekly` of what staff entered."""

    title: Text
    address: str
    records: int
    by_staff: int
    minutes: str
    hours: str
    weekly: str
    uses: tuple[Text, ...]
    more_uses: int
    unused: bool


@dataclass(frozen=True, slots=True)
class UnitTold:
    """One unit: how many hold a post there, what they entered, and what each spends on it a week."""

    name: str
    address: str
    staff: int
    records: int
    hours: str
    weekly: str


@dataclass(frozen=True, slots=True)
class IndicatorTold:
    """One indicator and what the records that it rests on cost."""

    title: Text
    standard: Text
    types: tuple[Text, ...]
    records: int
    hours: str


@dataclass(frozen=True, slots=True)
class BurdenTold:
    """The page. `known_at`: of which moment the record is, None before anything was counted."""

    name: str
    period: Period
    periods: tuple[Period, ...]
    weeks: int
    known_at: int | None
    staff: int
    weekly: str
    records: int
    unused: int
    types: tuple[TypeTold, ...]
    indicators: tuple[IndicatorTold, ...]
    units: tuple[UnitTold, ...]
    undeclared: int
    empty: int
    """So many types are used, but nothing was recorded of them."""


Counts = Mapping[tuple[int, str], tuple[int, int]]
"""(unit, type) → records, and those entered by staff."""


def burdens_told(viewer: Viewer, label: str, unit: int | None) -> BurdenTold | None:
    """Of the viewer's own unit, or one right below it; None for a unit or a period that is none."""
    seen = set(groups_seen(viewer))
    if unit is not None and unit not in seen:
        return None
    periods = _periods(viewer.day)
    units_meant = {unit} if unit is not None else seen
    wanted = [each for each in periods if each.label == label] if label else list(periods)
    if not wanted:
        return None
    of_periods = {each: _counts(each, units_meant) for each in wanted}
    period = next((each for each, (found, _, _) in of_periods.items() if found), wanted[0])
    counts, staff, known_at = of_periods[period]
    weeks = _weeks(period, viewer.day)
    names = names_on({each for each, _ in counts} | set(staff) | {unit or viewer.organisation or 0}, viewer.day)
    people = sum(staff.values())
    uses, leaves = _uses(viewer.day, tuple(pack.digest_bytes for pack in library().packs.values()))
    types = _types(counts, uses, people, weeks)
    total = _minutes((type_, by_staff) for (_, type_), (_, by_staff) in counts.items())
    units = () if unit is not None or len(staff) < 2 else _units(counts, staff, names, weeks, period)
    return BurdenTold(
        name=names.get(unit or viewer.organisation or 0, ""),
        period=period,
        periods=periods,
        weeks=weeks,
        known_at=known_at,
        staff=people,
        weekly=_weekly(total, people, weeks),
        records=sum(records for records, _ in counts.values()),
        unused=sum(type_.unused for type_ in types),
        types=types,
        indicators=_indicators(leaves, counts),
        units=units,
        undeclared=sum(not type_.minutes for type_ in types),
        empty=len({name for name, found in uses.items() if not found.none} - {name for _, name in counts}),
    )


@lru_cache(maxsize=4)
def _uses(day: date, packs: tuple[str, ...]) -> tuple[Mapping[str, Uses], tuple[Leaf, ...]]:
    """What the packs in force use; walked through once for as long as their files are these."""
    del packs
    return uses_of(library(), day)


def _periods(day: date) -> tuple[Period, ...]:
    """This school year and the one before."""
    calendar = library().calendar_for(next(iter(library().packs)))
    this = window_period(calendar, SCHOOL_YEAR, None, day)
    try:
        return this, window_period(calendar, SCHOOL_YEAR, None, this.start - timedelta(days=1))
    except RunError:
        return (this,)


def _counts(period: Period, units: set[int]) -> tuple[dict[tuple[int, str], tuple[int, int]], Counter[int], int | None]:
    """What was recorded in the period in these units; how many hold a post in each; as of when."""
    path = counts_file()
    if not path.is_file():
        return {}, Counter(), None
    table = pq.read_table(path, filters=pc.field("unit").isin(list(units)))
    known_at = int((pq.read_schema(path).metadata or {}).get(KNOWN_AT, b"0"))
    first, last = f"{period.start:%Y-%m}", f"{period.end:%Y-%m}"
    records: Counter[tuple[int, str]] = Counter()
    entered: Counter[tuple[int, str]] = Counter()
    staff: Counter[int] = Counter()
    for unit, type_, month, many, by_staff in zip(*(column.to_pylist() for column in table.columns), strict=True):
        if type_ == STAFF:
            staff[unit] = many
        elif first <= month <= last:
            records[(unit, type_)] += many
            entered[(unit, type_)] += by_staff
    return {key: (many, entered[key]) for key, many in records.items()}, staff, known_at


def _weeks(period: Period, day: date) -> int:
    """Weeks of the period so far, at least one."""
    return max(1, (min(day, period.end) - period.start).days // WEEK)


def _minutes(entered: Iterable[tuple[str, int]]) -> Fraction:
    """Declared minutes of these records together."""
    evidence = library().evidence
    declared = ((evidence[t].minutes, many) for t, many in entered if t in evidence)
    return sum((minutes * many for minutes, many in declared if minutes is not None), Fraction(0))


def _hours(minutes: Fraction) -> str:
    return _tenths(minutes / 60)


def _weekly(minutes: Fraction, people: int, weeks: int) -> str:
    return _tenths(minutes / (people * weeks)) if people else ""


def _tenths(number: Fraction) -> str:
    """With one decimal; what is little is not told as nothing.

    >>> _tenths(Fraction(0)), _tenths(Fraction(1, 50)), _tenths(Fraction(3, 20))
    ('0', '<0.1', '0.2')
    """
    tenths = round(number * 10)
    return LITTLE if number and not tenths else decimal(Fraction(tenths, 10))


def _types(counts: Counts, uses: Mapping[str, Uses], people: int, weeks: int) -> tuple[TypeTold, ...]:
    """Every type that has records, or that nothing uses: those first, then in the packs' order."""
    page = reverse("records")
    records, entered = Counter[str](), Counter[str]()
    for (_, type_), (many, by_staff) in counts.items():
        records[type_] += many
        entered[type_] += by_staff
    told = [
        _type(type_, records[name], entered[name], uses.get(name) or Uses(), people, weeks, page)
        for name, type_ in library().evidence.items()
    ]
    return tuple(sorted((each for each in told if each.unused or each.records), key=lambda each: not each.unused))


def _type(type_: EvidenceType, records: int, by_staff: int, uses: Uses, people: int, weeks: int, page: str) -> TypeTold:
    minutes = type_.minutes * by_staff if type_.minutes is not None else Fraction(0)
    named = list(dict.fromkeys((leaf.node.title.zh, leaf.node.title.en) for leaf in uses.leaves))
    named = named or list(dict.fromkeys((title.zh, title.en) for title in uses.measures))
    return TypeTold(
        title=type_.title,
        address=f"{page}?type={type_.name}",
        records=records,
        by_staff=by_staff,
        minutes="" if type_.minutes is None else decimal(type_.minutes),
        hours=_hours(minutes),
        weekly=_weekly(minutes, people, weeks),
        uses=tuple(Text(zh, en) for zh, en in named[:MOST_USES]),
        more_uses=max(0, len(named) - MOST_USES),
        unused=uses.none,
    )


def _indicators(leaves: Sequence[Leaf], counts: Counts) -> tuple[IndicatorTold, ...]:
    """Indicators whose records were made, standard by standard."""
    records, entered = Counter[str](), Counter[str]()
    for (_, type_), (many, by_staff) in counts.items():
        records[type_] += many
        entered[type_] += by_staff
    evidence = library().evidence
    return tuple(
        IndicatorTold(
            leaf.node.title, leaf.standard.title, tuple(evidence[name].title for name in leaf.types),
            sum(records[name] for name in leaf.types), _hours(_minutes((name, entered[name]) for name in leaf.types)),
        )
        for leaf in leaves
        if any(records[name] for name in leaf.types)
    )  # fmt: skip


def _units(
    counts: Counts, staff: Mapping[int, int], names: Mapping[int, str], weeks: int, period: Period
) -> tuple[UnitTold, ...]:
    """Each unit, by code: no order of burden."""
    codes = dict(Organisation.objects.for_the_programme(_WHY).filter(pk__in=staff).values_list("pk", "code"))
    of_unit: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for (where, type_), (many, by_staff) in counts.items():
        of_unit[where].append((type_, many, by_staff))
    page = reverse("burdens")
    found = []
    for unit in sorted(staff, key=lambda each: (codes.get(each) or "", each)):
        mine = of_unit[unit]
        minutes = _minutes((type_, by_staff) for type_, _, by_staff in mine)
        address = f"{page}?unit={unit}&period={period.label}"
        total = sum(many for _, many, _ in mine)
        weekly = _weekly(minutes, staff[unit], weeks)
        found.append(UnitTold(names.get(unit, ""), address, staff[unit], total, _hours(minutes), weekly))
    return tuple(found)
