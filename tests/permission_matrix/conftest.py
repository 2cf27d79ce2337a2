"""The ground of the matrix, laid once for a module and undone after it."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.permission_matrix.readers import READERS
from tests.permission_matrix.trying import Ground, ground, undone
from xueheng.identity.tests.authority import authority
from xueheng.trust.public import forget_keys


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """Two authorities and a reader for each role of the first."""
    # A key that an earlier test made and undid would still seal for a minute, and then be missing.
    forget_keys()
    with django_db_blocker.unblock(), undone():
        yield ground(authority(1), authority(2), READERS)


@pytest.fixture
def where(laid: Ground, db: None) -> Ground:
    """The ground, with the databases open to this test."""
    return laid
