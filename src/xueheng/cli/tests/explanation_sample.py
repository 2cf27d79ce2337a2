"""Explanations by hand, as the evaluation core gives them: a boy of 91.5, and a girl without a total."""

from fractions import Fraction
from typing import Any

from xueheng.cli.tests.documents_sample import BOY, BOYS_POINTS, GIRL, ITEMS

Json = dict[str, Any]
VERIFIED = {"doc": "国家学生体质健康标准（2014年修订）", "no": "教体艺〔2014〕5号", "status": "verified"}
RECALLED = {"doc": "取达到门槛的最高分，不插值；低于10分档记0分", "no": "", "status": "recalled"}
TITLES = {code: {"zh": title.zh, "en": title.en} for code, title in ITEMS}
WINDOW = {"start": "2025-09-01", "end": "2026-08-31"}
UNITS = {
    "bmi": "kg/m2", "vital_capacity": "ml", "run_50m": "s", "sit_and_reach": "cm", "standing_long_jump": "cm",
    "pull_up": "times", "run_1000m": "s", "rope_skip_1min": "times", "sit_up_1min": "times",
}  # fmt: skip
BOYS_VALUES = {
    "bmi": "18.8", "vital_capacity": "2900", "run_50m": "8.2", "sit_and_reach": "12.0", "standing_long_jump": "205",
    "pull_up": "16", "run_1000m": "238",
}  # fmt: skip
BOYS_WEIGHTS = {
    "bmi": 15, "vital_capacity": 15, "run_50m": 20, "sit_and_reach": 10, "standing_long_jump": 10, "pull_up": 10,
    "run_1000m": 20,
}  # fmt: skip
GOOD, EXCELLENT = {"zh": "良好", "en": "Good"}, {"zh": "优秀", "en": "Excellent"}


def trace(code: str, value: str | None, *, inputs: list[Json] | None = None, formula: str | None = None) -> Json:
    """A measure as the latest value of the year, or derived from `inputs`."""
    title = TITLES.get(code, {"zh": code, "en": code})
    said = {
        "zh": f"本学年最近一次的“{title['zh']}”", "en": f"the latest “{title['en']}” of the school year",
    }  # fmt: skip
    if formula:
        said = {"zh": "由下列数值算出，四舍五入到 1 位小数", "en": "from the values below, half up to 1 decimal"}
    return {
        "name": f"fitness.{code}", "title": title, "kind": "value" if formula else "fold",
        "fold": None if formula else "latest", "of": "pupil", "window": None if formula else WINDOW,
        "formula": formula, "words": said, "numbers": {"rows": 1} if value else {"rows": 0}, "value": value,
        "unit": UNITS.get(code, "cm"), "inputs": inputs or [],
        "record_ids": {"fitness.fitness_test": [1]} if value and not formula else {},
    }  # fmt: skip


def leaf(code: str, value: str | None, points: int | None, weight: int | None, **said: Any) -> Json:
    """A leaf with a scale read from a table."""
    share = str(Fraction(weight, 100)) if weight else None
    found = {
        "zh": f"表中“良好”一档：达到 {value}，得 {points} 分",
        "en": f"the table's line “Good”: {value} reached, {points} points",
    }
    usual: Json = {
        "code": code, "title": TITLES[code], "state": "known" if points is not None else "missing",
        "points": None if points is None else str(points), "shown": None if points is None else str(points),
        "level": None if points is None else {"code": "good", "title": EXCELLENT if points >= 90 else GOOD},
        "weight": None if weight is None else str(weight), "share": share,
        "contribution": str(Fraction(points * weight, 100)) if points is not None and weight else None,
        "combine": "weighted", "if_missing": "block", "zeroed": False, "rule": None, "decimals": None,
        "source": VERIFIED, "parts": [], "value": value, "value_shown": value, "unit": UNITS[code],
        "measure": trace(code, value),
        "scale": {"kind": "table", "words": found if points is not None else None, "source": RECALLED},
    }  # fmt: skip
    return usual | said


def not_applying(code: str) -> Json:
    return leaf(code, None, None, None, state="not_applying")


def inner(code: str, title: Json, parts: list[Json], **said: Any) -> Json:
    """A node with parts."""
    usual: Json = {
        "code": code, "title": title, "state": "known", "points": None, "shown": None, "level": None, "weight": None,
        "share": None, "contribution": None, "combine": "weighted", "if_missing": "block", "zeroed": False,
        "rule": None, "decimals": 1, "source": VERIFIED, "parts": parts,
    }  # fmt: skip
    return usual | said


def boys_standard_score() -> Json:
    """Seven items: 15 + 12 + 16 + 8 + 8.5 + 10 + 19 = 88.5."""
    parts = [leaf(code, BOYS_VALUES[code], BOYS_POINTS[code], BOYS_WEIGHTS[code]) for code in BOYS_VALUES]
    height, weight = trace("height", "160.0"), trace("weight", "48.0")
    height["title"], weight["title"], weight["unit"] = (
        {"zh": "身高", "en": "Height"},
        {"zh": "体重", "en": "Weight"},
        "kg",
    )
    parts[0]["measure"] = trace("bmi", "18.8", inputs=[weight, height], formula="weight * 10000 / (height * height)")
    parts[0]["scale"] = {
        "kind": "table",
        "words": {"zh": "在 15.5～22.1 之间：正常，得 100 分", "en": "between 15.5 and 22.1: normal, 100 points"},
        "source": VERIFIED,
    }
    parts += [not_applying("rope_skip_1min"), not_applying("sit_up_1min")]
    title = {"zh": "标准分", "en": "Standard score"}
    return inner("standard_score", title, parts, points="88.5", shown="88.5", share="1/2", contribution="88.5")


def boys_bonus() -> Json:
    """Three pull-ups beyond the mark of 13 give 3."""
    bonus = leaf("pull_up", "3", 3, None, contribution="3", level=None)
    bonus |= {
        "code": "bonus_pull_up",
        "title": {"zh": "引体向上加分", "en": "Bonus for pull-ups"},
        "if_missing": "zero",
    }
    bonus["measure"] = trace("pull_up", "3", inputs=[trace("pull_up", "16")], formula="pull_up - full_marks_pull_up")
    title = {"zh": "附加分", "en": "Bonus"}
    return inner("bonus", title, [bonus], combine="sum", points="3", shown="3", contribution="3", decimals=None)


def record(number: int = 1, **fields: str) -> Json:
    """A record of the year's test."""
    return {
        "id": number, "ref": "示例学校 一.xlsx · 体质健康数据 · 第 5 行", "type": "fitness.fitness_test",
        "type_title": {"zh": "体质测试", "en": "Fitness test"}, "day": "2025-11-03", "verified": True,
        "fields": fields, "field_titles": TITLES | {"height": {"zh": "身高", "en": "Height"}},
    }  # fmt: skip


def boys_explanation(subject: str | int = BOY) -> Json:
    """88.5 + 3 = 91.5, excellent."""
    root = inner(
        "total", {"zh": "国家学生体质健康标准", "en": "National student fitness standard"},
        [boys_standard_score(), boys_bonus()], combine="sum", points="91.5", shown="91.5",
        level={"code": "excellent", "title": EXCELLENT},
    )  # fmt: skip
    return _around(subject, root, [record(1, height="160.0", **{c: v for c, v in BOYS_VALUES.items() if c != "bmi"})])


def explanation_without_total(subject: str | int = GIRL) -> Json:
    """Sit-ups were not tested: the standard score is missing, and with it the total."""
    known = [("bmi", "18.9", 80, 15), ("vital_capacity", "1350", 78, 15), ("run_50m", "10.3", 76, 20)]
    parts = [leaf(*each) for each in known] + [leaf("sit_up_1min", None, None, 10), not_applying("pull_up")]
    standard_score = inner("standard_score", {"zh": "标准分", "en": "Standard score"}, parts, state="missing")
    title = {"zh": "国家学生体质健康标准", "en": "National student fitness standard"}
    root = inner("total", title, [standard_score], combine="sum", state="missing")
    return _around(subject, root, [record(1, vital_capacity="1350", run_50m="10.3")])


def _around(subject: str | int, root: Json, records: list[Json]) -> Json:
    return {
        "subject": subject,
        "standard": {
            "name": "fitness.national", "title": root["title"], "version": "1.0.0", "owner": "nation",
            "digest_meaning": "3f" * 32, "digest_bytes": "9a" * 32, "source": VERIFIED,
        },
        "period": {"window": "school_year", "label": "2025-2026", **WINDOW}, "dataset": {"digest": "b7" * 32},
        "weakest_source": "recalled", "root": root, "records": records,
        "record_ids": {"fitness.fitness_test": [each["id"] for each in records]},
    }  # fmt: skip
