"""A file of a class's reports is handed out, and a pupil's own paper: noted in the journal before."""

from collections.abc import Iterator

from xueheng.identity.public import Viewer
from xueheng.publication.kept_files import path_of, pieces_of
from xueheng.publication.model_reports import ReportFile, TermReport
from xueheng.publication.papers.paper_words import paper_of
from xueheng.publication.papers.pdf_paper import pdf_of
from xueheng.publication.refusals import file_gone
from xueheng.publication.told_reports import class_reports, read_reports, report_for
from xueheng.shell.public import note_export
from xueheng.trust.public import now
from xueheng.wording import Language


def open_report_file(by: Viewer, number: int, kind: str) -> Iterator[bytes]:
    """The plain content, piece by piece. Raises ReportRefused where it is gone or not hers."""
    found = class_reports(by, number, act="write")
    file = ReportFile.objects.visible_to(by).filter(reports=found, kind=kind, until__gt=now()).first()
    if file is None or not path_of(int(file.pk)).is_file():
        raise file_gone()
    pupils = TermReport.objects.visible_to(by, act="write").filter(reports=found).exclude(kind="")
    about = [("person", int(pupil)) for pupil in pupils.values_list("pupil", flat=True)]
    note_export(by, "term_reports", len(about), about=about)
    return pieces_of(int(file.pk))


def own_paper(by: Viewer, number: int, language: Language = "zh") -> bytes:
    """One pupil's report as a PDF, for whoever may read it. Raises ReportRefused."""
    row = report_for(by, number)
    told = read_reports(by, [row])[0]
    if row.pupil not in by.own_people:
        note_export(by, "term_reports", 1, about=[("person", int(row.pupil))])
    return pdf_of([paper_of(told, language)])
