"""The long works on a class's reports, as the jobs' runner runs them: under the post of whoever began them."""

from collections.abc import Callable, Mapping

from django.db import DatabaseError
from django.urls import reverse

from xueheng.identity.public import Viewer, programme_viewer, viewer_for
from xueheng.publication.actions.draft_reports import draft_reports
from xueheng.publication.actions.make_report_files import make_report_files
from xueheng.publication.model_reports import ClassReports
from xueheng.publication.told_reports import class_reports
from xueheng.shell.public import JobHandle, declare_job, page_language, start_job, storage_fault
from xueheng.wording import Language, Text

DRAFT, FILES = "draft_term_reports", "make_term_report_files"
Arguments = Mapping[str, object]
_WHY = "which job works on the reports"


def begin(by: Viewer, kind: str, number: int) -> int:
    """The number of the job that drafts a class's reports, or makes their files. Raises ReportRefused."""
    class_reports(by, number, act="write")
    job = start_job(by, kind, {"reports": str(number), "language": page_language()})
    ClassReports.objects.for_the_programme(_WHY).filter(pk=number).update(job=job)
    return job


def _viewer(handle: JobHandle) -> Viewer:
    return programme_viewer() if handle.person is None else viewer_for(handle.person, handle.post)


def _run(work: Callable[..., int]) -> Callable[[JobHandle, Arguments], Arguments]:
    def run(handle: JobHandle, arguments: Arguments) -> Arguments:
        language: Language = "en" if arguments.get("language") == "en" else "zh"
        try:
            work(_viewer(handle), int(str(arguments["reports"])), handle.progress, language)
        except (DatabaseError, OSError) as fault:
            known = storage_fault(fault)
            if known is None:
                raise
            raise known from fault
        return {"reports": str(arguments["reports"])}

    return run


def _address(result: Arguments) -> str:
    return reverse("class_reports", args=[int(str(result["reports"]))])


declare_job(DRAFT, Text("写全班报告书草稿", "Drafting a class's reports"), _run(draft_reports), address=_address)
declare_job(FILES, Text("排版全班报告书", "Setting a class's reports"), _run(make_report_files), address=_address)
