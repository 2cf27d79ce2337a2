"""Rows that are plainly wrong, planted on purpose, so that one can see that they are found and reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal

from examples.school_style import Cell, Style

Kind = Literal[
    "height_in_metres", "seconds_of_sixty_or_more", "doubled_row", "no_number", "words_for_a_number", "beyond_belief"
]
KINDS: tuple[Kind, ...] = (
    "height_in_metres",
    "seconds_of_sixty_or_more",
    "doubled_row",
    "no_number",
    "words_for_a_number",
    "beyond_belief",
)
RUNS = ("50米×8往返跑", "1000米跑", "800米跑")

Row = dict[str, Cell]
"""One line of the sheet: the national heading → what is written under it."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A row that must be rejected: where it stands (row 1 is the sheet's first) and what is written there.

    `heading` as the school spells it; '' where the whole row is at fault. Of a doubled row the second is meant.
    """

    kind: Kind
    sheet: str
    row: int
    number: str
    heading: str
    written: str


def spoil(kind: Kind, row: Row, style: Style, random: Random) -> tuple[Row, str] | None:
    """The row with a fault of this kind and the national heading it stands under; None where the row cannot bear it.

    A doubled row stays as it is: whoever writes the sheet writes it twice.
    """
    if kind == "doubled_row":
        return row, ""
    if kind == "no_number":
        return {**row, "学籍号": None}, "学籍号"
    heading, written = _wrong_cell(kind, row, style, random)
    return ({**row, heading: written}, heading) if heading else None


def _wrong_cell(kind: Kind, row: Mapping[str, Cell], style: Style, random: Random) -> tuple[str, Cell]:
    if kind == "height_in_metres":
        return ("身高", round(random.uniform(1.3, 1.75), 2)) if row["身高"] is not None else ("", None)
    if kind == "seconds_of_sixty_or_more":
        run = next((item for item in RUNS if row[item] is not None), "")
        return run, _impossible_time(style, random)
    if kind == "words_for_a_number":
        return ("肺活量", "见备注") if row["肺活量"] is not None else ("", None)
    return ("立定跳远", 2050) if row["立定跳远"] is not None else ("", None)


def _impossible_time(style: Style, random: Random) -> Cell:
    """Four minutes and sixty-odd seconds, in the school's way of writing."""
    seconds = random.randint(61, 99)
    match style.run_time:
        case "apostrophe":
            return f"4'{seconds}"
        case "prime":
            return f"4′{seconds}″"
        case "dot":
            return f"4.{seconds}"
        case "number":
            return 4 + seconds / 100
        case _:
            return f"4:{seconds}"
