"""`./xueheng` on a machine that has Python and nothing else."""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_frame.small_copy import SmallCopy, small_copy


@pytest.fixture
def fresh(tmp_path: Path) -> SmallCopy:
    """A copy that was never started."""
    return small_copy(tmp_path)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> SmallCopy:
    """A copy whose first start is done."""
    copy = small_copy(tmp_path_factory.mktemp("started"))
    first = copy.start("demo")
    assert first.returncode == 0, first.stderr
    assert "首次运行" in first.stderr
    assert "First run" in first.stderr
    assert first.stdout == "学衡|hello|demo\n"
    return copy


def test_the_second_start_prepares_nothing_and_is_quick(started: SmallCopy) -> None:
    began = time.monotonic()
    second = started.start("evaluate", "国标 一")
    assert (second.stdout, second.stderr) == ("学衡|hello|evaluate|国标 一\n", "")
    assert time.monotonic() - began < 1


def test_it_starts_from_any_folder_and_through_a_link(started: SmallCopy, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(started.folder / "xueheng")
    (tmp_path / "tiny.py").write_text("SAYS = 'a file that happens to lie here'\n", "utf-8")
    done = started.start("x", cwd=tmp_path, launcher=tmp_path / "link")
    assert done.stdout == "学衡|hello|x\n"


def test_what_the_terminal_cannot_show_does_not_stop_it(started: SmallCopy) -> None:
    done = started.start("x", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stdout) == (0, "\\u5b66\\u8861|hello|x\n")


def test_test_adds_what_the_tests_need_once(fresh: SmallCopy) -> None:
    assert fresh.start("x").returncode == 0
    first, second = fresh.start("test", "-k", "a b"), fresh.start("test")
    assert first.stdout == "all tests|tested|-k|a b\n"
    assert "测试所需" in first.stderr
    assert (second.stdout, second.stderr) == ("all tests|tested\n", "")


def test_messages_are_in_the_readers_language(fresh: SmallCopy) -> None:
    done = fresh.start("x", LANG="en_GB.UTF-8")
    assert "First run" in done.stderr
    assert "首次" not in done.stderr


def test_two_starts_at_once_make_one_environment(fresh: SmallCopy) -> None:
    both = [fresh.start_aside("a"), fresh.start_aside("b")]
    ends = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], ends
    assert [out for out, _ in ends] == ["学衡|hello|a\n", "学衡|hello|b\n"]
    said = "".join(err for _, err in ends)
    assert said.count("首次运行") == 1
    assert said.count("请稍候") == 1


def test_a_start_that_was_cut_off_is_made_good(fresh: SmallCopy) -> None:
    cut_off = fresh.start_aside("x")
    until = time.monotonic() + 30
    while not (fresh.environment / "unfinished").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    os.killpg(cut_off.pid, signal.SIGKILL)  # the launcher and what it started, as when the power goes
    cut_off.communicate()
    assert (fresh.environment / "unfinished").exists()
    done = fresh.start("x")
    assert (done.returncode, done.stdout) == (0, "学衡|hello|x\n"), done.stderr
    assert "中断" in done.stderr


def test_an_environment_left_half_made_is_made_anew(started: SmallCopy) -> None:
    (module,) = started.environment.glob("lib/python*/site-packages/tiny.py")
    module.write_text("SAYS = ", "utf-8")  # cut off in the middle of a file
    (started.environment / "unfinished").touch()
    done = started.start("x")
    assert done.stdout == "学衡|hello|x\n"
    assert "中断" in done.stderr


def test_a_changed_lock_renews_the_environment(fresh: SmallCopy) -> None:
    assert fresh.start("x").returncode == 0
    fresh.lock("run", "tiny", "1.1", "hello again")
    done = fresh.start("x")
    assert done.stdout == "学衡|hello again|x\n"
    assert "组件清单有变" in done.stderr


def test_an_environment_whose_python_is_gone_is_made_anew(fresh: SmallCopy) -> None:
    assert fresh.start("x").returncode == 0
    (fresh.environment / "bin" / "python").unlink()
    (fresh.environment / "bin" / "python").symlink_to(fresh.folder / "no_such_python")
    done = fresh.start("x")
    assert (done.returncode, done.stdout) == (0, "学衡|hello|x\n"), done.stderr


def test_a_file_that_is_not_the_locked_one_is_refused(fresh: SmallCopy) -> None:
    fresh.lock("run", "tiny", "1.0", "hello", wrong_hash=True)
    done = fresh.start("x")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "DO NOT MATCH" in done.stderr  # pip's own words
    assert "请不要绕过" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (fresh.environment / "installed-run").exists()


def test_a_package_that_cannot_be_had_is_told_with_what_to_do(fresh: SmallCopy) -> None:
    for wheel in fresh.wheels.iterdir():
        wheel.unlink()
    done = fresh.start("x")
    assert done.returncode == 3
    assert "No matching distribution found for tiny==1.0" in done.stderr
    assert "请检查网络" in done.stderr
    assert "Check the network" in done.stderr


def test_without_python_it_says_what_to_install(fresh: SmallCopy, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "cat", "cut", "dirname", "readlink", "sha256sum", "env"):
        (tools / name).symlink_to(next(p for p in (Path("/usr/bin") / name, Path("/bin") / name) if p.exists()))
    old = tools / "python3"  # a Python that is too old says so by its exit code
    old.write_text("#!/bin/sh\nexit 1\n", "ascii")
    old.chmod(0o755)
    done = fresh.start("x", PATH=str(tools))
    assert done.returncode == 3
    assert "没有找到 Python 3.11" in done.stderr
    assert "No Python 3.11 or newer was found" in done.stderr
    assert not fresh.environment.exists()


def without_module(folder: Path, *names: str) -> str:
    """A Python that lacks some modules of the standard library, as distributions ship it."""
    (folder / "sitecustomize.py").write_text(
        "import sys\n" + "".join(f"sys.modules[{name!r}] = None\n" for name in names), "utf-8"
    )
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={folder} exec {os.path.realpath(sys.executable)} "$@"\n', "utf-8")
    python.chmod(0o755)
    return str(python)


@pytest.mark.parametrize(("lacking", "pip_inside"), [("ensurepip", False), ("pip", True)])
def test_either_pip_will_do(fresh: SmallCopy, tmp_path: Path, lacking: str, pip_inside: bool) -> None:
    done = fresh.start("x", XUEHENG_PYTHON=without_module(tmp_path, lacking))
    assert (done.returncode, done.stdout) == (0, "学衡|hello|x\n"), done.stderr
    assert bool(list(fresh.environment.glob("lib/python*/site-packages/pip"))) == pip_inside


@pytest.mark.parametrize("lacking", [("venv",), ("ensurepip", "pip")])
def test_a_python_that_lacks_venv_or_pip_is_told_what_to_install(
    fresh: SmallCopy, tmp_path: Path, lacking: tuple[str, ...]
) -> None:
    done = fresh.start("x", XUEHENG_PYTHON=without_module(tmp_path, *lacking))
    assert done.returncode == 3
    assert f"没有 {lacking[-1]}" in done.stderr or f"缺少 {lacking[-1]}" in done.stderr
    assert "apt install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr


NOBODY = 65534
SYSTEM_PATH = "/usr/bin:/bin"


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that every user can read, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming a user who may not write needs root")
@pytest.mark.skipif(shutil.which("python3.11", path=SYSTEM_PATH) is None, reason="no Python for all users here")
def test_a_folder_that_cannot_be_written_keeps_its_environment_elsewhere(open_place: Path) -> None:
    copy = small_copy(open_place)
    home = open_place / "another place"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    refused = copy.start("x", user=NOBODY, PATH=SYSTEM_PATH)
    assert refused.returncode == 3
    assert "请用环境变量 XUEHENG_HOME 指定" in refused.stderr
    done = copy.start("x", user=NOBODY, PATH=SYSTEM_PATH, XUEHENG_HOME=str(home))
    assert done.stdout == "学衡|hello|x\n", done.stderr
    again = copy.start("x", user=NOBODY, PATH=SYSTEM_PATH, XUEHENG_HOME=str(home))
    assert (again.stdout, again.stderr) == ("学衡|hello|x\n", "")
    assert list(home.glob(".cache/environment-*/installed-run"))
    assert not copy.environment.exists()
