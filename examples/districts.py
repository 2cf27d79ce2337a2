"""The example region on paper: three districts that do not exist, and their schools."""

from dataclasses import dataclass

PRIMARY = ("11", "12", "13", "14", "15", "16")
JUNIOR = ("21", "22", "23")
SENIOR = ("31", "32", "33")

GRADE_NAMES = {
    "11": "小学一年级", "12": "小学二年级", "13": "小学三年级",
    "14": "小学四年级", "15": "小学五年级", "16": "小学六年级",
    "21": "初中一年级", "22": "初中二年级", "23": "初中三年级",
    "31": "高中一年级", "32": "高中二年级", "33": "高中三年级",
}  # fmt: skip
"""Grade code → the name people say."""

CLASS_NAMES = {
    "11": "一", "12": "二", "13": "三", "14": "四", "15": "五", "16": "六",
    "21": "初一", "22": "初二", "23": "初三", "31": "高一", "32": "高二", "33": "高三",
}  # fmt: skip
"""Grade code → how a class's name begins: 三（2）班, 初一（4）班."""


@dataclass(frozen=True, slots=True)
class School:
    """A school: its grades and how many pupils a grade has, relative to the other schools.

    `category`: the first two digits of its number (21 primary, 31 junior, 34 senior or complete).
    """

    name: str
    category: str
    grades: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class District:
    """A district. `region`: six digits that no real region can have (no province begins with 00).

    `merged_into`: the district that it became part of, where the region's later story merges it away.
    """

    name: str
    region: str
    schools: tuple[School, ...]
    merged_into: str | None = None


DISTRICTS = (
    District(
        "示例渝区",
        "000001",
        (
            School("示例渝区第一小学", "21", PRIMARY, 110),
            School("示例渝区第二小学", "21", PRIMARY, 92),
            School("示例渝区实验小学", "21", PRIMARY, 84),
            School("示例渝区滨江小学", "21", PRIMARY, 56),
            School("示例渝区九年一贯制学校", "31", PRIMARY + JUNIOR, 26),
            School("示例渝区第一初级中学", "31", JUNIOR, 176),
            School("示例渝区第二初级中学", "31", JUNIOR, 148),
            School("示例渝区高级中学", "34", SENIOR, 352),
        ),
    ),
    District(
        "示例垫县",
        "000002",
        (
            School("示例垫县城关小学", "21", PRIMARY, 128),
            School("示例垫县东门小学", "21", PRIMARY, 72),
            School("示例垫县河口镇中心小学", "21", PRIMARY, 44),
            School("示例垫县云岭乡村小学", "21", PRIMARY, 9),
            School("示例垫县初级中学", "31", JUNIOR, 138),
            School("示例垫县河口初级中学", "31", JUNIOR, 54),
            School("示例垫县完全中学", "34", JUNIOR + SENIOR, 62),
            School("示例垫县第一高级中学", "34", SENIOR, 216),
        ),
    ),
    District(
        "示例南区",
        "000003",
        (
            School("示例南区第一小学", "21", PRIMARY, 118),
            School("示例南区南坪小学", "21", PRIMARY, 104),
            School("示例南区弹子小学", "21", PRIMARY, 78),
            School("示例南区山城小学", "21", PRIMARY, 62),
            School("示例南区九年一贯制学校", "31", PRIMARY + JUNIOR, 28),
            School("示例南区第一初级中学", "31", JUNIOR, 186),
            School("示例南区第二初级中学", "31", JUNIOR, 162),
            School("示例南区第一高级中学", "34", SENIOR, 218),
            School("示例南区第二高级中学", "34", SENIOR, 152),
        ),
    ),
)
