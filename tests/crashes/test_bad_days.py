"""A disk that fills up, a folder that cannot be written, a database that restarts, two who send one file at once."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.browser.running_server import RunningServer
from tests.crashes.browsing import Answer, Person
from tests.crashes.people import SENDER, TEACHER
from tests.crashes.rounds import LAYOUT, Crashes, complaints
from tests.crashes.servers import OneOfSeveral, started
from tests.crashes.steps import look, save, until_stored, upload
from tests.crashes.workbooks import ROWS, workbook_of

MIB = 1024 * 1024
SIZE = 96


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own of 96 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(place)], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A founded folder."""
    return founded(tmp_path / "data")


def founded(data: Path, database: str = "") -> Path:
    RunningServer(data, database=database).run("tests.browser.filling", "tests.crashes.world")
    return data


def stopped(servers: list[OneOfSeveral]) -> None:
    for server in servers:
        if server.process is not None and server.process.poll() is None:
            server.stop()


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


def test_a_database_that_restarts_under_load(postgresql: str, tmp_path: Path) -> None:
    """Everybody's connection is cut, as a restart does; what was acknowledged is there, the server goes on."""
    data = founded(tmp_path / "data", postgresql)
    servers = started(data, 1, postgresql)
    told: dict[str, int] = {}
    try:
        address, teacher, sender = servers[0].address, Person(TEACHER), Person(SENDER)
        teacher.sign_in(address)
        sender.sign_in(address)
        number = upload(sender, address, 2)
        for order in range(12):
            if order in (3, 6):
                cut_connections(postgresql)
            answer = save(data, teacher, address, f"cut-{order}")
            if answer.number is not None:
                told[f"cut-{order}"] = answer.number
            else:
                assert answer.status == 503, answer.body[:1000]
                assert "数据库" in answer.body
            time.sleep(0.1)
        assert len(told) >= 8
        until_stored(sender, address, number, seconds=90)
    finally:
        stopped(servers)
    found = look(data, [number], postgresql)
    assert found["faults"] == []
    sent = dict(found["sent"])
    assert {client: sent.get(client) for client in told} == told
    assert found["uploads"][0]["records"] == ROWS


def cut_connections(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
