"""A random district of schools of every kind, with reports that lie on, just under and far from the thresholds.

What is reported is kept as plain dictionaries, the only thing the sums of `plain_sums` read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

Number = int | Fraction | None
Record = dict[str, Any]
"""A record's fields, and `verified`."""

KINDS = (
    ["211"] * 20 + ["218"] * 11 + ["311"] * 11 + ["312"] * 8 + ["341"] * 3 + ["345"] * 3 + ["514", "321", "342", "371"]
)
"""Sixty schools: four of them of kinds that do not count."""
STAGES = {
    "211": ["primary"], "218": ["primary"], "311": ["junior"], "312": ["primary", "junior"],
    "341": ["junior", "senior"],
    "345": ["primary", "junior", "senior"], "514": ["primary"], "321": ["junior"], "342": ["senior"], "371": ["junior"],
}  # fmt: skip
SCHOOL_ITEMS = [
    "school_statutes",
    "school_digital",
    "digital_teaching",
    "moral_culture",
    "full_curriculum",
    "light_workload",
]
COUNTY_ITEMS = [
    "sites_planned", "norm_building", "norm_staff", "norm_funding", "norm_equipment", "performance_pay",
    "posts_pooled", "rural_quota", "left_behind_care",
]  # fmt: skip
GROUPS = ["pupils", "parents", "teachers", "heads", "delegates", "committee"]


@dataclass
class Section:
    """A section of a school with its reports of the year; None: it has sent none."""

    number: str
    stage: str
    resources: Record | None = None
    admissions: Record | None = None
    cohort: Record | None = None


@dataclass
class School:
    """A school with its sections and reports."""

    number: str
    kind: str
    district: str
    public: bool
    sections: list[Section]
    report: Record | None = None
    items: list[Record] = field(default_factory=list)


@dataclass
class District:
    """A county with what it reports itself."""

    number: str
    schools: list[School]
    report: Record | None = None
    items: list[Record] = field(default_factory=list)
    surveys: list[Record] = field(default_factory=list)
    monitored: list[Record] = field(default_factory=list)
    vetoes: list[Record] = field(default_factory=list)


def made_districts(seed: int) -> list[District]:
    """Four counties: a small good one; one of sixty schools with a few gaps; one of thirty with anything at all; and
    one of thirty that has enough of everything but shares it out badly.
    """
    draw = Random(seed)
    return [
        _district("good", ["211", "312", "218", "311", "345"], draw, 0.0, 0.0),
        _district("fair", KINDS, draw, 0.004, 0.02),
        _district("poor", KINDS[1::2], draw, 0.06, 0.25),
        _district("uneven", KINDS[::2], draw, 0.0, 0.0, (1, 1, 1, 4)),
    ]


def _district(
    number: str, kinds: list[str], draw: Random, blank: float, bad: float, times: tuple[int, ...] = (1,)
) -> District:
    """`blank`: how often something is not reported or not verified; `bad`: how often it is under the threshold;
    `times`: by what the amounts of a school may be multiplied.
    """
    making = _Making(draw, blank, bad, times)
    schools = [making.school(f"{number}{n}", kind, number) for n, kind in enumerate(kinds)]
    district = District(number, schools, making.county_report())
    district.items = list(making.items(COUNTY_ITEMS))
    district.surveys = [_answers(draw, group, bad) for group in GROUPS if not making.left_out()]
    district.monitored = [
        {"tested_subject": "language_arts", "achieved_level": 2 if making.fails() else 3, "verified": True,
         "spread_rate": draw.choice([Fraction(15, 100), Fraction(2, 10)]) if making.fails() else Fraction(149, 1000)},
        {"tested_subject": "mathematics", "achieved_level": 4, "spread_rate": Fraction(1, 10), "verified": True},
    ]  # fmt: skip
    if bad > 0.1:
        district.vetoes = [{"kind": "paid_tutoring", "verified": True}, {"kind": "falsified", "verified": False}]
    return district


def _answers(draw: Random, group: str, bad: float) -> Record:
    number = draw.randrange(20, 400)
    satisfied = number * (draw.randrange(70, 90) if bad > 0.1 else draw.randrange(86, 99)) // 100 + 1
    return {"asked_group": f"asked_{group}", "answer_count": number, "satisfied_count": satisfied, "verified": True}


WANTED = {
    "primary": ["4.2", "1", "0.9", "4.5", "7.5", "2000", "2.3"],
    "junior": ["5.3", "1", "0.9", "5.8", "10.2", "2500", "2.4"],
}
"""Only to make amounts that lie near something; what counts is read from the table by `plain_sums`."""


class _Making:
    """Makes reports of one county."""

    def __init__(self, draw: Random, blank: float, bad: float, times: tuple[int, ...]) -> None:
        self.draw, self.blank, self.bad, self.times = draw, blank, bad, times

    def left_out(self) -> bool:
        return self.draw.random() < self.blank

    def fails(self) -> bool:
        return self.draw.random() < self.bad

    def school(self, number: str, kind: str, district: str) -> School:
        sections = [Section(f"{number}{stage}", stage) for stage in STAGES[kind]]
        school = School(number, kind, district, self.draw.random() < 0.9, sections)
        for section in sections:
            self._reports(school, section)
        school.report = None if self.left_out() else self._school_report()
        school.items = list(self.items(SCHOOL_ITEMS))
        return school

    def _reports(self, school: School, section: Section) -> None:
        if school.kind == "218":
            pupils = self.draw.choice([48, 49, 50, 51, 99, 100, self.draw.randrange(10, 120)])
        else:
            pupils = self.draw.choice([400, 600, 1000, self.draw.randrange(300, 1400), *([45, 99] if self.bad else [])])
        silent = school.kind != "218" and self.left_out()  # whether a teaching point counts must be known
        section.resources = None if silent else self._resources(section.stage, pupils, school.kind != "218")
        if not self.left_out():
            place = self.draw.choice(["city_area", "town_area", "rural_area"])
            near = pupils if not self.fails() else pupils * 9 // 10
            section.admissions = {
                "place_kind": place, "boarding": self.draw.random() < 0.2, "verified": True,
                "pupils_in_area": None if self.left_out() else near,
            }  # fmt: skip
        if section.stage == "junior" and not self.left_out():
            entrants = max(pupils // 3, 1)
            gone = entrants // 10 if self.fails() else entrants // 40
            section.cohort = {
                "graduates": entrants - gone + 2, "moved_in": 2, "moved_out": self.draw.randrange(2),
                "entrants": entrants + 1, "deceased": self.draw.randrange(2), "verified": True,
            }  # fmt: skip

    def _resources(self, stage: str, pupils: int, doubtful: bool) -> Record:
        wanted = [Fraction(w) for w in WANTED.get(stage, WANTED["junior"])]
        names = ["qualified_teachers", "backbone_teachers", "sport_art_teachers"]
        record: Record = {"pupils": pupils, "verified": not (doubtful and self.left_out())}
        for name, each in zip(names, wanted[:3], strict=True):
            record[name] = self._count(each * pupils / 100)
        area = self._amount(wanted[3] * pupils)
        indoor = Fraction(self.draw.randrange(0, 30000), 100)
        record["teaching_area"] = None if area is None else area + indoor
        record["indoor_sport_area"] = indoor
        record["sport_area"] = self._amount(wanted[4] * pupils)
        record["equipment"] = self._amount(wanted[5] * pupils)
        record["media_rooms"] = self._count(wanted[6] * pupils / 100)
        most = 45 if stage == "primary" else 50
        record["largest_class"] = (
            None if self.left_out() else most + 1 if self.fails() else most - self.draw.randrange(9)
        )
        return record

    def _count(self, wanted: Fraction) -> int | None:
        """A whole number at or above what is wanted, or below it."""
        enough = -(-wanted.numerator // wanted.denominator)
        if self.left_out():
            return None
        return (
            enough * self.draw.randrange(70, 95) // 100
            if self.fails()
            else (enough + self.draw.randrange(2)) * self.draw.choice(self.times)
        )

    def _amount(self, wanted: Fraction) -> Fraction | None:
        """Two decimals: exactly what is wanted, 85 % of it, a hundredth less than either, or more."""
        if self.left_out():
            return None
        cent = Fraction(1, 100)
        low = [wanted * Fraction(85, 100), wanted * Fraction(85, 100) - cent, wanted - cent, wanted * Fraction(6, 10)]
        high = [wanted, wanted + cent, wanted * Fraction(13, 10)]
        chosen = self.draw.choice(low if self.fails() else high) * self.draw.choice(self.times)
        return Fraction(int(chosen * 100), 100)

    def _school_report(self) -> Record:
        teachers = self.draw.randrange(4, 90)
        due = self.draw.randrange(2, teachers)
        rotated = due // 20 if self.bad > 0.1 else -(-due * 12 // 100)
        short = self.fails()
        classes = self.draw.choice([6, 12, 13, 24, 25])
        rooms = classes // 12 if short else -(-classes // 12)
        return {
            "class_count": classes, "music_rooms": rooms, "art_rooms": rooms + self.draw.randrange(2),
            "funded_pupils": None if self.left_out() else self.draw.choice([60, 99]) if self.fails() else 100,
            "full_time_teachers": teachers, "trained_teachers": teachers - short,
            "certified_teachers": teachers - self.fails(), "due_teachers": due, "rotated_teachers": rotated,
            "rotated_backbones": -(-rotated * 25 // 100),
            "training_funds": Fraction(499999 if short else self.draw.choice([500000, 611111]), 100),
            "public_funds": Fraction(10000000, 100), "verified": True,
        }  # fmt: skip

    def items(self, codes: list[str]) -> Iterator[Record]:
        """Yes with a number, with a file, without proof, unverified, no, or nothing at all."""
        for code in codes:
            record: Record = {"item_code": code, "is_met": True, "verified": True, "document_no": f"{code}1"}
            if self.left_out():
                record |= self.draw.choice([{"document_no": None}, {"verified": False}, {"item_code": None}])
            elif self.fails():
                record |= {"is_met": False, "document_no": None}
            elif self.draw.random() < 0.3:
                record |= {"document_no": None, "proof_file": "proof.pdf"}
            if record["item_code"]:
                yield record

    def county_report(self) -> Record:
        none = self.bad == 0.02
        return {
            "special_pupils": 0 if none else 80, "special_funds": Fraction(639999 if self.fails() else 640000),
            "teacher_pay": Fraction(96000), "civil_pay": Fraction(96001 if self.fails() else 96000),
            "senior_places": 1000, "quota_places": 499 if self.fails() else 500, "migrant_pupils": 0 if none else 100,
            "migrant_placed": 0 if none else 84 if self.fails() else 85,
            "disabled_children": None if self.left_out() else 100, "disabled_placed": 94 if self.fails() else 95,
            "verified": True,
        }  # fmt: skip
