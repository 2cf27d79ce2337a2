"""What the sign-in package refuses is answered as every refusal of ours: with a status that says so."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
REFUSED = 422


def saying_so(view: View) -> View:
    """The package's view; a form that comes back with problems has the status of a refusal, not of success."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        response = view(request, *args, **more)
        form = (getattr(response, "context_data", None) or {}).get("form")
        sent = request.method == "POST"
        if sent and response.status_code == 200 and form is not None and form.is_bound and form.errors:
            response.status_code = REFUSED
        return response

    return answered


def with_a_code(view: View) -> View:
    """The package's view of a second factor; a sending without any code is one with an empty code, not a page without a
    form.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        if request.method == "POST" and "code" not in request.POST:
            sent = request.POST.copy()
            sent["code"] = ""
            request.POST = sent  # type: ignore[assignment]  # Django's own way to change what was sent
        return view(request, *args, **more)

    return answered
