"""How the databases find what other systems ask for again and again: by an index, on either engine."""

from typing import Any

import pytest
from django.db import connection

from xueheng.evidence.model_records import Record
from xueheng.identity.public import programme_viewer, today
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.trust.public import now
from xueheng.web.api.records_shown import narrowed, portion_of_records, written_moment
from xueheng.web.api.views.records import RecordsAsked

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
MANY, SECOND = 4_000, 1_000_000
INDEX = "record_since"


def plan_of(rows: Any) -> str:
    """How the database would find them, in its own words."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE evidence_record")
    return str(rows.explain())


@pytest.fixture
def changes(place: Authority) -> RecordsAsked:
    """Thousands of records, one a second until now; asked for are those of the last half minute."""
    moment = now()
    Record.objects.bulk_create(
        Record(
            number=10**9 + order, act="fact", type="student.observation", type_version="1", subject=place.people["ann"],
            organisation=place.units["c3"], day=place.day, recorder=place.people["class_teacher"], provenance="api",
            payload=b"x", commitment=bytes(32), fingerprint=order.to_bytes(16, "big"),
            recorded_at=moment - (MANY - order) * SECOND,
        )
        for order in range(MANY)
    )  # fmt: skip
    return RecordsAsked.model_validate({"changed_since": written_moment(moment - 30 * SECOND), "limit": 50})


def test_what_changed_since_a_moment_is_found_by_its_index(place: Authority, changes: RecordsAsked) -> None:
    for viewer in (programme_viewer(today()), place.viewer("class_teacher")):
        rows = narrowed(viewer, changes).order_by("recorded_at", "pk")[: changes.limit + 1]
        plan = plan_of(rows)
        assert INDEX in plan, f"{viewer.role}: {plan}"
        found, next_ = portion_of_records(narrowed(viewer, changes), changes)
        assert len(found) in (29, 30, 31)
        assert next_ is None


def test_the_test_would_see_its_absence(place: Authority, changes: RecordsAsked) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {INDEX}")
    rows = narrowed(programme_viewer(today()), changes).order_by("recorded_at", "pk")[: changes.limit + 1]
    assert INDEX not in plan_of(rows)
