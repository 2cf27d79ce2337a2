"""From PATHs to the dataset of one evaluation, with an account of every row on the way."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.cli.documents.run_facts import ReceivedFile
from xueheng.cli.input_files import InputFiles, input_files, names_offered
from xueheng.cli.needed_records import Needed, needed_by_standard
from xueheng.cli.parquet_files import ParquetRecords, parquet_records, title_words
from xueheng.cli.pinned_inputs import pinned_inputs, pinned_subjects
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import CommandRefused, SeveralRefused, unknown
from xueheng.cli.standard_choice import Choice
from xueheng.cli.subject_files import SubjectFile, as_text, read_subject_files, with_keys
from xueheng.evaluation.core.public import FIRST_DAY, LAST_DAY, Dataset, Period, PinnedResults, Records, day_number
from xueheng.language.public import EvidenceType, Layout, Library
from xueheng.wording import Text
from xueheng.workbooks.public import Combined, Reading, Subjects, WorkbookRefused, combine, read_records

SMALL_FILE = 8 * 1024 * 1024
"""Files up to this size (bytes) are read two at a time; larger ones one after another, for the memory's sake."""
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the records come from, as the command was given it."""

    records: tuple[Path, ...]
    subjects: tuple[Path, ...] = ()
    day: date | None = None
    layout: str | None = None
    keep_cells: bool = False
    """Whether the workbooks' cells stay in memory, to be given back marked."""
    inputs: tuple[Path, ...] = ()
    """Folders of results of other standards, read as they stand."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything read. `readings`: workbooks and CSV files, in order; `files`: what became of each file's rows."""

    dataset: Dataset
    readings: tuple[Reading, ...] = field(repr=False)
    files: tuple[ReceivedFile, ...]
    notes: tuple[Text, ...]


class _Gathering:
    """One command's reading."""

    def __init__(self, choice: Choice, sources: Sources, period: Period, waiting: Waiting) -> None:
        self.library: Library = choice.library
        self.standard = choice.standard
        self.sources = sources
        self.period = period
        self.waiting = waiting
        self.needed: Needed = needed_by_standard(choice.library, choice.standard, choice.layers)
        self.notes: list[Text] = []
        self.inputs: dict[str, PinnedResults] = {}
        self.day = sources.day or period.end

    def gather(self) -> Gathered:
        files = input_files(self.sources.records)
        given = self._subject_files()
        parquet = self._parquet(files.parquet)
        readings = self._read_sheets(files, self._known(given))
        combined = combine(readings, self.library.entities)
        self.notes += combined.notes
        self._note_shared(readings)
        self._refuse_both(combined, parquet)
        subjects = self._subjects(given, combined, parquet)
        self._note_day(readings)
        counted = [_received(reading) for reading in readings] + self._parquet_counts(parquet, subjects)
        records: dict[str, Records] = {name: found.records for name, found in parquet.items()}
        self._note_days_outside(combined)
        for name, table in combined.records.items():
            if name in self.needed.evidence:
                records[name] = Records(table=table, refs=combined.refs.get(name, {}))
        self.inputs = pinned_inputs(self.sources.inputs, self.library, self.standard)
        subjects = pinned_subjects(self.inputs, subjects, self.library, self.standard)
        dataset = Dataset(records, subjects, self._digest(readings, files.parquet), self.inputs)
        return Gathered(dataset, tuple(readings), tuple(counted), tuple(dict.fromkeys(self.notes)))

    # -- subjects -------------------------------------------------------------------------------

    def _subject_files(self) -> list[SubjectFile]:
        if not self.sources.subjects:
            return []
        self.waiting(Text("读取名册", "Reading the subjects"))
        found = read_subject_files(self.sources.subjects, self.library, self.standard, self.needed, self.waiting)
        for one in found:
            entity = self.library.entities[one.subjects.entity]
            count = pc.count_distinct(one.subjects.table.column("subject")).as_py()
            self.notes.append(
                Text(
                    f"名册 {one.path}：{count:,} 个{entity.title.zh or entity.name}",
                    f"{one.path}: {count:,} subjects ({entity.title.en or entity.name})",
                )
            )
        return found

    def _known(self, given: Sequence[SubjectFile]) -> Subjects | None:
        """Those whom rows may be about, where all of them were given."""
        about = {self.library.evidence[name].about for name in self.needed.evidence}
        known = [as_text(one.subjects) for one in given if one.subjects.entity in about]
        if not known or {one.entity for one in known} != about:
            return None
        if len(known) == 1:
            return known[0]
        everybody = pa.chunked_array(
            [chunk for one in known for chunk in one.table.column("subject").chunks], pa.string()
        )
        return Subjects(self.library.standards[self.standard].of, pa.table({"subject": everybody}))

    def _completed(self, entity: str, listed: pa.Table, seen: pa.Table) -> pa.Table:
        """The list of subjects; an attribute it says nothing about comes from the sheets themselves."""
        for attribute in self.library.entities[entity].attributes:
            name = attribute.name
            silent = name not in listed.column_names or listed.column(name).null_count == listed.num_rows
            if not silent or name not in seen.column_names or seen.column(name).null_count == seen.num_rows:
                continue
            pairs = zip(seen.column("subject").to_pylist(), seen.column(name).to_pylist(), strict=True)
            last = {str(subject): value for subject, value in pairs if value is not None}
            values = [last.get(str(subject)) for subject in listed.column("subject").to_pylist()]
            filled = pa.array(values, seen.column(name).type)
            listed = listed.drop_columns([name]) if name in listed.column_names else listed
            listed = listed.append_column(name, filled)
            title = attribute.title
            self.notes.append(
                Text(
                    f"名册里没有“{title.zh}”，按工作簿里写的计。",
                    f"the list of subjects says nothing of {title.en or title.zh}; it is taken from the workbooks.",
                )
            )
        return listed

    def _subjects(
        self, given: Sequence[SubjectFile], combined: Combined, parquet: Mapping[str, ParquetRecords]
    ) -> dict[str, Any]:
        found = {one.subjects.entity: one.subjects.table for one in given}
        for entity, table in combined.subjects.items():
            found[entity] = self._completed(entity, found[entity], table) if entity in found else table
        for name, records in parquet.items():
            about = self.library.evidence[name].about
            if about not in found:
                self.waiting(Text("记录里有哪些对象", "Whom the records are about"))
                found[about] = _bare_subjects(
                    [r for n, r in parquet.items() if self.library.evidence[n].about == about]
                )
                del records
        kinds = {records.whole_numbers for records in parquet.values()} | ({False} if combined.records else set())
        if len(kinds) > 1:
            raise CommandRefused(
                Text(
                    "有的文件里对象编号是整数，有的是文字，无法对上",
                    "Subjects are whole numbers in some files and text in others",
                ),
                Text("请统一成一种。", "Make them alike."),
            )
        kind = pa.int64() if kinds == {True} else pa.string()
        try:
            return {entity: with_keys(table, kind) for entity, table in found.items()}
        except pa.ArrowInvalid as fault:
            raise CommandRefused(
                Text(
                    "名册里的编号不全是整数，而记录里的是",
                    "The records name subjects by whole numbers, the subjects' file does not",
                ),
                Text("请统一成一种。", "Make them alike."),
            ) from fault

    # -- Parquet --------------------------------------------------------------------------------

    def _parquet(self, paths: Sequence[Path]) -> dict[str, ParquetRecords]:
        by_type: dict[str, list[Path]] = {}
        subjects = self.sources.subjects
        listed = {path.resolve() for path in input_files(subjects).all} if subjects else set()
        for path in paths:
            evidence = self._type_of(path)
            if evidence is None and path.resolve() not in listed:
                self.notes.append(
                    Text(
                        f"没有读 {path}：文件名不是记录类型的名称",
                        f"{path} was not read: its name is no kind of record",
                    )
                )
            elif evidence is None:
                continue
            elif evidence.name not in self.needed.evidence:
                self.notes.append(_not_used(path, evidence))
            else:
                by_type.setdefault(evidence.name, []).append(path)
        return {
            name: parquet_records(self.library.evidence[name], files, self.library) for name, files in by_type.items()
        }

    def _type_of(self, path: Path) -> EvidenceType | None:
        for offered in names_offered(path):
            for evidence in self.library.evidence.values():
                if offered in title_words(evidence.name, evidence.title):
                    return evidence
        return None

    def _parquet_counts(self, parquet: Mapping[str, ParquetRecords], subjects: Mapping[str, Any]) -> list[ReceivedFile]:
        counted = []
        for name, found in parquet.items():
            known = pc.unique(subjects[self.library.evidence[name].about].column("subject"))
            for path, rows in found.rows.items():
                strange = found.unknown_rows(path, known) if self.sources.subjects else 0
                counted.append(ReceivedFile(str(path), rows, rows - strange, strange))
                if strange:
                    self.notes.append(
                        Text(
                            f"{path}：{strange:,} 行的对象不在名册里，没有收",
                            f"{path}: {strange:,} rows are about subjects that are not listed; not taken",
                        )
                    )
        return counted

    def _refuse_both(self, combined: Combined, parquet: Mapping[str, ParquetRecords]) -> None:
        both = sorted(set(combined.records) & set(parquet))
        if both:
            title = self.library.evidence[both[0]].title
            raise CommandRefused(
                Text(
                    f"“{title.zh}”既有 Parquet 又有工作簿或 CSV",
                    f'"{title.say("en")}" comes both as Parquet and as workbook or CSV',
                ),
                Text("同一种记录请用一种格式。", "Give one kind of record in one format."),
            )

    # -- workbooks and CSV ----------------------------------------------------------------------

    def _read_sheets(self, files: InputFiles, known: Subjects | None) -> list[Reading]:
        done = 0
        faults: dict[Path, WorkbookRefused] = {}
        found: dict[Path, Reading] = {}

        def read(path: Path) -> None:
            nonlocal done
            several = len(files.sheets) > 1
            try:
                found[path] = self._read_sheet(path, known, None if several else self.waiting)
            except WorkbookRefused as refusal:
                faults[path] = refusal
            done += 1
            if several:
                self.waiting(Text("读取文件", "Reading the files"), done, len(files.sheets))

        small = all(path.is_file() and path.stat().st_size <= SMALL_FILE for path in files.sheets)
        with ThreadPoolExecutor(AT_ONCE if small else 1) as readers:
            list(readers.map(read, files.sheets))
        refused = [faults[path] for path in files.sheets if path in faults and not self._of_no_use(path, faults[path])]
        if refused:
            raise refused[0] if len(refused) == 1 else SeveralRefused(refused)
        return [found[path] for path in files.sheets if path in found]

    def _read_sheet(self, path: Path, known: Subjects | None, waiting: Waiting | None) -> Reading:
        reading = read_records(
            path,
            evidence=self._evidence(),
            layouts=self._layouts(),
            entities=self.library.entities,
            tables=self.library.tables,
            default_day=self.day,
            day_origin=self._day_origin(),
            known_subjects=known,
            progress=waiting,
        )
        return reading if self.sources.keep_cells else replace(reading, raw=())

    def _evidence(self) -> list[EvidenceType]:
        if self.sources.layout:
            return [self.library.evidence[name] for name in {layout.into for layout in self._layouts()}]
        return [evidence for name, evidence in self.library.evidence.items() if name in self.needed.evidence]

    def _layouts(self) -> list[Layout]:
        useful = [layout for layout in self.library.layouts.values() if layout.into in self.needed.evidence]
        wanted = self.sources.layout
        if wanted is None:
            return useful
        named = [layout for layout in useful if wanted in title_words(layout.name, layout.title)]
        if not named:
            raise unknown(Text("版式", "layout"), wanted, [layout.name.rpartition(".")[2] for layout in useful])
        return named

    def _of_no_use(self, path: Path, refusal: WorkbookRefused) -> bool:
        """Whether a file that lacks our headings holds records that the standard does not read: it is left aside."""
        if refusal.code not in ("no_sheet", "missing_heading"):
            return False
        others = [evidence for name, evidence in self.library.evidence.items() if name not in self.needed.evidence]
        if not others:
            return False
        try:
            reading = read_records(
                path,
                evidence=others,
                layouts=tuple(self.library.layouts.values()),
                entities=self.library.entities,
                tables=self.library.tables,
                default_day=self.day,
            )
        except WorkbookRefused:
            return False
        for name in reading.records:
            self.notes.append(_not_used(path, self.library.evidence[name]))
        return True

    def _day_origin(self) -> Text:
        if self.sources.day is not None:
            return Text("--day 给定的日期", "the day given with --day")
        return Text("评价周期的最后一天", "the last day of the period")

    def _note_days_outside(self, combined: Combined) -> None:
        """Records of no day of the period count for nothing: that is said, since nothing else would show it."""
        first, last = day_number(self.period.start), day_number(self.period.end)
        for name, table in combined.records.items():
            days = table.column("day")
            outside = pc.sum(pc.or_(pc.less(days, first), pc.greater(days, last))).as_py() or 0
            if outside:
                title = self.library.evidence[name].title
                self.notes.append(
                    Text(
                        f"“{title.zh}”有 {outside} 条记录的日期不在评价周期之内"
                        f"（{self.period.start}～{self.period.end}），多半不计；请核对 --period 和 --day。",
                        f"{outside} of the {title.en or title.zh} records lie outside the period "
                        f"({self.period.start} to {self.period.end}) and hardly count: check --period and --day.",
                    )
                )

    def _note_day(self, readings: Sequence[Reading]) -> None:
        """Said where the day counts: the assumed day is not in the period, so no record would."""
        del readings
        if not self.period.start <= self.day <= self.period.end:
            self.notes.append(
                Text(
                    f"注意：--day {self.day} 不在评价周期 {self.period.start}～{self.period.end} 之内",
                    f"Mind: --day {self.day} lies outside the period {self.period.start} to {self.period.end}",
                )
            )

    def _note_shared(self, readings: Sequence[Reading]) -> None:
        """Subjects with records of one type in several different files."""
        different = list({reading.sha256: reading for reading in readings}.values())
        if len(different) < 2:
            return
        for name in {name for reading in different for name in reading.records}:
            columns = [pc.unique(r.records[name].column("subject")) for r in different if name in r.records]
            counts = pa.table({"subject": pa.concat_arrays(columns)}).group_by("subject").aggregate([([], "count_all")])
            shared = counts.filter(pc.greater(counts.column("count_all"), 1)).column("subject")
            if len(shared):
                example = min(shared.to_pylist())
                where = [
                    r.path.name
                    for r in different
                    if name in r.records
                    and pc.is_in(pa.array([example]), value_set=pc.unique(r.records[name].column("subject")))[0].as_py()
                ]
                self.notes.append(
                    Text(
                        f"{len(shared):,} 个对象在几个文件里都有记录（如 {example}：{'、'.join(where)}）；"
                        "记录都收，用哪条由标准定。",
                        f"{len(shared):,} subjects have records in several files (as {example}: {', '.join(where)}); "
                        "all are kept, and the standard says which count.",
                    )
                )

    def _digest(self, readings: Sequence[Reading], parquet: Sequence[Path]) -> str:
        """The digest of all files read, whatever their names and order, and of the day assumed."""
        parts = {reading.sha256 for reading in readings} | {_file_digest(path) for path in parquet}
        subjects = input_files(self.sources.subjects).all if self.sources.subjects else ()
        parts |= {f"subjects {_file_digest(path)}" for path in subjects}
        parts |= {f"results {found.standard} {found.digest}" for found in self.inputs.values()}
        return hashlib.sha256("\n".join([*sorted(parts), self.day.isoformat()]).encode()).hexdigest()


def gather(choice: Choice, sources: Sources, period: Period, waiting: Waiting) -> Gathered:
    """Read everything a command was given. Raises a refusal that names the file where one cannot be read."""
    return _Gathering(choice, sources, period, waiting).gather()


def _not_used(path: Path, evidence: EvidenceType) -> Text:
    return Text(
        f"没有用 {path}：这个标准不看“{evidence.title.zh or evidence.name}”的记录",
        f'{path} was not used: the standard does not read records of "{evidence.title.en or evidence.name}"',
    )


def _received(reading: Reading) -> ReceivedFile:
    return ReceivedFile(str(reading.path), reading.received, reading.stored, reading.rejected)


def _bare_subjects(records: Sequence[ParquetRecords]) -> Any:
    """The subjects whom records are about, of whom nothing else is known."""
    found = pc.unique(pa.chunked_array([pc.cast(one.subjects(), _wide(one)) for one in records]))
    ends = {"from_day": FIRST_DAY, "to_day": LAST_DAY}
    return pa.table(
        {"subject": found, **{name: pa.repeat(pa.scalar(day, pa.int32()), len(found)) for name, day in ends.items()}}
    )


def _wide(records: ParquetRecords) -> Any:
    return pa.int64() if records.whole_numbers else pa.string()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
