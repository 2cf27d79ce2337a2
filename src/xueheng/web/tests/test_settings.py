"""Every setting is documented with its default in two languages, and a value that means nothing is refused at the
start with what to write instead.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.running_server import ROOT
from tests.house.test_documents import settings_in_use
from xueheng.cli.main import REFUSED

ROW = re.compile(r"(?m)^\| `(XUEHENG_[A-Z_]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$")
CHINESE = re.compile(r"[一-鿿]")
UNFIT: dict[str, tuple[str, str]] = {
    "XUEHENG_LANGUAGE": ("german", "zh、en、both"),
    "XUEHENG_DEBUG": ("yes", "0、1"),
    "XUEHENG_DATABASE": ("mysql://a/b", "postgresql://用户:口令@主机:端口/库名"),
    "XUEHENG_HOSTS": ("https://xueheng.example.cn", "只写主机名"),
    "XUEHENG_HTTPS": ("yes", "只能是 0 或 1"),
    "XUEHENG_LOG": ("file", "只能是 folder 或 stdout"),
    "XUEHENG_OIDC": ("nowhere.json", "文件应为 JSON"),
    "XUEHENG_ERASURES": ("/nowhere/at/all/ledger.jsonl", "所在的文件夹要先建好"),
    "XUEHENG_API_PER_TOKEN": ("many", "1 到 999999 的整数"),
    "XUEHENG_PROCESSES": ("two", "1 到 999999 的整数"),
    "XUEHENG_API_PER_ADDRESS": ("0", "1 到 999999 的整数"),
    "XUEHENG_DATA": (__file__, "用 --data 指定另一个文件夹"),
}
"""A value that cannot be used, and what is said to write instead."""
ANY = {"XUEHENG_PYTHON", "XUEHENG_HOME"}
"""Read by the launcher, which looks further where they lead nowhere."""


def documented() -> dict[str, tuple[str, str, str]]:
    """Setting → default, what it means in Chinese, in English."""
    found = ROW.findall((ROOT / "docs" / "settings.md").read_text("utf-8"))
    assert len({name for name, *_ in found}) == len(found)
    return {name: (default.strip(), zh.strip(), en.strip()) for name, default, zh, en in found}


def test_every_setting_has_a_row_with_its_default_in_two_languages() -> None:
    rows = documented()
    assert rows.keys() == settings_in_use()
    for name, (default, zh, en) in rows.items():
        assert default, name
        assert CHINESE.search(zh), name
        assert re.search("[a-z]", en), name
        assert not CHINESE.search(re.sub("`[^`]*`", "", en)), name


def test_every_setting_is_tried_or_told_why_not() -> None:
    assert UNFIT.keys() | ANY == documented().keys()


def started(data: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("XUEHENG_", "DJANGO_"))}
    plain = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "LANG": "zh_CN.UTF-8", "LC_ALL": "", "XUEHENG_DATA": str(data)}
    return subprocess.run(
        [sys.executable, "-P", "-m", "xueheng", "serve", "--port", "0"],
        env=bare | plain | more, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "value", "said"), [(name, *told) for name, told in UNFIT.items()])
def test_a_value_that_means_nothing_is_refused_with_what_to_write(
    tmp_path: Path, name: str, value: str, said: str
) -> None:
    done = started(tmp_path / "data", **{name: value})
    assert done.returncode == REFUSED, done.stdout + done.stderr
    assert name in done.stderr or name == "XUEHENG_DATA"
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data" / "record.sqlite3").exists()


@pytest.mark.parametrize("value", ["*", "a b", "x.cn:443", "x.cn/", "-x.cn"])
def test_what_is_no_name_of_a_host(tmp_path: Path, value: str) -> None:
    done = started(tmp_path / "data", XUEHENG_HOSTS=f"xueheng.example.cn,{value}")
    assert done.returncode == REFUSED
    assert f"“{value}”不是主机名" in done.stderr
