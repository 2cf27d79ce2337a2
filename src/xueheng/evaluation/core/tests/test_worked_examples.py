"""The worked examples of the shipped packs, run on both engines."""

import pytest

from xueheng.evaluation.core import public
from xueheng.evaluation.core.run import EngineName
from xueheng.language.public import Library, WorkedExample, load, shipped_packs


def examples() -> list[tuple[Library, WorkedExample]]:
    found: list[tuple[Library, WorkedExample]] = []
    for name in shipped_packs():
        library = load(name).library
        assert library is not None, name
        known = {e.name for _, e in found}
        found += [(library, e) for e in library.examples if e.name not in known and e.refusal is None]
    return found


EXAMPLES = examples()


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
@pytest.mark.parametrize(("library", "example"), EXAMPLES, ids=[e.name for _, e in EXAMPLES])
def test_an_example_gives_the_answers_that_its_author_worked_out(
    library: Library, example: WorkedExample, engine: EngineName
) -> None:
    assert public.run_example(library, example, engine) == []


def test_there_are_examples() -> None:
    assert EXAMPLES
