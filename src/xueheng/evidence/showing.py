"""To whom a pupil shows what is hers, and what she puts into her term report: the choices in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xueheng.evidence.model_objections import ShownChoice
from xueheng.evidence.model_records import Record
from xueheng.evidence.states import FACTS
from xueheng.evidence.visibility import CLASS, FAMILY
from xueheng.identity.public import Viewer
from xueheng.trust.public import now
from xueheng.wording import Text

AUDIENCES = {
    "": Text("家人和有权查看的老师", "my family, and teachers who may see it"),
    CLASS: Text("家人和班主任", "my family and my class teacher"),
    FAMILY: Text("只有家人", "my family alone"),
}
"""Code → whom. Whoever verifies a record sees it in any case."""
_WHY = "what pupils chose to show"


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice in force; with none made: shown to whoever may, nothing said of the report."""

    audience: str = ""
    in_report: bool | None = None


def choices_of(numbers: Iterable[int]) -> dict[int, Choice]:
    """The choices in force for these records, in one query; a record without one is left out."""
    rows = ShownChoice.objects.for_the_programme(_WHY).filter(record__in=list(numbers), ended_at__isnull=True)
    return {number: Choice(*chosen) for number, *chosen in rows.values_list("record", "audience", "in_report")}


def shown_in_report(numbers: Iterable[int]) -> Mapping[int, bool]:
    """Record → whether her pupil puts it into the term report; records about which nothing was chosen are left out."""
    found = choices_of(numbers)
    return {number: choice.in_report for number, choice in found.items() if choice.in_report is not None}


def may_choose(viewer: Viewer, record: Record) -> bool:
    """Whether the viewer decides of this record, which she sees: the pupil and her guardians, of facts about her."""
    return viewer.post is None and record.act in FACTS and record.subject in viewer.own_people


def may_narrow(viewer: Viewer, record: Record) -> bool:
    """Whether she also decides who sees it: of what the family itself recorded."""
    return may_choose(viewer, record) and record.recorder in viewer.own_people


def carry_choice(before: int, after: int) -> None:
    """The choice for a record holds for the one that corrects it. In the caller's transaction."""
    rows = ShownChoice.objects.for_the_programme(_WHY)
    found = rows.filter(record=before, ended_at__isnull=True).first()
    if found is not None and not rows.filter(record=after, ended_at__isnull=True).exists():
        ShownChoice.objects.create(
            record_id=after, subject=found.subject, person=found.person, audience=found.audience,
            in_report=found.in_report, made_at=now(),
        )  # fmt: skip
