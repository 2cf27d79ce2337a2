"""An installation of its own for each test, and the journal's triggers taken away where a test tampers."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from xueheng.trust.append_only import drop_guards
from xueheng.trust.subject_keys import forget_keys


@pytest.fixture(autouse=True)
def places(settings: SimpleNamespace, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The data folder of this test."""
    settings.PLACES = SimpleNamespace(folder=tmp_path / "data", secrets=tmp_path / "data" / "secrets")
    forget_keys()
    yield settings.PLACES
    forget_keys()


@pytest.fixture
def loose(db: None) -> Iterator[None]:
    """Somebody with every right on the database has dropped the triggers. All is undone after the test."""
    del db
    before = transaction.savepoint()
    drop_guards(connection)
    yield
    transaction.savepoint_rollback(before)
