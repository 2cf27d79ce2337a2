"""Shell: what the other rooms may use. docs/architecture.md tells how a page is added."""

from xueheng.shell.erasing import SHELL_ERASER
from xueheng.shell.faults import fault_code, fault_page, trace_of
from xueheng.shell.forms.form import Form, Problem
from xueheng.shell.forms.remedies import give_remedies
from xueheng.shell.frame_parts import Crumb, Frame, Node, Standing, Tab, every, opened
from xueheng.shell.jobs.asking import (
    JobState,
    cancel_job,
    job_of,
    job_under_way,
    jobs_of,
    last_begun,
    retry_job,
    start_job,
)
from xueheng.shell.jobs.handle import JobHandle, JobLost, JobStopped
from xueheng.shell.jobs.kinds import JobKind, declare_job
from xueheng.shell.jobs.runner import IDLE, Runner, run_one
from xueheng.shell.jobs.stuck import StuckJobs, stuck_jobs
from xueheng.shell.numbers_shown import counted, days_shown, exact, moment, moment_shown
from xueheng.shell.page_language import lazily, page_language, said
from xueheng.shell.pages import fragment, page
from xueheng.shell.storage_faults import StorageRefused, storage_fault
from xueheng.shell.tables.answer import table_page, workbook
from xueheng.shell.tables.columns import Column, Status, Table
from xueheng.shell.tables.export import ExportTooLarge, export_table, workbook_of
from xueheng.shell.tables.filters import Filter
from xueheng.shell.tables.handing_out import note_export
from xueheng.shell.tables.reading import TablePage, TableRequest, read_page

__all__ = [
    "IDLE",
    "SHELL_ERASER",
    "Column",
    "Crumb",
    "ExportTooLarge",
    "Filter",
    "Form",
    "Frame",
    "JobHandle",
    "JobKind",
    "JobLost",
    "JobState",
    "JobStopped",
    "Node",
    "Problem",
    "Runner",
    "Standing",
    "Status",
    "StorageRefused",
    "StuckJobs",
    "Tab",
    "Table",
    "TablePage",
    "TableRequest",
    "cancel_job",
    "counted",
    "days_shown",
    "declare_job",
    "every",
    "exact",
    "export_table",
    "fault_code",
    "fault_page",
    "fragment",
    "give_remedies",
    "job_of",
    "job_under_way",
    "jobs_of",
    "last_begun",
    "lazily",
    "moment",
    "moment_shown",
    "note_export",
    "opened",
    "page",
    "page_language",
    "read_page",
    "retry_job",
    "run_one",
    "said",
    "start_job",
    "storage_fault",
    "stuck_jobs",
    "table_page",
    "trace_of",
    "workbook",
    "workbook_of",
]
