"""The evaluation core for other rooms: datasets in, exact and explained evaluations out."""

from xueheng.evaluation.core.comparing import DIRECTIONS as MOVED
from xueheng.evaluation.core.comparing import (
    MOST_LISTED,
    Cause,
    CauseCount,
    Comparison,
    Movement,
    Mover,
    compare,
)
from xueheng.evaluation.core.comparing_causes import KINDS as CAUSE_KINDS
from xueheng.evaluation.core.comparing_causes import CauseKind
from xueheng.evaluation.core.comparing_handout import GroupLine, Handout, handouts
from xueheng.evaluation.core.comparing_leaves import LeafChanges
from xueheng.evaluation.core.comparing_levels import Ladder, Standing
from xueheng.evaluation.core.comparing_small_cells import LEAST
from xueheng.evaluation.core.comparing_standards import WHAT as CHANGED_WHAT
from xueheng.evaluation.core.comparing_standards import TreeChange, standard_changes
from xueheng.evaluation.core.comparing_words import DIRECTIONS, KIND_WORDS
from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY, Dataset, Period, PinnedResults, Records
from xueheng.evaluation.core.evaluation import Answer, Column, Evaluation, shown_text
from xueheng.evaluation.core.evidence_read import evidence_read
from xueheng.evaluation.core.examples import Mismatch, run_example
from xueheng.evaluation.core.explaining_plan import ExplainingPlan
from xueheng.evaluation.core.explanation import Explainer, explain, explain_all
from xueheng.evaluation.core.formulas import value_text
from xueheng.evaluation.core.grains import BETWEEN as PAIRED_BY
from xueheng.evaluation.core.intervals import Interval, difference_interval, share_interval, share_percent
from xueheng.evaluation.core.layer_explanations import (
    explain_all_layers,
    explain_layers,
    explainer_over_kept,
    own_library,
)
from xueheng.evaluation.core.layers import LayeredEvaluation, evaluate_layers
from xueheng.evaluation.core.limits import Limit, limits_of
from xueheng.evaluation.core.live import LiveStandard
from xueheng.evaluation.core.needs import nodes_of
from xueheng.evaluation.core.refusals import MeasureUnsupported, NotUsedYet, RunError
from xueheng.evaluation.core.rescore import rescore
from xueheng.evaluation.core.results_folder import ResultsFolder, open_results, read_results
from xueheng.evaluation.core.run import evaluate, evaluate_subject, measure_values, runnable
from xueheng.evaluation.core.sources import spans_in_file
from xueheng.evaluation.core.tree_data import tree_data
from xueheng.evaluation.core.windows import day_number, from_day_number, period_for, window_period
from xueheng.evaluation.core.writing import (
    file_digest,
    leaves_table,
    results_table,
    write_parquet,
    write_results,
    write_tables,
)

__all__ = [
    "CAUSE_KINDS",
    "CHANGED_WHAT",
    "DIRECTIONS",
    "FIRST_DAY",
    "KIND_WORDS",
    "LAST_DAY",
    "LEAST",
    "MOST_LISTED",
    "MOVED",
    "PAIRED_BY",
    "Answer",
    "Cause",
    "CauseCount",
    "CauseKind",
    "Column",
    "Comparison",
    "Dataset",
    "Evaluation",
    "Explainer",
    "ExplainingPlan",
    "GroupLine",
    "Handout",
    "Interval",
    "Ladder",
    "LayeredEvaluation",
    "LeafChanges",
    "Limit",
    "LiveStandard",
    "MeasureUnsupported",
    "Mismatch",
    "Movement",
    "Mover",
    "NotUsedYet",
    "Period",
    "PinnedResults",
    "Records",
    "ResultsFolder",
    "RunError",
    "Standing",
    "TreeChange",
    "compare",
    "day_number",
    "difference_interval",
    "evaluate",
    "evaluate_layers",
    "evaluate_subject",
    "evidence_read",
    "explain",
    "explain_all",
    "explain_all_layers",
    "explain_layers",
    "explainer_over_kept",
    "file_digest",
    "from_day_number",
    "handouts",
    "leaves_table",
    "limits_of",
    "measure_values",
    "nodes_of",
    "open_results",
    "own_library",
    "period_for",
    "read_results",
    "rescore",
    "results_table",
    "run_example",
    "runnable",
    "share_interval",
    "share_percent",
    "shown_text",
    "spans_in_file",
    "standard_changes",
    "tree_data",
    "value_text",
    "window_period",
    "write_parquet",
    "write_results",
    "write_tables",
]
