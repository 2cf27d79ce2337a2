"""Who sees runs: whose post says so; their results are of everybody, and are asked for one by one."""

from django.db.models import Q

from xueheng.evaluation.model_runs import Run
from xueheng.identity.public import NOTHING, Viewer, declare_rule, may

EVERYTHING = Q()


def run_rule(viewer: Viewer, act: str) -> Q:
    """All runs for those who may see runs; nothing else may be done to one."""
    return EVERYTHING if act == "see" and may(viewer, "sees", "runs") else NOTHING


declare_rule(Run, run_rule)
