"""Evaluation on the record: what the other rooms may use."""

from xueheng.evaluation.actions.compute_again import compute_again
from xueheng.evaluation.actions.run_measure import run_measure
from xueheng.evaluation.actions.run_standard import run_standard
from xueheng.evaluation.erasing import EVALUATION_ERASER, erased_words
from xueheng.evaluation.explained import explained_now, explained_run
from xueheng.evaluation.growth_told import grown, standards_of_pupils
from xueheng.evaluation.jobs import begin_run
from xueheng.evaluation.kept_results import base_folder, row_of
from xueheng.evaluation.layers.sight import waiting_for as layers_to_decide
from xueheng.evaluation.live_answer import live_answer
from xueheng.evaluation.live_standards import live_results, make_ready
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.next_steps import Step, first_step
from xueheng.evaluation.places import results_of, runs_folder
from xueheng.evaluation.refusals import RunRefused
from xueheng.evaluation.subject_results import results_told
from xueheng.evaluation.unit_figures import figures_of_unit, unit_meant
from xueheng.evaluation.visibility import sees_result, sees_results_of, standards_seen

__all__ = [
    "EVALUATION_ERASER",
    "Run",
    "RunRefused",
    "Step",
    "base_folder",
    "begin_run",
    "compute_again",
    "erased_words",
    "explained_now",
    "explained_run",
    "figures_of_unit",
    "first_step",
    "grown",
    "layers_to_decide",
    "live_answer",
    "live_results",
    "make_ready",
    "results_of",
    "results_told",
    "row_of",
    "run_measure",
    "run_standard",
    "runs_folder",
    "sees_result",
    "sees_results_of",
    "standards_of_pupils",
    "standards_seen",
    "unit_meant",
]
