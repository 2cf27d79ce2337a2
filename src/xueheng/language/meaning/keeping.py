"""`kept`: how long a record of a type is kept before it is destroyed."""

from typing import Literal, cast

from xueheng.language.definitions import KeptFor
from xueheng.language.meaning.calendar import report_window, window_names
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.naming import short
from xueheng.language.meaning.nodes import below, scalar, text, whole
from xueheng.language.meaning.sources import source_of
from xueheng.language.positions import Node

SCHOOL_YEAR = "school_year"
"""The window of the calendar whose end is meant."""


def kept_for(checking: Checking, node: Node | None, pack: str, entity: str) -> KeptFor | None:
    """What is said; None where nothing is, or what is said cannot be meant."""
    years, written = whole(below(node, "years")), scalar(below(node, "after"))
    if years is None or written is None:
        return None
    if written.text == "leaves" and checking.entities[entity].person is None:
        checking.report("XH-N020", written.place, about=short(entity))
        return None
    calendar = checking.calendar_for(pack)
    if written.text == "school_year_end" and SCHOOL_YEAR not in window_names(calendar):
        report_window(checking, SCHOOL_YEAR, written.place, calendar)
        return None
    after = cast(Literal["recorded", "school_year_end", "leaves"], text(below(node, "after")))
    return KeptFor(years, after, source_of(checking, node, checking.sources[pack]))
