"""What a value took from other definitions, as data: results of other standards, their leaves, entries of registers."""

from fractions import Fraction
from typing import Any

from xueheng.evaluation.core.formulas import exact_text, value_text
from xueheng.evaluation.core.grains import codes_of, dimension_of, grain_of_standard, subject_of_pair
from xueheng.evaluation.core.kept_rows import KeptRow
from xueheng.evaluation.core.needs import nodes_of
from xueheng.evaluation.core.tracing import ResultRead, Traced, Tracing
from xueheng.evaluation.core.windows import from_day_number
from xueheng.language.public import Fold, Library, RegisterRows, StandardRows
from xueheng.wording import Text

MOST_SHOWN = 200
"""Up to so many leaves or entries are shown one by one."""


def words_data(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en or text.zh}


def pair_data(library: Library, grain: str, subject: str | int) -> dict[str, str] | None:
    """The subject and the code of a pair; None where the grain has no further dimension."""
    by = dimension_of(grain)
    if by is None:
        return None
    plain, code = subject_of_pair(str(subject), codes_of(library, grain))
    return {"subject": plain, "by": by, "code": code}


def result_data(library: Library, tracing: Tracing, read: ResultRead) -> dict[str, Any]:
    """A result of another standard: which, whose, of which window, and whether it was pinned."""
    node = read.node
    standard = library.standards[node.standard]
    pinned = tracing.builder.dataset.results.get(node.standard)
    period = pinned.period if pinned is not None else tracing.builder.windows.period
    title = next((n.title for n in nodes_of(standard.root) if n.code == node.code), standard.title)
    return {
        "standard": standard.name,
        "title": words_data(standard.title),
        "version": pinned.version if pinned is not None else standard.version,
        "code": node.code,
        "node_title": words_data(title),
        "what": node.what,
        "subject": str(read.subject),
        "pair": pair_data(library, grain_of_standard(standard), read.subject),
        "value": None if read.value is None else value_text(read.value, node.type),
        "period": {"label": period.label, "start": period.start.isoformat(), "end": period.end.isoformat()},
        "layer": pinned.layer if pinned is not None else "base",
        "pinned": pinned is not None,
        "digest": pinned.digest if pinned is not None else None,
    }


def kept_data(library: Library, traced: Traced, fold: Fold | None) -> dict[str, Any]:
    """The leaves or entries that a fold kept, one by one where they are few."""
    if fold is None or not isinstance(fold.rows, (StandardRows, RegisterRows)):
        return {}
    if isinstance(fold.rows, RegisterRows):
        return _entries_data(library, traced, fold.rows.register)
    standard = library.standards[fold.rows.standard]
    nodes = {n.code: (place, n.title) for place, n in enumerate(nodes_of(standard.root))}
    rows = sorted(traced.kept, key=lambda r: (str(r.whom), nodes.get(r.code, (0, Text("")))[0]))
    leaves = [
        {
            "code": r.code,
            "title": words_data(nodes[r.code][1] if r.code in nodes else Text(r.code)),
            "subject": str(r.whom),
            "points": _exact(r.points),
            "value": _exact(r.worth),
            "weight": _exact(r.weight),
            "counts": r.value == "1" if fold.kind in ("count", "share") else r.value is not None,
        }
        for r in rows[:MOST_SHOWN]
    ]
    return {
        "standard": standard.name,
        "standard_title": words_data(standard.title),
        "version": standard.version,
        "leaves": leaves,
    }


def _entries_data(library: Library, traced: Traced, name: str) -> dict[str, Any]:
    register = library.registers[name]
    entries = [
        {"id": r.id, "subject": str(r.whom), "value": _read(r), "since": _day(r.since), "until": _day(r.until)}
        for r in sorted(traced.kept, key=lambda r: (str(r.whom), r.id))[:MOST_SHOWN]
    ]
    return {"register": register.name, "register_title": words_data(register.title), "entries": entries}


def _read(row: KeptRow) -> str | None:
    return _exact(row.value) if isinstance(row.value, Fraction) else row.value


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else exact_text(number)


def _day(number: int | None) -> str | None:
    return None if number is None else from_day_number(number).isoformat()
