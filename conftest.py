"""What all tests share: those that touch the server's data may use each of its databases."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`django_db` means the record and the keys alike, unless a test says which."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None and "databases" not in marker.kwargs:
            more = {**marker.kwargs, "databases": "__all__"}
            item.add_marker(pytest.mark.django_db(*marker.args, **more), append=False)
