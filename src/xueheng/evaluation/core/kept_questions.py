"""What explanations ask by a plan that is kept, as the engine reads it, kept with the plan: putting a question into
words takes longer than answering it, and every subject is asked the same.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.engines.sqlite import SQLite
from xueheng.evaluation.core.steps import Step


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """A question for rows: of which type of records they are ('' for others), and what its columns are called."""

    of: str
    names: tuple[str, ...]
    text: str


class KeptQuestions:
    """The questions to one plan. One is kept where it names the plan's own tables alone, which are there for every
    subject; what is planned besides, to ask it, is not.
    """

    def __init__(self, engine: SQLite, builder: Builder) -> None:
        self._engine, self._own = engine, frozenset(_tables(builder))
        self._kept: dict[Hashable, tuple[object, str]] = {}
        self._kept_rows: dict[Hashable, list[RowsAsked]] = {}

    def text(self, key: Hashable, question: Callable[[], exp.Select], builder: Builder, about: object = None) -> str:
        """A question as the engine reads it; `question` is asked for where none is kept. `about`: what the key stands
        for by its identity, which nothing else must come to have.
        """
        known = self._kept.get(key)
        if known is not None:
            return known[1]
        text = self._engine.text(question())
        if not self._names_more(builder, [text]):
            self._kept[key] = about, text
        return text

    def rows(
        self, key: Hashable, questions: Callable[[], Iterable[tuple[str, Sequence[str], exp.Select]]], builder: Builder
    ) -> list[RowsAsked]:
        """The same of questions for rows."""
        known = self._kept_rows.get(key)
        if known is not None:
            return known
        asked = [RowsAsked(of, tuple(names), self._engine.text(query)) for of, names, query in questions()]
        if not self._names_more(builder, [each.text for each in asked]):
            self._kept_rows[key] = asked
        return asked

    def answer(self, text: str) -> list[tuple[Any, ...]]:
        """The answer's rows."""
        return self._engine.execute(text)

    def _names_more(self, builder: Builder, texts: Iterable[str]) -> bool:
        more = set(_tables(builder)) - self._own
        return any(name in text for text in texts for name in more)


def _tables(builder: Builder) -> Iterator[str]:
    """What tables there are once a plan has run: those it is given, those of records, those it makes."""
    yield from builder.plan.relations
    yield from builder.plan.evidence.values()
    for step in builder.plan.steps:
        if isinstance(step, Step):
            yield step.sql.this.name
