"""One grouping of one kind of rows: every partial state that the same rows and joins can give, in one reading."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from xueheng.evaluation.core.composed_rows import EntryRows
from xueheng.evaluation.core.folds import State
from xueheng.evaluation.core.printing import sql_text
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.rows import RecordRows, RowScope
from xueheng.evaluation.core.trees import binary, both, column, named, present, relation, select, whole
from xueheng.wording import Text


@dataclass
class Pass:
    """The states of one reading. `there`: how many rows there are at most; `most_rows`: how many rows of one subject
    the states' bounds allow for. Where fewer are allowed than there are, the rows of each subject are counted.
    """

    name: str
    scope: RowScope
    there: int
    most_rows: int = -1
    states: list[State] = field(default_factory=list)
    _said: list[tuple[str, ...]] = field(default_factory=list)
    _places: dict[tuple[object, ...], int] = field(default_factory=dict)

    def allow(self, most: int) -> None:
        """The bounds of states to come hold for that many rows of one subject."""
        self.most_rows = most if self.most_rows < 0 else min(self.most_rows, most)

    def add(self, states: Sequence[State]) -> list[str]:
        """Take states in, alike ones once; the names of their columns."""
        return [f"s{self._place(state)}" for state in states]

    def _place(self, state: State) -> int:
        conditions = tuple(sql_text(c) for c in state.conditions)
        said = (state.merge, sql_text(state.over(None)), *conditions)
        if said not in self._places:
            self._places[said] = len(self.states)
            self.states.append(state)
            self._said.append(conditions)
        return self._places[said]

    @property
    def reads_records(self) -> bool:
        return isinstance(self.scope, RecordRows) and not isinstance(self.scope, EntryRows)

    @property
    def counts_rows(self) -> bool:
        """Whether the rows of each subject must be counted."""
        return self.reads_records and self.most_rows < self.there

    def query(self) -> exp.Select:
        """The states of each subject. What all states ask of a row is asked once, before rows are grouped."""
        keys = self.scope.keys()
        shared = set(self._said[0]).intersection(*self._said[1:]) if self._said else set()
        asked = dict(zip(self._said[0], self.states[0].conditions, strict=True)) if shared else {}
        columns = [named(k, n) for k, n in zip(keys, ("subject", "w"), strict=False)]
        for number, (state, said) in enumerate(zip(self.states, self._said, strict=True)):
            own = [c for c, text in zip(state.conditions, said, strict=True) if text not in shared]
            columns.append(named(state.over(both(own)), f"s{number}"))
        if self.counts_rows:
            columns.append(named(exp.Count(this=exp.Star()), "rows"))
        return self.scope.select(columns, both([present(keys[0]), *(asked[s] for s in asked if s in shared)]), keys)

    def overfull(self) -> exp.Select:
        """A subject with more rows than the bounds allow for."""
        too_many = binary(exp.GT, column("rows"), whole(self.most_rows))
        return select([column("subject"), column("rows")], relation(self.name), where=too_many, limit=1)

    def refusal(self, row: tuple[object, ...]) -> Exception:
        """What is said of such a subject."""
        return RunError(
            "XH-R003",
            Text(
                f"“{row[0]}”有 {row[1]} 条记录，超过精确计算所允许的 {self.most_rows} 条",
                f"{row[0]} has {row[1]} records, more than the {self.most_rows} that stay exact",
            ),
        )
