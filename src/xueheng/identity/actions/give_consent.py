"""A guardian consents for a pupil under 14, and takes the consent back."""

from datetime import date

from django.db import transaction

from xueheng.identity.enrolment_changes import locked_person
from xueheng.identity.model_people import Consent, Guardianship
from xueheng.identity.people_refusals import NotTheGuardian
from xueheng.identity.periods import holds_on
from xueheng.identity.permission import require
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal

WHY = "consents of a pupil, asked for by a guardian"


@transaction.atomic
def give_consent(by: Viewer, pupil: int, kind: str, words_version: str, day: date, guardian: int | None = None) -> None:
    """A guardian consents to `kind`, as worded in `words_version`, from `day` on. Given twice, nothing changes.

    Only the guardian herself may; the programme names her when it sets up. Raises PermissionRefused, NotTheGuardian,
    PersonUnknown or PersonMerged.
    """
    said_by = _guardian(by, pupil, day, guardian)
    locked_person(pupil)
    held = Consent.objects.for_the_programme(WHY).filter(holds_on(day), pupil=pupil, guardian=said_by, kind=kind)
    if held.filter(words_version=words_version).exists():
        return
    Consent.objects.create(pupil_id=pupil, guardian_id=said_by, kind=kind, words_version=words_version, from_day=day)
    _write(by, "give_consent", said_by, pupil, {"kind": kind, "words": words_version, "day": str(day)})


@transaction.atomic
def withdraw_consent(by: Viewer, pupil: int, kind: str, day: date, guardian: int | None = None) -> None:
    """A guardian takes back the consent to `kind` from `day` on, whichever guardian gave it.

    The rows stay, ended; one given on that very day counts on no day. Raises as `give_consent`.
    """
    said_by = _guardian(by, pupil, day, guardian)
    locked_person(pupil)
    held = Consent.objects.for_the_programme(WHY).filter(pupil=pupil, kind=kind, to_day__gte=day)
    for row in held:
        row.to_day = min(row.to_day, date.fromordinal(day.toordinal() - 1))
        row.save(update_fields=["to_day"])
    _write(by, "withdraw_consent", said_by, pupil, {"kind": kind, "day": str(day)})


def _guardian(by: Viewer, pupil: int, day: date, named: int | None) -> int:
    """Who consents: the viewer as a guardian of this pupil today and on the day; whom the programme names."""
    said_by = named if by.is_programme and named is not None else by.person
    if not by.is_programme:
        require(by, "manages", "consents", person=pupil)
    rows = Guardianship.objects.for_the_programme(WHY).filter(holds_on(day), guardian=said_by, pupil=pupil)
    if (not by.is_programme and pupil not in by.wards) or not rows.exists():
        raise NotTheGuardian
    return said_by


def _write(by: Viewer, verb: str, guardian: int, pupil: int, detail: dict[str, object]) -> None:
    write_journal(
        "identity",
        verb,
        actor=by.person or None,
        post=by.post,
        about=[("person", guardian), ("person", pupil)],
        detail=detail,
    )
