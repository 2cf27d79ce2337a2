"""Packs with one fault in a report, with the whole message."""

from xueheng.language.tests.broken_packs import Broken

REPORTS = "reports.yaml"
SOUND = """\
year:
  title: {zh: 报告, en: Report}
  of: pupil
  results: [{standard: contact, show: points}]
  facts:
    seen: {title: {zh: 家访, en: Visits}, count: all, from: home_visit}
    last_mode: {title: {zh: 方式, en: Mode}, latest: mode, from: home_visit}
  works: [home_visit]
  comment:
    - {of: contact.made, at_least: 60, say: {zh: '{value}', en: '{value}'}}
    - {of: seen, at_least: 1, at_most: 9, say: {zh: '家访 {value}', en: 'Visits: {value}'}}
    - {say: {zh: 再见。, en: Goodbye.}}
"""


def report(old: str = "", new: str = "") -> dict[str, str]:
    """The sound pack with a report, one text of which is replaced."""
    assert old in SOUND, old
    return {REPORTS: SOUND.replace(old, new)}


BROKEN = (
    Broken(
        "XH-B001",
        report("of: seen, at", "of: sen, at"),
        "visits/reports.yaml:11:12",
        "报告里没有“sen”。是不是“seen”？",
        '"sen" does not stand in the report. Did you mean "seen"?',
    ),
    Broken(
        "XH-B002",
        report("of: contact.made, at_least: 60", "of: contact.made, level: good"),
        "visits/reports.yaml:10:33",
        "“made”没有等级“good”。",
        '"made" has no level "good".',
    ),
    Broken(
        "XH-B003",
        report("from: home_visit}\n    last", "from: home_visit, scale: {points: value}}\n    last"),
        "visits/reports.yaml:6:5",
        "事实“seen”用了赋分规则",
        'fact "seen" has a scale',
    ),
    Broken(
        "XH-B004",
        report("show: points", "show: levels"),
        "visits/reports.yaml:4:24",
        "标准“contact”没有这样的内容可写",
        'standard "contact" has nothing of this kind to show',
    ),
    Broken(
        "XH-B005",
        report("works: [home_visit]", "works: [guidance]"),
        "visits/reports.yaml:8:11",
        "“guidance”说的是“school”，报告写的是“pupil”",
        '"guidance" is of "school", the report is about "pupil"',
    ),
    Broken(
        "XH-B006",
        report("at_least: 1, at_most: 9", "at_least: 10, at_most: 9"),
        "visits/reports.yaml:11:41",
        "下限 10 高于上限 9，这一句永远不说",
        "10 is above 9: this is never said",
    ),
    Broken(
        "XH-B007",
        report("of: seen, at_least: 1, at_most: 9", "of: last_mode, at_least: 1"),
        "visits/reports.yaml:11:33",
        "“last_mode”不是数，不能比大小",
        '"last_mode" is no number and cannot be compared',
    ),
    Broken(
        "XH-B008",
        report("zh: 再见。", "zh: '{name}再见。'"),
        "visits/reports.yaml:12:18",
        "句子里不能有“{name}”",
        '"{name}" cannot stand in a sentence',
    ),
)
