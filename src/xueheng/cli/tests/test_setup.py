"""`setup`: the command itself, once, over an empty folder; and what it makes of the answers."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from xueheng.cli.refusals import CommandRefused
from xueheng.cli.setup import _answers
from xueheng.wording import Text

ANSWERS = """\
name: 示例区教育委员会
code: "500199"
people:
  system_admin: {name: 示例系统}
  security_admin: 示例安全
  audit_admin: {name: 示例审计}
  data_officer: {name: 示例数据, number: 11010519491231002X}
"""
LOGIN = re.compile(r"\bu\w{7}\b")
OF_THE_TESTS = ("DJANGO_SETTINGS_MODULE", "XUEHENG_DATABASE")
"""What the test run sets for itself, and a user's terminal does not."""
POSTS = {role: Text(role) for role in ("system_admin", "security_admin", "audit_admin", "data_officer")}


def run(folder: Path, *words: str, typed: str = "") -> tuple[int, str]:
    """The command over a data folder; its exit code and all it says."""
    surroundings = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    done = subprocess.run(
        [sys.executable, "-m", "xueheng", "setup", "--data", str(folder / "data"), *words],
        env=surroundings | {"XUEHENG_LANGUAGE": "zh", "PYTHONIOENCODING": "utf-8"},
        input=typed, capture_output=True, text=True, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_it_asks_tells_each_login_once_and_is_done_only_once(tmp_path: Path) -> None:
    code, said = run(tmp_path)
    assert code == 2, said
    assert "没有人回答" in said
    code, said = run(tmp_path, typed="示例区\n500199\n示例系统\n\n示例安全\n\n示例审计\n\n示例数据\n\n")
    assert code == 0, said
    assert len(LOGIN.findall(said)) == 4
    (tmp_path / "answers.yaml").write_text(ANSWERS, "utf-8")
    code, said = run(tmp_path, "--file", str(tmp_path / "answers.yaml"))
    assert code == 2
    assert "已经建有单位" in said
    assert not LOGIN.findall(said)


def test_the_answers_of_a_file() -> None:
    name, code, since, people = _answers(yaml.safe_load(ANSWERS), POSTS)
    assert (name, code, since.year) == ("示例区教育委员会", "500199", 1949)
    assert people["security_admin"] == ("示例安全", "")
    assert people["data_officer"] == ("示例数据", "11010519491231002X")


@pytest.mark.parametrize(
    ("changed", "to", "said"),
    [
        ("  audit_admin: {name: 示例审计}\n", "", "people.audit_admin"),
        ("audit_admin", "auditor", "没有名为“auditor”的岗位"),
        ("name: 示例区教育委员会\n", "", "缺少 name"),
        ("people:", "peple:", "没有名为“peple”的项"),
        ('code: "500199"', "code: '500199'\nsince: 昨天", "since 要写日期"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(changed: str, to: str, said: str) -> None:
    with pytest.raises(CommandRefused) as refusal:
        _answers(yaml.safe_load(ANSWERS.replace(changed, to, 1)), POSTS)
    assert said in refusal.value.say("zh")
