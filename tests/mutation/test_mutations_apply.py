"""The list of mutations fits the tree as it stands: nothing is run here."""

import ast
import re
from collections import Counter

import pytest

from tests.mutation.change import ROOT, Change, StaleError
from tests.mutation.changes import CHANGES
from tests.mutation.running import QUICK, chosen


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c.name)
def test_a_mutation_finds_its_place_and_is_still_python(change: Change) -> None:
    changed = change.applied()
    assert changed != change.path(ROOT).read_text("utf-8")
    assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(change.path(ROOT).read_text("utf-8")))


def test_every_mutation_has_a_name_of_its_own() -> None:
    assert [name for name, count in Counter(c.name for c in CHANGES).items() if count > 1] == []


def test_the_tests_that_a_mutation_names_are_there() -> None:
    texts = [path.read_text("utf-8") for folder in QUICK for path in (ROOT / folder).glob("test_*.py")]
    names = {name for text in texts for name in re.findall(r"def (test_\w+)", text)}
    told = {word for c in CHANGES for word in c.told.split(" or ") if word}
    assert sorted(word for word in told if not any(word in name for name in names)) == []


def test_a_text_that_is_gone_is_an_error_of_the_list() -> None:
    gone = Change("gone", "folds.py", "no such words", "others")
    with pytest.raises(StaleError, match="holds 'no such words' 0 times, not 1"):
        gone.applied()


def test_mutations_are_chosen_by_a_part_of_their_name() -> None:
    first = CHANGES[0]
    assert first in chosen(CHANGES, [first.name])
    assert chosen(CHANGES, ["no such name"]) == []
    assert chosen(CHANGES, []) == list(CHANGES)


def test_mutations_are_chosen_by_their_file() -> None:
    first = CHANGES[0]
    found = chosen(CHANGES, [], [first.file])
    assert first in found
    assert {c.file for c in found} == {first.file}
    assert chosen(CHANGES, [first.name], ["no such file"]) == []
