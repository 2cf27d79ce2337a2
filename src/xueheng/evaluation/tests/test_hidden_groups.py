"""Groups of few people stay unknown, whatever is subtracted from whatever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.evaluation.core.comparing_small_cells import settled_cells
from xueheng.evaluation.distributions.hiding import hidden_groups, hidden_in_each

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


def test_a_school_is_hidden_in_every_count_that_is_told_of_it() -> None:
    """The north has 12 pupils, 4 of them with a level: 62 − 30 − 28 are those four; and the 12 would be told by 114."""
    having = {"district": 62, "east": 30, "west": 28, "north": 4}
    everybody = {"district": 114, "east": 42, "west": 60, "north": 12}
    assert hidden_in_each([having, everybody], DISTRICT) == {"north", "west"}
    # Nobody of six has a level: hidden for the six, and the east with it.
    having, everybody = {**having, "district": 58, "north": 0}, {**everybody, "district": 108, "north": 6}
    assert hidden_in_each([having, everybody], DISTRICT) == {"north", "east"}


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


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 15)] * 4), min_size=2, max_size=6))
def test_no_reason_for_having_no_level_gives_a_hidden_number_away(schools: list[tuple[int, int, int, int]]) -> None:
    """Schools with so many of a level, without records, with some, and not asked: each adds up over the schools."""
    whole_of = {str(at): "all" for at in range(len(schools))}
    cells = {(str(at), what): count for at, counts in enumerate(schools) for what, count in enumerate(counts)}
    cells |= {("all", what): sum(counts[what] for counts in schools) for what in range(4)}
    groups = [*whole_of, "all"]
    having = {group: cells[group, 0] for group in groups}
    everybody = {group: sum(cells[group, what] for what in range(4)) for group in groups}
    hidden = hidden_in_each([having, everybody], whole_of)
    assert {group for group in groups if 0 < having[group] < 10 or 0 < everybody[group] < 10} <= hidden
    sums: list[dict[tuple[str, ...], int]] = [
        {("all", str(what)): -1, **{(group, str(what)): 1 for group in whole_of}} for what in range(4)
    ]
    told_not: set[tuple[str, ...]] = {(group, str(what)) for group in hidden for what in range(4) if cells["all", what]}
    assert settled_cells(sums, told_not) == set()
