"""The tables of reports: a class's pupils with the state of each, the sets of the units reached, a family's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from xueheng.identity.public import Closure, Viewer, holds_on, names_on
from xueheng.publication.model_reports import CHECKED, FINISHED, ClassReports, TermReport
from xueheng.publication.periods import period_title
from xueheng.publication.told_reports import NOT_DRAFTED, STATES, names_in, status_of
from xueheng.publication.works import picked
from xueheng.shell.public import Column, Status, Table
from xueheng.wording import Text

_WHY = "how far the reports of a class are"
_SCHOOL = "school"
CHOSEN = Text("本人未选", "not chosen yet")


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil's report as a line of her class's list."""

    row: TermReport
    name: str
    works: int

    @property
    def status(self) -> Status:
        """Where it stands."""
        return status_of(self.row)

    @property
    def chosen(self) -> Text:
        """How many works are in, or that nothing was said yet."""
        return Text(f"{self.works} 件", str(self.works)) if self.row.chosen else CHOSEN

    @property
    def comment(self) -> Text:
        """Whose the comment is."""
        if not self.row.comment:
            return Text("没有", "none")
        return Text("已改写", "written") if self.row.edited else Text("草稿", "draft")


def _report_address(row: PupilRow) -> str:
    return reverse("term_report", args=[row.row.pk]) if row.row.kind else ""


def pupils_table(viewer: Viewer) -> Table:
    """A class's reports in the order of the class's list, never by anything they say."""

    def told(rows: Sequence[TermReport]) -> list[PupilRow]:
        names, works = names_in(viewer, [int(row.pupil) for row in rows]), picked(rows)
        return [PupilRow(row, names[int(row.pupil)], len(works[int(row.pk)])) for row in rows]

    return Table(
        "term_reports", Text("报告书", "Reports"),
        columns=(
            Column("name", Text("姓名", "Name"), lambda row: row.name, link=_report_address),
            Column("place", Text("序号", "No."), lambda row: row.row.place, on_phone=False),
            Column("state", Text("状态", "State"), lambda row: row.status),
            Column("comment", Text("寄语", "Comment"), lambda row: row.comment, on_phone=False),
            Column("works", Text("所选作品", "Works chosen"), lambda row: row.chosen),
        ),
        order=("place",), key="number", prepare=told,
        empty=Text("这个班还没有学生。", "There are no pupils in this class."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetRow:
    """A class's reports as a line of a list."""

    row: ClassReports
    school: str
    class_name: str
    counts: Mapping[str, int]

    @property
    def period(self) -> Text:
        """Over what they are."""
        return period_title(self.row.window, self.row.label)

    @property
    def status(self) -> Status:
        """How far the class is."""
        total, done = self.counts["all"], self.counts["checked"]
        if total and self.counts["finished"] == total:
            return STATES[FINISHED]
        if not self.counts["drafted"]:
            return NOT_DRAFTED
        return Status("going", Text(f"已审 {done}，共 {total}", f"{done} of {total} checked"))


def _set_address(row: SetRow) -> str:
    return reverse("class_reports", args=[row.row.pk])


def sets_table(viewer: Viewer) -> Table:
    """The reports of the units that the viewer's post reaches, the latest period first."""

    def told(rows: Sequence[ClassReports]) -> list[SetRow]:
        counts = counts_of(rows)
        classes = {int(row.organisation) for row in rows}
        schools = schools_over(classes, viewer.day)
        names = names_on({*classes, *schools.values()}, viewer.day)
        return [
            SetRow(
                row,
                names.get(schools.get(int(row.organisation), 0), ""),
                names.get(int(row.organisation), ""),
                counts[int(row.pk)],
            )
            for row in rows
        ]

    return Table(
        "class_reports", Text("报告书", "Reports"),
        columns=(
            Column("class", Text("班级", "Class"), lambda row: row.class_name, link=_set_address),
            Column("school", Text("学校", "School"), lambda row: row.school, on_phone=False),
            Column("period", Text("时期", "Period"), lambda row: row.period),
            Column("state", Text("状态", "State"), lambda row: row.status),
        ),
        order=("-last", "organisation"), key="number", prepare=told, holds_personal_data=False,
        empty=Text("还没有开写的报告书。", "No reports were begun yet."),
    )  # fmt: skip


def schools_over(classes: set[int], day: date) -> dict[int, int]:
    """The school of each class on a day, in one query."""
    rows = Closure.objects.for_the_programme(_WHY).filter(
        holds_on(day), hierarchy="administrative", descendant__in=classes, ancestor__kind=_SCHOOL
    )
    return {int(below): int(over) for below, over in rows.values_list("descendant", "ancestor")}


def counts_of(rows: Sequence[ClassReports]) -> dict[int, dict[str, int]]:
    """How many reports of each set there are, how many drafted, checked, chosen for and given out; in one query."""
    nothing = {"all": 0, "drafted": 0, "checked": 0, "finished": 0, "chosen": 0}
    found = {int(row.pk): dict(nothing) for row in rows}
    told = (
        TermReport.objects.for_the_programme(_WHY)
        .filter(reports__in=list(found))
        .values("reports")
        .annotate(
            all=Count("pk"),
            drafted=Count("pk", filter=~Q(kind="")),
            checked=Count("pk", filter=Q(state__in=(CHECKED, FINISHED))),
            finished=Count("pk", filter=Q(state=FINISHED)),
            chosen=Count("pk", filter=Q(chosen=True)),
        )
    )
    for one in told:
        found[int(one.pop("reports"))].update(one)
    return found
