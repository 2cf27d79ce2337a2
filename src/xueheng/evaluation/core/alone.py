"""One subject alone: whether her results rest on nobody else's, and the part of a dataset that is about her."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.dataset import Dataset, PinnedResults, Records
from xueheng.evaluation.core.floors import Floors
from xueheng.evaluation.core.grains import codes_of, grain_of_standard, measure_at, subject_of_pair
from xueheng.evaluation.core.needs import nodes_of
from xueheng.evaluation.core.registers import entry_type
from xueheng.evaluation.core.sources import read_files
from xueheng.evaluation.core.windows import EVER, Days
from xueheng.language.public import (
    EvidenceRows,
    EvidenceType,
    Library,
    Measure,
    PercentileScale,
    PopulationRows,
    RegisterRows,
    Standard,
    StandardRows,
)


def rests_on_others(floors: Floors, standard: Standard) -> bool:
    """Whether a subject's result rests on others', once all that the standard reads is known: then one subject
    alone cannot be computed.
    """
    library, results = floors.library, floors.dataset.results
    scored = [standard, *(library.standards[name] for name in floors.standards if name not in results)]
    if any(isinstance(n.scale, PercentileScale) for one in scored for n in nodes_of(one.root)):
        return True
    computed = [i for i in floors.floor if not floors.is_given(i)]
    return any(_reads_others(library, measure_at(library, i.measure, i.entity)) for i in computed)


def _reads_others(library: Library, measure: Measure) -> bool:
    """Whether a fold reads members of a population, or rows about others than the subject itself."""
    fold = measure.fold
    if fold is None:
        return False
    match fold.rows:
        case PopulationRows():
            return True
        case EvidenceRows():
            return fold.through is not None or any(library.evidence[t].about != measure.of for t in fold.rows.types)
        case RegisterRows():
            return fold.through is not None or library.registers[fold.rows.register].of != measure.of
        case StandardRows():
            return library.standards[fold.rows.standard].of != measure.of
        case _:
            return False


def only_subjects(
    library: Library, dataset: Dataset, standard: Standard, subjects: Sequence[str | int],
    reads: Mapping[str, Days] | None = None,
) -> Dataset:  # fmt: skip
    """The part of a dataset about some subjects (or pairs) of a standard; what is about other entities stays. `reads`:
    the types of records that are wanted, and of which days; all without.
    """
    of, asked = standard.of, _plain(library, standard, subjects)
    days = dict.fromkeys(dataset.records, EVER) if reads is None else reads
    records = {
        n: _about(source, library.evidence[n], of, asked, days[n]) for n, source in dataset.records.items() if n in days
    }
    registers = {
        n: _about(source, entry_type(library.registers[n]), of, asked) for n, source in dataset.registers.items()
    }
    own = {of: _filtered(dataset.subjects[of], asked)} if of in dataset.subjects else {}
    results = {n: _results_of(library, pinned, of, asked) for n, pinned in dataset.results.items()}
    return replace(dataset, records=records, registers=registers, subjects={**dataset.subjects, **own}, results=results)


def _plain(library: Library, standard: Standard, subjects: Sequence[str | int]) -> list[str | int]:
    """The subjects of pairs, where the standard's results are of pairs."""
    if standard.by is None:
        return list(subjects)
    codes = codes_of(library, grain_of_standard(standard))
    return [subject_of_pair(str(subject), codes)[0] for subject in subjects]


def _about(source: Records, type_: EvidenceType, of: str, asked: Sequence[str | int], days: Days = EVER) -> Records:
    mine = asked if type_.about == of else None
    if source.table is not None:
        return Records(table=_filtered(source.table, mine), refs=source.refs)
    return Records(table=read_files(source, type_, mine, days), refs=source.refs)


def _results_of(library: Library, pinned: PinnedResults, of: str, asked: Sequence[str | int]) -> PinnedResults:
    standard = library.standards[pinned.standard]
    if standard.of != of or standard.by is not None:
        return pinned
    return replace(pinned, table=_filtered(pinned.table, asked))


def _filtered(table: pa.Table, subjects: Sequence[str | int] | None) -> pa.Table:
    if subjects is None:
        return table
    column = table.column("subject")
    whole = pa.types.is_integer(column.type)
    named = [str(s) for s in subjects if not whole or str(s).lstrip("-").isdigit()]
    return table.filter(pc.is_in(column, value_set=pa.array(named, pa.string()).cast(column.type)))
