"""Evaluation on the record: what the other rooms may use."""

from xueheng.evaluation.actions.run_standard import run_standard
from xueheng.evaluation.live_answer import live_answer
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.places import results_of, runs_folder

__all__ = ["Run", "live_answer", "results_of", "run_standard", "runs_folder"]
