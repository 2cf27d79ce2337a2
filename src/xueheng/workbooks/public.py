"""Workbooks: what the other rooms may use.

`read_records` reads a workbook or CSV of records, `read_subjects` one of subjects, `combine` puts
several files of one evaluation together, `write_marked` gives a workbook back with every row's
outcome and the answers. Files are parsed by a worker process inside `Limits`; a file that is not
read raises `WorkbookRefused`.
"""

from xueheng.workbooks.combining import Combined, combine
from xueheng.workbooks.limits import Limits
from xueheng.workbooks.mark_workbook import write_marked
from xueheng.workbooks.marking import Returned, ReturnedColumn
from xueheng.workbooks.read_records import read_records
from xueheng.workbooks.read_subjects import read_subjects
from xueheng.workbooks.reading import PassedOver, Reading, Rejection, SheetReading
from xueheng.workbooks.refusals import REASONS, WorkbookRefused
from xueheng.workbooks.subjects import Subjects
from xueheng.workbooks.worker_process import Progress

__all__ = [
    "REASONS",
    "Combined",
    "Limits",
    "PassedOver",
    "Progress",
    "Reading",
    "Rejection",
    "Returned",
    "ReturnedColumn",
    "SheetReading",
    "Subjects",
    "WorkbookRefused",
    "combine",
    "read_records",
    "read_subjects",
    "write_marked",
]
