"""Publication: what the other rooms may use."""

from xueheng.publication.actions.draft_reports import draft_reports
from xueheng.publication.actions.finish_reports import finish_reports
from xueheng.publication.actions.make_report_files import make_report_files
from xueheng.publication.actions.open_class_reports import open_class_reports
from xueheng.publication.actions.open_report_file import open_report_file, own_paper
from xueheng.publication.actions.pick_works import pick_works
from xueheng.publication.actions.review_report import review_report
from xueheng.publication.actions.write_comment import write_comment
from xueheng.publication.erasing import PUBLICATION_ERASER
from xueheng.publication.jobs import begin as begin_report_job
from xueheng.publication.kept_files import drop_old_files as drop_old_report_files
from xueheng.publication.model_reports import ClassReports, ReportFile, ReportPick, TermReport
from xueheng.publication.refusals import ReportRefused
from xueheng.publication.waiting import to_check as reports_to_check
from xueheng.publication.waiting import to_choose as reports_to_choose

__all__ = [
    "PUBLICATION_ERASER",
    "ClassReports",
    "ReportFile",
    "ReportPick",
    "ReportRefused",
    "TermReport",
    "begin_report_job",
    "draft_reports",
    "drop_old_report_files",
    "finish_reports",
    "make_report_files",
    "open_class_reports",
    "open_report_file",
    "own_paper",
    "pick_works",
    "reports_to_check",
    "reports_to_choose",
    "review_report",
    "write_comment",
]
