"""One subject's results from the record as it stands at this moment: what the next run will say of her."""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from xueheng.evaluation.core.public import Evaluation, LiveStandard
from xueheng.evidence.public import standing_rows, subject_table

Rows = Sequence[tuple[object, ...]]


class RecordNow:
    """One subject's record as it stands at this moment, read once for all standards that are asked of her."""

    def __init__(self, subject: int, asked: Iterable[LiveStandard]) -> None:
        wanted: dict[str, dict[str, None]] = {}
        for live in asked:
            for type_ in live.reads:
                wanted.setdefault(type_, {}).update(dict.fromkeys(live.record_columns(type_)))
        self._subject = subject
        self._columns = {type_: tuple(columns) for type_, columns in wanted.items()}
        self._rows = standing_rows(subject, self._columns)
        self._spans: dict[str, pa.Table] = {}

    def answer(self, live: LiveStandard) -> Evaluation:
        """The results by one of the standards, equal to the last digit to those of a run on a snapshot of the same
        moment.
        """
        entity = live.standard.of
        if entity not in self._spans:
            self._spans[entity] = subject_table(entity, self._subject)
        rows = {type_: self._told(type_, live.record_columns(type_)) for type_ in live.reads}
        return live.evaluate(rows, {entity: self._spans[entity]})

    def _told(self, type_: str, columns: tuple[str, ...]) -> Rows:
        """The rows of a type with these columns alone, in this order."""
        rows, read = self._rows[type_], self._columns[type_]
        if columns == read:
            return rows
        places = [read.index(column) for column in columns]
        return [tuple(row[place] for place in places) for row in rows]


def live_answer(live: LiveStandard, subject: int) -> Evaluation:
    """The results of one subject by one standard."""
    return RecordNow(subject, [live]).answer(live)
