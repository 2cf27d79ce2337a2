"""`check`, `check --list-rules` and `schema`."""

import json
import re
from pathlib import Path

import pytest

from xueheng.cli.folder_rules import FOLDER_RULES
from xueheng.cli.rule_list import listed_rules
from xueheng.cli.run_rules import RUN_RULES
from xueheng.cli.tests.reading_club import ROOT, Club, launched


@pytest.fixture
def club(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Club:
    return Club(tmp_path, capsys, monkeypatch)


def test_a_sound_pack(club: Club) -> None:
    done = club.run("check", club.pack)
    assert done.code == 0, done.out
    assert done.out.splitlines()[-1].startswith("1 packs, ")
    assert done.out.splitlines()[-1].endswith("1 examples, 0 errors, 0 warnings")


def test_a_wrong_key_has_its_place(club: Club) -> None:
    club.change("standards.yaml", "decimals: 1", "decimal: 1")
    done = club.run("check", "club")
    assert done.code == 1
    assert done.out.splitlines()[0].startswith("club/standards.yaml:6:3 XH-K001 ")
    assert 'Did you mean "decimals"?' in done.out
    assert club.run("check", "club", language="zh").out.splitlines()[-1].endswith("1 处错误，0 处提醒")


def test_an_example_that_comes_out_otherwise(club: Club) -> None:
    club.change("worked/readers.yaml", "total: 68.0", "total: 69.0")
    done = club.run("check", "club")
    assert done.code == 1
    mismatches = [line for line in done.out.splitlines() if "XH-W001" in line]
    assert len(mismatches) == 1  # both engines say the same, told once
    assert re.match(r"club/worked/readers\.yaml:9:\d+ XH-W001 .*68\.0.*69\.0", mismatches[0])


def test_what_is_not_used_yet_is_told_once_a_kind(club: Club) -> None:
    figures = "{}: {{title: {{zh: 数, en: Figure}}, measure: {}, for: school}}\n"
    (club.pack / "figures.yaml").write_text("".join(figures.format(f"f{i}", "year") for i in (1, 2)), "utf-8")
    done = club.run("check", "club")
    told = [line for line in done.out.splitlines() if line.startswith("read, not used yet: figures (2)")]
    assert len(told) == 1, done.out


def test_a_folder_of_packs_and_one_of_none(club: Club) -> None:
    assert club.run("check", ".").code == 0
    (club.folder / "empty").mkdir()
    none = club.run("check", "empty")
    assert none.code == 2
    assert "empty is no pack" in none.err
    assert club.run("check", "fitnes").err.startswith(
        'There is no pack or folder called "fitnes". Did you mean "fitness"?'
    )


def test_as_data(club: Club) -> None:
    club.change("standards.yaml", "decimals: 1", "decimal: 1")
    data = json.loads(club.run("check", "club", "--json").out)
    assert data["errors"] == 1
    assert data["issues"][0]["id"] == "XH-K001"
    assert (data["issues"][0]["line"], data["issues"][0]["column"]) == (6, 3)


@pytest.mark.parametrize("packs", [("fitness",), pytest.param((), marks=pytest.mark.sweep, id="all")])
def test_the_shipped_packs_are_sound(packs: tuple[str, ...]) -> None:
    """All of them take minutes: every worked example on both engines."""
    done = launched("check", *packs)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_id_of_the_program_is_listed() -> None:
    listed = {id_ for _, rules in listed_rules() for id_, *_ in rules}
    core = (ROOT / "src" / "xueheng" / "evaluation" / "core").rglob("*.py")
    raised = {id_ for path in core for id_ in re.findall(r'"(XH-[A-Z]\d{3})"', path.read_text("utf-8"))}
    assert raised <= set(RUN_RULES) | set(FOLDER_RULES)
    assert set(RUN_RULES) <= raised
    assert {"XH-K001", "XH-W001", "file.password", *raised} <= listed


def test_every_rule_is_told_in_both_languages(club: Club) -> None:
    for _, rules in listed_rules():
        for id_, _, message, why in rules:
            assert message.zh, id_
            assert message.en, id_
            assert bool(why.zh) == bool(why.en), id_
    assert "一个字段只有一种类型" in club.run("check", "--list-rules", language="zh").out
    assert len(json.loads(club.run("check", "--list-rules", "--json").out)) == sum(
        len(rules) for _, rules in listed_rules()
    )


def test_schemas(club: Club) -> None:
    one = json.loads(club.run("schema", "measures").out)
    assert one["$schema"].startswith("https://json-schema.org/")
    assert "measures" in club.run("schema").out
    wrong = club.run("schema", "measurs")
    assert (wrong.code, 'Did you mean "measures"?' in wrong.err) == (2, True)
    assert club.run("schema", "--all", "schemas").code == 0
    written = {path.name for path in (club.folder / "schemas").iterdir()}
    assert {"pack.schema.json", "standards.schema.json"} <= written


def test_help_is_in_the_readers_language(club: Club) -> None:
    assert "示例" in club.run("--help", language="zh").out
    assert "Make example workbooks" in re.sub(r"[\s│]+", " ", club.run("--help", language="en").out)
    assert "选项" in club.run("evaluate", "--help", language="zh").out
    assert club.run("--version").out.startswith("xueheng ")
    assert club.run("evalute").err.startswith('There is no command called "evalute". Did you mean "evaluate"?')
