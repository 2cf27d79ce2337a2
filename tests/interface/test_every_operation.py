"""Each role at every operation of the interface: no fault of the programme, answers as the document says, nothing of
others. `python -m tests.interface 200` sweeps longer.
"""

import os

import pytest

from tests.interface.every_operation import ROLES, operations, try_operation
from tests.permission_matrix.trying import Ground

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("XUEHENG_INTERFACE_EXAMPLES", "4"))
SEED = int(os.environ.get("XUEHENG_INTERFACE_SEED", "0"))
READ_BY_ALL = {"GET /api/v1/standards", "GET /api/v1/evidence-types"}


@pytest.mark.parametrize("operation", operations())
def test_every_role_is_answered_as_the_document_says(operation: str, where: Ground) -> None:
    tally = try_operation(where, operation, EXAMPLES, SEED)
    assert tally.statuses.keys() == set(ROLES)
    assert all(status >= 400 for status in tally.statuses["public"])
    if operation in READ_BY_ALL:
        assert all(200 in tally.statuses[role] for role in ROLES if role != "public")
    if operation.startswith("POST"):
        assert not {200, 201} & (tally.statuses["pupil_self"].keys() | tally.statuses["guardian"].keys())
