"""Workbooks: what the other rooms may use.

`read_records` reads a workbook or CSV of records, `read_subjects` one of subjects, `read_register`
one of the kernel's registers by its layout, `combine` puts
several files of one evaluation together, `write_marked` gives a workbook back with every row's
outcome and the answers. Files are parsed by a worker process inside `Limits`; a file that is not
read raises `WorkbookRefused`. `field_reader` reads one typed text as a field's stored value, `breaks` decides a
record type's entry condition: forms read what is typed as workbooks read cells.
"""

from xueheng.workbooks.accepted_words import unit_word
from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.combining import Combined, combine
from xueheng.workbooks.field_readers import accepted_words, arrow_type, default_value, field_reader
from xueheng.workbooks.limits import Limits
from xueheng.workbooks.mark_workbook import write_marked
from xueheng.workbooks.marking import Returned, ReturnedColumn
from xueheng.workbooks.number_cells import shown_number
from xueheng.workbooks.read_records import read_records, words_to_map
from xueheng.workbooks.read_register import HeadingSeen, RegisterReading, RegisterRow, read_register
from xueheng.workbooks.read_subjects import read_subjects
from xueheng.workbooks.reading import PassedOver, Reading, Rejection, SheetReading
from xueheng.workbooks.refusals import REASONS, WorkbookRefused
from xueheng.workbooks.row_checks import breaks, decidable
from xueheng.workbooks.sheet_xml import column_letters
from xueheng.workbooks.subjects import Subjects
from xueheng.workbooks.unread_values import UnreadValue, choices_of, coded_columns, unread_values
from xueheng.workbooks.worker_process import Progress

__all__ = [
    "REASONS",
    "Combined",
    "Fault",
    "HeadingSeen",
    "Limits",
    "PassedOver",
    "Progress",
    "Reading",
    "RegisterReading",
    "RegisterRow",
    "Rejection",
    "Returned",
    "ReturnedColumn",
    "SheetReading",
    "Subjects",
    "UnreadValue",
    "WorkbookRefused",
    "accepted_words",
    "arrow_type",
    "breaks",
    "choices_of",
    "coded_columns",
    "column_letters",
    "combine",
    "decidable",
    "default_value",
    "field_reader",
    "read_records",
    "read_register",
    "read_subjects",
    "shown_number",
    "unit_word",
    "unread_values",
    "words_to_map",
    "write_marked",
]
