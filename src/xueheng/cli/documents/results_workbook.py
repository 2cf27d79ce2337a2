"""The results as a workbook: 结果 (a row a subject), 分布 (groups), 说明 (what it is and what it rests on)."""

from pathlib import Path

import xlsxwriter

from xueheng.cli.documents.evaluated import Evaluated
from xueheng.cli.documents.run_facts import Progress, RunFacts
from xueheng.cli.documents.sheet_explained import write_explained_sheet
from xueheng.cli.documents.sheet_groups import write_groups_sheet
from xueheng.cli.documents.sheet_results import write_results_sheet
from xueheng.cli.documents.sheet_styles import SheetStyles
from xueheng.language.public import Library
from xueheng.wording import Language

# Text is written as text: nothing from the data becomes a formula, a link or a number.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": False,
}


def write_results_workbook(
    evaluation: Evaluated,
    library: Library,
    out: Path,
    language: Language = "both",
    facts: RunFacts | None = None,
    progress: Progress | None = None,
) -> None:
    """Write the results to `out` (.xlsx), one pass over the rows in bounded memory; an older file is written over.

    Subjects stand in the order of the evaluation, never by total, and the sheet does not offer to sort by it.
    """
    with xlsxwriter.Workbook(str(out), _OPTIONS) as book:
        book.set_properties({"title": library.standards[evaluation.standard].title.say("zh")})
        styles = SheetStyles(book)
        tally = write_results_sheet(book, styles, evaluation, library, language, progress)
        write_groups_sheet(book, styles, evaluation, library, language, tally)
        write_explained_sheet(book, styles, evaluation, library, language, facts or RunFacts(), tally)
