"""Worked examples run on both engines; those of every shipped pack are run by `check`, which has a test of its own."""

import pytest

from xueheng.evaluation.core import public
from xueheng.evaluation.core.run import EngineName
from xueheng.language.public import Library, WorkedExample, load


def examples() -> list[tuple[Library, WorkedExample]]:
    library = load("fitness").library
    assert library is not None
    return [(library, example) for example in library.examples]


EXAMPLES = examples()


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
@pytest.mark.parametrize(("library", "example"), EXAMPLES, ids=[e.name for _, e in EXAMPLES])
def test_an_example_gives_the_answers_that_its_author_worked_out(
    library: Library, example: WorkedExample, engine: EngineName
) -> None:
    assert public.run_example(library, example, engine) == []


def test_there_are_examples() -> None:
    assert EXAMPLES
