"""Two made-up counties for balanced education: their schools and sections, and what each reports in a year.

The eastern county is well provided everywhere. In the western county a few things are wrong on purpose; `PLANTED`
says which, so that a reader (and a test) knows what an evaluation has to find.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from random import Random

EAST, WEST = "东溪县", "西岭县"
PLANTED = {
    "小学部体育场馆面积只有规定值的八成": "W-小学2",
    "初中部的年报没有核验": "W-初中1",
    "13 个班只有 1 间音乐教室": "W-小学1",
    "课程开设答“是”而没有佐证": "W-一贯1",
    "小学部最大班额 47 人": "W-小学3",
    "不足 100 人的教学点按实有人数核定公用经费": "W-教学点2",
}
"""What is wrong in the western county's schools → which school. The county's own: see `balance_county`."""


@dataclass(frozen=True, slots=True)
class School:
    """A school: its number, kind (code of 办学类型), county, and the pupils of each of its sections by stage."""

    number: str
    kind: str
    county: str
    public: bool
    place: str
    boarding: bool
    pupils: tuple[tuple[str, int], ...]

    @property
    def compulsory(self) -> bool:
        """Whether it is a primary school, teaching point, junior, nine-year, complete or twelve-year school."""
        return self.kind in ("211", "218", "311", "312", "341", "345")


def schools() -> tuple[School, ...]:
    """All schools of both counties, some of them of kinds that do not count."""
    return tuple(_of(EAST, "E", small=49, point=56) + _of(WEST, "W", small=38, point=72))


def _of(county: str, letter: str, small: int, point: int) -> list[School]:
    """A county's schools. `small`, `point`: pupils of its two teaching points, the first under 50."""

    def school(name: str, kind: str, place: str, boarding: bool, *pupils: tuple[str, int]) -> School:
        return School(f"{letter}-{name}", kind, county, True, place, boarding, pupils)

    return [
        school("小学1", "211", "城区", False, ("小学", 540)),
        school("小学2", "211", "城区", False, ("小学", 1260)),
        school("小学3", "211", "镇区", False, ("小学", 810)),
        school("小学4", "211", "乡村", False, ("小学", 45)),
        school("教学点1", "218", "乡村", False, ("小学", small)),
        school("教学点2", "218", "乡村", False, ("小学", point)),
        school("一贯1", "312", "镇区", False, ("小学", 700), ("初中", 420)),
        school("一贯2", "345", "城区", False, ("小学", 900), ("初中", 600), ("高中", 750)),
        school("初中1", "311", "城区", False, ("初中", 980)),
        school("初中2", "311", "镇区", True, ("初中", 660)),
        school("特教", "514", "城区", True, ("小学", 85)),
        school("职高", "365", "城区", True, ("高中", 900)),
    ]


@dataclass(frozen=True, slots=True)
class Provision:
    """What a section has: amounts as its report gives them; areas in square metres, equipment in yuan."""

    qualified: int
    backbone: int
    sport_art: int
    teaching_area: int
    indoor_sport: int
    sport_area: int
    equipment: int
    media_rooms: int
    largest_class: int


WANTED = {"小学": (4.2, 1.0, 0.9, 4.5, 7.5, 2000, 2.3, 45), "初中": (5.3, 1.0, 0.9, 5.8, 10.2, 2500, 2.4, 50)}
"""By stage: the seven prescribed amounts a pupil or hundred pupils, and the greatest class."""


def provision(school: School, stage: str, pupils: int, random: Random) -> Provision:
    """A section's amounts: a little more than prescribed, but for what is planted."""

    def of(wanted: float) -> int:
        return ceil(wanted * pupils * random.uniform(1.02, 1.15) - 1e-9)

    qualified, backbone, sport_art, area, sport, equipment, media, largest = WANTED[stage]
    indoor = pupils // 2
    short = school.number == PLANTED["小学部体育场馆面积只有规定值的八成"]
    crowded = school.number == PLANTED["小学部最大班额 47 人"]
    return Provision(
        qualified=of(qualified / 100), backbone=of(backbone / 100), sport_art=of(sport_art / 100),
        teaching_area=of(area) + indoor, indoor_sport=indoor,
        sport_area=round(sport * pupils * 0.8) if short else of(sport),
        equipment=of(equipment), media_rooms=of(media / 100),
        largest_class=47 if crowded else min(largest - random.randrange(1, 6), pupils),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What a school reports of its classes, rooms, teachers and funds (yuan)."""

    classes: int
    rooms: int
    funded: int
    teachers: int
    due: int
    rotated: int
    rotated_backbone: int
    training_funds: int
    public_funds: int


def report(school: School, random: Random) -> Report:
    """A school's yearly report; in the west too few teachers rotate."""
    pupils = sum(number for stage, number in school.pupils if stage in WANTED)
    crowded = school.number == PLANTED["13 个班只有 1 间音乐教室"]
    alone = school.number == PLANTED["不足 100 人的教学点按实有人数核定公用经费"]
    classes = 13 if crowded else max(ceil(pupils / 42), 1)
    teachers = max(pupils // 15, 4)
    due = teachers // 2
    rotated = due // 11 if school.county == WEST else ceil(due * 0.12)
    funds = max(pupils, 100) * 720
    return Report(
        classes=classes,
        rooms=1 if crowded else ceil(classes / 12),
        funded=pupils if alone else max(pupils, 100),
        teachers=teachers,
        due=due,
        rotated=rotated,
        rotated_backbone=ceil(rotated * 0.25),
        training_funds=funds * random.randrange(52, 70) // 1000,
        public_funds=funds,
    )


def sections(found: tuple[School, ...]) -> Iterator[tuple[str, School, str, int]]:
    """Each section: its number, school, stage and pupils."""
    for school in found:
        for stage, pupils in school.pupils:
            yield f"{school.number}-{stage}", school, stage, pupils
