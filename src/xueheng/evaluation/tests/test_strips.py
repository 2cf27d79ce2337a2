"""Strips of dots: none lies on another, and where there is no room for all their number says how many there are."""

import re
from decimal import Decimal

from xueheng.evaluation.distributions.strips import Crowd, strip

MARK, LOW, HIGH = Decimal(50), Decimal(40), Decimal(60)


def dots(path: str) -> list[tuple[str, str]]:
    return re.findall(r"M([0-9.]+) ([0-9.]+)h0", path)


def test_five_groups_at_one_place_stand_above_one_another() -> None:
    drawing = strip([(Decimal(100), False)] * 5, MARK, LOW, HIGH, None)
    assert sorted(dots(drawing.dots)) == [("390.0", y) for y in ("10", "16", "22", "27", "5")]
    assert drawing.crowds == ()


def test_of_seven_five_are_drawn_and_the_number_stands_beside_them() -> None:
    """Two of the seven differ from the rest: they are among those that are drawn. Half way is at 200."""
    groups = [(Decimal(50), at < 2) for at in range(7)]
    drawing = strip([*groups, (Decimal(0), False)], MARK, LOW, HIGH, None)
    assert len(dots(drawing.clear)) == 2
    assert len(dots(drawing.dots)) == 3 + 1
    assert len(set(dots(drawing.dots + drawing.clear))) == 6
    assert drawing.crowds == (Crowd(7, "208.0", "start"),)


def test_a_number_at_the_right_end_stands_before_its_dots() -> None:
    drawing = strip([(Decimal(100), False)] * 12, MARK, LOW, HIGH, None)
    assert drawing.crowds == (Crowd(12, "382.0", "end"),)
