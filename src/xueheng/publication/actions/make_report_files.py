"""Papers of a whole class: one PDF of all, and an archive with a docx and a PDF of each."""

import zipfile
from collections.abc import Callable
from io import BytesIO

from django.db import transaction

from xueheng.identity.public import Viewer
from xueheng.publication.actions.open_class_reports import STREAM
from xueheng.publication.kept_files import DAY, KEPT_DAYS, forget_files, keep_file
from xueheng.publication.model_reports import BUNDLE, PDF, ReportFile, TermReport
from xueheng.publication.papers.docx_paper import docx_of
from xueheng.publication.papers.paper_words import Paper, file_name, paper_of
from xueheng.publication.papers.pdf_paper import pdf_of
from xueheng.publication.refusals import nothing_written
from xueheng.publication.told_reports import class_reports, read_reports
from xueheng.trust.public import new_number, now, write_journal
from xueheng.wording import Language, Text

Progress = Callable[[int, int, Text], None]


def make_report_files(by: Viewer, number: int, progress: Progress, language: Language = "zh") -> int:
    """How many pupils' reports are in the files. Those made before go. Raises ReportRefused."""
    found = class_reports(by, number, act="write")
    rows = TermReport.objects.visible_to(by, act="write").filter(reports=found).exclude(kind="")
    told = read_reports(by, list(rows.select_related("reports").order_by("place")))
    if not told:
        raise nothing_written()
    papers = [paper_of(each, language) for each in told]
    together = pdf_of(papers)
    bundle = _bundle(papers, progress)
    with transaction.atomic():
        forget_files(ReportFile.objects.visible_to(by).filter(reports=found).values_list("pk", flat=True))
        for kind, content in ((PDF, together), (BUNDLE, bundle)):
            one = new_number()
            keep_file(one, content)
            ReportFile.objects.create(
                number=one, reports=found, kind=kind, size=len(content), made=now(), until=now() + KEPT_DAYS * DAY
            )
        about = [("organisation", int(found.organisation)), ("reports", number)]
        write_journal(STREAM, "make_report_files", actor=by.person or None, post=by.post, about=about)
    return len(papers)


def _bundle(papers: list[Paper], progress: Progress) -> bytes:
    kept, names = BytesIO(), set[str]()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, paper in enumerate(papers, start=1):
            name = file_name(paper, at, names)
            archive.writestr(f"{name}.docx", docx_of(paper))
            archive.writestr(f"{name}.pdf", pdf_of([paper]))
            progress(at, len(papers), Text(f"已排版 {at} 份，共 {len(papers)} 份", f"{at} of {len(papers)} set"))
    return kept.getvalue()
