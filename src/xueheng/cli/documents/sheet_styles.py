"""The looks of cells, and text that can never become a formula."""

from collections.abc import Callable

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT = "微软雅黑"
GREY = "#5A6470"
HEAD_GROUND = "#E4EDF6"
LINE = "#C5CDD6"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a spreadsheet could take for a formula."""


class SheetStyles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def made(self, **properties: object) -> Format:
        """The format with these properties, in the workbook's font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(
                {"font_name": FONT, "font_size": 10, "valign": "vcenter"} | properties
            )
        return self._made[key]

    def heading(self) -> Format:
        """A column's title."""
        return self.made(bold=True, bg_color=HEAD_GROUND, border=1, border_color=LINE, align="center", text_wrap=True)

    def code(self) -> Format:
        """A column's code, under its title."""
        return self.made(
            font_color=GREY, font_size=8, bg_color=HEAD_GROUND, border=1, border_color=LINE, align="center"
        )

    def text(self, *, center: bool = False, wrap: bool = False) -> Format:
        """Plain text."""
        properties: dict[str, object] = {"align": "center"} if center else {}
        return self.made(**properties, **({"text_wrap": True, "valign": "top"} if wrap else {}))

    def quoted(self) -> Format:
        """Text that begins like a formula: kept as text, also when somebody edits the cell."""
        return self.made(quote_prefix=True)

    def absent(self) -> Format:
        """A word in place of a number."""
        return self.made(font_color=GREY, align="center", font_size=9)

    def number(self, decimals: int | None) -> Format:
        """A number with its decimals; as it is where none are declared."""
        return self.made(num_format=number_pattern(decimals))

    def zeroed(self, decimals: int | None, word: str) -> Format:
        """A missing part that counts as zero: the number 0, followed by the word for missing."""
        return self.made(num_format=f'{number_pattern(decimals)}" {word}"', font_color=GREY)


def number_pattern(decimals: int | None) -> str:
    """The spreadsheet's pattern for so many decimals."""
    if decimals is None:
        return "General"
    return "0." + "0" * decimals if decimals else "0"


def safe_text(sheet: Worksheet, styles: SheetStyles) -> Callable[[int, int, str, Format], None]:
    """A writer of text from the data: always as text, and marked so where it begins like a formula."""
    quoted = styles.quoted()

    def write(row: int, column: int, text: str, look: Format) -> None:
        sheet.write_string(row, column, text, quoted if text.startswith(FORMULA_STARTS) else look)

    return write
