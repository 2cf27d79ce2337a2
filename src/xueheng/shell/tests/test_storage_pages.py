"""A disk or database that says no where no view is to blame: at the reading and at the keeping of the session."""

import sqlite3
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from xueheng.shell.storage_faults import storage_fault_behind
from xueheng.shell.views import faults as doors

pytestmark = pytest.mark.django_db


class OfSqlite(sqlite3.OperationalError):
    sqlite_errorname = "SQLITE_FULL"


def full() -> OperationalError:
    made = OperationalError("database or disk is full")
    made.__cause__ = OfSqlite()
    return made


def visit(request: HttpRequest) -> HttpResponse:
    """A page that changes the session."""
    request.session["visits"] = request.session.get("visits", 0) + 1
    return HttpResponse(f"visit {request.session['visits']}")


def packed(request: HttpRequest) -> HttpResponse:
    """A package's code that makes something of its own of the storage's fault."""
    try:
        raise full()
    except OperationalError:
        raise LookupError("no session")  # noqa: B904 — as the session engine does


urlpatterns = [
    path("visit/", visit),
    path("packed/", packed),
    path("display/", visit, name="choose_display"),
    path("signed-in/", visit, name="signed_in_again"),
]
handler400, handler403, handler404, handler500 = doors.bad_request, doors.forbidden, doors.not_found, doors.server_fault


@pytest.fixture
def client() -> Client:
    client = Client(raise_request_exception=False)
    assert client.get("/visit/").content == b"visit 1"
    return client


@pytest.fixture(autouse=True)
def only_these_addresses() -> Any:
    kept = [name for name in settings.MIDDLEWARE if "axes" not in name and "allauth" not in name]
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=kept):
        yield


def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Session, *args: Any, **more: Any) -> None:
        raise full()

    monkeypatch.setattr(Session, "save", refuse)


def test_a_page_that_is_only_read_is_shown_although_the_session_is_not_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_room(monkeypatch)
    answer = client.get("/visit/")
    assert (answer.status_code, answer.content) == (200, b"visit 2")


def test_what_was_sent_is_answered_with_503_and_the_truth(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    no_room(monkeypatch)
    answer = client.post("/visit/", {"a": "b"})
    assert answer.status_code == 503
    said = answer.content.decode()
    assert "磁盘已满，您的登录状态没有记下。" in said
    assert "也许已经保存" in said
    assert "没有保存任何改动" not in said


def test_a_session_that_was_ended_meanwhile_is_no_fault_of_the_disk(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    Session.objects.all().delete()
    monkeypatch.setattr(SessionStore, "load", lambda self: {"visits": 1})
    assert client.get("/visit/").status_code == 400


def test_a_session_that_cannot_be_read_is_said_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: SessionStore) -> dict[str, object]:
        raise full()

    monkeypatch.setattr(SessionStore, "load", refuse)
    answer = client.get("/visit/")
    assert answer.status_code == 503
    assert "磁盘已满" in answer.content.decode()


def test_a_fault_behind_another_is_found(client: Client) -> None:
    answer = client.post("/packed/", {"typed": "this"})
    assert answer.status_code == 503
    assert '<textarea name="typed" hidden>this</textarea>' in answer.content.decode()
    assert storage_fault_behind(LookupError()) is None
