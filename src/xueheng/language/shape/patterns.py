"""Whether a text has the form that a shape of scalars asks for."""

import re
from functools import cache

from xueheng.language.scalars import why_no_name
from xueheng.language.shape.shapes import NameShape, PatternShape, PlainShape, Shape


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)


def fits(shape: Shape, text: str) -> bool:
    """Whether `text` is such a name or has such a form; shapes without a form of their own take any text."""
    if isinstance(shape, PatternShape):
        return _compiled(shape.regex).fullmatch(text) is not None
    if isinstance(shape, NameShape):
        return why_no_name(text) is None
    return isinstance(shape, PlainShape)
