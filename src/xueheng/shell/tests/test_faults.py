"""What goes wrong becomes a page: both languages, no data, a code that is in the log; what was typed stays."""

import logging
import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from xueheng.errors import XuehengError
from xueheng.identity.public import PermissionRefused, ScopeMissing
from xueheng.shell.storage_faults import storage_fault
from xueheng.shell.views import faults as doors
from xueheng.wording import Text

SECRET = "李小花500101201501011234"


class OfSqlite(sqlite3.OperationalError):
    def __init__(self, name: str) -> None:
        super().__init__(SECRET)
        self.sqlite_errorname = name


class OfPostgresql(Exception):
    def __init__(self, state: str | None) -> None:
        super().__init__(SECRET)
        self.sqlstate = state


def of_django(cause: Exception) -> OperationalError:
    made = OperationalError(SECRET)
    made.__cause__ = cause
    return made


RAISED: dict[str, Callable[[], Exception]] = {
    "missing": lambda: Http404(SECRET),
    "broken": lambda: ValueError(SECRET),
    "refused": lambda: XuehengError(Text("第 18 行看不懂。", "Row 18."), Text("请改好再传。", "Mend it.")),
    "forbidden": lambda: PermissionRefused(Text("看这一页需要“年级组长”任职。", "It takes a post.")),
    "unscoped": lambda: ScopeMissing("Person"),
    "full": lambda: of_django(OfSqlite("SQLITE_FULL")),
    "readonly": lambda: of_django(OfSqlite("SQLITE_READONLY_DBMOVED")),
    "gone": lambda: of_django(OfPostgresql(None)),
}


def view(request: HttpRequest, what: str) -> HttpResponse:
    raise RAISED[what]()


urlpatterns = [
    path("fault/<str:what>/", view),
    path("display/", view, {"what": "x"}, name="choose_display"),
    path("signed-in/", view, {"what": "x"}, name="signed_in_again"),
]
handler400, handler403, handler404, handler500 = doors.bad_request, doors.forbidden, doors.not_found, doors.server_fault


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def only_these_addresses() -> Any:
    kept = [name for name in settings.MIDDLEWARE if "axes" not in name and "allauth" not in name]
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=kept):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("missing", 404, "没有这一页"),
        ("broken", 500, "程序出了错"),
        ("refused", 400, "第 18 行看不懂。"),
        ("forbidden", 403, "看这一页需要“年级组长”任职。"),
        ("unscoped", 500, "程序出了错"),
        ("full", 503, "磁盘已满"),
        ("readonly", 503, "不能写入"),
        ("gone", 503, "数据库连不上"),
    ],
)
def test_each_failure_is_a_page_without_data_and_with_its_code_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture, what: str, status: int, words: str
) -> None:
    with caplog.at_level(logging.INFO, "xueheng.faults"):
        response = client.get(f"/fault/{what}/")
    shown = response.content.decode()
    assert (response.status_code, words in shown) == (status, True)
    code = re.search(r"编号 <b>([2-9A-Z]{4})</b>", shown)
    assert code is not None
    of_ours = [record.getMessage() for record in caplog.records if record.name == "xueheng.faults"]
    assert any(code.group(1) in line for line in of_ours)
    assert SECRET not in shown
    assert not any(SECRET in line for line in of_ours)
    assert 'lang="zh-Hans"' in shown
    assert 'lang="en"' in shown


@pytest.mark.django_db
def test_what_was_typed_stays_when_the_disk_is_full(client: Client) -> None:
    response = client.post("/fault/full/", {"note": "谈了<作业>", "topics": ["a", "b"], "password": "geheim"})
    shown = response.content.decode()
    assert response.status_code == 503
    assert '<textarea name="note" hidden>谈了&lt;作业&gt;</textarea>' in shown
    assert shown.count('name="topics"') == 2
    assert "geheim" not in shown
    assert 'action="/fault/full/"' in shown


@pytest.mark.django_db
def test_every_answer_tells_the_browser_what_to_refuse(client: Client) -> None:
    response = client.get("/fault/missing/")
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "<script>" not in response.content.decode()


@pytest.mark.django_db
def test_forms_lead_to_the_identity_provider_from_the_sign_in_pages_alone() -> None:
    provider = "https://id.example.cn"
    for origins, expected in (((), "form-action 'self';"), ((provider,), f"form-action 'self' {provider};")):
        with override_settings(SIGN_IN_FORMS_MAY_LEAD_TO=origins):
            client = Client(raise_request_exception=False)
            assert expected in client.get("/sign-in/")["Content-Security-Policy"]
            assert "form-action 'self';" in client.get("/fault/missing/")["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(28, "No space left on device"), "磁盘已满"),
        (OSError(30, "Read-only file system"), "不能写入"),
        (of_django(OfSqlite("SQLITE_BUSY_SNAPSHOT")), "大量写入"),
        (of_django(OfSqlite("SQLITE_CORRUPT_INDEX")), "读不出来"),
        (of_django(OfSqlite("SQLITE_IOERR_READ")), "读不出来"),
        (of_django(OfSqlite("SQLITE_IOERR_WRITE")), "不能写入"),
        (OSError(1, "Operation not permitted"), "不能写入"),
        (of_django(OfPostgresql("53100")), "磁盘已满"),
        (of_django(OfPostgresql("57P01")), "数据库连不上"),
        (of_django(OfPostgresql("08006")), "数据库连不上"),
    ],
)
def test_what_the_storage_says_is_told_in_words(fault: Exception, words: str) -> None:
    found = storage_fault(fault)
    assert found is not None
    assert words in found.text.zh
    assert found.remedy is not None


@pytest.mark.parametrize(
    "fault",
    [
        ValueError("x"),
        OSError(2, "x"),
        ConnectionResetError(104, "x"),
        of_django(OfSqlite("SQLITE_ERROR")),
        of_django(OfPostgresql("42P01")),
    ],
)
def test_a_fault_of_the_programme_is_no_fault_of_the_storage(fault: Exception) -> None:
    assert storage_fault(fault) is None
