"""Single keys of the language: what they take and what they refuse."""

import pytest

from xueheng.language.reader import read_text
from xueheng.language.shape import STATUSES, UNITS, check_shape


def rules_of(kind: str, text: str) -> list[str]:
    root, issues = read_text(text, f"{kind}.yaml")
    assert root is not None
    return [found.rule for found in issues + check_shape(kind, root) if found.severity == "error"]


@pytest.mark.parametrize(
    "window",
    ["period", "ever", "school_year", "previous term_1", "common.visiting_year", "last 12 months", "last 1 week"],
)
def test_windows_as_written(window: str) -> None:
    assert rules_of("measures", f"a: {{of: b, count: all, from: c, during: {window}}}\n") == []


@pytest.mark.parametrize("window", ["last", "last year", "last 2 terms", "last -1 days", "next term_1", "2025-2026"])
def test_windows_that_are_none(window: str) -> None:
    assert rules_of("measures", f"a: {{of: b, count: all, from: c, during: {window}}}\n") == ["XH-K016"]


@pytest.mark.parametrize(
    "scale",
    [
        "{bands: [[0.95, 100], [0.9, 85]], else: 30, better: low}",
        "{line: [[0, 0], [0.8, 100]]}",
        "{table: t, where: a = b, reach: c, better: d, points: e, level: f, below: 0}",
        "{table: t, between: [a, b], points: e}",
        "{table: t, where: a = b, points: value * 100 / c}",
        "{pass: value >= 1}",
        "{percentile: {within: common.enrolled_pupils}}",
        "{points: value}",
    ],
)
def test_each_kind_of_scale_stands_alone_and_in_a_leaf(scale: str) -> None:
    assert rules_of("scales", f"a: {scale}\n") == []
    assert rules_of("standards", f"s: {{of: a, period: term, parts: {{b: {{measure: c, scale: {scale}}}}}}}\n") == []


def test_a_leaf_uses_a_scale_with_what_it_takes() -> None:
    leaf = "{measure: c, scale: {use: fitness.by_excess, item: rope}}"
    assert rules_of("standards", f"s: {{of: a, period: term, parts: {{b: {leaf}}}}}\n") == []


@pytest.mark.parametrize(
    "field",
    [
        "integer: {min: -5, max: 300}",
        "number: {decimals: 1, min: 0.5, max: 12, round: half_up}",
        "money: {}",
        "one_of: {a: 甲, b: {zh: 乙, en: B}}, worth: {a: 100, b: 85.5}",
        "code: common.grades",
        "text: {max: 80, check: credit_code}",
        "yes_no: {}",
        "date: {}",
        "time: {}",
        "file: {kinds: [pdf, jpg], max: 3}",
    ],
)
def test_each_type_of_a_field(field: str) -> None:
    said = f"title: {{zh: 甲, en: A}}, {field}, private: yes, optional: no, default: a"
    assert rules_of("evidence", f"e: {{about: pupil, fields: {{f: {{{said}}}}}}}\n") == []
    assert rules_of("registers", f"e: {{of: pupil, fields: {{f: {{{said}}}}}}}\n") == []


def test_what_a_type_may_not_have() -> None:
    assert rules_of("evidence", "e: {about: p, fields: {f: {number: {min: 1}}}}\n") == ["XH-K002"]
    assert rules_of("evidence", "e: {about: p, fields: {f: {integer: {decimals: 1}}}}\n") == ["XH-K001"]
    assert rules_of("evidence", "e: {about: p, fields: {f: {yes_no: }}}\n") == ["XH-K006"]
    assert rules_of("evidence", "e: {about: p, fields: {f: {number: {decimals: 10}}}}\n") == ["XH-K017"]
    assert rules_of("evidence", "e: {about: p, fields: {f: {date: {}, worth: {a: 1}}}}\n") == ["XH-K019"]


def test_a_type_like_another_need_not_say_whom_it_is_about() -> None:
    assert rules_of("evidence", "a: {about: pupil}\nb: {like: a}\n") == []
    assert rules_of("evidence", "b: {}\n") == ["XH-K002"]


def test_a_layout_with_columns_that_describe_the_subject() -> None:
    layout = """
upload:
  into: test
  row: pupil
  find: {by: 学籍号, check: [姓名]}
  day: {ask: true, heads: [测试日期], title: {zh: 测试日期, en: Day of the test}}
  attributes: {sex: {heads: [性别]}, grade: {heads: [年级编号]}}
  reads: {性别: {male: ['1', 男], female: 女}}
  columns: {run: {heads: [800米跑, 八百米], as: minutes_seconds}}
  ignore: [民族代码]
  never_store: [家庭住址]
  returns:
    standard: national
    each: {after: column, give: {评分: points, 等级: level}}
    end: {总分: total}
"""
    assert rules_of("layouts", layout) == []
    assert rules_of("layouts", layout.replace("minutes_seconds", "minutes")) == ["XH-K014"]
    assert rules_of("layouts", layout.replace("[800米跑, 八百米]", "[]")) == ["XH-K006"]
    assert rules_of("layouts", layout.replace("评分: points", "评分: score")) == ["XH-K014"]


def test_a_calendar_has_labels_beside_its_own_keys() -> None:
    assert (
        rules_of(
            "calendar",
            "windows: {t: {within: y, 2025-2026: [2025-09-01, 2026-01-31], 2025: [2025-01-01, 2025-12-31]}}\n",
        )
        == []
    )
    assert rules_of("calendar", "windows: {t: {with: y}}\n") == ["XH-K001"]
    assert rules_of("calendar", "windows: {t: {2025-2026: [2025-09-01]}}\n") == ["XH-K006"]
    assert rules_of("calendar", "windows: {t: {2025-2026: 2025-09-01}}\n") == ["XH-K006"]


def test_an_overlay_changes_nodes_by_their_path() -> None:
    over = "over: {standard: student.development, version: 1.0.0, digest: 'sha256:0'}\nfor: {school: x}\n"
    assert (
        rules_of(
            "overlay", over + "changes: {a.b.c: {weigh: {d: 40, e: 60}}, f: {raise: {bands: [[1, 100]], else: 0}}}\n"
        )
        == []
    )
    assert (
        rules_of("overlay", over + "changes: {a: {add: {g: {share: 20, measure: h, scale: {points: value}}}}}\n") == []
    )
    assert rules_of("overlay", over + "changes: {a: {add: {g: {measure: h}}}}\n") == ["XH-K002"]
    assert rules_of("overlay", over + "changes: {'A b': {weigh: {d: 40}}}\n") == ["XH-K016"]


def test_expressions_are_read_wherever_the_language_has_them() -> None:
    places = {
        "populations": "a: {of: b, where: '%s'}\n",
        "evidence": "a: {about: b, check: '%s'}\n",
        "tables": "a: {file: a.csv, key: [b], columns: {b: {text: {}}}, only: '%s'}\n",
        "measures": "a: {of: b, cases: [{when: c, value: '%s'}], else: 1}\n",
        "duties": "a: {of: b, each: month, do: '%s'}\n",
        "registers": "a: {of: b, enters: {when: '%s'}}\n",
        "activities": "a: {held_by: b, for: c, attendance: {gives: d, attended: '%s'}}\n",
        "standards": "a: {of: b, period: term, parts: {c: {parts: {d: {measure: e, when: '%s'}}}}}\n",
        "decisions": "a: {about: b, given: {c: '%s'}, gives: {d: integer}, rows: [[-, 1]]}\n",
        "processes": "a: {starts: b, steps: [{do: 甲, when: '%s'}]}\n",
    }
    for kind, text in places.items():
        assert rules_of(kind, text % "x = 1") == [], kind
        assert rules_of(kind, text % "x = = 1") == ["XH-E001"], kind


def test_minutes_of_a_record_are_a_number_that_is_not_below_nought() -> None:
    for said in ("0", "0.2", "90"):
        assert rules_of("evidence", f"a: {{about: b, minutes: {said}}}\n") == []
    for said in ("-1", "half", "{of: 1}"):
        assert rules_of("evidence", f"a: {{about: b, minutes: {said}}}\n") != []
    assert rules_of("evidence", "a: {about: b, minutes: -1}\n") == ["XH-K017"]


def test_closed_lists_hold_each_word_once() -> None:
    assert len(UNITS) == len(set(UNITS))
    assert len(STATUSES) == len(set(STATUSES))
    for status in STATUSES:
        assert rules_of("scales", f"a: {{pass: value, source: {{doc: 甲, status: {status}}}}}\n") == []


def test_a_misspelt_key_is_not_told_a_second_time_as_missing() -> None:
    assert rules_of("evidence", "a: {abuot: pupil}\n") == ["XH-K001"]
    assert rules_of("evidence", "a: {about: b, fields: {c: {intger: {}}}}\n") == ["XH-K001"]
