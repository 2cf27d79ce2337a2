"""Every form of every address meets bad input: made from the addresses themselves, as the permission matrix is.

A form that somebody adds is tried here without a word more than its page. Set XUEHENG_FORMS to a part of an address's
name to try only those that have it.
"""

import os

import pytest

from tests.forms.trying import form_faults
from tests.permission_matrix.trying import Ground
from xueheng.identity.public import Route, routes

pytestmark = pytest.mark.django_db
ONLY = os.environ.get("XUEHENG_FORMS", "")
ADDRESSES = [found for found in routes() if ONLY in found.name and not found.pattern.startswith("api/")]


@pytest.mark.parametrize("route", ADDRESSES, ids=lambda found: found.name)
def test_a_form_refuses_what_is_bad_and_keeps_what_was_typed(route: Route, where: Ground) -> None:
    faults = form_faults(route, where)
    assert not faults, "\n".join(faults)
