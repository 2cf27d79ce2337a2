"""Where something stands in a pack, and what the reader found there: nodes that keep their place."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file: path as the reader was given it, line and column counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as written. `quoted` tells `'5'` from `5`; `null` is a bare empty value, `~` or `null`.

    `exact`: each character of `text` stands in the file as it is, on one line, so that a column
    inside the text can be told. False for texts over several lines and texts with escapes.
    """

    text: str
    quoted: bool
    null: bool
    place: Place
    exact: bool = True

    def place_at(self, column: int) -> Place:
        """The place of the text's character `column` (from 0); the scalar's own place where not `exact`."""
        if not self.exact:
            return self.place
        return Place(self.place.file, self.place.line, self.place.column + column + (1 if self.quoted else 0))


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value; `key.place` is where an unknown key is reported."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[Entry, ...]
    place: Place

    def get(self, key: str) -> "Node | None":
        """The value under `key`, or None."""
        return next((e.value for e in self.entries if e.key.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key itself, for its place."""
        return next((e.key for e in self.entries if e.key.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping
