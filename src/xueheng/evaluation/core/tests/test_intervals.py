"""Intervals against published examples, and what must hold of any."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.evaluation.core.intervals import Interval, difference_interval, share_interval, share_percent


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, Wilson's score without correction:
        # .2553–.3662, .0624–.1605, .0000–.1611, .0061–.1718
        (81, 263, "25.5", "36.6"),
        (15, 148, "6.2", "16.0"),  # .16048 before it was printed
        (0, 20, "0.0", "16.1"),
        (1, 29, "0.6", "17.2"),
        (20, 20, "83.9", "100.0"),  # the mirror of nought out of twenty
    ],
)
def test_an_interval_of_a_share_is_the_published_one(count: int, of: int, low: str, high: str) -> None:
    assert share_interval(count, of) == Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # The same, 873–890, table II, method 10: .0524–.3339, .1705–.8090, −.0381–.1926, −.1611–.2775, .6791–1.0000
        ((56, 70), (48, 80), "5.2", "33.4"),
        ((9, 10), (3, 10), "17.1", "80.9"),
        ((5, 56), (0, 29), "-3.8", "19.3"),
        ((0, 10), (0, 20), "-16.1", "27.8"),
        ((10, 10), (0, 20), "67.9", "100.0"),
    ],
)
def test_an_interval_of_a_difference_is_the_published_one(
    first: tuple[int, int], second: tuple[int, int], low: str, high: str
) -> None:
    assert difference_interval(*first, *second) == Interval(Decimal(low), Decimal(high))


def test_a_share_is_exact_but_for_its_rounding() -> None:
    assert share_percent(77, 83, 2) == Decimal("92.77")
    assert share_percent(1, 8) == Decimal("12.5")
    assert share_percent(1, 16, 1) == Decimal("6.3")  # 6.25, half up


@given(st.integers(1, 3000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_lies_between_nought_and_all(pair: tuple[int, int]) -> None:
    interval, share = share_interval(*pair), share_percent(*pair)
    assert Decimal(0) <= interval.low <= share <= interval.high <= Decimal(100)
