"""What rests on a kind that is not used yet cannot be computed yet, and says so."""

from collections.abc import Iterable
from dataclasses import replace

from xueheng.language.definitions import Measure, UnusedRows
from xueheng.language.meaning.checking import Checking, Key
from xueheng.language.meaning.closure import Reads, Thing, rests_on
from xueheng.language.meaning.naming import short
from xueheng.language.meaning.walking import expressions_of_standard, leaf_measures, walk, written_in
from xueheng.language.standard_definitions import Standard
from xueheng.language.typed import MeasureValue


def mark_unused(checking: Checking) -> None:
    """Sets `unused` on measures and standards. Results of other standards are no reason: they can be given."""
    reasons: dict[Key, str] = {}
    for key, measure in list(checking.measures.items()):
        if measure:
            reason = _measure_reason(checking, measure, reasons)
            checking.measures[key] = replace(measure, unused=reason)
    for name, standard in list(checking.standards.items()):
        checking.standards[name] = replace(standard, unused=_standard_reason(checking, standard, reasons))


def later_kind_of(measure: Measure) -> str:
    """The kind that comes later whose rows a measure itself folds, '' where it folds others or is derived."""
    if measure.fold and isinstance(measure.fold.rows, UnusedRows):
        return f"{measure.fold.rows.kind} {short(measure.fold.rows.name)}"
    return "duties" if measure.fold is None and measure.value is None and measure.cases is None else ""


def reason_of_run(
    checking: Checking, asked: Iterable[Thing], given: frozenset[Thing], reads: Reads | None = None
) -> str:
    """Why these things cannot be computed where the values and results `given` need not be; '' where they can.
    `reads` is kept from one call to the next.
    """
    for thing in sorted(rests_on(checking, asked, given, reads)):
        measure = checking.measures.get((thing.name, thing.at)) if thing.kind == "measure" else None
        reason = later_kind_of(measure) if measure else ""
        if reason:
            return reason
    return ""


def _measure_reason(checking: Checking, measure: Measure, known: dict[Key, str]) -> str:
    key = (measure.name, measure.of)
    if key not in known:
        known[key] = ""
        read = [part for part in written_in(checking, measure) if isinstance(part, MeasureValue)]
        known[key] = later_kind_of(measure) or _first(checking, read, known)
    return known[key]


def _first(checking: Checking, read: Iterable[MeasureValue], known: dict[Key, str]) -> str:
    """The first reason among the measures that these parts read."""
    for part in read:
        measure = checking.measures.get((part.measure, part.entity))
        reason = _measure_reason(checking, measure, known) if measure else ""
        if reason:
            return reason
    return ""


def _standard_reason(checking: Checking, standard: Standard, known: dict[Key, str]) -> str:
    parts = [part for expression in expressions_of_standard(standard) for part in walk(expression)]
    reason = _first(checking, [part for part in parts if isinstance(part, MeasureValue)], known)
    measures = leaf_measures(checking, standard)
    return reason or next((found for one in measures if (found := _measure_reason(checking, one, known))), "")
