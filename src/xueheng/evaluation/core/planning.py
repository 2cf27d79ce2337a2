"""The whole planner of a run: measures floor by floor, and results of the other standards that they read."""

from collections.abc import Sequence

from sqlglot import exp

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.grains import grain_of_standard
from xueheng.evaluation.core.instances import RUN
from xueheng.evaluation.core.results_tables import computed
from xueheng.evaluation.core.scoring import Scoring
from xueheng.evaluation.core.stored import ResultsTable
from xueheng.language.public import Standard


class Planning(Builder):
    """Plans measures and standards. Results of other standards that are not pinned are scored where the last
    of their measures is there.
    """

    def score(self, standard: Standard) -> tuple[Scoring, exp.Select]:
        """Plan everything a standard rests on; its own results as a query."""
        return self.score_all([standard])[0]

    def score_all(self, standards: Sequence[Standard]) -> list[tuple[Scoring, exp.Select]]:
        """Plan everything that several standards rest on, what is common to them once; the results of each."""
        for standard in standards:
            self.wide(grain_of_standard(standard), RUN)
            self.floors.need_standard(standard)
        self.build_floors()
        scorings = [Scoring(self, standard) for standard in standards]
        return [(scoring, scoring.build()) for scoring in scorings]

    def settle_results(self, name: str) -> ResultsTable:
        if name in self.dataset.results:
            return super().settle_results(name)
        self.wide(grain_of_standard(self.library.standards[name]), RUN)
        scoring = Scoring(self, self.library.standards[name])
        query = scoring.build()
        return computed(self, scoring.nodes, query, self.floors.wanted[name])
