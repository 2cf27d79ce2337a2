"""Units as people read them."""

from xueheng.wording import Text

UNIT_WORDS = {
    "mm": Text("毫米", "mm"),
    "cm": Text("厘米", "cm"),
    "m": Text("米", "m"),
    "km": Text("千米", "km"),
    "m2": Text("平方米", "m²"),
    "km2": Text("平方千米", "km²"),
    "ha": Text("公顷", "ha"),
    "mu": Text("亩", "mu"),
    "ml": Text("毫升", "ml"),
    "l": Text("升", "l"),
    "g": Text("克", "g"),
    "kg": Text("千克", "kg"),
    "t": Text("吨", "t"),
    "kg/m2": Text("千克/平方米", "kg/m²"),
    "s": Text("秒", "s"),
    "min": Text("分钟", "min"),
    "h": Text("小时", "h"),
    "day": Text("天", "days"),
    "week": Text("周", "weeks"),
    "month": Text("个月", "months"),
    "year": Text("年", "years"),
    "quarter": Text("个季度", "quarters"),
    "term": Text("学期", "terms"),
    "times": Text("次", "times"),
    "person": Text("人", "people"),
    "family": Text("户", "families"),
    "household": Text("户", "households"),
    "room": Text("间", "rooms"),
    "seat": Text("座", "seats"),
    "set": Text("套", "sets"),
    "piece": Text("件", "pieces"),
    "book": Text("册", "books"),
    "copy": Text("份", "copies"),
    "item": Text("项", "items"),
    "visit": Text("次", "visits"),
    "lesson": Text("节", "lessons"),
    "class": Text("个班", "classes"),
    "credit": Text("学分", "credits"),
    "point": Text("分", "points"),
    "CNY": Text("元", "CNY"),
    "percent": Text("%", "%"),
    "permille": Text("‰", "‰"),
}
"""Unit of the pack language → its words; a unit that is not here is shown as it is written."""


def unit_words(unit: str | None) -> Text:
    """The words for a unit, '' for a number without one."""
    return UNIT_WORDS.get(unit, Text(unit)) if unit else Text("")
