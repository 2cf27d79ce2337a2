"""Django looks for models here; they stand in files by subject, and what may be seen of them is declared with them."""

from xueheng.publication.model_reports import ClassReports, ReportFile, ReportPick, TermReport
from xueheng.publication.visibility import report_rule

__all__ = ["ClassReports", "ReportFile", "ReportPick", "TermReport", "report_rule"]
