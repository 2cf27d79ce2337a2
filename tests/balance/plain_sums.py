"""What the national table says of a county, worked out by code of this file alone: exact fractions, no pack.

Thresholds come straight from the CSV file and the rules file. None means that it is not known; an answer is True,
False or None.
"""

import csv
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from tests.balance.made_county import District, Record, School, Section

REFERENCE = Path(__file__).parents[2] / "src" / "xueheng" / "reference"
COMPULSORY = {"211", "218", "311", "312", "341", "345"}
CHINESE = {"primary": "小学", "junior": "初中"}
Truth = bool | None


def table() -> list[dict[str, str]]:
    """The lines of the national table."""
    with (REFERENCE / "02_balanced_indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rules() -> dict[str, Any]:
    """The rules file: limits, formula, vetoes."""
    return dict(yaml.safe_load((REFERENCE / "02_balanced_rules.yaml").read_text("utf-8")))


LINES = table()
LIMITS = {stage: Fraction(str(rules()["cv_limits"][CHINESE[stage]]["value"])) for stage in CHINESE}


def threshold(dimension: str, no: int, stage: str, which: int = 0) -> Fraction:
    """The printed threshold of an item; `which` of several lines for one kind of school."""
    found = [x for x in LINES if x["dimension"] == dimension and x["no"] == str(no) and x["stage"] == stage]
    return Fraction(found[which]["threshold"])


def both(*parts: Truth) -> Truth:
    """True where all are; False where one is; else not known."""
    return False if False in parts else None if None in parts else True


def at_least(value: Fraction | None, wanted: Fraction) -> Truth:
    return None if value is None else value >= wanted


def over(above: Any, under: Any, times: int = 1) -> Fraction | None:
    """A quotient; None where a part is not known or nothing is divided by."""
    return None if above is None or not under else Fraction(above) * times / Fraction(under)


def valid(record: Record | None) -> Record:
    """A record that counts: it is there and verified."""
    return record if record is not None and record["verified"] else {}


# -- resources --------------------------------------------------------------------------------------


def amounts(section: Section) -> list[Fraction | None]:
    """The seven amounts per pupil or hundred pupils."""
    has = valid(section.resources)
    pupils = has.get("pupils")
    area = None if has.get("teaching_area") is None else has["teaching_area"] - has["indoor_sport_area"]
    return [
        over(has.get("qualified_teachers"), pupils, 100),
        over(has.get("backbone_teachers"), pupils, 100),
        over(has.get("sport_art_teachers"), pupils, 100),
        over(area, pupils),
        over(has.get("sport_area"), pupils),
        over(has.get("equipment"), pupils),
        over(has.get("media_rooms"), pupils, 100),
    ]


def attained(section: Section) -> list[Fraction | None]:
    """Each amount in per cent of the prescribed one."""
    stage = CHINESE[section.stage]
    wanted = [threshold("资源配置", no, stage) for no in range(1, 8)]
    return [over(a, w, 100) for a, w in zip(amounts(section), wanted, strict=True)]


def complies(section: Section) -> Truth:
    """Six of seven met and the rest at least 85 per cent, whatever is still unreported."""
    known = [p for p in attained(section) if p is not None]
    unknown = 7 - len(known)
    worst = [*known, *[Fraction(0)] * unknown]
    best = [*known, *[Fraction(100)] * unknown]
    answers = [sum(p >= 100 for p in each) >= 6 and min(each) >= 85 for each in (worst, best)]
    return answers[0] if answers[0] == answers[1] else None


def pupils_of(section: Section) -> int | None:
    return valid(section.resources).get("pupils")


def counts(school: School, section: Section) -> bool:
    """Whether a section counts: only teaching points under 50 pupils do not."""
    if section.stage not in CHINESE or school.kind not in COMPULSORY:
        return False
    pupils = pupils_of(section)
    return not (school.kind == "218" and pupils is not None and pupils < 50)


def counted(district: District, stage: str) -> list[tuple[School, Section]]:
    """The sections of a stage that count."""
    return [(s, p) for s in district.schools for p in s.sections if p.stage == stage and counts(s, p)]


def squared_variation(district: District, stage: str, no: int) -> Fraction | None:
    """CV² of the `no`-th amount, by the rules file: S = √Σ(P_i/P_N)(X_i − X̄)², CV = S/X̄, of those who reported."""
    known = [
        (p, x) for _, s in counted(district, stage) if (p := pupils_of(s)) and (x := amounts(s)[no - 1]) is not None
    ]
    everybody = sum(p for p, _ in known)
    if not everybody:
        return None
    mean = sum((p * x for p, x in known), Fraction(0)) / everybody
    spread = sum(((p * (x - mean) ** 2) for p, x in known), Fraction(0)) / everybody
    return spread / mean**2 if mean > 0 else None


def variation_met(district: District, stage: str, no: int) -> Truth:
    """Whether it is inside the limit; None while somebody has not reported it."""
    square = squared_variation(district, stage, no)
    if square is None or any(amounts(s)[no - 1] is None for _, s in counted(district, stage)):
        return None
    return square <= LIMITS[stage] ** 2


# -- schools ----------------------------------------------------------------------------------------


def school_pupils(school: School) -> int | None:
    """Pupils of the compulsory stages; None while a section has not reported."""
    found = [pupils_of(s) for s in school.sections if s.stage in CHINESE]
    return None if None in found else sum(p for p in found if p is not None)


def whole_schools(district: District) -> list[School]:
    """Schools that are asked for everything."""

    def small(school: School) -> bool:
        pupils = school_pupils(school)
        return school.kind == "218" and pupils is not None and pupils < 50

    return [s for s in district.schools if s.kind in COMPULSORY and not small(s)]


def claim(items: list[Record], code: str) -> Truth:
    """A yes that is verified and proved, or a verified no."""
    for record in items:
        if record["item_code"] == code and record["verified"]:
            if not record["is_met"]:
                return False
            return True if record.get("document_no") or record.get("proof_file") else None
    return None


def art_rooms(school: School) -> Truth:
    has = valid(school.report)
    scarcer = min(has["music_rooms"], has["art_rooms"]) if has else None
    return at_least(over(scarcer, has.get("class_count"), 12), threshold("政府保障程度", 3, "小学初中"))


def size(school: School) -> Truth:
    pupils = school_pupils(school)
    through = school.kind in ("312", "345")
    most = threshold("政府保障程度", 4, "九年一贯制/十二年一贯制义务教育阶段" if through else "小学初中")
    return None if pupils is None else pupils <= most


def funding(school: School) -> Truth:
    pupils, wanted = school_pupils(school), threshold("政府保障程度", 6, "村小和教学点")
    funded = pupils if pupils is not None and pupils >= wanted else valid(school.report).get("funded_pupils")
    return None if funded is None else funded >= wanted


def training(school: School) -> Truth:
    has = valid(school.report)
    percent = over(has.get("training_funds"), has.get("public_funds"), 100)
    return at_least(percent, threshold("教育质量", 4, "学校"))


def every(things: Iterable[Any], test: Callable[[Any], Truth]) -> Truth:
    """Whether all meet it; one failing settles it; of none nothing can be said."""
    found = [test(thing) for thing in things]
    return both(*found) if found else None


# -- the county's items ------------------------------------------------------------------------------


def class_size(district: District, stage: str) -> Truth:
    most = threshold("政府保障程度", 5, CHINESE[stage])

    def meets(pair: tuple[School, Section]) -> Truth:
        largest = valid(pair[1].resources).get("largest_class")
        return None if largest is None else largest <= most

    return every(counted(district, stage), meets)


def percent_of_staff(district: District, above: str, under: str) -> Fraction | None:
    reports = [valid(s.report) for s in district.schools if s.kind in COMPULSORY]
    if any(not report for report in reports):
        return None
    return over(sum(r[above] for r in reports), sum(r[under] for r in reports), 100)


def zoned(district: District, stage: str) -> Truth:
    """Catchment areas of a stage's public day schools in cities and towns."""
    wanted = threshold("政府保障程度", 13, f"城区和镇区公办{CHINESE[stage]}")
    found = counted(district, stage)
    near = everybody = asked = 0
    for school, section in found:
        has = valid(section.admissions)
        inside = both(
            school.public,
            has["place_kind"] in ("city_area", "town_area") if has else None,
            not has["boarding"] if has else None,
        )
        if inside is None:
            return None
        if inside:
            pupils, here = pupils_of(section), has["pupils_in_area"]
            if pupils is None or here is None:
                return None
            near, everybody, asked = near + here, everybody + pupils, asked + 1
    if not asked:
        return True if found else None
    return at_least(over(near, everybody, 100), wanted)


def stayed(district: District) -> Truth:
    reports = [valid(s.cohort) for _, s in counted(district, "junior")]
    if not reports or any(not r for r in reports):
        return None
    above = sum(r["graduates"] - r["moved_in"] + r["moved_out"] for r in reports)
    under = sum(r["entrants"] - r["deceased"] for r in reports)
    return at_least(over(above, under, 100), threshold("教育质量", 1, "县域"))


NOT_ASKED = "not_applying"


def government(district: District) -> dict[str, Truth | str]:
    """The fifteen items."""
    has, items, whole = valid(district.report), district.items, whole_schools(district)
    compulsory = [s for s in district.schools if s.kind in COMPULSORY]

    def county(no: int, value: Fraction | None, which: int = 0) -> Truth:
        return at_least(value, threshold("政府保障程度", no, "县域", which))

    def rate(above: str, under: str) -> Fraction | None:
        return over(has.get(above), has.get(under), 100)

    special = at_least(over(has.get("special_funds"), has.get("special_pupils")), threshold("政府保障程度", 7, "特教"))
    migrants = True if has.get("migrant_pupils") == 0 else county(15, rate("migrant_placed", "migrant_pupils"))
    norms = ("norm_building", "norm_staff", "norm_funding", "norm_equipment")
    return {
        "g1": claim(items, "sites_planned"),
        "g2": both(*(claim(items, code) for code in norms)),
        "g3": every(whole, art_rooms),
        "g4": every(whole, size),
        "g5": both(class_size(district, "primary"), class_size(district, "junior")),
        "g6": every(compulsory, funding),
        "g7": NOT_ASKED if has.get("special_pupils") == 0 else special,
        "g8": both(county(8, over(has.get("teacher_pay"), has.get("civil_pay"))), claim(items, "performance_pay")),
        "g9": county(9, percent_of_staff(district, "trained_teachers", "full_time_teachers")),
        "g10": claim(items, "posts_pooled"),
        "g11": both(
            county(11, percent_of_staff(district, "rotated_teachers", "due_teachers")),
            county(11, percent_of_staff(district, "rotated_backbones", "rotated_teachers"), 1),
        ),
        "g12": county(12, percent_of_staff(district, "certified_teachers", "full_time_teachers")),
        "g13": both(zoned(district, "primary"), zoned(district, "junior")),
        "g14": both(county(14, rate("quota_places", "senior_places")), claim(items, "rural_quota")),
        "g15": both(migrants, claim(items, "left_behind_care")),
    }


def quality(district: District) -> dict[str, Truth | str]:
    """The nine items."""
    has, whole = valid(district.report), whole_schools(district)
    disabled = over(has.get("disabled_placed"), has.get("disabled_children"), 100)
    level = min(m["achieved_level"] for m in district.monitored)
    spread = max(m["spread_rate"] for m in district.monitored)

    def claimed(code: str) -> Truth:
        return every(whole, lambda school: claim(school.items, code))

    return {
        "e1": stayed(district),
        "e2": at_least(disabled, threshold("教育质量", 2, "县域")),
        "e3": every(whole, lambda s: both(claim(s.items, "school_statutes"), claim(s.items, "school_digital"))),
        "e4": every(whole, training),
        "e5": claimed("digital_teaching"),
        "e6": claimed("moral_culture"),
        "e7": claimed("full_curriculum"),
        "e8": claimed("light_workload"),
        "e9": both(level >= threshold("教育质量", 9, "县域"), spread < threshold("教育质量", 9, "县域", 1)),
    }


def approval(district: District) -> Fraction | None:
    """All answers together, once all six groups were asked."""
    if len({s["asked_group"] for s in district.surveys}) < 6:
        return None
    return over(
        sum(s["satisfied_count"] for s in district.surveys), sum(s["answer_count"] for s in district.surveys), 100
    )


def verdict(district: District) -> Truth:
    """Whether the county is balanced."""
    items = [*government(district).values(), *quality(district).values()]
    parts: list[Truth] = [a for a in items if not isinstance(a, str)]
    for stage in CHINESE:
        parts.append(every([s for _, s in counted(district, stage)], complies))
        parts += [variation_met(district, stage, no) for no in range(1, 8)]
    parts.append(at_least(approval(district), threshold("社会认可度", 1, "县域")))
    parts.append(not any(v["verified"] for v in district.vetoes))
    return both(*parts)
