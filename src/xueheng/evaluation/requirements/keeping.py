"""What units meet and what they fall short of, kept as one small file when a run of a standard of units is stored.

A value is met where its scale gives it full points: so say the packs' conditions and thresholds of units. What lacks
data is neither met nor short.
"""

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from xueheng.evaluation.core.public import (
    PAIRED_BY,
    Answer,
    Column,
    Dataset,
    Evaluation,
    Limit,
    Period,
    limits_of,
    nodes_of,
    value_text,
)
from xueheng.evaluation.exact_sums import decimal
from xueheng.language.public import Cell, Kind, Library, Standard, StandardNode, Type

KEPT = "requirements.json"
MET, SHORT, MISSING, NOT_APPLYING, TOLD = "met", "short", "missing", "not_applying", "told"
FULL = 100
"""The points of what is met."""


def limits_told(library: Library, standard: str, dataset: Dataset, period: Period) -> Mapping[str, Limit]:
    """The limits of a standard of units; nothing for a standard of people."""
    known = library.standards[standard]
    return {} if library.entities[known.of].person else limits_of(library, known, dataset, period)


def keep_requirements(evaluation: Evaluation, library: Library, limits: Mapping[str, Limit], folder: Path) -> None:
    """Write the file where the standard is one of units."""
    standard = evaluation.standard
    if library.entities[standard.of].person:
        return
    told = {"by": standard.by or "", "nodes": _nodes(standard), "subjects": list(_subjects(evaluation, limits))}
    (folder / KEPT).write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def _nodes(standard: Standard) -> list[dict[str, Any]]:
    def below(node: StandardNode, depth: int) -> Iterable[dict[str, Any]]:
        for part in node.parts:
            title = {"zh": part.title.zh, "en": part.title.en}
            yield {"code": part.code, "title": title, "depth": depth, "leaf": not part.parts}
            yield from below(part, depth + 1)

    return list(below(standard.root, 0))


def _subjects(evaluation: Evaluation, limits: Mapping[str, Limit]) -> Iterable[dict[str, Any]]:
    nodes = {node.code: node for node in nodes_of(evaluation.standard.root)}
    leaves = [column for column in evaluation.columns if column.leaf]
    for row, subject in enumerate(evaluation.subjects):
        unit, _, pair = str(subject).partition(PAIRED_BY)
        cells = {
            column.code: _cell(evaluation.answer_at(row, column), column, limits.get(column.code), str(subject))
            for column in leaves
            if column.code in nodes
        }
        yield {"unit": int(unit), "pair": pair, "cells": cells}


def _cell(answer: Answer, column: Column, limit: Limit | None, subject: str) -> dict[str, str]:
    if answer.state == NOT_APPLYING:
        return {"state": NOT_APPLYING}
    bound = limit.of(subject) if limit is not None else None
    said = {"limit": f"{limit.sign} {decimal(bound)}"} if limit is not None and bound is not None else {}
    type_ = column.value_type
    unit = {"unit": type_.unit} if type_ is not None and type_.unit else {}
    if answer.value is None or type_ is None:
        return {"state": MISSING, **said, **unit}
    value = _number(answer.value, type_)
    told = {"value": value_text(answer.value, type_) if value is None else decimal(value), **said, **unit}
    if answer.state == MISSING:
        return {"state": MISSING, **told}
    short = column.has_points and answer.points is not None and answer.points < FULL
    if short and value is not None and bound is not None:
        told["gap"] = decimal(abs(value - bound))
    return {"state": TOLD if not column.has_points else SHORT if short else MET, **told}


def _number(value: Cell, type_: Type) -> Fraction | None:
    """The value as it is held against a limit; None where it is no number."""
    if value is None or isinstance(value, bool | str):
        return None
    return Fraction(value_text(value, type_)) if type_.kind is Kind.VARIATION else Fraction(value)
