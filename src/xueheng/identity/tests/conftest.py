"""Two authorities that stand for all tests of a module; what a test changes is undone after it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import connections, transaction
from pytest_django.plugin import DjangoDbBlocker

from xueheng.identity.tests.authority import Authority, authority


@pytest.fixture(scope="module")
def two_authorities(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Authority, Authority]]:
    """示例一区 and 示例二区, written once inside a transaction that is rolled back at the end of the module."""
    with django_db_blocker.unblock(), ExitStack() as undone:
        for name in connections:
            block = transaction.atomic(using=name)
            block._from_testcase = True  # type: ignore[attr-defined]  # as Django's own TestCase marks its blocks
            undone.enter_context(block)
        yield authority(1), authority(2)
        for name in connections:
            transaction.set_rollback(True, using=name)


@pytest.fixture
def place(two_authorities: tuple[Authority, Authority], db: None) -> Authority:
    """示例一区, with 示例二区 beside it."""
    return two_authorities[0]


@pytest.fixture
def elsewhere(two_authorities: tuple[Authority, Authority], db: None) -> Authority:
    """示例二区."""
    return two_authorities[1]
