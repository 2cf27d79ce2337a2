"""The evaluation core for other rooms: datasets in, exact and explained evaluations out."""

from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY, Dataset, Period, Records
from xueheng.evaluation.core.evaluation import Answer, Column, Evaluation, shown_text
from xueheng.evaluation.core.examples import Mismatch, run_example
from xueheng.evaluation.core.explanation import Explainer, explain, explain_all
from xueheng.evaluation.core.groups import GroupFigure, groups_table
from xueheng.evaluation.core.refusals import MeasureUnsupported, NotUsedYet, RunError
from xueheng.evaluation.core.run import evaluate, evaluate_subject, measure_values, runnable
from xueheng.evaluation.core.windows import day_number, from_day_number, period_for
from xueheng.evaluation.core.writing import leaves_table, results_table, write_results

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "Answer",
    "Column",
    "Dataset",
    "Evaluation",
    "Explainer",
    "GroupFigure",
    "MeasureUnsupported",
    "Mismatch",
    "NotUsedYet",
    "Period",
    "Records",
    "RunError",
    "day_number",
    "evaluate",
    "evaluate_subject",
    "explain",
    "explain_all",
    "from_day_number",
    "groups_table",
    "leaves_table",
    "measure_values",
    "period_for",
    "results_table",
    "run_example",
    "runnable",
    "shown_text",
    "write_results",
]
