"""The shape of an evaluation that documents read, and explanations as data."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import pyarrow as pa

from xueheng.evaluation.core.public import Period

Explanation: TypeAlias = Mapping[str, Any]
"""An explanation as data: exact numbers are text, texts are {"zh", "en"}."""


class Evaluated(Protocol):
    """An evaluation: `results` has a row a subject, in the order of `subjects`.

    `standard` is the qualified name. `groups`: entity · group · column · statistic · value.
    """

    @property
    def standard(self) -> str: ...
    @property
    def period(self) -> Period: ...
    @property
    def subjects(self) -> Sequence[str | int]: ...
    @property
    def results(self) -> pa.Table: ...
    @property
    def groups(self) -> pa.Table: ...
    @property
    def digests(self) -> Mapping[str, str]: ...


def period_words(period: Period) -> str:
    """The period as it is printed: 2025-2026（2025-09-01～2026-08-31）."""
    days = f"{period.start.isoformat()}～{period.end.isoformat()}"
    return f"{period.label}（{days}）" if period.label else days
