"""A post asks to read minors' sensitive fields."""

from django.db import transaction

from xueheng.identity.model_people import Enrolment
from xueheng.identity.model_posts import ReadingPurpose
from xueheng.identity.periods import holds_on
from xueheng.identity.permission import refused, require
from xueheng.identity.post_refusals import PurposeUnclear
from xueheng.identity.purposes import MOST_DAYS, PURPOSES
from xueheng.identity.reach import within_reach
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import now, write_journal

_DAY = 24 * 3600 * 1_000_000
LONGEST_REASON = 200


@transaction.atomic
def ask_purpose(by: Viewer, purpose: str, reason: str, until: int, subject: int | None = None) -> int:
    """Ask to read the sensitive fields of one pupil (`subject`), or of those the post reaches, until a moment.

    `until` in microseconds since 1970, at most MOST_DAYS ahead. The number of the request. Raises PermissionRefused
    (also for a pupil out of reach, or nobody's number) or PurposeUnclear.
    """
    require(by, "asks", "purposes")
    if subject is not None and not _reached(by, subject):
        raise refused("asks", "purposes")
    at, said = now(), reason.strip()
    if purpose not in PURPOSES or not 0 < len(said) <= LONGEST_REASON or not at < until <= at + MOST_DAYS * _DAY:
        raise PurposeUnclear(tuple(known.zh for known in PURPOSES.values()), MOST_DAYS)
    made = ReadingPurpose.objects.create(
        post_id=by.post, purpose=purpose, reason=said, subject=subject, asked_at=at, until=until
    )
    about = [("purpose", made.number), *([("person", subject)] if subject is not None else [])]
    detail = {"purpose": purpose, "reason": said, "until": until}
    write_journal("reading", "ask_purpose", actor=by.person, post=by.post, about=about, detail=detail)
    return int(made.number)


def _reached(by: Viewer, pupil: int) -> bool:
    enrolled = Enrolment.objects.for_the_programme("whether the post reaches the pupil asked for")
    return bool(enrolled.filter(holds_on(by.day), within_reach(by, "organisation"), pupil=pupil).exists())
