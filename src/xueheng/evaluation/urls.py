"""The addresses of runs and of results. Whose results a person sees is asked of the rule for each of them."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.evaluation.views import results, runs
from xueheng.identity.public import route

_form = require_http_methods(["GET", "HEAD", "POST"])
_SEES, _MAKES = ("sees", "runs"), ("manages", "runs")
_RUN = {"number": "run"}

urlpatterns = [
    route("runs/", require_safe(runs.every), "runs", _SEES),
    route("runs/new/", _form(runs.new), "new_run", _MAKES),
    route("runs/<int:number>/", require_safe(runs.one), "run", _SEES, examples=_RUN),
    route("runs/<int:number>/repetitions/", require_POST(runs.repeat), "repeat_run", _MAKES, examples=_RUN),
    route("runs/<int:number>/computations/", require_POST(runs.again), "compute_run_again", _MAKES, examples=_RUN),
    route("runs/<int:number>/comparisons/", require_POST(runs.compare), "compare_runs", _MAKES, examples=_RUN),
    route(
        "runs/<int:number>/comparisons/<int:other>/",
        require_safe(runs.comparison),
        "run_comparison",
        _MAKES,
        examples={"number": "run", "other": "run"},
    ),
    route(
        "results/<int:subject>/",
        require_safe(results.of_subject),
        "subject_results",
        ("sees", "standards"),
        examples={"subject": "pupil"},
    ),
]
