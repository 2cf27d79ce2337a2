"""Where the marks of a strip of shares stand: one dot a group on a line from 0 to 100 %, as SVG coordinates."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, EDGE = 400, 32, 10
"""Of the drawing; `EDGE` is left free at both ends, so that dots at 0 and at 100 % are whole."""
MIDDLE = HEIGHT // 2
STEP = 5
"""Dots nearer than this stand above one another."""
ROWS = (0, -6, 6, -11, 11)
"""Where they stand; of more than so many the number stands beside them."""
BESIDE, FAR = 8, 340
"""How far a number is from its dots, and from where on it stands before them."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """More groups at one place than there is room for: how many, and where that is written."""

    number: int
    x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One level's drawing. `dots`, `clear`: paths of one dot a group, those that differ clearly apart; `mark`, `low`,
    `wide`: the share of all of them with its interval; `own`: the reader's own group; `crowds`: the
    places where more stand than there is room for.
    """

    dots: str
    clear: str
    mark: str
    low: str
    wide: str
    own: str
    crowds: tuple[Crowd, ...] = ()


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
    places: dict[int, list[tuple[Decimal, bool]]] = defaultdict(list)
    for share, clear in sorted(shares):
        places[int(at(share)) // STEP].append((at(share), clear))
    paths: dict[bool, list[str]] = {True: [], False: []}
    for dots in places.values():
        # Where not all have room, those that differ are drawn before the others.
        drawn = dots if len(dots) <= len(ROWS) else sorted(dots, key=lambda dot: not dot[1])
        for (x, clear), row in zip(drawn, ROWS, strict=False):
            paths[clear].append(f"M{x} {MIDDLE + row}h0")
    crowds = tuple(_crowd(dots[-1][0], len(dots)) for dots in places.values() if len(dots) > len(ROWS))
    wide = max(at(high) - at(low), Decimal(1))
    place = "" if own is None else f"M{at(own)} {MIDDLE - 8}l6 8l-6 8l-6 -8z"
    drawing = "".join(paths[False]), "".join(paths[True])
    return Strip(*drawing, str(at(mark)), str(at(low)), str(wide), place, crowds)


def _crowd(x: Decimal, number: int) -> Crowd:
    return Crowd(number, str(x - BESIDE), "end") if x > FAR else Crowd(number, str(x + BESIDE), "start")
