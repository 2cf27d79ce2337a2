"""Typed definitions of reports: what is said of one subject over a period, and the sentences a draft is made of."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from xueheng.language.positions import Place
from xueheng.language.standard_definitions import Standard
from xueheng.wording import Text

Show = Literal["levels", "points", "values"]
VALUE = "{value}"
"""Stands in a sentence for what it is about: a level's title, or a value as published with its unit."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Results that stand in a report. `show`: the levels of the standard and of its first parts; these and the points
    of those without levels; or the values of its leaves, where a standard has no points at all.
    """

    standard: str
    show: Show


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the draft comment. `standard` and `node`: what it is about ('' and '': it is always said); the
    report's own facts go by the report's name. It is said where the node has one of the `levels`, or a value between
    the bounds, both included; without either, where the node has anything. Of several sentences about the same node
    the first that fits is said.
    """

    standard: str
    node: str
    levels: tuple[str, ...]
    at_least: Fraction | None
    at_most: Fraction | None
    say: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Report:
    """A report (报告书) about one subject. `facts`: a profile of leaves without points, over the period asked for;
    `works`: types of record from which the subject chooses what goes in.
    """

    name: str
    title: Text
    of: str
    facts: Standard
    results: tuple[Reported, ...]
    works: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    place: Place
