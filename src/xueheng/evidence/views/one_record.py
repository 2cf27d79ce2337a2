"""One record: what it says, where it stands, its history and corrections, the same from elsewhere, its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from xueheng.evidence.descriptions import Beside, Change, Described, beside, changes_between, described
from xueheng.evidence.family_part import family_part
from xueheng.evidence.files.kept_files import name_of
from xueheng.evidence.model_records import Attachment, Record
from xueheng.evidence.reading import History, files_of, history_of, links_of, record_for
from xueheng.evidence.refusals import RecordUnknown
from xueheng.evidence.signatures import Signature, signatures, verdicts
from xueheng.evidence.states import FACTS
from xueheng.evidence.visibility import may_change
from xueheng.identity.public import Viewer, may_do, viewer_of
from xueheng.shell.public import Crumb, page
from xueheng.trust.public import KeyDestroyed
from xueheng.wording import Text

RECORDS = Text("记录", "Records")


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file with the name it is shown under."""

    number: int
    field: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a fact's history: the record, and for a correction what it changed."""

    told: Described
    by: Signature
    changes: tuple[Change, ...] = ()


def one(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a record; an attestation or a retraction leads to its fact."""
    viewer = viewer_of(request)
    try:
        record = fact_of(viewer, record_for(viewer, number))
    except RecordUnknown:
        raise Http404 from None
    history, links = history_of(viewer, record), links_of(viewer, record)
    around = beside(viewer, [*history.facts, *history.acts, *links])
    told = described(viewer, [record], with_private=True, around=around)[0]
    signed = signatures(viewer, [*history.facts, *history.acts], around.people)
    context = {
        "told": told,
        "steps": steps_of(viewer, history, around, signed),
        "verdicts": verdicts(history.states.get(record.number), history.acts, signed),
        "newer": history.current if history.current.number != record.number else None,
        "links": described(viewer, links, around=around),
        "files": named_files(viewer, told),
        **possible_acts(viewer, record, history),
        **family_part(viewer, record, history),
    }
    crumbs = [Crumb(RECORDS, reverse("records"))]
    return page(request, "evidence/record.html", context, title=told.type_title, crumbs=crumbs)


def fact_of(viewer: Viewer, record: Record) -> Record:
    """The fact that a record says or is about. Raises RecordUnknown."""
    return record if record.act in FACTS or record.target is None else record_for(viewer, record.target)


def steps_of(viewer: Viewer, history: History, around: Beside, signed: Mapping[int, Signature]) -> list[Step]:
    """Every record of the history, oldest first; private words are on the record's own page."""
    every = described(viewer, [*history.facts, *history.acts], around=around)
    told = {each.number: each for each in every}
    changed = {
        after.number: tuple(changes_between(told[before.number], told[after.number]))
        for before, after in pairwise(history.facts)
    }
    ordered = sorted(told.values(), key=lambda each: (each.record.recorded_at, each.number))
    return [Step(each, signed[each.number], changed.get(each.number, ())) for each in ordered]


def named_files(viewer: Viewer, told: Described) -> list[NamedFile]:
    """The record's files that the viewer may open: of the fields that she reads."""
    found = files_of(viewer, {told.number: {line.name for line in told.lines if line.is_file}})
    return [_named(told.record.subject, each) for each in found.get(told.number, [])]


def _named(subject: int, found: Attachment) -> NamedFile:
    try:
        name = name_of(subject, found)
    except KeyDestroyed:
        name = found.kind
    return NamedFile(found.number, found.field, name, found.size)


def possible_acts(viewer: Viewer, record: Record, history: History) -> dict[str, bool]:
    """Which buttons the page has: what the viewer may do to this record as it stands."""
    state = history.states.get(record.number)
    stands = state is not None and state.corrected_by is None and state.retracted_by is None
    changes = stands and may_change(viewer, record)
    waits = stands and state is not None and (state.to_verify or state.sampled)
    return {
        "may_correct": changes,
        "may_retract": changes,
        "may_verify": waits and may_do(viewer, "verify", record),
    }
