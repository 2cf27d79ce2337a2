"""What an author is told about a broken file: the whole sentence, in both languages, and the place of the wrong key."""

import re
from pathlib import Path

import pytest
import yaml

from xueheng.language import reader, reading_rules
from xueheng.language.issues import RULES, Issue
from xueheng.language.reader import read_text, read_yaml
from xueheng.language.shape import check_pack_name, check_shape, pack_files
from xueheng.language.tests.broken_files import BROKEN, Broken

SHOWN_IN_TESTS_BELOW = {"XH-Y008", "XH-Y010", "XH-K012", "XH-K013", "XH-K021"}


def issues_of(broken: Broken) -> list[Issue]:
    root, issues = read_text(broken.text, f"example/{broken.kind}.yaml")
    return issues if root is None else issues + check_shape(broken.kind, root)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.rule} {broken.text[:30]!r}")
def test_a_broken_file_is_told_about_once_in_whole_sentences_at_its_place(broken: Broken) -> None:
    where = f"example/{broken.kind}.yaml:{broken.place} {broken.rule}"
    issues = issues_of(broken)
    assert [found.say("zh") for found in issues] == [f"{where} {broken.zh}"]
    assert [found.say("en") for found in issues] == [f"{where} {broken.en}"]


@pytest.mark.parametrize("broken", [broken for broken in BROKEN if broken.rule.startswith("XH-Y")])
def test_the_slower_parser_without_libyaml_says_the_same(broken: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_LOADER", yaml.SafeLoader)
    where = f"example/{broken.kind}.yaml:{broken.place} {broken.rule}"
    assert [found.say("en") for found in issues_of(broken)] == [f"{where} {broken.en}"]


def test_every_rule_of_reading_has_a_broken_example() -> None:
    source = Path(reading_rules.__file__).read_text("utf-8")
    defined = set(re.findall(r'^    "(XH-[A-Z]\d{3})",$', source, re.MULTILINE))
    assert defined == {broken.rule for broken in BROKEN} | SHOWN_IN_TESTS_BELOW
    assert defined <= RULES.keys()


def test_only_what_does_not_stop_a_pack_is_a_warning() -> None:
    of_reading = {broken.rule for broken in BROKEN} | SHOWN_IN_TESTS_BELOW
    assert {rule for rule in of_reading if RULES[rule].severity == "warning"} == {"XH-K007", "XH-K013"}


def test_every_rule_says_why_in_both_languages() -> None:
    for rule in RULES.values():
        assert rule.why.zh, rule.id
        assert rule.why.en, rule.id


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            "甲:\n  title: 家访\n".encode("gb18030"),
            "a.yaml:1:1 XH-Y008 this file is not UTF-8 (it looks like GBK/GB18030); save it as UTF-8",
        ),
        (
            "a: 1\n".encode("utf-16"),
            "a.yaml:1:1 XH-Y008 this file is not UTF-8 (it looks like UTF-16); save it as UTF-8",
        ),
        ("好: 1\nab: ".encode() + b"\xff\n", "a.yaml:2:5 XH-Y008 this file is not UTF-8; save it as UTF-8"),
    ],
)
def test_a_file_in_another_encoding(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    root, issues = read_yaml(tmp_path / "a.yaml", "a.yaml")
    assert root is None
    assert [found.say("en") for found in issues] == [said]


def test_a_file_in_another_encoding_is_told_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("甲: 乙\n".encode("gb18030"))
    said = "a.yaml:1:1 XH-Y008 此文件不是 UTF-8 编码（看来是 GBK/GB18030）；请另存为 UTF-8"
    assert [found.say("zh") for found in read_yaml(tmp_path / "a.yaml", "a.yaml")[1]] == [said]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    root, issues = read_yaml(tmp_path / "a.yaml", "a.yaml")
    assert root is None
    assert [found.say("en") for found in issues] == [
        "a.yaml:1:1 XH-Y010 the file cannot be read: no such file or directory"
    ]
    assert [found.say("zh") for found in issues] == ["a.yaml:1:1 XH-Y010 文件读不出来：不存在，或没有读的权限"]


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    said = "a.yaml:1:1 XH-Y010 the file cannot be read: it is not an ordinary file"
    assert [found.say("en") for found in read_yaml(tmp_path, "a.yaml")[1]] == [said]


def test_a_pack_is_named_as_its_folder() -> None:
    root, _ = read_text("xueheng: 1\nname: fitnes\n", "fitness/pack.yaml")
    assert root is not None
    assert check_pack_name(root, "fitnes") == []
    found = check_pack_name(root, "fitness")
    assert [issue.say("en") for issue in found] == [
        'fitness/pack.yaml:2:7 XH-K012 pack "fitnes" lies in the folder "fitness"'
    ]
    assert [issue.say("zh") for issue in found] == ["fitness/pack.yaml:2:7 XH-K012 包名“fitnes”与文件夹“fitness”不同"]


def test_files_that_nobody_reads_are_named_and_the_others_found(tmp_path: Path) -> None:
    for name in ("mesures.yaml", "measures.yml", "scales.yaml", "scores.csv", "README.md", "notes.txt", ".hidden"):
        (tmp_path / name).touch()
    for name in ("worked/a.yaml", "worked/b.yml", "processes/c.bpmn", "reports/d.md", "scripts/e.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    files, issues = pack_files(tmp_path, "pack")
    assert [(file.kind, file.shown, file.read) for file in files] == [
        ("processes", "pack/processes/c.bpmn", False),
        ("reports", "pack/reports/d.md", False),
        ("scales", "pack/scales.yaml", True),
        ("worked", "pack/worked/a.yaml", True),
    ]
    end = "is no file of a pack and is not read."
    assert [found.say("en") for found in issues] == [
        f'pack/measures.yml:1:1 XH-K013 "measures.yml" {end} Did you mean "measures.yaml"?',
        f'pack/mesures.yaml:1:1 XH-K013 "mesures.yaml" {end} Did you mean "measures.yaml"?',
        f'pack/notes.txt:1:1 XH-K013 "notes.txt" {end}',
        f'pack/scripts:1:1 XH-K013 "scripts/" {end}',
        f'pack/worked/b.yml:1:1 XH-K013 "b.yml" {end} Did you mean "b.yaml"?',
    ]
    assert issues[0].say("zh") == (
        "pack/measures.yml:1:1 XH-K013 “measures.yml”不是包里的文件，不会读。是不是“measures.yaml”？"
    )


def test_all_slips_of_a_file_come_in_one_run() -> None:
    text = "visits:\n  off: pupil\n  count: mode == 'a'\n  from: [home_visit]\n  records: al\n  unit: tims\n"
    root, issues = read_text(text, "measures.yaml")
    assert root is not None
    assert [(str(found.place), found.rule) for found in issues + check_shape("measures", root)] == [
        ("measures.yaml:3:16", "XH-E001"),
        ("measures.yaml:5:12", "XH-K014"),
        ("measures.yaml:6:9", "XH-K010"),
        ("measures.yaml:2:3", "XH-K001"),
    ]


def test_a_thousand_slips_are_cut_short() -> None:
    root, _ = read_text("".join(f"m{i}: {{of: pupil, cuont: all}}\n" for i in range(1000)), "measures.yaml")
    assert root is not None
    issues = check_shape("measures", root)
    assert len(issues) == 201
    assert issues[-1].say("en") == ("measures.yaml:1:1 XH-K021 this file has 200 errors; the rest was not looked at")
    assert issues[-1].say("zh") == "measures.yaml:1:1 XH-K021 此文件的错误已有 200 处，其余未再检查"
