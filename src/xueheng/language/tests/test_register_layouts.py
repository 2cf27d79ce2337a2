"""Layouts that fill the kernel's registers: their words, their codes, and what authors get wrong."""

from pathlib import Path

import pytest

from xueheng.language.public import RegisterLayout, load, shipped_packs
from xueheng.language.tests.small_packs import library_of_files, load_files, said

LAYOUT = """\
roll:
  title: {zh: 名册, en: Roll}
  version: '2025'
  status: unconfirmed
  register: pupils
  row: pupil
  fills:
    name: {heads: [姓名, 学生姓名]}
    pupil_number: {heads: [学籍号]}
    sex: {heads: [性别]}
    class_name: {heads: [班级]}
  reads: {性别: {male: ['1']}}
  never_store: [家庭住址]
"""


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def roll(tmp_path: Path, old: str = "", new: str = "") -> list[str]:
    """What is said of the layout with one text replaced."""
    assert old in LAYOUT
    return said(load_files(tmp_path, {"layouts.yaml": LAYOUT.replace(old, new) if old else LAYOUT}).issues)


def test_a_register_layout_stands_apart_from_those_of_records(tmp_path: Path) -> None:
    library = library_of_files(tmp_path, {"layouts.yaml": LAYOUT})
    found = library.register_layouts["visits.roll"]
    assert (found.register, found.entity, found.version, found.confirmed) == ("pupils", "visits.pupil", "2025", False)
    assert [column.field.name for column in found.columns if column.needed] == ["name", "class_name"]
    sex = next(column for column in found.columns if column.field.name == "sex")
    assert (sex.field.type.codes, sex.words) == (("male", "female"), (("male", ("1",)),))
    assert "visits.roll" not in library.layouts


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("class_name:", "clas_name:", "XH-M014"),
        ("male: ['1']", "mail: ['1']", "XH-E003"),
        ("reads: {性别", "reads: {男女", "XH-L001"),
        ("never_store: [家庭住址]", "never_store: [姓名]", "XH-L002"),
        ("register: pupils", "register: pupil", "XH-K014"),
        ("register: pupils\n", "register: pupils\n  into: home_visit\n", "XH-K018"),
        ("row: pupil\n", "row: pupill\n", "XH-N011"),
    ],
)
def test_what_authors_get_wrong_is_named_where_it_stands(tmp_path: Path, old: str, new: str, rule: str) -> None:
    found = [issue for issue in roll(tmp_path, old, new) if rule in issue]
    assert len(found) == 1, found
    assert found[0].startswith("visits/layouts.yaml:")


def test_the_sound_layout_has_nothing_said_of_it(tmp_path: Path) -> None:
    assert [issue for issue in roll(tmp_path) if "layouts.yaml" in issue] == []


def shipped() -> dict[str, RegisterLayout]:
    loaded = load(shipped_packs()[0], also=shipped_packs()[1:])
    assert loaded.library is not None
    return dict(loaded.library.register_layouts)


def test_every_shipped_layout_of_a_platform_says_that_no_original_was_seen() -> None:
    found = shipped()
    assert len(found) == 6
    assert [layout.name for layout in found.values() if layout.confirmed] == ["common.account_list"]


def test_what_must_not_be_kept_of_a_child_is_dropped_by_the_shipped_register() -> None:
    dropped = set(shipped()["common.pupil_register"].never_store)
    assert {
        "民族",
        "政治面貌",
        "健康状况",
        "信仰宗教",
        "家庭住址",
        "联系电话",
        "照片",
        "是否留守儿童",
        "残疾类型",
    } <= dropped
