"""Every address × every role × own, sibling, parent, former unit and another authority: made from the addresses
themselves.

An address that somebody adds is tried here without a word more than its declaration. Set XUEHENG_MATRIX to a part of
a pattern to try only the addresses that have it.
"""

import os

import pytest
from django.core.checks import run_checks

from tests.permission_matrix.trying import METHODS, Ground, problems
from xueheng.identity.public import Route, routes

pytestmark = pytest.mark.django_db
ONLY = os.environ.get("XUEHENG_MATRIX", "")
ADDRESSES = [found for found in routes() if ONLY in found.pattern]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("route", ADDRESSES, ids=lambda found: found.pattern or "home")
def test_an_address_opens_for_whom_it_should(route: Route, method: str, where: Ground) -> None:
    assert problems(route, method, where) == []


def test_no_fault_in_who_may_do_what() -> None:
    assert [str(found) for found in run_checks(tags=["permission", "addresses"])] == []
