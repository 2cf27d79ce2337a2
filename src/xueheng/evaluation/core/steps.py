"""What a plan is: named steps of SQL in order, checks between them, and what the tables hold."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa
from sqlglot import exp

from xueheng.evaluation.core.instances import Instance
from xueheng.evaluation.core.stored import Stored
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One statement, with what it does in words for progress."""

    said: Text
    sql: exp.Expr
    reads_evidence: bool = False
    beside: bool = False
    """Whether it reads nothing that the steps just before it make, so that they may run at the same time."""


@dataclass(frozen=True, slots=True)
class Assembling(Step):
    """Rows of `base`, each with the columns of those parts' rows that have its keys (`part_column`), NULL where a part
    has none. `sql` says so as joins; an engine may do it its own way.
    """

    name: str = ""
    base: str = ""
    keys: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A query that must answer nothing; its first row makes the refusal."""

    said: Text
    query: exp.Expr
    refusal: Callable[[tuple[object, ...]], Exception]


@dataclass
class Plan:
    """Steps in order, the relations they read, and where the measures end up."""

    steps: list[Step | Check] = field(default_factory=list)
    relations: dict[str, pa.Table] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    """Relation name of each evidence type that is read."""
    stored: dict[Instance, Stored] = field(default_factory=dict)
    tables: dict[tuple[str, object], str] = field(default_factory=dict)
    """(entity, context) → name of the finished wide table."""
