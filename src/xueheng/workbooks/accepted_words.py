"""Words that people write in headings and cells, whatever the pack: data, compared after `plain`."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from xueheng.wording import Text

SUBJECT_HEADINGS = ("subject", "about", "对象", "统计对象")
RECORD_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "day": ("day", "date", "occurred", "日期", "发生日期", "记录日期"),
    "id": ("id", "record", "record id", "记录号", "记录编号"),
    "verified": ("verified", "attested", "已审核", "是否审核", "审核"),
    "recorder": ("recorder", "actor", "recorded by", "记录人", "填报人"),
    "org": ("org", "organisation", "organization", "单位", "所在单位"),
    "recorded": ("recorded", "recorded at", "记录时间", "录入时间", "填报时间"),
}
SPAN_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "from": ("from", "from_day", "from day", "起", "开始日期", "起始日期"),
    "to": ("to", "to_day", "to day", "止", "结束日期", "截止日期"),
}
YES = ("1", "y", "yes", "true", "t", "是", "有", "对", "已", "√", "✓", "✔", "真")
NO = ("0", "n", "no", "false", "f", "否", "无", "没有", "不", "未", "×", "x", "✗", "✘", "假")

RESULT_HEADINGS = ("处理结果", "原因", "怎么改")
NOTES_SHEET = "说明"


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """A unit people mistake for the declared one: `factor` declared units make one of it."""

    title: Text
    factor: Fraction


UNIT_WORDS: Mapping[str, tuple[str, ...]] = {
    "cm": ("cm", "厘米", "公分"),
    "m": ("m", "米"),
    "km": ("km", "千米", "公里"),
    "mm": ("mm", "毫米"),
    "kg": ("kg", "千克", "公斤"),
    "g": ("g", "克"),
    "ml": ("ml", "毫升"),
    "l": ("l", "升"),
    "s": ("s", "秒", "sec"),
    "min": ("min", "分钟", "分"),
    "h": ("h", "小时"),
    "day": ("day", "天", "日", "days"),
    "month": ("month", "个月", "月", "months"),
    "times": ("times", "次", "个"),
    "person": ("person", "人", "名", "persons"),
    "lesson": ("lesson", "节", "课时", "lessons"),
    "family": ("family", "户", "families"),
    "room": ("room", "间", "rooms"),
    "piece": ("piece", "件", "pieces"),
    "credit": ("credit", "学分", "credits"),
    "class": ("class", "个班", "班", "classes"),
    "copy": ("copy", "份", "copies"),
    "m2": ("m²", "平方米", "㎡", "m2"),
    "percent": ("%", "%", "percent"),
    "%": ("%",),
    "CNY": ("CNY", "元", "¥"),
    "yuan": ("yuan", "元", "¥"),
}
"""Of each unit the words in English and in Chinese as they are read, and what people write besides."""
_METRE, _LITRE = Text("米", "m"), Text("升", "l")
OTHER_UNITS: Mapping[str, tuple[OtherUnit, ...]] = {
    "cm": (OtherUnit(_METRE, Fraction(100)), OtherUnit(Text("毫米", "mm"), Fraction(1, 10))),
    "m": (OtherUnit(Text("厘米", "cm"), Fraction(1, 100)), OtherUnit(Text("千米", "km"), Fraction(1000))),
    "kg": (OtherUnit(Text("克", "g"), Fraction(1, 1000)), OtherUnit(Text("市斤", "jin"), Fraction(1, 2))),
    "ml": (OtherUnit(_LITRE, Fraction(1000)),),
    "s": (OtherUnit(Text("分钟", "min"), Fraction(60)),),
    "min": (OtherUnit(Text("秒", "s"), Fraction(1, 60)), OtherUnit(Text("小时", "h"), Fraction(60))),
    "h": (OtherUnit(Text("分钟", "min"), Fraction(1, 60)),),
}
SLIPPED_POINT = (Fraction(100), Fraction(10), Fraction(1, 10), Fraction(1, 100))

_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    r"""Text as headings and codes are compared: full-width forms folded, no white space, lower case.

    >>> plain("５０米 跑\n"), plain("身高（CM）")
    ('50米跑', '身高(cm)')
    """
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def unit_word(unit: str | None) -> Text:
    """The unit as it is read in a sentence, with a leading space; empty where there is none."""
    if unit is None:
        return Text("", "")
    words = UNIT_WORDS.get(unit, (unit,))
    return Text(f" {words[1] if len(words) > 1 else words[0]}", f" {words[0]}")
