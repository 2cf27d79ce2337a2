"""The hand-worked sums asked of all three: the reference answers, and both engines must answer the same."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pytest

from tests.reference_evaluator.evaluator import Plain, evaluate, measure_values
from tests.reference_evaluator.layers import Answers, evaluate_layers
from tests.reference_evaluator.nodes import Answer
from tests.reference_evaluator.rows import Id
from tests.reference_evaluator.values import RunRefusedError
from xueheng.evaluation.core import layers, public
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import PercentileScale, Scale

ENGINES: tuple[Literal["duckdb", "sqlite"], ...] = ("duckdb", "sqlite")
Values = Mapping[tuple[str, str], Mapping[Id, Plain]]


def values_of_all(library: Library, names: Sequence[str], dataset: Dataset, period: Period) -> Values:
    """Measure values by the reference, the same from both engines; a refusal must be the same refusal."""
    try:
        expected = measure_values(library, names, dataset, period)
    except RunRefusedError as refused:
        for engine in ENGINES:
            with pytest.raises(public.RunError, match=refused.rule):
                public.measure_values(library, names, dataset, period, engine=engine)
        raise
    for engine in ENGINES:
        found = public.measure_values(library, names, dataset, period, engine=engine)
        kinds = {key: {s: (type(v) is bool, v) for s, v in found[key].items()} for key in expected}
        wanted = {key: {s: (type(v) is bool, v) for s, v in held.items()} for key, held in expected.items()}
        agree(engine, wanted, kinds)
    return expected


def answers_of_all(library: Library, standard: str, dataset: Dataset, period: Period) -> Mapping[Id, dict[str, Answer]]:
    """Answers by the reference, the same from both engines; a refusal must be the same refusal."""
    engines = ENGINES[:1] if any(isinstance(scale, PercentileScale) for scale in scales(library, standard)) else ENGINES
    try:
        expected = evaluate(library, standard, dataset, period)
    except RunRefusedError as refused:
        for engine in engines:
            with pytest.raises(public.RunError, match=refused.rule):
                public.evaluate(library, standard, dataset, period, engine=engine)
        raise
    for engine in engines:
        found = public.evaluate(library, standard, dataset, period, engine=engine).answers()
        agree(engine, told(expected), told(found))
    return expected


def layers_of_all(library: Library, standard: str, dataset: Dataset, period: Period) -> Mapping[str, Answers]:
    """Answers of the base and of each layer by the reference, the same from both engines."""
    expected = evaluate_layers(library, standard, dataset, period)
    for engine in ENGINES:
        found = layers.evaluate_layers(library, standard, list(library.overlays), dataset, period, engine=engine)
        agree(engine, told(expected["base"]), told(found.base.answers()))
        for name, own in found.own.items():
            agree(f"{engine} {name}", told(expected[name]), told(own.answers()))
    return expected


def told(answers: Mapping[Id, Mapping[str, Answer | public.Answer]]) -> Mapping[Id, Mapping[str, object]]:
    return {s: {c: fields(a) for c, a in one.items()} for s, one in answers.items()}


def scales(library: Library, standard: str) -> list[Scale | None]:
    """Every scale of a standard's leaves. SQLite does not compute percentiles."""
    waiting, found = [library.standards[standard].root], []
    while waiting:
        node = waiting.pop()
        waiting += node.parts
        found.append(node.scale)
    return found


def agree(engine: str, expected: Mapping[Any, Mapping[Any, object]], found: Mapping[Any, Mapping[Any, object]]) -> None:
    """Fails naming every place where an engine says something else."""
    other = []
    for outer in {**expected, **found}:
        wanted, held = expected.get(outer, {}), found.get(outer, {})
        other += [
            f"{engine} {outer} {inner}: {held.get(inner)}, the reference {wanted.get(inner)}"
            for inner in {**wanted, **held}
            if held.get(inner) != wanted.get(inner)
        ]
    assert not other, "\n".join(other)


def fields(answer: Answer | public.Answer) -> tuple[object, ...]:
    """An answer's parts; a yes is told from a 1."""
    return answer.state, answer.points, answer.shown, answer.level, type(answer.value) is bool, answer.value
