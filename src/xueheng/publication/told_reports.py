"""Reports as pages and papers show them: whose, of which class and period, all in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from xueheng.identity.public import Organisation, Person, Viewer, above, names_of, names_on
from xueheng.publication.facts import Facts, Ground, Section
from xueheng.publication.model_reports import AGAIN, CHECKED, FINISHED, WRITING, ClassReports, TermReport
from xueheng.publication.periods import period_title, report_of
from xueheng.publication.refusals import report_unknown
from xueheng.publication.sealed_reports import digest_of, opened
from xueheng.publication.works import Work, picked
from xueheng.shell.public import Status, moment_shown, said
from xueheng.trust.public import write_journal
from xueheng.wording import Text

NOT_NAMED = Text("（姓名不对您开放）", "(name not open to you)")
UNTITLED = Text("素质发展报告书", "Report on development")
STATES = {
    WRITING: Status("going", Text("待审", "to be checked")),
    AGAIN: Status("attention", Text("已退回重选", "sent back to choose again")),
    CHECKED: Status("ok", Text("已审", "checked")),
    FINISHED: Status("ok", Text("已发出", "given out")),
}
NOT_DRAFTED = Status("unknown", Text("未写草稿", "no draft yet"))
_WHY = "what a class and its school are called"
_SCHOOL, _HIERARCHY = "school", "administrative"


@dataclass(frozen=True, slots=True)
class Told:
    """One report, opened."""

    row: TermReport
    name: str
    class_name: str
    issuer: str
    title: Text
    period: Text
    sections: tuple[Section, ...]
    works: tuple[Work, ...]
    comment: str
    grounds: tuple[Ground, ...]

    @property
    def digest(self) -> str:
        """By which two printings of it are told apart."""
        return digest_of(Facts(self.sections, self.grounds), self.comment, [work.record for work in self.works])

    @property
    def number(self) -> int:
        """The report's number."""
        return int(self.row.number)

    @property
    def status(self) -> Status:
        """Where it stands."""
        return status_of(self.row)

    @property
    def ground(self) -> Text:
        """What its results rest on, in one line: runs by number and digest, or the record of a moment."""
        runs = [each for each in self.grounds if each.run is not None]
        if runs:
            told = "、".join(f"{each.run}（{each.digest[:12]}）" for each in runs)
            return Text(f"评价批次 {told}", f"run {told}")
        if self.grounds:
            at = moment_shown(max(each.known_at for each in self.grounds))
            return Text(f"按 {at} 的记录", f"on the record of {at}")
        return Text("", "")


def status_of(row: TermReport) -> Status:
    """Where a report stands, in one word."""
    return STATES[row.state] if row.kind else NOT_DRAFTED


def class_reports(viewer: Viewer, number: int, act: str = "see") -> ClassReports:
    """A class's reports. Raises ReportRefused, for one that is not there just the same."""
    found: ClassReports | None = ClassReports.objects.visible_to(viewer, act=act).filter(pk=number).first()
    if found is None:
        raise report_unknown()
    return found


def report_for(viewer: Viewer, number: int, act: str = "see") -> TermReport:
    """One pupil's report. Raises ReportRefused likewise."""
    rows = TermReport.objects.visible_to(viewer, act=act).select_related("reports")
    found: TermReport | None = rows.filter(pk=number).first()
    if found is None:
        raise report_unknown()
    return found


def names_in(viewer: Viewer, pupils: Sequence[int]) -> dict[int, str]:
    """The pupils' names, as far as the viewer may read them."""
    found = names_of(list(Person.objects.visible_to(viewer, act="name").filter(pk__in=set(pupils))))
    return {pupil: found.get(pupil) or said(NOT_NAMED) for pupil in pupils}


def class_and_school(number: int, day: date) -> tuple[str, str]:
    """What a class and its school were called on a day."""
    over = above(_HIERARCHY, number, day)
    schools = (
        Organisation.objects.for_the_programme(_WHY).filter(pk__in=over, kind=_SCHOOL).values_list("pk", flat=True)
    )
    school = next((unit for unit in over if unit in set(schools)), None)
    names = names_on([number, *([school] if school else [])], day)
    return names.get(number, ""), names.get(school or 0, "")


def told_reports(viewer: Viewer, rows: Sequence[TermReport]) -> list[Told]:
    """Reports of one class, which the viewer was given by a rule of sight, in order."""
    if not rows:
        return []
    names = names_in(viewer, [int(row.pupil) for row in rows])
    inside, works = opened(rows), picked(rows)
    of_class = rows[0].reports
    day = min(of_class.last, viewer.day)
    class_name, school = class_and_school(int(of_class.organisation), day)
    period = period_title(of_class.window, of_class.label)
    return [
        _told(row, names[int(row.pupil)], (class_name, school), period, inside.get(int(row.pk)), works[int(row.pk)])
        for row in rows
    ]


def _told(
    row: TermReport,
    name: str,
    places: tuple[str, str],
    period: Text,
    inside: tuple[Facts, str] | None,
    works: list[Work],
) -> Told:
    facts, comment = inside or (Facts((), ()), "")
    kind = report_of(row.kind)
    title = kind.title if kind else UNTITLED
    return Told(
        row, name, *places, title=title, period=period, sections=facts.sections, works=tuple(works), comment=comment,
        grounds=facts.grounds,
    )  # fmt: skip


def read_reports(viewer: Viewer, rows: Sequence[TermReport]) -> list[Told]:
    """As `told_reports`, for a person who reads them: noted in the journal first, but for one's own."""
    about = [row for row in rows if row.pupil not in viewer.own_people]
    if about and not viewer.is_programme:
        with transaction.atomic():
            write_journal(
                "reading", "read", actor=viewer.person, post=viewer.post,
                about=[("person", int(row.pupil)) for row in about],
                detail={"reports": [str(row.pk) for row in about]},
            )  # fmt: skip
    return told_reports(viewer, rows)
