"""A sample evaluation by hand: a small fitness standard, three pupils, and their explanations."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from xueheng.cli.documents.run_facts import ReceivedFile, RunFacts
from xueheng.cli.evaluated_view import EvaluatedView
from xueheng.evaluation.core.public import Period
from xueheng.language.public import (
    Entity,
    EvidenceRows,
    Field,
    Kind,
    Level,
    Library,
    Pack,
    Place,
    Source,
    Standard,
    StandardNode,
    Table,
    TableColumn,
    TableScale,
    Type,
    WeightRow,
)
from xueheng.wording import Text

HERE = Place("standards.yaml", 1, 1)
BOY, GIRL, ABSENT = "G000001201211050013", "G000001201603110021", "G000001201604120039"
NATIONAL = Source("国家学生体质健康标准（2014年修订）", "教体艺〔2014〕5号", status="verified")
BY_HEART = Source("取达到门槛的最高分，不插值；低于10分档记0分", status="recalled")
NUMBER = Type(Kind.NUMBER)

ITEMS: tuple[tuple[str, Text], ...] = (
    ("bmi", Text("体重指数", "Body mass index")),
    ("vital_capacity", Text("肺活量", "Vital capacity")),
    ("run_50m", Text("50米跑", "50 m run")),
    ("sit_and_reach", Text("坐位体前屈", "Sit and reach")),
    ("rope_skip_1min", Text("一分钟跳绳", "Rope skipping, 1 min")),
    ("sit_up_1min", Text("一分钟仰卧起坐", "Sit-ups, 1 min")),
    ("standing_long_jump", Text("立定跳远", "Standing long jump")),
    ("pull_up", Text("引体向上", "Pull-ups")),
    ("run_1000m", Text("1000米跑", "1000 m run")),
)
LEVELS = (
    Level("excellent", Fraction(90), Text("优秀", "Excellent")),
    Level("good", Fraction(80), Text("良好", "Good")),
    Level("pass", Fraction(60), Text("及格", "Pass")),
    Level("fail", Fraction(0), Text("不及格", "Fail")),
)
LEVEL_TITLES = tuple((level.code, level.title) for level in LEVELS)


def node(code: str, title: Text, **said: Any) -> StandardNode:
    """A node of the sample's standard."""
    usual: dict[str, Any] = {
        "weight": Fraction(1), "when": None, "parts": (), "weights": (), "combine": "weighted", "if_missing": "block",
        "needs": Fraction(0), "rules": (), "levels": (), "decimals": None, "measure": None, "scale": None,
        "source": NATIONAL, "place": HERE,
    }  # fmt: skip
    return StandardNode(code=code, title=title, **(usual | said))


def sample_library() -> Library:
    """The pack's definitions, as far as documents read them."""
    levels = Type(Kind.CODE, codes=tuple(code for code, _ in LEVEL_TITLES))
    scores = Table(
        "fitness.scores", (), (TableColumn("level", levels, LEVEL_TITLES), TableColumn("score", NUMBER)), (), NATIONAL
    )
    scale = TableScale(
        "fitness.scores", None, "reach", "threshold_num", None, "high", "better", _constant(), "level", Fraction(0)
    )
    leaves = tuple(
        node(code, title, measure=f"fitness.{code}", scale=scale, scale_source=BY_HEART) for code, title in ITEMS
    )
    standard_score = node(
        "standard_score", Text("标准分", "Standard score"), parts=leaves, decimals=1, weights=(WeightRow(None, ()),)
    )
    bonus_leaf = node("bonus_pull_up", Text("引体向上加分", "Bonus for pull-ups"), measure="fitness.bonus_pull_up")
    bonus = node("bonus", Text("附加分", "Bonus"), parts=(bonus_leaf,), combine="sum", if_missing="zero")
    title = Text("国家学生体质健康标准", "National student fitness standard")
    root = node("national", title, parts=(standard_score, bonus), combine="sum", decimals=1, levels=LEVELS)
    standard = Standard(
        "fitness.national", title, "pupil", None, "school_year", None, root, (), "1.0.0", "nation", NATIONAL, HERE
    )
    pack = Pack("fitness", title, "1.0.0", "nation", "fitness", (), NATIONAL, "3f" * 32, "9a" * 32, ("national",))
    pupil = Entity("pupil", Text("学生", "Pupil"), ("class",), ("class", "school"), (_sex(),), "minor")
    school = Entity("school", Text("学校", "School"), (), (), ())
    return Library(
        packs={"fitness": pack}, entities={"pupil": pupil, "school": school}, calendars={}, evidence={},
        populations={}, tables={"fitness.scores": scores}, measures={}, standards={"fitness.national": standard},
        layouts={}, examples=(),
    )  # fmt: skip


def _constant() -> Any:
    return EvidenceRows(("fitness.fitness_test",))


def _sex() -> Field:
    return Field("sex", Text("性别", "Sex"), Type(Kind.CODE, codes=("male", "female")))


PERIOD = Period("school_year", "2025-2026", datetime.date(2025, 9, 1), datetime.date(2026, 8, 31))
DIGESTS = {
    "pack_meaning": "3f" * 32,
    "pack_bytes": "9a" * 32,
    "dataset": "b7" * 32,
    "results": "c1" * 32,
    "leaves": "e0" * 32,
}

BOYS_POINTS = {
    "bmi": 100,
    "vital_capacity": 80,
    "run_50m": 80,
    "sit_and_reach": 80,
    "standing_long_jump": 85,
    "pull_up": 100,
    "run_1000m": 95,
}
GIRLS_POINTS = {
    "bmi": 80,
    "vital_capacity": 78,
    "run_50m": 76,
    "sit_and_reach": 74,
    "rope_skip_1min": 100,
    "sit_up_1min": 76,
}
NOT_FOR_BOYS = "rope_skip_1min sit_up_1min"
NOT_FOR_GRADE_3 = "standing_long_jump pull_up run_1000m bonus_pull_up"

Row = dict[str, Any]


def boys_row(subject: str | int = BOY) -> Row:
    """88.5 + 3 = 91.5, excellent."""
    return _row(subject, BOYS_POINTS, "88.5", "3", "91.5", "excellent", not_applying=NOT_FOR_BOYS)


def girls_row(subject: str | int = GIRL) -> Row:
    """81.3 and no bonus, good."""
    return _row(subject, GIRLS_POINTS, "81.3", None, "81.3", "good", not_applying=NOT_FOR_GRADE_3 + " bonus")


def absent_row(subject: str | int = ABSENT) -> Row:
    """Sit-ups were not tested: no total."""
    points = {code: points for code, points in GIRLS_POINTS.items() if code != "sit_up_1min"}
    return _row(
        subject, points, None, None, None, None,
        missing="sit_up_1min standard_score total", not_applying=NOT_FOR_GRADE_3 + " bonus",
    )  # fmt: skip


def _row(
    subject: str | int, points: Mapping[str, int], standard_score: str | None, bonus: str | None, total: str | None,
    level: str | None, *, missing: str = "", not_applying: str = "",
) -> Row:  # fmt: skip
    row: Row = {"subject": subject, "standard_score": standard_score and Decimal(standard_score)}
    for code, _ in ITEMS:
        row[code] = points.get(code)
        row[f"{code}.level"] = None if code not in points else "good" if points[code] < 90 else "excellent"
    row |= {"bonus": bonus and int(bonus), "bonus_pull_up": bonus and int(bonus)}
    return row | {
        "total": total and Decimal(total), "level": level, "missing": missing, "not_applying": not_applying
    }  # fmt: skip


def sample_evaluation(rows: Sequence[Row] | None = None, groups: Sequence[Row] | None = None) -> EvaluatedView:
    """The evaluation of three pupils, or of the rows given."""
    rows = rows or [boys_row(), girls_row(), absent_row()]
    kinds = {"subject": pa.int64() if isinstance(rows[0]["subject"], int) else pa.string()}
    for name in rows[0]:
        if name in ("missing", "not_applying") or name.endswith("level"):
            kinds[name] = pa.string()
        elif name != "subject":
            kinds[name] = pa.decimal128(38, 1) if name in ("total", "standard_score") else pa.int64()
    groups = groups or [
        {"entity": "school", "group": "示例小学", "column": "total", "statistic": "count", "value": "2"},
        {"entity": "school", "group": "示例小学", "column": "total", "statistic": "mean", "value": "86.4"},
    ]
    return EvaluatedView(
        "fitness.national",
        PERIOD,
        [row["subject"] for row in rows],
        pa.Table.from_pylist(list(rows), pa.schema(kinds.items())),
        pa.Table.from_pylist(list(groups)),
        DIGESTS,
    )


def sample_facts() -> RunFacts:
    """Two files, one row rejected."""
    return RunFacts(
        command=("./xueheng", "explain", "fitness", "--records", "示例渝区/示例学校 一.xlsx", "--period", "2025-2026"),
        files=(
            ReceivedFile("示例学校 一.xlsx", 3, 2, 1, "示例学校 一_批注.xlsx"),
            ReceivedFile("示例学校二.csv", 1, 1, 0),
        ),
        notes=(
            Text("表里没有测试日期，都按 2026-08-31 计。", "The sheet has no day of the test: 2026-08-31 was taken."),
        ),
        workbook="../结果.xlsx",
    )
