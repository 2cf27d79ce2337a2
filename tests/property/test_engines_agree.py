"""Random measures and standards over random records: both engines answer exactly as the reference does.

XUEHENG_CASES sets how many cases are tried in all. A failing message names the seed; the case is made
again by `case_of_measures(seed)` or `case_of_standard(seed)`.
"""

import os
from collections.abc import Callable
from fractions import Fraction

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.property.cases import Case, case_of_measures, case_of_standard
from tests.property.comparing import Tally, check

CASES = int(os.environ.get("XUEHENG_CASES", "120"))
MOST_REFUSED = Fraction(5, 100)
SEEDS = st.integers(0, 2**40)


def compare_many(make: Callable[[int], Case], count: int) -> None:
    """Compare so many cases; at most one in twenty may be refused by a bound."""
    tally = Tally()

    # A case is one number, and `check` makes a failing case small by itself: there is nothing to shrink.
    @settings(
        max_examples=count,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=SEEDS)
    def compare(seed: int) -> None:
        check(make(seed), tally)

    compare()
    assert tally.share_refused() <= MOST_REFUSED, f"{tally.refused} refused, {tally.compared} compared"


def test_measures_of_random_records_agree() -> None:
    compare_many(case_of_measures, max(1, CASES * 3 // 5))


def test_standards_over_random_records_agree() -> None:
    compare_many(case_of_standard, max(1, CASES * 2 // 5))
