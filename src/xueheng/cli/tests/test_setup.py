"""`setup`: a new authority from a file of answers, once, and what it refuses."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

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


def run(folder: Path, answers: str | None = None, typed: str = "") -> tuple[int, str]:
    """The command over a data folder; its exit code and all it says."""
    words = ["setup", "--data", str(folder / "data")]
    if answers is not None:
        (folder / "answers.yaml").write_text(answers, "utf-8")
        words += ["--file", str(folder / "answers.yaml")]
    done = subprocess.run(
        [sys.executable, "-m", "xueheng", *words],
        env=os.environ | {"XUEHENG_LANGUAGE": "zh", "PYTHONIOENCODING": "utf-8"},
        input=typed, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_it_tells_each_login_once_and_is_done_only_once(tmp_path: Path) -> None:
    code, said = run(tmp_path, ANSWERS)
    assert code == 0, said
    assert len(LOGIN.findall(said)) == 4
    assert all(name in said for name in ("示例系统", "示例安全", "示例审计", "示例数据"))
    code, said = run(tmp_path, ANSWERS)
    assert code == 2
    assert "已经建有单位" in said
    assert not LOGIN.findall(said)


def test_it_asks_where_no_file_is_given(tmp_path: Path) -> None:
    typed = "示例区\n500199\n示例系统\n\n示例安全\n\n示例审计\n\n示例数据\n\n"
    code, said = run(tmp_path, typed=typed)
    assert code == 0, said
    assert len(LOGIN.findall(said)) == 4


@pytest.mark.parametrize(
    ("changed", "to", "said"),
    [
        ("示例审计", "示例系统", "写了两次"),
        ("11010519491231002X", "110105194912310029", "校验码不对"),
        ("  audit_admin: {name: 示例审计}\n", "", "people.audit_admin"),
        ("audit_admin", "auditor", "没有名为“auditor”的岗位"),
        ("name: 示例区教育委员会\n", "", "缺少 name"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(tmp_path: Path, changed: str, to: str, said: str) -> None:
    code, told = run(tmp_path, ANSWERS.replace(changed, to, 1))
    assert code == 2, told
    assert said in told
    assert run(tmp_path, ANSWERS)[0] == 0


def test_with_nobody_to_answer_it_ends(tmp_path: Path) -> None:
    code, said = run(tmp_path)
    assert code == 2
    assert "没有人回答" in said
