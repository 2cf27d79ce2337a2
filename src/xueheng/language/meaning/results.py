"""Results of standards read by name: `fitness.national.total`, `work.level`. They come with composition."""

from collections.abc import Iterator, Sequence

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.nodes import below, entries, scalar
from xueheng.language.meaning.scope import NUMBER
from xueheng.language.meaning.shelf import Definition
from xueheng.language.positions import Node
from xueheng.language.typed import Expression, Kind, OtherResult, Type


def result_named(
    checking: Checking, pack: str, names: Sequence[str], entity: str | None
) -> tuple[Expression | None, int] | None:
    """The result that the first names of a path mean, with how many names that took; None where none is meant."""
    for length in (2, 1):
        written = ".".join(names[:length])
        definition = checking.shelf.find("standards", written, pack) if len(names) > length else None
        if definition and ("." in written) == (length == 2):
            return _result(checking, definition, names, length, entity)
    return None


def _result(
    checking: Checking, definition: Definition, names: Sequence[str], taken: int, entity: str | None
) -> tuple[Expression | None, int] | None:
    of = scalar(below(definition.body, "of"))
    subject = checking.shelf.find("entities", of.text, definition.pack) if of else None
    if subject is None or subject.qualified != entity:
        return None
    nodes = {"total": definition.body, **dict(tree_nodes(definition.body))}
    code = names[taken]
    if code == "level":
        return _level(definition, "total", definition.body, taken + 1)
    if code not in nodes:
        return None
    what = names[taken + 1] if len(names) > taken + 1 else ""
    if what == "level":
        return _level(definition, code, nodes[code], taken + 2, definition.body)
    if what == "value":
        return OtherResult(definition.qualified, code, "value", Type(Kind.NUMBER)), taken + 2
    return OtherResult(definition.qualified, code, "points", NUMBER), taken + 1


def _level(
    definition: Definition, code: str, node: Node, taken: int, root: Node | None = None
) -> tuple[Expression | None, int] | None:
    levels = below(node, "levels") or below(root, "levels")
    codes = tuple(entry.key.text for entry in entries(levels))
    if not codes:
        return None
    return OtherResult(definition.qualified, code, "level", Type(Kind.CODE, codes=codes)), taken


def tree_nodes(node: Node | None) -> Iterator[tuple[str, Node]]:
    """Every node below, with its code."""
    for entry in entries(below(node, "parts")):
        yield entry.key.text, entry.value
        yield from tree_nodes(entry.value)
