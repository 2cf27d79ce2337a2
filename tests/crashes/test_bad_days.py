"""A disk that fills up, a folder that cannot be written, a killed server of PostgreSQL, one file sent twice at once."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.crashes.browsing import Answer, Person
from tests.crashes.people import SENDER, TEACHER
from tests.crashes.rounds import LAYOUT, Crashes, complaints
from tests.crashes.servers import OneOfSeveral, founded, started, stopped
from tests.crashes.steps import look, save, until_stored, upload
from tests.crashes.workbooks import ROWS, workbook_of


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A founded folder."""
    return founded(tmp_path / "data")


def test_a_full_disk_is_said_and_nothing_is_half_done(small_disk: Path) -> None:
    data = founded(small_disk / "data")
    servers = started(data, 1)
    try:
        address, teacher, sender = servers[0].address, Person(TEACHER), Person(SENDER)
        teacher.sign_in(address)
        sender.sign_in(address)
        before = save(data, teacher, address, "before")
        assert before.number is not None
        ballast = small_disk / "ballast"
        with ballast.open("wb") as full:
            try:
                while True:
                    full.write(b"x" * 65_536)
                    full.flush()
            except OSError:
                pass
        answers: list[Answer] = []
        for order in range(60):
            answers.append(save(data, teacher, address, f"full-{order}"))
            if answers[-1].status != 302:
                break
        said = answers[-1]
        assert said.status == 503, said.body[:1000]
        assert "磁盘已满" in said.body
        refused = sender.post(
            address, "/uploads/new/", {"layout": LAYOUT, "day": "2026-03-02"}, ("f.csv", workbook_of(0))
        )
        assert refused.number is None
        assert "磁盘已满" in refused.body
        shown = teacher.get(address, "/records/")
        assert shown.status == 200, shown.body[-900:]
        ballast.unlink()
        again = save(data, teacher, address, f"full-{len(answers) - 1}")
        assert again.number is not None
        number = upload(sender, address, 0)
        until_stored(sender, address, number)
    finally:
        stopped(servers)
    found = look(data, [number])
    assert found["faults"] == []
    assert found["uploads"] == [
        {"number": number, "before": "visible", "state": "visible", "received": ROWS, "records": ROWS}
    ]
    clients = [client for client, _ in found["sent"]]
    assert len(set(clients)) == len(clients) == 1 + len(answers)


def test_a_folder_that_cannot_be_written_is_said_at_the_start(small_disk: Path) -> None:
    (small_disk / "data").mkdir()
    assert subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=False).returncode == 0
    server = OneOfSeveral(small_disk / "data")
    environment = server.surroundings
    done = subprocess.run(
        [sys.executable, "-P", "-m", "xueheng", "serve", "--port", "0"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "不能写入" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_two_uploads_of_one_file_at_once_store_it_once(data: Path) -> None:
    servers = started(data, 2)
    try:
        sender = Person(SENDER)
        sender.sign_in(servers[0].address)
        numbers = [upload(sender, server.address, 1) for server in servers]
        people = [Person(SENDER, dict(sender.cookies)) for _ in servers]
        threads = [
            threading.Thread(target=until_stored, args=(person, server.address, number))
            for person, server, number in zip(people, servers, numbers, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        stopped(servers)
    found = look(data, numbers)
    assert found["faults"] == []
    assert sum(each["records"] for each in found["uploads"]) == ROWS
    assert {each["state"] for each in found["uploads"]} == {"visible"}


def test_a_killed_server_of_postgresql(postgresql: str, tmp_path: Path) -> None:
    crashes = Crashes(tmp_path / "data", 2, 3, postgresql)
    found = crashes.run(2)
    assert complaints(crashes.told, found) == []
