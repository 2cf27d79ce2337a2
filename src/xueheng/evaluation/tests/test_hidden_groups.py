"""Groups of few people stay unknown, whatever is subtracted from whatever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.evaluation.core.comparing_small_cells import settled_cells
from xueheng.evaluation.distributions.hiding import hidden_groups

DISTRICT = {"east": "district", "west": "district", "north": "district"}


def test_one_small_school_takes_a_second_one_with_it() -> None:
    """500 less 300 less 194 would be the 6 pupils of the north."""
    counts = {"district": 500, "east": 300, "west": 194, "north": 6}
    assert hidden_groups(counts, DISTRICT) == {"north", "west"}


def test_nothing_is_hidden_where_all_are_ten_or_more_or_nobody() -> None:
    assert hidden_groups({"district": 310, "east": 300, "west": 10, "north": 0}, DISTRICT) == set()


def test_two_small_ones_of_fewer_than_ten_together_take_a_third() -> None:
    """3 and 4: that seven are left would say too much."""
    counts = {"district": 307, "east": 300, "west": 3, "north": 4}
    assert hidden_groups(counts, DISTRICT) == {"west", "north", "east"}


def test_two_small_ones_of_ten_or_more_together_are_enough() -> None:
    counts = {"district": 312, "east": 300, "west": 6, "north": 6}
    assert hidden_groups(counts, DISTRICT) == {"west", "north"}


def test_an_only_small_class_hides_its_school_and_the_school_a_neighbour() -> None:
    whole_of = {**DISTRICT, "class of the north": "north"}
    counts = {"district": 500, "east": 300, "west": 194, "north": 6, "class of the north": 6}
    assert hidden_groups(counts, whole_of) == {"north", "class of the north", "west"}


def test_a_school_that_is_hidden_for_its_neighbours_sake_hides_something_of_its_own_too() -> None:
    """Else its classes, all told, would add up to it, and it would give the small one away."""
    whole_of = {**DISTRICT, "west 1": "west", "west 2": "west"}
    counts = {"district": 500, "east": 300, "west": 194, "north": 6, "west 1": 94, "west 2": 100}
    assert hidden_groups(counts, whole_of) == {"north", "west", "west 1"}


COUNTS = st.lists(
    st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=4), min_size=1, max_size=4), min_size=1, max_size=4
)


@settings(max_examples=150, deadline=None)
@given(COUNTS)
def test_no_hidden_number_follows_from_those_that_are_told(districts: list[list[list[int]]]) -> None:
    """Schools of grades of classes. `settled_cells` finds by elimination whatever all sums together settle."""
    counts: dict[str, int] = {"all": 0}
    whole_of: dict[str, str] = {}
    for s, grades in enumerate(districts):
        for g, classes in enumerate(grades):
            for c, count in enumerate(classes):
                for group, whole in ((f"{s}", "all"), (f"{s}.{g}", f"{s}"), (f"{s}.{g}.{c}", f"{s}.{g}")):
                    whole_of[group] = whole
                    counts[group] = counts.get(group, 0) + count
                counts["all"] += count
    hidden = hidden_groups(counts, whole_of)
    assert {group for group, count in counts.items() if 0 < count < 10} <= hidden
    wholes = set(whole_of.values())
    sums: list[dict[tuple[str, ...], int]] = [
        {(whole,): -1, **{(g,): 1 for g, w in whole_of.items() if w == whole}} for whole in wholes
    ]
    assert settled_cells(sums, {(group,) for group in hidden if counts[group]}) == set()
    for whole in wholes - hidden:
        under = [counts[group] for group, above in whole_of.items() if above == whole and group in hidden]
        assert not under or sum(under) >= 10
