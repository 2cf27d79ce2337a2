"""The log: what happened, and nothing of anybody's data, whatever comes in and whatever fails."""

import http.client
import json
import logging
import multiprocessing
import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.browser.running_server import RunningServer
from xueheng.web.logs.configured import logging_to
from xueheng.web.logs.folder import NAME, FolderLog
from xueheng.web.logs.line import Line

CANARIES = [f"canary{number}x500101201501011234" for number in range(12)]


class Folder(RunningServer):
    """A server that logs into its folder, as by itself."""

    @property
    def surroundings(self) -> dict[str, str]:
        return super().surroundings | {"XUEHENG_LOG": "", "PYTHONDEVMODE": "1"}


@pytest.fixture(scope="module", params=["folder", "stdout"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    """A server that has met every canary, ended by now."""
    kind = Folder if request.param == "folder" else RunningServer
    made = kind(tmp_path_factory.mktemp("logs") / "data", "xueheng.web.tests.failing_site.settings")
    made.run("tests.browser.filling", "tests.browser.sample_site.fill")
    made.start()
    try:
        meet_all(made.address)
    finally:
        made.stop()
    return made


def meet_all(address: str) -> None:
    """Canaries in path, query, form, headers, cookies, method, host, a file's name, and in what fails."""
    c = CANARIES
    form = f"login={c[3]}&password={c[4]}&csrfmiddlewaretoken={c[5]}"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    lines = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{c[9]}.xlsx"\r\n\r\n{c[9]}\r\n--b--\r\n'
    asked: list[tuple[str, str, str, dict[str, str]]] = [
        ("GET", f"/{c[0]}/", "", {}),
        ("GET", f"/fails/{c[0]}/?name={c[1]}", "", {}),
        ("GET", f"/people/{quote('张三')}{c[0]}/?q={c[1]}", "", {}),
        ("POST", "/sign-in/", form, kind),
        ("POST", f"/fails/{c[2]}/", form, kind),
        ("POST", "/uploads/new/", lines, {"Content-Type": "multipart/form-data; boundary=b"}),
        ("GET", "/", "", {"Cookie": f"sessionid={c[6]}; csrftoken={c[6]}", "X-Name": c[7], "User-Agent": c[7]}),
        ("GET", "/", "", {"Host": f"{c[8]}.example.cn", "Referer": f"https://{c[7]}/", "X-Forwarded-For": c[7]}),
        ("GET", "/", "", {"Authorization": f"Bearer {c[10]}"}),
        (f"{c[11][:20].upper()}", "/", "", {}),
        ("GET", f"/thread-fails/{c[0]}/", "", {}),
        ("GET", "/health/", "", {}),
        ("GET", "/health/ready/", "", {}),
    ]
    for method, path, body, headers in asked:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        connection.request(method, path, body or None, headers)
        connection.getresponse().read()
        connection.close()


def lines_of(server: RunningServer) -> list[dict[str, object]]:
    file = server.data / "logs" / NAME
    text = file.read_text("utf-8") if file.exists() else server.log()
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_no_canary_is_in_any_log_nor_on_any_output(server: RunningServer) -> None:
    texts = [server.log(), *(path.read_text("utf-8") for path in server.data.glob("logs/*.log"))]
    for text in texts:
        assert not re.search(r"canary|CANARY|500101201501011234|张三|127\.0\.0\.1(?!:\d+/)", text), text
    assert any("xueheng.requests" in text for text in texts)


def test_each_request_is_a_line_with_the_name_of_its_page(server: RunningServer) -> None:
    told = [line for line in lines_of(server) if line["from"] == "xueheng.requests"]
    assert [(line["page"], line["method"], line["status"]) for line in told] == [
        ("none", "GET", 404),
        ("fails", "GET", 500),
        ("none", "GET", 404),
        ("account_login", "POST", 403),
        ("fails", "POST", 403),
        ("new_upload", "POST", 403),
        ("home", "GET", 200),
        ("none", "GET", 400),
        ("home", "GET", 200),
        ("home", "other", 403),
        ("thread_fails", "GET", 200),
    ]
    assert {*told[0]} == {"at", "level", "from", "said", "page", "method", "status", "ms"}
    assert [line["level"] for line in told if line["status"] == 500] == ["warning"]


def test_a_fault_is_told_by_kind_and_place(server: RunningServer) -> None:
    faults = [line for line in lines_of(server) if line["from"] == "xueheng.faults" and line["level"] == "error"]
    assert any("failing_site/urls.py" in str(line["said"]) and "ValueError" in str(line["said"]) for line in faults)
    (thread,) = [line for line in lines_of(server) if line["from"] == "xueheng.unhandled"]
    assert thread["fault"] == ["RuntimeError", "ValueError"]
    assert "failing_site/urls.py" in str(thread["trace"])


def test_what_others_say_is_told_by_place_alone() -> None:
    record = logging.LogRecord("django.security", logging.WARNING, "a/b.py", 7, "Host %s", ("张三",), None)
    told = json.loads(Line().format(record))
    assert (told["from"], told["place"], told["level"]) == ("django.security", "b:7", "warning")
    assert "张三" not in str(told)
    try:
        raise ValueError("张三")
    except ValueError as fault:
        record.exc_info = (type(fault), fault, fault.__traceback__)
    told = json.loads(Line().format(record))
    assert told["fault"] == ["ValueError"]
    assert "张三" not in str(told)
    assert told["trace"][0].startswith("web/tests/test_logs.py:")


def record_of(said: str) -> logging.LogRecord:
    return logging.LogRecord("xueheng.x", logging.INFO, "x.py", 1, said, (), None)


def test_a_file_that_has_grown_is_put_aside_and_old_ones_go(tmp_path: Path) -> None:
    log = FolderLog(str(tmp_path / "logs"), largest=200, kept=3)
    for order in range(40):
        log.emit(record_of(f"line {order:02d} {'x' * 80}"))
    log.close()
    aside = sorted((tmp_path / "logs").glob("xueheng-*.log"))
    assert len(aside) == 3
    assert all(path.stat().st_size <= 200 for path in aside)
    assert (tmp_path / "logs" / NAME).read_text().splitlines()[-1].startswith("line 39")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "logs").glob("*.log")} == {0o600}


def write_many(folder: str, name: str) -> None:
    log = FolderLog(folder, largest=5_000, kept=1_000)
    for order in range(300):
        log.emit(record_of(f"{name}-{order:04d}"))


def test_several_processes_lose_no_line(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write_many, args=(str(tmp_path), name)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    lines = [line for path in tmp_path.glob("*.log") for line in path.read_text().splitlines()]
    assert len(lines) == len(set(lines)) == 1_200


def test_a_log_that_cannot_be_written_hinders_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    FolderLog(str(tmp_path / "file" / "logs")).emit(record_of("x"))


def test_nothing_that_others_log_goes_around_the_one_line() -> None:
    for target in ("folder", "stdout"):
        told = logging_to(target, Path("data"))
        assert [*told["handlers"]] == ["log"]
        assert all(not logger.get("handlers") for logger in told["loggers"].values())
