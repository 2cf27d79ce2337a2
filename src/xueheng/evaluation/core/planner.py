"""What rows, populations and scales ask of the planner that builds them into a plan."""

from typing import Protocol

from xueheng.evaluation.core.engines.forms import Engine
from xueheng.evaluation.core.exact import Exact
from xueheng.evaluation.core.floors import Context
from xueheng.evaluation.core.lowering import Lowering, Scope
from xueheng.evaluation.core.steps import Plan
from xueheng.evaluation.core.stored import WideTable
from xueheng.evaluation.core.trees import SQL
from xueheng.evaluation.core.windows import Windows
from xueheng.language.public import Library
from xueheng.wording import Text


class Planner(Protocol):
    """Hands out relations by what they hold, and takes in steps."""

    library: Library
    windows: Windows
    engine: Engine
    exact: Exact
    plan: Plan

    def fresh(self, prefix: str) -> str: ...
    def spans(self, entity: str) -> str: ...
    def records(self, evidence: str) -> str: ...
    def lines(self, table: str) -> str: ...
    def wide(self, entity: str, context: Context) -> WideTable: ...
    def create(self, name: str, query: SQL, said: Text, *, reads_evidence: bool = False) -> None: ...
    def lowering(self, scope: Scope) -> Lowering: ...
