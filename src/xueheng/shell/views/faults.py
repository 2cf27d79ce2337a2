"""Django's doors for failures: handler400, 403, 404 and 500."""

import logging
import sys

from django.http import HttpRequest, HttpResponse

from xueheng.shell.faults import fault_code, fault_page, trace_of
from xueheng.shell.storage_faults import storage_fault_behind
from xueheng.shell.storage_pages import storage_page

_log = logging.getLogger("xueheng.faults")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, without what was sent."""
    del exception
    return fault_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, the same words whether or not the thing exists."""
    del exception
    return fault_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    del exception
    return fault_page(request, 404)


def server_fault(request: HttpRequest) -> HttpResponse:
    """500: the trace goes to the log under the code that the page shows; what was sent does not.

    What fails before a view is reached, as the reading of the session does without a database, arrives here too.
    """
    fault = sys.exc_info()[1]
    refused = storage_fault_behind(fault)
    if refused is not None:
        return storage_page(request, refused)
    code = fault_code()
    _log.error("%s %s", code, trace_of(fault))
    return fault_page(request, 500, code=code)
