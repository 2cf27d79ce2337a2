"""What all tests share: those that touch the server's data may use each of its databases."""

import gc
from contextlib import ExitStack

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase

from xueheng.trust.public import forget_keys, guards_lifted

_empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # noqa: SLF001 — Django has no other place


def _emptied(self: TransactionTestCase) -> None:
    """The tables that keep what they hold are emptied after a test as well."""
    with ExitStack() as lifted:
        for connection in connections.all():
            lifted.enter_context(guards_lifted(connection))
        _empty(self)


TransactionTestCase._fixture_teardown = _emptied  # type: ignore[attr-defined]  # noqa: SLF001 — as above


def pytest_configure() -> None:
    """What tests load stays: Python's collector looks through it less often, which takes a seventh off their time."""
    gc.set_threshold(50_000, 10, 10)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`django_db` means the record and the keys alike, unless a test says which."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None and "databases" not in marker.kwargs:
            more = {**marker.kwargs, "databases": "__all__"}
            item.add_marker(pytest.mark.django_db(*marker.args, **more), append=False)


@pytest.fixture(autouse=True)
def _nothing_remembered(request: pytest.FixtureRequest) -> None:
    """Keys and counts of attempts that another test left in memory."""
    if request.node.get_closest_marker("django_db") is not None:
        forget_keys()
        cache.clear()
