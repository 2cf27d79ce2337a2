"""A workbook made by somebody else gets every point, bonus, total and level of the national tables.

The expected results come from the printed tables by code of this file alone: the CSV files are read
with the csv module and looked up line by line, in integers.
"""

import csv
import random
import subprocess
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

ROOT = Path(__file__).parent.parent
TABLES = ROOT / "src" / "xueheng" / "reference"
GRADES = ["11", "12", "13", "14", "15", "16", "21", "22", "23", "31", "32", "33"]
HEADS = {
    "height": "身高",
    "weight": "体重",
    "vital_capacity": "肺活量",
    "run_50m": "50米跑",
    "sit_and_reach": "坐位体前屈",
    "rope_skip_1min": "一分钟跳绳",
    "sit_up_1min": "一分钟仰卧起坐",
    "shuttle_50m_x8": "50米×8往返跑",
    "pull_up": "引体向上",
    "standing_long_jump": "立定跳远",
    "run_1000m": "1000米跑",
    "run_800m": "800米跑",
}
RUNS = {"shuttle_50m_x8", "run_1000m", "run_800m"}
LOW = {*RUNS, "run_50m"}


def lines(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


SCORES, BMI, BONUS, WEIGHTS = (lines(f"01_fitness_{n}.csv") for n in ("scores", "bmi", "bonus", "weights"))


def ladder(item: str, sex: str, grade: str) -> list[tuple[Decimal, int]]:
    return [
        (Decimal(x["threshold_num"]), int(x["score"]))
        for x in SCORES
        if x["item_code"] == item and x["sex"] == sex and grade in x["grade_code"].split("|")
    ]


def points(item: str, sex: str, grade: str, value: Decimal) -> int:
    reached = [s for t, s in ladder(item, sex, grade) if (value <= t if item in LOW else value >= t)]
    return max(reached, default=0)


def bmi_points(sex: str, grade: str, height: Decimal, weight: Decimal) -> int:
    bmi = (weight * 10000 / (height * height)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    for x in BMI:
        if x["sex"] == sex and grade in x["grade_code"].split("|"):
            low, high = Decimal(x["min"] or "-1"), Decimal(x["max"] or "999")
            if low <= bmi <= high:
                return int(x["score"])
    raise AssertionError(f"{sex} {grade} {bmi}")


NAMES = {
    "BMI": "bmi",
    "肺活量": "vital_capacity",
    "50米跑": "run_50m",
    "坐位体前屈": "sit_and_reach",
    "一分钟跳绳": "rope_skip_1min",
    "一分钟仰卧起坐": "sit_up_1min",
    "50米×8往返跑": "shuttle_50m_x8",
    "立定跳远": "standing_long_jump",
}


def weights(sex: str, grade: str) -> dict[str, int]:
    found = {}
    for x in WEIGHTS:
        if grade in x["grade_codes"].split("|"):
            name = x["item"]
            if name.startswith("引体向上"):
                code = "pull_up" if sex == "男" else "sit_up_1min"
            elif name.startswith("1000"):
                code = "run_1000m" if sex == "男" else "run_800m"
            else:
                code = NAMES[name]
            found[code] = int(x["weight_pct"])
    return found


def bonus(sex: str, grade: str, values: dict[str, Decimal]) -> int:
    if grade < "20":
        items = ["rope_skip_1min"]
    else:
        items = ["pull_up", "run_1000m"] if sex == "男" else ["sit_up_1min", "run_800m"]
    total = 0
    for item in items:
        full = next(t for t, s in ladder(item, sex, grade) if s == 100)
        excess = full - values[item] if item in LOW else values[item] - full
        steps = [
            (int(x["excess"]), int(x["bonus"]))
            for x in BONUS
            if x["item_code"] == item and x["sex"] == sex and grade in x["grade_code"].split("|")
        ]
        total += max((b for e, b in steps if excess >= e), default=0)
    return total


def pupils(seed: int) -> Iterator[tuple[str, str, str, dict[str, Decimal]]]:
    """For each grade and sex: values on, just below and just above every kind of threshold, and far away."""
    draw = random.Random(seed)
    number = 0
    for grade in GRADES:
        for sex in ("男", "女"):
            for _ in range(14):
                number += 1
                values = {}
                for item in [i for i in weights(sex, grade) if i != "bmi"]:
                    steps = ladder(item, sex, grade)
                    unit = Decimal("0.1") if item in ("run_50m", "sit_and_reach") else Decimal(1)
                    near = draw.choice(steps)[0] + draw.choice([-1, 0, 0, 1]) * unit
                    best = max(t for t, _ in steps) if item not in LOW else min(t for t, _ in steps)
                    values[item] = (
                        near
                        if draw.random() < 0.8
                        else best
                        + draw.choice([1, 3] if item == "run_50m" else [1, 3, 8, 15, 30])
                        * (-1 if item in LOW else 1)
                        * unit
                    )
                    if item in ("pull_up", "sit_up_1min", "rope_skip_1min"):
                        values[item] = max(values[item], Decimal(0))
                values["height"] = Decimal(draw.randint(1150, 1850)) / 10
                values["weight"] = (values["height"] ** 2 * Decimal(draw.randint(120, 320)) / 100000).quantize(
                    Decimal("0.1")
                )
                yield f"S{number:04d}", sex, grade, values


def written(item: str, value: Decimal, style: int) -> Any:
    if item in RUNS:
        minutes, seconds = divmod(int(value), 60)
        return [
            f"{minutes}'{seconds:02d}",
            f"{minutes}′{seconds:02d}″",
            f"{minutes}:{seconds:02d}",
            f"{minutes}.{seconds:02d}",
            float(f"{minutes}.{seconds:02d}"),
        ][style % 5]
    return float(value) if style % 2 else str(value)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    folder = tmp_path_factory.mktemp("by the tables")
    book = Workbook()
    sheet = book.active
    sheet.append(["某校体质健康测试数据"])
    sheet.append(
        [
            "年级编号",
            "班级编号",
            "班级名称",
            "学籍号",
            "民族代码",
            "姓名",
            "性别",
            "出生日期",
            "家庭住址",
            *HEADS.values(),
        ]
    )
    for n, (number, sex, grade, values) in enumerate(pupils(7)):
        measured = [written(i, values[i], n) if i in values else None for i in HEADS]
        sheet.append(
            [
                grade,
                "1",
                "1班",
                number,
                "01",
                "示例",
                {"男": "1", "女": 2}[sex] if n % 2 else sex,
                "2012-01-01",
                "",
                *measured,
            ]
        )
    book.save(folder / "体测.xlsx")
    out = folder / "out.csv"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "xueheng",
            "evaluate",
            "fitness",
            "--records",
            folder / "体测.xlsx",
            "--period",
            "2025-2026",
            "--out",
            out,
        ],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        return {row["subject"]: row for row in csv.DictReader(file)}


def test_every_point_bonus_total_and_level_is_that_of_the_tables(results: dict[str, dict[str, str]]) -> None:
    seen = set()
    for number, sex, grade, values in pupils(7):
        row, asked = results[number], weights(sex, grade)
        if "run_50m" in values:
            values["run_50m"] = values["run_50m"].quantize(Decimal("0.1"), ROUND_UP)
        expected = {i: points(i, sex, grade, values[i]) for i in asked if i != "bmi"}
        expected["bmi"] = bmi_points(sex, grade, values["height"], values["weight"])
        assert {i: row[i] for i in expected} == {i: str(p) for i, p in expected.items()}, (number, sex, grade, values)
        assert all(row[i] == "" for i in HEADS if i in row and i not in asked and i not in ("height", "weight"))
        exact = Decimal(sum(asked[i] * p for i, p in expected.items())) / 100
        extra = bonus(sex, grade, values)
        total = (exact + extra).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert row["standard_score"] == str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
        assert row["bonus"] == str(extra)
        assert row["total"] == str(total)
        level = next(
            code for code, least in (("excellent", 90), ("good", 80), ("pass", 60), ("fail", 0)) if total >= least
        )
        assert row["level"] == level
        seen.add(level)
    assert seen >= {"good", "pass", "fail"}
    assert len(results) == len(GRADES) * 2 * 14
