"""Walking typed expressions."""

import dataclasses
from collections.abc import Iterator
from typing import get_args

from xueheng.language.public import Expression

NODES = get_args(Expression)


def walk(node: Expression | None) -> Iterator[Expression]:
    """The expression and everything inside it, outermost first."""
    if node is None:
        return
    stack: list[Expression] = [node]
    while stack:
        current = stack.pop()
        yield current
        for field in dataclasses.fields(current):
            value = getattr(current, field.name)
            if field.name == "type":
                continue
            stack.extend(
                child for child in (value if isinstance(value, tuple) else (value,)) if isinstance(child, NODES)
            )
