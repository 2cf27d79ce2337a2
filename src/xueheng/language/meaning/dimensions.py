"""`by`: one more dimension of a grain, its codes, and the value of it that a row has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xueheng.language.definitions import Measure
from xueheng.language.meaning.checking import Checking, Column
from xueheng.language.meaning.field_types import codes_of
from xueheng.language.meaning.walking import leaf_measures, measures_read
from xueheng.language.positions import Place
from xueheng.language.standard_definitions import Standard
from xueheng.language.typed import Attribute, Kind, RowColumn, Type


@dataclass(frozen=True, slots=True)
class Dimension:
    """One more dimension of a grain: its name, its type, the codes that its rows declare."""

    name: str
    type: Type
    codes: tuple[str, ...]


def value_in_row(
    checking: Checking, columns: Mapping[str, Column] | None, subject: str | None, by: str
) -> RowColumn | Attribute | None:
    """What a row says of `by`: its own column, else the attribute of the subject it stands for."""
    if columns and by in columns:
        return RowColumn(by, columns[by].type)
    for attribute in checking.entities[subject].attributes if subject else ():
        if attribute.name == by and subject:
            return Attribute("row", (), subject, by, attribute.type)
    return None


def codes_declared(checking: Checking, type: Type) -> tuple[str, ...]:
    """The codes of a `one_of` or of a table; none for what has no list of codes."""
    return (codes_of(checking, type) or ()) if type.kind is Kind.CODE else ()


def codes_of_measure(checking: Checking, measure: Measure) -> tuple[str, ...]:
    """The codes a measure has values for: those of its rows, of a derived one those of what it reads."""
    found: dict[str, None] = {}
    for one in _alike(checking, measure, set()):
        found.update(dict.fromkeys(one.by_codes))
    return tuple(found)


def codes_of_standard(checking: Checking, standard: Standard) -> tuple[str, ...]:
    """The codes that the leaves of a standard `by` something have."""
    measures = [measure for measure in leaf_measures(checking, standard) if measure.by and measure.by == standard.by]
    return tuple(dict.fromkeys(code for measure in measures for code in codes_of_measure(checking, measure)))


def codes_of_grain(checking: Checking, of: str, by: str) -> tuple[str, ...]:
    """The codes that any measure of this grain has; as `Library.codes_by`."""
    measures = [m for m in checking.measures.values() if m and m.of == of and m.by == by]
    return tuple(dict.fromkeys(code for measure in measures for code in measure.by_codes))


def check_dimensions(checking: Checking) -> None:
    """Gives codes to standards whose leaves are derived throughout; XH-M036 where nothing of a grain has any."""
    for name, standard in list(checking.standards.items()):
        if standard.by and not standard.by_codes:
            codes = codes_of_grain(checking, standard.of, standard.by)
            checking.standards[name] = replace(standard, by_codes=codes)
            _report_without(checking, standard.by, codes, standard.place)
    for measure in checking.measures.values():
        if measure and measure.by and measure.fold is None and measure.unused == "":
            codes = codes_of_measure(checking, measure) or codes_of_grain(checking, measure.of, measure.by)
            _report_without(checking, measure.by, codes, measure.place)


def _report_without(checking: Checking, by: str, codes: tuple[str, ...], place: Place) -> None:
    if not codes:
        checking.report("XH-M036", place, name=by)


def _alike(checking: Checking, measure: Measure, seen: set[str]) -> Iterator[Measure]:
    """The measure, and what a derived one reads in the same grain."""
    if measure.name in seen:
        return
    seen.add(measure.name)
    yield measure
    for read in measures_read(checking, measure) if measure.fold is None else ():
        if read.of == measure.of and read.by == measure.by:
            yield from _alike(checking, read, seen)
