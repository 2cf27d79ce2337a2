"""Small counts stay hidden: of every small table, several fillings fit what is printed."""

from itertools import product
from random import Random

import pytest

from xueheng.evaluation.core.comparing_small_cells import Cell, Sum, hidden_cells, settled_cells

ROWS, COLUMNS = range(3), range(3)


def table(counts: dict[tuple[int, int], int]) -> tuple[dict[Cell, int], list[Sum]]:
    """A table with its totals, and how they add up."""
    cells: dict[Cell, int] = {("cell", str(r), str(c)): count for (r, c), count in counts.items()}
    sums: list[dict[Cell, int]] = []
    for name, place in (("row", 1), ("column", 2)):
        for at in sorted({cell[place] for cell in cells if cell[0] == "cell"}):
            parts = [cell for cell in cells if cell[0] == "cell" and cell[place] == at]
            cells[name, at] = sum(cells[cell] for cell in parts)
            sums.append({**dict.fromkeys(parts, 1), (name, at): -1})
        totals = [cell for cell in cells if cell[0] == name]
        cells["all",] = sum(cells[cell] for cell in totals)
        sums.append({**dict.fromkeys(totals, 1), ("all",): -1})
    return cells, list(sums)


def test_counts_of_ten_and_of_nobody_are_printed() -> None:
    cells, sums = table({(0, 0): 10, (0, 1): 0, (1, 0): 25, (1, 1): 400})
    assert hidden_cells(cells, sums) == set()


def test_a_small_count_takes_another_with_it_in_its_row_and_column() -> None:
    cells, sums = table({(0, 0): 3, (0, 1): 20, (1, 0): 30, (1, 1): 40})
    assert hidden_cells(cells, sums) == {("cell", str(r), str(c)) for r, c in product((0, 1), (0, 1))}


def test_two_small_ones_that_would_add_up_to_few_take_a_third() -> None:
    cells: dict[Cell, int] = {("a",): 2, ("b",): 3, ("c",): 50, ("d",): 60, ("all",): 115}
    sums: list[Sum] = [{("a",): 1, ("b",): 1, ("c",): 1, ("d",): 1, ("all",): -1}]
    assert hidden_cells(cells, sums) == {("a",), ("b",), ("c",)}


def test_where_all_others_are_nobody_the_total_goes_too() -> None:
    cells: dict[Cell, int] = {("a",): 4, ("b",): 0, ("all",): 4}
    assert hidden_cells(cells, [{("a",): 1, ("b",): 1, ("all",): -1}]) == {("a",), ("all",)}


def test_what_several_sums_settle_together_is_seen() -> None:
    a, b, c = ("a",), ("b",), ("c",)
    sums: list[Sum] = [{a: 1, b: 1, ("x",): -1}, {b: 1, c: 1, ("y",): -1}, {a: 1, c: 1, ("z",): -1}]
    assert settled_cells(sums, {a, b, c}) == {a, b, c}
    assert settled_cells(sums[:2], {a, b, c}) == set()


@pytest.mark.parametrize("seed", range(40))
def test_no_hidden_count_can_be_worked_out(seed: int) -> None:
    """Moving people round a table without changing what is printed: each hidden count can be another."""
    chance = Random(seed)
    counts = {(r, c): chance.choice((0, 0, 1, 3, 7, 12, 15, 40)) for r, c in product(ROWS, COLUMNS)}
    cells, sums = table(counts)
    hidden = hidden_cells(cells, sums)
    assert {cell for cell, count in cells.items() if 0 < count < 10} <= hidden
    moved: set[Cell] = set()
    inner = [cell for cell in cells if cell[0] == "cell"]
    for steps in product((-1, 0, 1), repeat=len(inner)):
        change = dict(zip(inner, steps, strict=True))
        if any(step and cell not in hidden for cell, step in change.items()):
            continue
        if any(cells[cell] + step < 0 for cell, step in change.items()):
            continue
        totals = {name: 0 for name in cells if name[0] != "cell"}
        for cell, step in change.items():
            for name in (("row", cell[1]), ("column", cell[2]), ("all",)):
                totals[name] += step
        if all(name in hidden or not step for name, step in totals.items()):
            moved |= {cell for cell, step in {**change, **totals}.items() if step}
    assert hidden <= moved
