"""What a record's page has for the pupil and her guardians: whom it is shown to, and what was objected."""

from typing import Any

from xueheng.evidence.model_objections import Objection
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.objections import deciders_of, may_object, told
from xueheng.evidence.reading import History, record_for
from xueheng.evidence.refusals import RecordUnknown
from xueheng.evidence.showing import AUDIENCES, Choice, choices_of, may_choose, may_narrow
from xueheng.evidence.visibility import types_with
from xueheng.identity.public import Viewer


def family_part(viewer: Viewer, record: Record, history: History) -> dict[str, Any]:
    """The template's words."""
    numbers = [each.number for each in history.facts]
    put = Objection.objects.visible_to(viewer).filter(record__in=numbers).order_by("made_at", "number")
    chooses = may_choose(viewer, record)
    return {
        "objections": told(viewer, list(put)),
        "may_object": may_object(viewer, record, history.states.get(record.number)),
        "nobody_decides": _wants_to(viewer, record) and not deciders_of(record.type),
        "may_choose": chooses,
        "may_narrow": may_narrow(viewer, record),
        "choice": choices_of([record.number]).get(record.number, Choice()) if chooses else Choice(),
        "audiences": list(AUDIENCES.items()),
    }


def record_to_object(viewer: Viewer, number: int) -> Record | None:
    """The record, where the viewer may object to it as it stands."""
    try:
        record = record_for(viewer, number)
    except RecordUnknown:
        return None
    state = RecordState.objects.visible_to(viewer).filter(record=number).first()
    return record if may_object(viewer, record, state) else None


def _wants_to(viewer: Viewer, record: Record) -> bool:
    about_own = viewer.post is None and record.subject in viewer.own_people and record.recorder != viewer.person
    return about_own and record.type in types_with(viewer, ("objects",))
