"""Django looks for models here; they stand in files by subject, and what may be seen of them is declared with them."""

from xueheng.evaluation.layers.sight import layer_rule
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.visibility import run_rule

__all__ = ["Run", "SchoolLayer", "layer_rule", "run_rule"]
