"""The results as a workbook: 结果 (a row a subject), 分布 (groups), 说明 (what it is and what it rests on)."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from xueheng.cli.documents.bulk_rows import fill_rows
from xueheng.cli.documents.evaluated import Evaluated
from xueheng.cli.documents.run_facts import Progress, RunFacts
from xueheng.cli.documents.sheet_explained import write_explained_sheet
from xueheng.cli.documents.sheet_groups import write_groups_sheet
from xueheng.cli.documents.sheet_layers import LayeredRows, write_layer_sheet
from xueheng.cli.documents.sheet_results import HEADING_ROWS, ResultsSheet
from xueheng.cli.documents.sheet_styles import SheetStyles
from xueheng.cli.documents.tally import tally_of
from xueheng.language.public import Library
from xueheng.wording import Language

# Text is written as text: nothing from the data becomes a formula, a link or a number.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_results_workbook(
    evaluation: Evaluated,
    library: Library,
    out: Path,
    language: Language = "both",
    facts: RunFacts | None = None,
    progress: Progress | None = None,
    own: Sequence[LayeredRows] = (),
) -> None:
    """Write the results to `out` (.xlsx), a batch of rows at a time; an older file is replaced when all is written.

    `own`: what layers make of them, a sheet each, beside the base's for each subject.

    Subjects stand in the order of the evaluation, never by total, and the sheet does not offer to sort by it.
    """
    results = ResultsSheet(evaluation, library, language)
    tally = tally_of(evaluation)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".writing") as folder:
        frame, whole = Path(folder) / "frame.xlsx", Path(folder) / "whole.xlsx"
        with xlsxwriter.Workbook(str(frame), {**_OPTIONS, "tmpdir": folder}) as book:
            book.set_properties({"title": library.standards[evaluation.standard].title.say("zh")})
            styles = SheetStyles(book)
            results.write_frame(book, styles)
            for one in own:
                write_layer_sheet(book, styles, evaluation, one, language)
            write_groups_sheet(book, styles, evaluation, library, language, tally)
            write_explained_sheet(book, styles, evaluation, library, language, facts or RunFacts(), tally)
        fill_rows(frame, whole, 1, HEADING_ROWS, results.rows(progress))
        whole.replace(out)
