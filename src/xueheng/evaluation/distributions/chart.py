"""One indicator's distribution as a page shows it: its lines, its strips, and the words beside them."""

from dataclasses import dataclass
from decimal import Decimal

from xueheng.evaluation.distributions.counting import YEAR, Group
from xueheng.evaluation.distributions.indicators import Indicator
from xueheng.evaluation.distributions.lacking import Lacking
from xueheng.evaluation.distributions.strips import Strip
from xueheng.wording import Text

HIGHER, LOWER = Text("高于其余", "above the rest"), Text("低于其余", "below the rest")
ALIKE = Text("看不出差别", "no difference to be seen")


@dataclass(frozen=True, slots=True)
class Cell:
    """A share of a level. `low`, `high`: its interval; `beside`: against all others together, None without others."""

    share: str
    count: int
    low: str
    high: str
    beside: Text | None
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A group's line. `cells` is empty where it is hidden or has no results; `lacking`: those without a level by why,
    None where it is hidden or was not counted.
    """

    group: Group
    name: str
    address: str
    own: bool
    total: int
    missing: int
    cells: tuple[Cell, ...]
    hidden: bool
    lacking: Lacking | None = None

    @property
    def asked(self) -> int:
        """Of how many it is asked."""
        return self.total + self.missing


@dataclass(frozen=True, slots=True)
class LevelStrip:
    """One level: its share of all, what is found of the groups, and the drawing (None for too few groups)."""

    title: Text
    mine: Cell
    finding: Text
    drawing: Strip | None


@dataclass(frozen=True, slots=True)
class Chart:
    """One indicator. `mine`: of the unit itself; `drawn`: how many dots a strip has; the addresses of its parts, of its
    workbook and of the pupils behind it, '' for none.
    """

    indicator: Indicator
    finding: Text
    sentence: Text
    mine: Line
    strips: tuple[LevelStrip, ...]
    lines: tuple[Line, ...]
    drawn: int
    parts: str = ""
    workbook: str = ""
    pupils: str = ""

    @property
    def twice(self) -> bool:
        """Whether the lines make up the whole twice: by year group, and by class."""
        return len({line.group.entity == YEAR for line in self.lines}) > 1

    @property
    def says_why(self) -> bool:
        """Whether those without a level are told apart: not in runs of before."""
        return any(line.lacking for line in (self.mine, *self.lines))

    @property
    def heads(self) -> tuple[Text, ...]:
        """The levels' titles."""
        return tuple(title for _, title in self.indicator.levels)
