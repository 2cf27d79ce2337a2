"""Saving a class sheet: every pupil by herself, so that one who cannot be recorded keeps nobody else out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xueheng.errors import XuehengError
from xueheng.evidence.actions.append_many import append_many
from xueheng.evidence.facts import NewFact, Outcome, Refused
from xueheng.evidence.model_sheets import LastSheet
from xueheng.evidence.refusals import ClientReused, FieldFault
from xueheng.evidence.stored_values import Stored
from xueheng.identity.public import PermissionRefused, Viewer, require
from xueheng.wording import Text

SHEET = "sheet"
NOT_HERE = FieldFault(
    "",
    Text("这一天不在您记录的班里，没有存", "not in a class you record for on that day; not stored"),
    Text("请核对日期；已转班的，由现在班里的老师记。", "Check the day; whoever teaches the new class records it."),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is sent: the type, the class it was opened for, what is said of all (kept for the next time) and a fact for
    each pupil touched.
    """

    type: str
    unit: int
    facts: Sequence[NewFact]
    heads: Mapping[str, Stored] = field(default_factory=dict)


def save_sheet(by: Viewer, sheet: Sheet) -> list[Outcome]:
    """What became of each fact, in order. Sent twice under the same ids, it is stored once.

    Raises PermissionRefused where the viewer does not record the type in that class, TypeUnknown.
    """
    require(by, "records", sheet.type, sheet.unit)
    try:
        outcomes = append_many(by, sheet.facts, provenance=SHEET) if sheet.facts else []
    except (PermissionRefused, ClientReused):
        outcomes = [_alone(by, fact) for fact in sheet.facts]
    if not all(isinstance(outcome, Refused) for outcome in outcomes):
        _remember(by, sheet)
    return outcomes


def _alone(by: Viewer, fact: NewFact) -> Outcome:
    """One fact by itself; why not, where it may not be recorded or its id was used otherwise."""
    try:
        return append_many(by, [fact], provenance=SHEET)[0]
    except PermissionRefused:
        return Refused((NOT_HERE,))
    except ClientReused as fault:
        return Refused((_as_fault(fault),), fault.number)


def _as_fault(fault: XuehengError) -> FieldFault:
    return FieldFault("", fault.text, fault.remedy or Text("", ""))


def _remember(by: Viewer, sheet: Sheet) -> None:
    """The next sheet of this post opens as this one stood."""
    kept = {"person": by.person, "type": sheet.type, "organisation": sheet.unit, "heads": dict(sheet.heads)}
    rows = LastSheet.objects.for_the_programme("the row of the viewer's own post")
    if by.post is not None and not rows.filter(post=by.post, **kept).exists():
        rows.update_or_create(post=by.post, defaults=kept)
