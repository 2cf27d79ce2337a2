"""Synthetic pupils: who is enrolled where, and what each one reached in the tests of the year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, exp
from random import Random

from examples.districts import CLASS_NAMES, DISTRICTS, District, School
from examples.typical_values import FEWER_IS_BETTER, LEAST, MEANS, MOST, SPREAD, typical

SCHOOL_YEAR_BEGINS = 2025
LARGEST_CLASS = 45
SHARED_ABILITY = 0.6
"""How far one pupil's items go together (correlation of an item with the pupil's general fitness)."""
ORDINARY_ABILITY = -0.2
UNFIT_ABILITY = -3.2
SHARE_UNFIT = 0.07
"""Some pupils hardly move at all: without them a region would have next to nobody at the lowest level."""
SHARE_WHOLLY_UNTESTED = 0.004
SHARE_ITEM_UNTESTED = 0.004

Values = dict[str, float]
"""Item → value in its unit; running times in whole seconds; what was not tested has no entry."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """One synthetic pupil. `number`: G, a region that cannot exist, the day of birth, a serial and a check digit."""

    number: str
    name: str
    sex: str
    grade: str
    class_number: str
    class_name: str
    born: date
    ethnic_code: str
    values: Values


@dataclass(frozen=True, slots=True)
class EnrolledSchool:
    """A school with its number of ten digits and its pupils, by grade and class."""

    district: District
    school: School
    number: str
    pupils: tuple[Pupil, ...]


def enrol(seed: int, pupils: int) -> Iterator[EnrolledSchool]:
    """The region's schools with their pupils, the same for the same seed; schools without pupils are left out."""
    seats = [(d, s, grade) for d in DISTRICTS for s in d.schools for grade in s.grades]
    sizes = _apportion(pupils, [school.size for _, school, _ in seats])
    in_grade = {(school.name, grade): size for (_, school, grade), size in zip(seats, sizes, strict=True)}
    random = Random(seed)
    serials: dict[tuple[str, date], int] = {}
    count = 0
    for district in DISTRICTS:
        for place, school in enumerate(district.schools, 1):
            members: list[Pupil] = []
            for grade in school.grades:
                for class_index in _classes(in_grade[school.name, grade]):
                    count += 1
                    members.append(_pupil(random, district, grade, class_index, count, serials))
            if members:
                number = f"{school.category}00{district.region[-2:]}{place:04d}"
                yield EnrolledSchool(district, school, number, tuple(members))


def _apportion(total: int, weights: list[int]) -> list[int]:
    """Shares of `total` in proportion to `weights` that add up to it exactly."""
    whole, before, running = sum(weights), 0, 0
    shares = []
    for weight in weights:
        running += weight
        upto = total * running // whole
        shares.append(upto - before)
        before = upto
    return shares


def _classes(size: int) -> Iterator[int]:
    """The class (1, 2, …) of each pupil of a grade, classes as equal as they can be."""
    if not size:
        return
    classes = ceil(size / LARGEST_CLASS)
    for index, members in enumerate(_apportion(size, [1] * classes), 1):
        yield from [index] * members


def _pupil(
    random: Random, district: District, grade: str, class_index: int, count: int, serials: dict[tuple[str, date], int]
) -> Pupil:
    sex = random.choice("男女")
    born = _birthday(random, grade)
    name = f"示例生·合成长名字·{count:05d}" if random.random() < 0.005 else f"示例生{count:05d}"
    return Pupil(
        number=_number(district.region, born, sex, serials),
        name=name,
        sex=sex,
        grade=grade,
        class_number=f"{grade}{class_index:02d}",
        class_name=f"{CLASS_NAMES[grade]}（{class_index}）班",
        born=born,
        ethnic_code="01" if random.random() < 0.9 else f"{random.randint(2, 56):02d}",
        values=_values(random, sex, grade),
    )


def _birthday(random: Random, grade: str) -> date:
    years_at_school = {"1": 0, "2": 6, "3": 9}[grade[0]] + int(grade[1])
    first = date(SCHOOL_YEAR_BEGINS - 6 - years_at_school, 9, 1)
    return first + timedelta(days=random.randrange(365))


def _number(region: str, born: date, sex: str, serials: dict[tuple[str, date], int]) -> str:
    """A pupil number of 19 characters; the serial is odd for boys and even for girls, as on identity cards."""
    serial = serials.get((region, born), 0) + 1
    serial += (serial % 2 == 1) != (sex == "男")
    serials[region, born] = serial
    digits = f"{region}{born:%Y%m%d}{serial:03d}"
    remainder = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(digits)) % 11
    return f"G{digits}{'10X98765432'[remainder]}"


def _values(random: Random, sex: str, grade: str) -> Values:
    """What the pupil reached in every item that the grade and sex are tested in."""
    if random.random() < SHARE_WHOLLY_UNTESTED:
        return {}
    ability = random.gauss(UNFIT_ABILITY if random.random() < SHARE_UNFIT else ORDINARY_ABILITY, 1)
    height = round((typical("身高", sex, grade) or 0) * (1 + SPREAD["身高"] * random.gauss(0, 1)), 1)
    weight_for_height = (typical("体重指数", sex, grade) or 0) * exp(SPREAD["体重指数"] * random.gauss(0, 1))
    values = {"身高": height, "体重": round(weight_for_height * height * height / 10_000, 1)}
    for item in MEANS:
        mean = typical(item, sex, grade)
        if mean is None or item in ("身高", "体重指数") or random.random() < SHARE_ITEM_UNTESTED:
            continue
        values[item] = _reached(random, item, mean, ability)
    return values


def _reached(random: Random, item: str, mean: float, ability: float) -> float:
    """A value around the mean, in the item's own precision."""
    own = random.gauss(0, (1 - SHARED_ABILITY * SHARED_ABILITY) ** 0.5)
    better_by = (SHARED_ABILITY * ability + own) * SPREAD[item] * mean
    value = mean - better_by if item in FEWER_IS_BETTER else mean + better_by
    value = min(max(value, LEAST.get(item, 0.0)), MOST.get(item, 9999.0))
    if item == "50米跑":  # some stopwatches are read to the hundredth
        return round(value, 2 if random.random() < 0.03 else 1)
    return round(value, 1) if item == "坐位体前屈" else float(round(value))
