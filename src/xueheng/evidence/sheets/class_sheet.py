"""What the page of a sheet shows: the class's pupils in the order of their seats, and what stands of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xueheng.evidence.entry_fields import shown_value, typed_value
from xueheng.evidence.reading import records, shown_records, where_any
from xueheng.evidence.sheets.brushes import SheetShape
from xueheng.evidence.states import FACTS
from xueheng.identity.public import Enrolment, Person, Viewer, holds_on, names_of
from xueheng.language.public import EvidenceType
from xueheng.wording import Text

MOST_TILES = 80
_WHY = "the pupils of a class for which the viewer records"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the viewer recorded on the day: the record, and its value as typed and in words."""

    number: int
    code: str
    words: Text


@dataclass(frozen=True, slots=True)
class Tile:
    """A pupil of the class. `since`: in it from that day on."""

    number: int
    name: str
    seat: int | None
    since: date
    stored: Stored | None = None


def tiles_of(viewer: Viewer, shape: SheetShape, unit: int, day: date) -> list[Tile]:
    """The pupils of the class on a day, by seat, never by what is known of them; a fixed number of queries."""
    rows = Enrolment.objects.for_the_programme(_WHY).filter(holds_on(day), organisation=unit).exclude(status="left")
    placed = list(rows.order_by("seat", "pk").values_list("pupil_id", "seat", "from_day")[:MOST_TILES])
    numbers = [pupil for pupil, _, _ in placed]
    names = names_of(list(Person.objects.visible_to(viewer, act="name").filter(pk__in=numbers)))
    stored = stored_on(viewer, shape, numbers, day)
    return [
        Tile(pupil, names[pupil], seat, since, stored.get(pupil)) for pupil, seat, since in placed if names.get(pupil)
    ]


def stored_on(viewer: Viewer, shape: SheetShape, pupils: Sequence[int], day: date) -> dict[int, Stored]:
    """Of each pupil the latest fact of the type that the viewer recorded on the day and that stands."""
    stands = Q(type=shape.type_.name, day=day, act__in=FACTS, state__corrected_by=None, state__retracted_by=None)
    mine = stands & Q(subject__in=pupils, recorder=viewer.person)
    found = where_any(mine, lambda: records(viewer).filter(mine))
    latest = {row.subject: row for row in found.order_by("number")}
    told: dict[int, Stored] = {}
    for shown in shown_records(viewer, list(latest.values()), with_private=False):
        value = shown.fields.get(shape.field.name)
        if value is not None:
            words = shown_value(shape.field, value)
            told[shown.record.subject] = Stored(shown.record.number, typed_value(shape.field, value), words)
    return told


def by_others(viewer: Viewer, type_: EvidenceType, unit: int, day: date) -> int:
    """How many facts of the type others recorded in the class on the day, as far as the viewer may see."""
    stands = Q(type=type_.name, day=day, act__in=FACTS, state__corrected_by=None, state__retracted_by=None)
    others = stands & Q(organisation=unit) & ~Q(recorder=viewer.person)
    return int(where_any(others, lambda: records(viewer).filter(others)).count())
