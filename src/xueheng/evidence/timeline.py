"""A pupil's records over time, as her growth page lists them; and how many there are of each type."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from xueheng.evidence.catalogue import types_known
from xueheng.evidence.counting import standing_facts
from xueheng.evidence.descriptions import Described, described
from xueheng.evidence.reading import records
from xueheng.evidence.states import FACTS
from xueheng.identity.public import Viewer, numbers_of_same
from xueheng.language.public import EvidenceType
from xueheng.wording import Text

AT_ONCE = 20
KINDS = {
    "": Text("全部", "All"),
    "works": Text("作品", "Works"),
    "teachers": Text("老师记的", "By teachers"),
    "family": Text("我和家人记的", "By me and my family"),
}


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many facts of a type stand in a window, and the last day of any."""

    count: int
    last: date | None


def counts_of(subject: int, first: date, last: date) -> Mapping[str, TypeCount]:
    """By type of record: those of the window, and when there was the last one at all; one query."""
    inside = Q(day__gte=first, day__lte=last)
    rows = standing_facts().filter(subject__in=numbers_of_same(subject)).order_by().values("type")
    found = rows.annotate(inside=Count("number", filter=inside), newest=Max("day"))
    return {row["type"]: TypeCount(row["inside"], row["newest"]) for row in found}


def timeline(viewer: Viewer, subject: int, kind: str = "", before: int | None = None) -> tuple[list[Described], int]:
    """The facts that stand, newest first, from below the number `before`; and the number to go on from, 0 at the end.
    With private words where the reader is the pupil or her family.
    """
    found = records(viewer).filter(
        subject__in=numbers_of_same(subject),
        act__in=FACTS,
        state__corrected_by__isnull=True,
        state__retracted_by__isnull=True,
    )
    if kind == "works":
        found = found.filter(type__in=[name for name, type_ in types_known().items() if _takes_works(type_)])
    elif kind in ("teachers", "family"):
        found = found.filter(post__isnull=kind == "family")
    if before is not None:
        found = found.filter(number__lt=before)
    rows = list(found.order_by("-number")[: AT_ONCE + 1])
    told = described(viewer, rows[:AT_ONCE], with_private=subject in viewer.own_people)
    return told, int(rows[AT_ONCE - 1].number) if len(rows) > AT_ONCE else 0


def _takes_works(type_: EvidenceType) -> bool:
    """Whether its files are works: a private one is a teacher's photo beside what she saw."""
    return any(field.is_file and not field.only_looked_at for field in type_.fields)
