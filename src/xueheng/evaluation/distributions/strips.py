"""Where the marks of a strip of shares stand: one dot a group on a line from 0 to 100 %, as SVG coordinates."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, EDGE = 400, 32, 10
"""Of the drawing; `EDGE` is left free at both ends, so that dots at 0 and at 100 % are whole."""
MIDDLE = HEIGHT // 2
STEP = 5
"""Dots nearer than this stand above one another."""
ROWS = (0, -6, 6, -11, 11)


@dataclass(frozen=True, slots=True)
class Strip:
    """One level's drawing. `dots`, `clear`: paths of one dot a group, those that differ clearly apart; `mark`, `low`,
    `wide`: the share of all of them with its interval; `own`: the reader's own group.
    """

    dots: str
    clear: str
    mark: str
    low: str
    wide: str
    own: str


def at(percent: Decimal) -> Decimal:
    """The place of a share.

    >>> at(Decimal(50))
    Decimal('200.0')
    """
    return (EDGE + percent * (WIDTH - 2 * EDGE) / 100).quantize(Decimal("0.1"))


def strip(
    shares: Iterable[tuple[Decimal, bool]], mark: Decimal, low: Decimal, high: Decimal, own: Decimal | None
) -> Strip:
    """The drawing of groups' shares (and whether each differs clearly), of the whole's share and of one's own."""
    stacked: Counter[int] = Counter()
    paths: dict[bool, list[str]] = {True: [], False: []}
    for share, clear in sorted(shares):
        x = at(share)
        row = ROWS[stacked[int(x) // STEP] % len(ROWS)]
        stacked[int(x) // STEP] += 1
        paths[clear].append(f"M{x} {MIDDLE + row}h0")
    wide = max(at(high) - at(low), Decimal(1))
    place = "" if own is None else f"M{at(own)} {MIDDLE - 8}l6 8l-6 8l-6 -8z"
    return Strip("".join(paths[False]), "".join(paths[True]), str(at(mark)), str(at(low)), str(wide), place)
