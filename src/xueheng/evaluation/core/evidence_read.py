"""Which types of records an indicator reads, through all that its measures and conditions read."""

from collections.abc import Iterator

from xueheng.evaluation.core.needs import expressions_of, nodes_of
from xueheng.evaluation.core.walking import walk
from xueheng.language.public import EvidenceRows, Expression, Library, MeasureValue, OtherResult, StandardNode

Key = tuple[str, str]
"""A measure and the entity that it is of."""


def evidence_read(library: Library, of: str, node: StandardNode) -> tuple[str, ...]:
    """The types behind the measures of a node and of all below it, each once, in the order of the tree. Conditions say
    whether an indicator applies: what they read is no evidence for it.
    """
    found: dict[str, None] = {}
    done: set[Key] = set()
    waiting: list[Key] = [(leaf.measure, of) for leaf in nodes_of(node) if leaf.measure is not None]
    while waiting:
        key = waiting.pop(0)
        measure = library.measures.get(key)
        if key in done or measure is None:
            continue
        done.add(key)
        if measure.fold is not None and isinstance(measure.fold.rows, EvidenceRows):
            found.update(dict.fromkeys(measure.fold.rows.types))
        for expression in expressions_of(measure):
            waiting += _read_by(library, expression)
    return tuple(found)


def _read_by(library: Library, expression: Expression) -> Iterator[Key]:
    for part in walk(expression):
        if isinstance(part, MeasureValue):
            yield part.measure, part.entity
        elif isinstance(part, OtherResult) and part.standard in library.standards:
            other = library.standards[part.standard]
            for node in nodes_of(other.root):
                if part.code in ("total", node.code):
                    yield from ((leaf.measure, other.of) for leaf in nodes_of(node) if leaf.measure is not None)
