"""`evaluate`: a person's own files in, results out."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from xueheng.cli.documents.pages.writing import write_pages
from xueheng.cli.documents.results_workbook import write_results_workbook
from xueheng.cli.documents.run_facts import ReceivedFile, RunFacts
from xueheng.cli.drafts import Drafts
from xueheng.cli.evaluated_view import EvaluatedView, view_of
from xueheng.cli.gathering import Gathered, Sources, gather
from xueheng.cli.input_files import input_files
from xueheng.cli.level_table import say_levels, say_sources
from xueheng.cli.marked_files import marked_targets, write_marked_files
from xueheng.cli.outputs import Out, out_form, refuse_overwriting
from xueheng.cli.own_results import OwnResult, evaluated, refuse_half_a_run, say_layers, write_layered_folder
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import cannot_write
from xueheng.cli.rejected_rows import rejected_cells, say_rejections, write_rejections
from xueheng.cli.returned_answers import Answers
from xueheng.cli.speech import Speech
from xueheng.cli.standard_choice import Choice, choose_standard
from xueheng.evaluation.core.public import (
    Evaluation,
    Period,
    explain_all,
    explain_all_layers,
    period_for,
    write_results,
)
from xueheng.wording import Text
from xueheng.workbooks.public import Reading

MOST_FILES_SHOWN = 30
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Asked:
    """What evaluate and explain are asked to read, and for which standard and period."""

    standard: str
    sources: Sources
    pack: Path | None = None
    period: str | None = None
    overlays: tuple[Path, ...] = ()

    def words(self) -> tuple[str, ...]:
        """The reading options as words of a command line, for running it again."""
        given: list[str] = [self.standard]
        for path in self.sources.records:
            given += ["--records", str(path)]
        for path in self.sources.subjects:
            given += ["--subjects", str(path)]
        for path in self.sources.inputs:
            given += ["--input", str(path)]
        for path in self.overlays:
            given += ["--overlay", str(path)]
        options = (
            ("--pack", self.pack),
            ("--period", self.period),
            ("--day", self.sources.day),
            ("--layout", self.sources.layout),
        )
        for option, value in options:
            given += [option, str(value)] if value is not None else []
        return tuple(given)


@dataclass(frozen=True, slots=True)
class Targets:
    """Where everything is to be written. None: all. `pages_of` subjects get a page, only those of the first
    `pages_files` workbooks where that is given; `marked_of` workbooks come back.
    """

    out: Out
    marked: Path | None = None
    pages: Path | None = None
    pages_of: int | None = None
    pages_files: int | None = None
    marked_of: int | None = None

    def to_mark(self, gathered: Gathered) -> tuple[Reading, ...]:
        """The workbooks that come back: all of them, or the first ones."""
        if self.marked is None:
            return ()
        return gathered.readings if self.marked_of is None else most_telling(gathered)[: self.marked_of]


def most_telling(gathered: Gathered) -> tuple[Reading, ...]:
    """Workbooks with those first in which most rows were rejected: there is most to see in them."""
    return tuple(sorted(gathered.readings, key=lambda reading: -reading.rejected))


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished run. `evaluation` is the base's where there are layers, whose own results are in `own`."""

    choice: Choice
    period: Period
    gathered: Gathered
    evaluation: Evaluation
    view: EvaluatedView
    own: tuple[OwnResult, ...] = ()


def chosen(asked: Asked, today: date) -> tuple[Choice, Period]:
    """The standard and the period; nothing is read yet."""
    choice = choose_standard(asked.standard, asked.pack, asked.overlays)
    return choice, period_for(choice.library, choice.standard, asked.period, today)


def run_evaluation(asked: Asked, targets: Targets, speech: Speech, today: date) -> Finished:
    """Read, evaluate, write everything at once, and say what came of it."""
    choice, period = chosen(asked, today)
    refuse_half_a_run(targets.out, choice.layers)
    inputs = input_files((*asked.sources.records, *asked.sources.subjects)).all
    places = [path for path in (targets.out.path, targets.marked, targets.pages) if path is not None]
    refuse_overwriting(places, inputs)
    sources = replace(asked.sources, keep_cells=targets.marked is not None)
    with Waiting(speech.language) as waiting, Drafts() as drafts:
        gathered = gather(choice, sources, period, waiting)
        to_mark = targets.to_mark(gathered)
        targets_of_marked = marked_targets(targets.marked, to_mark) if targets.marked else []
        refuse_overwriting(targets_of_marked, inputs)
        evaluation, own = evaluated(choice, gathered.dataset, period, waiting)
        finished = Finished(choice, period, gathered, evaluation, view_of(evaluation), own)
        facts = _facts(asked, gathered, targets, dict(zip((r.path for r in to_mark), targets_of_marked, strict=False)))
        try:
            _write(finished, targets, facts, drafts, speech, waiting)
            answers = Answers(finished.view, choice.library, speech.language)
            write_marked_files(to_mark, targets_of_marked, answers, drafts, speech.language, waiting)
        except OSError as fault:
            raise cannot_write(targets.out.path, fault) from fault
        drafts.keep()
    return finished


def _facts(asked: Asked, gathered: Gathered, targets: Targets, marked: dict[Path, Path]) -> RunFacts:
    """What the documents say about the run."""
    files = tuple(_named_back(file, marked) for file in gathered.files)
    workbook = targets.out.path.name if targets.out.form == "xlsx" else ""
    return RunFacts(("./xueheng", "explain", *asked.words()), files, gathered.notes, workbook)


def _named_back(file: ReceivedFile, marked: dict[Path, Path]) -> ReceivedFile:
    target = marked.get(Path(file.name))
    return replace(file, returned=str(target)) if target is not None else file


def _write(
    finished: Finished, targets: Targets, facts: RunFacts, drafts: Drafts, speech: Speech, waiting: Waiting
) -> None:
    waiting(Text("写结果", "Writing the results"))
    out, library = targets.out, finished.choice.library
    draft = drafts.of(out.path)
    if out.form == "xlsx":
        write_results_workbook(finished.view, library, draft, speech.language, facts, waiting, finished.own)
    elif finished.own:
        write_layered_folder(finished.evaluation, finished.own, library, draft, _manifest(finished, facts))
    else:
        write_results(finished.evaluation, draft, manifest=_manifest(finished, facts), library=library)
    cells = rejected_cells(finished.gathered.readings)
    if cells or out.form == "folder" or out.beside.exists():
        place = draft / out.beside.name if out.form == "folder" else drafts.of(out.beside)
        write_rejections(cells, place, speech.language)
    if targets.pages is not None:
        folder = drafts.of(targets.pages)
        subjects = list(islice(_with_pages(finished, targets.pages_files), targets.pages_of))
        write_pages(
            finished.view, explanations(finished, subjects), library, folder, speech.language,
            _from_pages(facts, targets), waiting, expected=len(subjects),
        )  # fmt: skip


def _with_pages(finished: Finished, files: int | None) -> Iterator[str | int]:
    """Subjects as they stand in the workbooks, or in the first `files` of them only; then those of other files."""
    evaluated = dict.fromkeys(finished.view.subjects)
    sheets = (sheet for reading in most_telling(finished.gathered)[:files] for sheet in reading.sheets)
    listed = dict.fromkeys(
        subject for sheet in sheets for subject in sheet.stored_rows.values() if subject in evaluated
    )
    if files is not None:
        return iter(listed)
    return chain(listed, (subject for subject in evaluated if subject not in listed))


def explanations(finished: Finished, subjects: Any) -> Iterator[dict[str, Any]]:
    """Explanations of subjects, one after another."""
    choice = finished.choice
    if choice.layers:
        dataset, layers = finished.gathered.dataset, choice.layers
        return explain_all_layers(choice.library, choice.standard, layers, dataset, finished.period, list(subjects))
    return explain_all(choice.library, choice.standard, finished.gathered.dataset, finished.period, list(subjects))


def _from_pages(facts: RunFacts, targets: Targets) -> RunFacts:
    """The facts with the workbook's path as seen from the folder of pages."""
    if (
        not facts.workbook
        or targets.pages is None
        or targets.out.path.resolve().parent != targets.pages.resolve().parent
    ):
        return replace(facts, workbook="")
    return replace(facts, workbook=f"../{facts.workbook}")


def _manifest(finished: Finished, facts: RunFacts) -> dict[str, object]:
    return {
        "files": [
            {"name": f.name, "received": f.received, "stored": f.stored, "rejected": f.rejected} for f in facts.files
        ],
        "notes": [{"zh": note.zh, "en": note.en} for note in facts.notes],
        "explain": shlex.join(facts.command),
    }


def say_received(gathered: Gathered, speech: Speech) -> None:
    """What became of every row: received = stored + rejected."""
    headings = (Text("文件", "File"), Text("收到", "Received"), Text("已收", "Stored"), Text("未收", "Rejected"))
    shown = gathered.files[:MOST_FILES_SHOWN]
    rows: list[tuple[str, ...]] = [
        (file.name, f"{file.received:,}", f"{file.stored:,}", f"{file.rejected:,}") for file in shown
    ]
    if len(gathered.files) > len(shown):
        rest = gathered.files[len(shown) :]
        more = speech.label(Text(f"……另外 {len(rest)} 个文件", f"… {len(rest)} more files"))
        rows.append((more, *(f"{n:,}" for n in _sums(rest))))
    if len(gathered.files) > 1:
        rows.append((speech.label(Text("合计", "All")), *(f"{n:,}" for n in _sums(gathered.files))))
    speech.table(headings, rows)


def _sums(files: tuple[ReceivedFile, ...]) -> tuple[int, int, int]:
    return sum(f.received for f in files), sum(f.stored for f in files), sum(f.rejected for f in files)


def sheet_notes(gathered: Gathered) -> Iterator[Text]:
    """Remarks on files and sheets. Remarks alike but for their numbers are told once, with the first file's."""
    found: dict[str, tuple[Text, list[str]]] = {}
    for reading in gathered.readings:
        notes = [*reading.notes, *(note for sheet in reading.sheets for note in sheet.notes)]
        for passed in reading.passed_over:
            zh = f"没有读工作表“{passed.name}”：{passed.reason.zh}"
            notes.append(Text(zh, f'sheet "{passed.name}" was not read: {passed.reason.en}'))
        for note in notes:
            names = found.setdefault(_NUMBERS.sub("0", note.en), (note, []))[1]
            if reading.path.name not in names:
                names.append(reading.path.name)
    for note, names in found.values():
        others = len(names) - 1
        more = Text(f"（另有 {others} 个文件也这样）", f" ({others} more files alike)") if others else Text("", "")
        yield Text(f"{names[0]}：{note.zh}{more.zh}", f"{names[0]}: {note.en}{more.en}")


def say_finished(finished: Finished, targets: Targets, speech: Speech) -> None:
    """Everything a person needs to know about the run, and where the results are."""
    gathered, library = finished.gathered, finished.choice.library
    standard = library.standards[finished.choice.standard]
    speech.line(f"{speech.label(standard.title)} {standard.version} · {finished.choice.standard}")
    period = finished.period
    speech.say(
        Text(
            f"评价周期：{period.label}（{period.start}～{period.end}）",
            f"Period: {period.label} ({period.start} to {period.end})",
        )
    )
    say_received(gathered, speech)
    cells = rejected_cells(gathered.readings)
    say_rejections(cells, speech)
    notes = [*gathered.notes, *sheet_notes(gathered)]
    if notes:
        speech.heading(Text("要知道的：", "Mind:"))
        for note in notes:
            speech.line(f"  · {speech.sentence(note)}".replace("\n", "\n    "))
    subjects = len(finished.view.subjects)
    speech.heading(Text(f"评价对象：{subjects:,} 个", f"Subjects: {subjects:,}"))
    say_levels(finished.view, library, speech)
    say_layers(finished.view, finished.own, speech)
    say_sources(library, finished.choice.standard, speech)
    speech.line()
    _say_places(targets, bool(cells), speech)


def _say_places(targets: Targets, rejected: bool, speech: Speech) -> None:
    lines: list[tuple[Text, Path | None]] = [
        (Text("结果", "Results"), targets.out.path),
        (Text("退回的行", "Rows not taken"), targets.out.beside if rejected else None),
        (Text("标注过的工作簿", "Marked workbooks"), targets.marked),
        (Text("得分依据", "Explanations"), targets.pages / "index.html" if targets.pages else None),
    ]
    for what, path in lines:
        if path is not None:
            speech.line(f"{speech.label(what)}：{path}")


def evaluate_command(
    asked: Asked, out: Path, marked: Path | None, pages: Path | None, speech: Speech, today: date
) -> int:
    """The command itself; returns its exit code."""
    targets = Targets(out_form(out), marked, pages)
    say_finished(run_evaluation(asked, targets, speech, today), targets, speech)
    return 0
