"""Whatever is asked of a page in its address, by its filter bar or by hand: it answers, and shows nobody else's rows.

XUEHENG_FORMS narrows it as it does the forms.
"""

import pytest

from tests.forms.filtering import filter_faults
from tests.forms.test_every_form import ADDRESSES
from tests.permission_matrix.trying import Ground
from xueheng.identity.public import Route

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", ADDRESSES, ids=lambda found: found.name)
def test_a_page_answers_whatever_its_address_asks(route: Route, where: Ground) -> None:
    faults = filter_faults(route, where)
    assert not faults, "\n".join(faults)
