"""What watches the server learns whether it can serve, and nothing else."""

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from xueheng.web import readiness

pytestmark = pytest.mark.django_db


def asked(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/health/ready/")
    assert answer.headers["Cache-Control"] == "no-store"
    told: dict[str, Any] = answer.json()
    return answer.status_code, told


def test_it_lives_and_asks_no_database(client: Client, django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/json"


def test_it_is_ready_after_three_questions(client: Client, django_assert_num_queries: Callable[..., Any]) -> None:
    readiness._known()
    with django_assert_num_queries(1), django_assert_num_queries(2, using="keys"):
        status, told = asked(client)
    checks = {"database": True, "keys": True, "migrations": True, "disk": True}
    assert (status, told) == (200, {"status": "ready", "checks": checks})


def test_a_database_that_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*words: object) -> None:
        raise DatabaseError("connection to 10.1.2.3 as office failed")

    monkeypatch.setattr(connections["default"], "cursor", refuse)
    status, told = asked(client)
    assert (status, told["status"]) == (503, "not ready")
    assert (told["checks"]["database"], told["checks"]["keys"]) == (False, True)
    assert "10.1.2.3" not in str(told)
    assert client.get("/health/").status_code == 200


@pytest.mark.parametrize("name", ["default", "keys"])
def test_tables_of_another_version(client: Client, name: str) -> None:
    rows = MigrationRecorder(connections[name]).migration_qs
    rows.filter(app="identity").order_by("-id")[:1].get().delete()
    status, told = asked(client)
    assert (status, told["checks"]["migrations"]) == (503, False)


def test_tables_of_a_newer_version(client: Client) -> None:
    MigrationRecorder(connections["default"]).record_applied("identity", "9999_of_tomorrow")
    assert asked(client)[1]["checks"]["migrations"] is False


def test_no_room_and_no_keys(client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    full = type("usage", (), {"free": readiness.LEAST_ROOM - 1})()
    monkeypatch.setattr(shutil, "disk_usage", lambda place: full)
    status, told = asked(client)
    assert (status, told["checks"]["disk"], told["checks"]["keys"]) == (503, False, True)
    settings.PLACES = type("places", (), {"folder": tmp_path, "secrets": tmp_path / "secrets"})()
    assert asked(client)[1]["checks"]["keys"] is False


def test_nobody_may_send_anything(client: Client) -> None:
    assert client.post("/health/").status_code == client.post("/health/ready/").status_code == 405
