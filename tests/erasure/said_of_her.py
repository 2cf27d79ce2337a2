"""What others write about a pupil, and she of herself: a doubt with its answer, a term report with comment and work."""

from collections.abc import Mapping
from datetime import date

from xueheng.evidence.objections import told as objections_told
from xueheng.evidence.public import Objection, answer_objection, append_record, object_to_record
from xueheng.identity.public import Viewer
from xueheng.identity.tests.authority import Authority
from xueheng.publication.public import (
    ReportFile,
    TermReport,
    draft_reports,
    make_report_files,
    open_class_reports,
    pick_works,
    write_comment,
)
from xueheng.publication.told_reports import told_reports
from xueheng.wording import Text

TERM, IN_TERM, WORK_DAY = "term_1:2025-2026", date(2025, 12, 10), date(2025, 12, 1)
WHY = "a test looks"


def doubted(place: Authority, word: str, said: Mapping[str, str]) -> None:
    """She doubts a record about her, and the office answers."""
    number = append_record(
        place.viewer("class_teacher", IN_TERM), type="student.monthly_attendance", subject=place.people[word],
        day=date(2025, 11, 30), fields={"days_due": 20, "days_absent": 1},
    )  # fmt: skip
    made = object_to_record(place.pupil(word), number, "wrong_value", said["objection"])
    answer_objection(place.viewer("school_admin"), made, upheld=False, words=said["answer"])


def reported(place: Authority, told: Mapping[str, Mapping[str, str]]) -> None:
    """The class's reports, to the files: each pupil's comment is written, and she put her work in."""
    works = {
        word: append_record(
            place.pupil(word, IN_TERM), type="student.reflection", subject=place.people[word], day=WORK_DAY,
            fields={"on_aspect": "doing", "reflection_text": said["work"]},
        )
        for word, said in told.items()
    }  # fmt: skip
    teacher = place.viewer("class_teacher")
    found = open_class_reports(teacher, place.units["c3"], TERM)
    draft_reports(teacher, int(found.pk), _unwatched)
    for word, said in told.items():
        number = int(TermReport.objects.for_the_programme(WHY).get(reports=found, pupil=place.people[word]).pk)
        pick_works(place.pupil(word), number, [works[word]])
        write_comment(teacher, number, said["comment"])
    make_report_files(teacher, int(found.pk), _unwatched)


def _unwatched(done: int, total: int, said: Text) -> None:
    """Progress that nobody watches."""


def readable(by: Viewer, pupil: int) -> list[str]:
    """All that can be read of it now."""
    doubts = objections_told(by, list(Objection.objects.for_the_programme(WHY).filter(subject=pupil)))
    rows = TermReport.objects.for_the_programme(WHY).filter(pupil=pupil).select_related("reports")
    reports = told_reports(by, list(rows))
    works = [work.words.zh.rpartition("；")[2] for each in reports for work in each.works]
    return [
        *(words for each in doubts for words in (each.words, each.answer)),
        *(each.comment for each in reports),
        *works,
    ]


def report_files() -> int:
    """How many files made of reports there are."""
    return int(ReportFile.objects.for_the_programme(WHY).count())
