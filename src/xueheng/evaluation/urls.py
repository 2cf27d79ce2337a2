"""The addresses of runs and of results. Whose results a person sees is asked of the rule for each of them."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.evaluation.layer_urls import LAYER_ADDRESSES
from xueheng.evaluation.views import burdens, distributions, explanations, growth, requirements, results, runs
from xueheng.identity.public import route

_form = require_http_methods(["GET", "HEAD", "POST"])
_SEES, _MAKES = ("sees", "runs"), ("manages", "runs")
_RUN = {"number": "run"}
_RESULTS = ("sees", "standards")

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
    route("requirements/", require_safe(requirements.every), "requirements", ("sees", "requirements")),
    route(
        "requirements/<int:number>/units/<str:code>/",
        require_safe(requirements.units),
        "requirement_units",
        ("sees", "requirements"),
        examples={"number": "unit_run", "code": "=total"},
    ),
    route(
        "requirements/<int:number>/proofs/<int:unit>/",
        require_safe(requirements.proofs),
        "requirement_proofs",
        ("sees", "requirements"),
        examples={"number": "unit_run", "unit": "organisation"},
    ),
    route("burdens/", require_safe(burdens.every), "burdens", ("sees", "burdens")),
    route("distributions/", require_safe(distributions.every), "distributions", _SEES),
    route(
        "distributions/<int:number>/",
        require_safe(distributions.of_run),
        "run_distributions",
        _SEES,
        examples={"number": "counted_run"},
    ),
    route(
        "results/<int:run>/<int:subject>/explanation/",
        require_safe(explanations.of_run),
        "run_explanation",
        _RESULTS,
        examples={"run": "run", "subject": "pupil"},
    ),
    route(
        "results/live/<str:standard>/<int:subject>/explanation/",
        require_safe(explanations.of_now),
        "live_explanation",
        _RESULTS,
        examples={"standard": "=fitness.national", "subject": "pupil"},
    ),
    route("growth/", require_safe(growth.own), "growth", _RESULTS),
    route("growth/<int:subject>/", require_safe(growth.one), "growth_of", _RESULTS, examples={"subject": "pupil"}),
    route(
        "results/<int:subject>/",
        require_safe(results.of_subject),
        "subject_results",
        _RESULTS,
        examples={"subject": "pupil"},
    ),
    *LAYER_ADDRESSES,
]
