"""A minor's sensitive fields are read: under an approved purpose, and noted before anything is shown."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from xueheng.identity.model_people import Enrolment, IdentityNumber, Person
from xueheng.identity.people import BORN, number_label
from xueheng.identity.periods import holds_on
from xueheng.identity.permission import may
from xueheng.identity.post_refusals import PurposeMissing
from xueheng.identity.purposes import PURPOSE_SUBJECT, with_purpose
from xueheng.identity.reach import within_reach
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import unseal, write_journal

WHY = "a reading that was just permitted and noted"


def note_reading(by: Viewer, people: Sequence[int], fields: Sequence[str]) -> None:
    """Writes one entry of the stream `reading`: who is about to read which fields of whom, and for what.

    Call it in the transaction that reads, before anything is shown. Raises PurposeMissing unless the viewer may: for
    minors under a purpose that holds at this moment and covers each of them; for oneself, a guardian's wards, and
    staff within reach without one.
    """
    if not by.is_programme:
        _require_reading(by, people)
    about = [("person", person) for person in people]
    if by.purpose is not None:
        about.append(("purpose", by.purpose))
    detail = {"fields": sorted(fields)}
    write_journal("reading", "read", actor=by.person or None, post=by.post, about=about, detail=detail)


@transaction.atomic
def read_sensitive(by: Viewer, person: int, fields: Sequence[str], purpose: int | None = None) -> dict[str, str]:
    """The sensitive fields of a person that are known: `born` (ISO day), and numbers by kind (`identity_card` …).

    `purpose`: the number of an approved request, unless the viewer has it. Raises PurposeMissing; see `note_reading`.
    """
    reader = by if purpose is None or purpose == by.purpose else with_purpose(by, purpose)
    if reader is None:
        raise PurposeMissing
    note_reading(reader, [person], fields)
    return _read(person, frozenset(fields))


def reading_takes_purpose(by: Viewer, person: int) -> bool:
    """Whether this viewer reads the person's sensitive fields under an approved purpose alone: a minor not her own."""
    return person not in by.own_people and bool(_minors(by, {person}))


def may_read_sensitive(by: Viewer, person: int) -> bool:
    """Whether the viewer may read them without a purpose, or may ask for one: who has the page at all."""
    if person in by.own_people:
        return True
    return may(by, "asks", "purposes") if _minors(by, {person}) else _staff_may_be_read(by, {person})


def sensitive_kept(person: int) -> tuple[str, ...]:
    """Which sensitive fields are kept of a person: BORN, and numbers by kind. Nothing of what they say."""
    born = Person.objects.for_the_programme(WHY).filter(pk=person, born__isnull=False).exists()
    kinds = IdentityNumber.objects.for_the_programme(WHY).filter(person=person).values_list("kind", flat=True)
    return (*((BORN,) if born else ()), *sorted(kinds))


def _require_reading(by: Viewer, people: Sequence[int]) -> None:
    """The same refusal for a minor without a purpose, for somebody out of reach, and for a number that is nobody's."""
    others = set(people).difference(by.own_people)
    minors = _minors(by, others)
    if not (_staff_may_be_read(by, others - minors) and _purpose_covers(by, minors)):
        raise PurposeMissing


def _staff_may_be_read(by: Viewer, people: set[int]) -> bool:
    if not people:
        return True
    seen = Person.objects.visible_to(by).filter(pk__in=people).values_list("pk", flat=True)
    return may(by, "sees", "identity_numbers") and set(seen) == people


def _purpose_covers(by: Viewer, minors: set[int]) -> bool:
    """Whether the viewer's purpose holds at this moment, and each of them is in its words and in the post's reach."""
    if not minors:
        return True
    under = with_purpose(by, by.purpose) if by.purpose is not None else None
    if under is None:
        return False
    subject = under.memo[PURPOSE_SUBJECT]
    enrolled = Enrolment.objects.for_the_programme(WHY).filter(
        holds_on(by.day), within_reach(by, "organisation"), pupil__in=minors
    )
    reached = set(enrolled.values_list("pupil_id", flat=True))
    return minors <= reached and (subject is None or minors == {subject})


def _minors(by: Viewer, people: set[int]) -> set[int]:
    """Those under 18, and whoever is enrolled today: where the day of birth is not known, a pupil counts as a minor."""
    if not people:
        return set()
    enrolled = Enrolment.objects.for_the_programme(WHY).filter(holds_on(by.day), pupil__in=people).values("pupil")
    rows = Person.objects.for_the_programme(WHY).filter(pk__in=people)
    return set(rows.filter(Q(minor_until__gte=by.day) | Q(pk__in=enrolled)).values_list("pk", flat=True))


def _read(person: int, fields: frozenset[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    if BORN in fields:
        born = Person.objects.for_the_programme(WHY).filter(pk=person).values_list("born", flat=True).first()
        if born is not None:
            found[BORN] = unseal(person, BORN, bytes(born)).decode()
    numbers = IdentityNumber.objects.for_the_programme(WHY).filter(person=person, kind__in=fields)
    for kind, value in numbers.values_list("kind", "value"):
        found[kind] = unseal(person, number_label(kind), bytes(value)).decode()
    return found
