"""Django looks for models here; they stand in files by subject, and what may be seen of them is declared with them."""

from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.visibility import run_rule

__all__ = ["Run", "run_rule"]
