"""What of a sheet was delivered before, under its sender's own ids: told to a device that lost the rest of it."""

from collections.abc import Sequence

from xueheng.evidence.model_records import Record
from xueheng.evidence.sheets.answers import STORED, Answer, RowAnswer
from xueheng.evidence.sheets.sheet_form import Tap
from xueheng.identity.public import Viewer

_WHY = "what the viewer herself sent before"


def delivered(viewer: Viewer, taps: Sequence[Tap]) -> Answer:
    """The taps that are stored already under their ids. The others are not named: they are to be marked again, with the
    note or the photo that belongs to them.
    """
    ids = {tap.client: tap.pupil for tap in taps if tap.client}
    rows = Record.objects.for_the_programme(_WHY).filter(recorder=viewer.person, client__in=list(ids))
    stored = {
        ids[client]: (number, subject) for number, client, subject in rows.values_list("number", "client", "subject")
    }
    told = {pupil: RowAnswer(STORED, "", number) for pupil, (number, subject) in stored.items() if subject == pupil}
    return Answer(told)
