"""The vocabulary in which the table of the language's keys is written: shapes of values, keys, forms.

All of it is data. `checker` walks a file along it, `schema` writes it out as JSON Schema.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class NameShape:
    """A name that is declared here, or of something in the same pack."""


@dataclass(frozen=True, slots=True)
class ReferenceShape:
    """A name of something, after the pack's name where it is another pack's: `pack.name`, at most 4 names."""


@dataclass(frozen=True, slots=True)
class WordShape:
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainShape:
    """Any text, taken as written; `empty` where an empty value means something."""

    empty: bool = False


@dataclass(frozen=True, slots=True)
class PatternShape:
    """A text of a certain form, said to an author as `said`, like `example`."""

    regex: str
    said: Text
    example: str


@dataclass(frozen=True, slots=True)
class TitleShape:
    """Words for people: text (Chinese) or `{zh, en}`. `both`: a missing English text is a warning."""

    both: bool = False


@dataclass(frozen=True, slots=True)
class NumberShape:
    """An exact number between bounds, both included; `whole` without decimals."""

    low: Fraction | None = None
    high: Fraction | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class TruthShape:
    """yes or no."""


@dataclass(frozen=True, slots=True)
class DayShape:
    """A day as YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class ExpressionShape:
    """An expression of the language's grammar."""


@dataclass(frozen=True, slots=True)
class UnitShape:
    """A unit from the closed list."""


@dataclass(frozen=True, slots=True)
class StatusShape:
    """How sure a source is."""


@dataclass(frozen=True, slots=True)
class AnyShape:
    """Whatever the thing it belongs to makes of it."""


@dataclass(frozen=True, slots=True)
class ListShape:
    """A list of `item`s, at least `least` of them."""

    item: "Shape"
    least: int = 0


@dataclass(frozen=True, slots=True)
class RowShape:
    """A short list whose places differ: `[90, 优秀]`."""

    said: Text
    items: tuple["Shape", ...]


@dataclass(frozen=True, slots=True)
class SpanShape:
    """`[first day, last day]`, both included."""


@dataclass(frozen=True, slots=True)
class MapShape:
    """A map whose keys an author chooses."""

    key: "Shape"
    value: "Shape"


@dataclass(frozen=True, slots=True)
class EitherShape:
    """Different shapes for a scalar, a list and a map; None where that is not accepted."""

    scalar: "Shape | None" = None
    sequence: "Shape | None" = None
    mapping: "Shape | None" = None


@dataclass(frozen=True, slots=True)
class FormShape:
    """A map with known keys: the form of that name in `forms.FORMS`. `use`: the form where the map has `use`."""

    form: str
    use: str = ""


Shape: TypeAlias = (
    NameShape
    | ReferenceShape
    | WordShape
    | PlainShape
    | PatternShape
    | TitleShape
    | NumberShape
    | TruthShape
    | DayShape
    | ExpressionShape
    | UnitShape
    | StatusShape
    | AnyShape
    | ListShape
    | RowShape
    | SpanShape
    | MapShape
    | EitherShape
    | FormShape
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a form. `only_with`: it stands only beside one of these keys. `unless`: not required beside this one."""

    name: str
    shape: Shape
    note: Text
    required: bool = False
    unless: str = ""
    only_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Keys that exclude each other. `least` 1: one of them must stand. `rule`: the id that says so.

    `beside`: (key, other): `key` does not count where `other` stands.
    """

    keys: tuple[str, ...]
    rule: str = "XH-K018"
    least: int = 1
    beside: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A map with known keys: what it is called, its keys, what excludes what, and further keys by pattern.

    `others`: shape of further keys and of their values, where an author may add some.
    """

    said: Text
    keys: tuple[Key, ...]
    choices: tuple[Choice, ...] = ()
    others: tuple[Shape, Shape] | None = None


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its name without `.yaml`, what it holds, its shape.

    `used` False: read and checked for shape, but nothing is made of it yet.
    """

    name: str
    said: Text
    shape: Shape
    used: bool = True
