"""Evaluation on the record: what the other rooms may use."""

from xueheng.evaluation.actions.compute_again import compute_again
from xueheng.evaluation.actions.run_measure import run_measure
from xueheng.evaluation.actions.run_standard import run_standard
from xueheng.evaluation.erasing import EVALUATION_ERASER, erased_words
from xueheng.evaluation.jobs import begin_run
from xueheng.evaluation.kept_results import base_folder, row_of
from xueheng.evaluation.live_answer import live_answer
from xueheng.evaluation.live_standards import live_results
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.places import results_of, runs_folder
from xueheng.evaluation.refusals import RunRefused
from xueheng.evaluation.subject_results import results_told
from xueheng.evaluation.unit_figures import figures_of_unit, unit_meant
from xueheng.evaluation.visibility import sees_result, sees_results_of, standards_seen

__all__ = [
    "EVALUATION_ERASER",
    "Run",
    "RunRefused",
    "base_folder",
    "begin_run",
    "compute_again",
    "erased_words",
    "figures_of_unit",
    "live_answer",
    "live_results",
    "results_of",
    "results_told",
    "row_of",
    "run_measure",
    "run_standard",
    "runs_folder",
    "sees_result",
    "sees_results_of",
    "standards_seen",
    "unit_meant",
]
