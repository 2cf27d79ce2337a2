"""Units, classes and their people go out to another program as a OneRoster zip, whole or the changes since a moment."""

from dataclasses import dataclass

from django.db import transaction

from xueheng.identity.actions.read_sensitive import note_reading
from xueheng.identity.model_people import Person
from xueheng.identity.oneroster.outgoing import Outgoing, outgoing
from xueheng.identity.oneroster.outgoing_gone import add_gone
from xueheng.identity.oneroster.outgoing_kept import add_kept
from xueheng.identity.oneroster.outgoing_own import add_people, add_units
from xueheng.identity.oneroster.own_ids import own_id
from xueheng.identity.oneroster.people_acts import OURS
from xueheng.identity.oneroster.rights import require_exporting
from xueheng.identity.oneroster.zip_writing import zip_of
from xueheng.identity.people import BORN
from xueheng.identity.unit_refusals import UnitUnknown
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import unseal_many, write_journal

WHY = "sex and day of birth for a roster"
SENSITIVE = (BORN, "sex", "identifiers")
MOST_NAMED = 500
"""People named in one entry of the journal."""


@dataclass(frozen=True, slots=True)
class RosterOut:
    """The zip, and how many rows each file has."""

    content: bytes
    rows: dict[str, int]


@transaction.atomic
def export_roster(
    by: Viewer, *, of: int | None = None, since: int | None = None, sensitive: bool = False, source: str | None = None
) -> RosterOut:
    """The roster of the units that the viewer reaches, or those under `of`, as of the viewer's day.

    `since`: microseconds since 1970; then only what changed after it, and what is to be deleted. `source`: only what
    that program gave. `sensitive`: days of birth, sex and identity numbers too, under the viewer's approved purpose.
    Raises PermissionRefused, PurposeMissing, UnitUnknown, or ImportRefused outside the calendar.
    """
    require_exporting(by)
    out = outgoing(by, of, since, sensitive=sensitive)
    if of is not None and of not in out.units.kinds:
        raise UnitUnknown
    add_kept(out, source)
    if source is None:
        add_units(out)
        add_people(out)
        if since is not None:
            add_gone(out)
    if sensitive:
        _note_reading(by, out)
        if source is None:
            _add_demographics(out)
    _write(by, out)
    content = zip_of(out, f"{OURS}-{own_id('system', 0)[:8]}")
    return RosterOut(content, {name: len(rows) for name, rows in out.rows.items() if rows})


def _note_reading(by: Viewer, out: Outgoing) -> None:
    people = sorted(out.people)
    for start in range(0, len(people), MOST_NAMED):
        note_reading(by, people[start : start + MOST_NAMED], SENSITIVE)


def _add_demographics(out: Outgoing) -> None:
    """Sex and day of birth of our own people; what a program gave of its people goes back as it came."""
    said = {row.values["sourcedId"] for row in out.rows["demographics"]}
    own = {out.ids["person", number]: number for number in out.people if ("person", number) in out.ids}
    numbers = sorted(number for written, number in own.items() if written not in said)
    for start in range(0, len(numbers), MOST_NAMED):
        rows = list(Person.objects.for_the_programme(WHY).filter(pk__in=numbers[start : start + MOST_NAMED]))
        days = unseal_many([(row.pk, BORN, bytes(row.born or b"")) for row in rows])
        for row, born in zip(rows, days, strict=True):
            values = {"sourcedId": out.ids["person", row.pk], "birthDate": (born or b"").decode(), "sex": row.sex}
            if born or row.sex:
                out.add("demographics", values, out.when(("person", row.pk)))


def _write(by: Viewer, out: Outgoing) -> None:
    detail = {
        "rows": sum(len(rows) for rows in out.rows.values()), "people": len(out.people),
        "delta": out.since is not None, "sensitive": out.sensitive, "day": str(by.day),
    }  # fmt: skip
    write_journal(
        "reading", "export_roster", actor=by.person or None, post=by.post,
        about=[("organisation", out.of)] if out.of is not None else [], detail=detail,
    )  # fmt: skip
