"""What may be handed on of a comparison: counts by group, the small ones hidden with those that give them away."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.reference_evaluator.authoring import dataset, library, node, standard, title
from xueheng.evaluation.core import public
from xueheng.evaluation.core.tests.school import MARKS, PUPIL, SCHOOL, TEST, YEAR, leaf
from xueheng.language.standard_definitions import Level

LEVELS = (Level("pass", Fraction(60), title("pass")), Level("fail", Fraction(0), title("fail")))
Schools = Mapping[str, tuple[int, int]]
"""School → pupils in all, and how many of them pass after all."""


def compared(path: Path, schools: Schools, person: bool = True) -> public.Handout:
    """Everybody fails at first; then some of each school pass."""
    pupil = replace(PUPIL, person="minor" if person else None)
    made = replace(standard(node("root", leaf("a"), levels=LEVELS)), groups=(("school", ("count",)),))
    defined = library(pupil, SCHOOL, TEST, *MARKS, made)
    names = {f"{school}{n}": school for school, (pupils, _) in schools.items() for n in range(pupils)}
    subjects = [{"subject": name, "grade": "g7", "school": school} for name, school in names.items()]
    folders = []
    for end in (0, 1):
        passing = {f"{school}{n}" for school, (_, some) in schools.items() for n in range(some * end)}
        lines = [{"subject": name, "day": YEAR.end, "a": "70" if name in passing else "50"} for name in names]
        belonging = {"pupil": subjects, "school": [{"subject": school} for school in schools]}
        evaluation = public.evaluate(defined, "p.s", dataset(defined, belonging, {"test": lines}), YEAR)
        public.write_results(evaluation, path / str(end), manifest={}, library=defined)
        folders.append(public.open_results(path / str(end)))
    (told,) = public.handouts(public.compare(folders[0], folders[1]))
    return told


def lines(told: public.Handout) -> dict[str, tuple[int | None, int | None, int | None]]:
    return {line.group: (line.counts["up"], line.counts["same"], line.total) for line in told.groups["school"]}


def test_a_small_count_hides_its_neighbours_and_no_total(tmp_path: Path) -> None:
    told = compared(tmp_path, {"north": (40, 12), "south": (40, 3)})
    # 15 up in all, and 40 in each school: any one of the four would give the others away
    assert lines(told) == {"north": (None, None, 40), "south": (None, None, 40)}
    assert (told.directions["up"], told.directions["same"], told.total) == (15, 65, 80)
    assert told.matrix == {("fail", "fail"): 65, ("fail", "pass"): 15}


def test_great_counts_are_all_printed(tmp_path: Path) -> None:
    told = compared(tmp_path, {"north": (40, 12), "south": (40, 30)})
    assert lines(told) == {"north": (12, 28, 40), "south": (30, 10, 40)}
    assert told.hidden == 0


def test_a_school_of_few_is_hidden_as_a_whole(tmp_path: Path) -> None:
    told = compared(tmp_path, {"north": (40, 12), "south": (40, 30), "tiny": (4, 4)})
    assert lines(told)["tiny"][2] is None
    assert lines(told)["tiny"][0] is None


def test_groups_of_which_most_are_small_are_not_told_apart(tmp_path: Path) -> None:
    told = compared(tmp_path, {f"s{n}": (5, 2) for n in range(8)})
    assert (told.groups, told.left_out) == ({}, ("school",))
    assert told.directions["up"] == 16


@pytest.mark.parametrize("schools", [{"north": (40, 3)}, {"north": (12, 11), "south": (3, 1)}])
def test_subjects_that_are_no_people_are_counted_openly(schools: Schools, tmp_path: Path) -> None:
    told = compared(tmp_path, schools, person=False)
    assert told.hidden == 0
    assert lines(told)["north"][0] == schools["north"][1]
