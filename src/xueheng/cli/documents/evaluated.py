"""The shape of an evaluation that documents read; the evaluation core's own results have it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeAlias

import pyarrow as pa

Explanation: TypeAlias = Mapping[str, Any]
"""An explanation as data: exact numbers are text, texts are {"zh", "en"}."""


class EvaluatedPeriod(Protocol):
    """The run's period, both days included."""

    @property
    def window(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...


class Evaluated(Protocol):
    """An evaluation: `results` has a row a subject, in the order of `subjects`."""

    @property
    def standard(self) -> str: ...
    @property
    def period(self) -> EvaluatedPeriod: ...
    @property
    def subjects(self) -> Sequence[str | int]: ...
    @property
    def results(self) -> pa.Table: ...
    @property
    def groups(self) -> pa.Table: ...
    @property
    def digests(self) -> Mapping[str, str]: ...


def period_words(period: EvaluatedPeriod) -> str:
    """The period as it is printed: 2025-2026（2025-09-01～2026-08-31）."""
    days = f"{period.start.isoformat()}～{period.end.isoformat()}"
    return f"{period.label}（{days}）" if period.label else days
