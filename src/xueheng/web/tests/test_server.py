"""The server's start and end, as an office sees them; each time the real command in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.running_server import RunningServer
from xueheng.web.server import bound
from xueheng.web.start import ServerRefused, make_folder

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_named_with_another_to_try(taken: int) -> None:
    with pytest.raises(ServerRefused) as refused:
        bound("127.0.0.1", taken)
    said = refused.value.say("zh")
    assert f"127.0.0.1 的 {taken} 端口用不了" in said
    assert f"./xueheng serve --port {taken + 1}" in said


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(ServerRefused, match=r"192\.0\.2\.1"):
        bound("192.0.2.1", 0)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ServerRefused) as refused:
        make_folder(tmp_path / "file" / "data")
    assert f"数据文件夹 {tmp_path / 'file' / 'data'} 不能写入" in refused.value.say("zh")
    assert "--data" in refused.value.say("zh")


def test_a_new_folder_is_its_owners_alone(tmp_path: Path) -> None:
    make_folder(tmp_path / "new" / "data")
    assert (tmp_path / "new" / "data").stat().st_mode & 0o077 == 0
    assert list((tmp_path / "new" / "data").iterdir()) == []


def command(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "XUEHENG_LANGUAGE": "zh",
        "XUEHENG_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "xueheng.web.settings",
        **more,
    }
    return subprocess.run(
        [sys.executable, "-P", "-m", "xueheng", "serve", "--data", str(data), "--port", "0", *words],
        env=surroundings, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_database_that_cannot_be_reached_is_told_without_the_password(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = command(tmp_path / "data", XUEHENG_DATABASE=f"postgresql://office:s3cret@127.0.0.1:{port}/xueheng")
    assert done.returncode == 2, done.stderr
    assert "XUEHENG_DATABASE" in done.stderr
    assert "s3cret" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "record.sqlite3").write_bytes(b"not a database at all" * 100)
    done = command(data)
    assert done.returncode == 2, done.stderr
    assert "数据文件读不出来" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_over_an_empty_folder_and_ends_cleanly(tmp_path: Path, ending: signal.Signals) -> None:
    server = RunningServer(tmp_path / "data")
    server.start()
    assert server.process is not None
    if signal.getsignal(ending) is signal.SIG_IGN:
        ending = signal.SIGTERM  # whoever runs the tests has told all that it starts to pass the other over
    server.process.send_signal(ending)
    assert server.process.wait(30) == 0, server.log()
    assert "已停止，数据都已存好。" in server.log()
    assert "Traceback" not in server.log()
    assert (tmp_path / "data" / "record.sqlite3").exists()
    assert (tmp_path / "data" / "secrets" / "keys.sqlite3").exists()
