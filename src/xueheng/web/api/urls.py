"""The interface's addresses, each declared like any other of the house: who may come, and what the matrix tries."""

from collections.abc import Mapping

from django.urls import URLPattern, URLResolver, path

from xueheng.identity.public import Declared, RouteUndeclared, Who, route
from xueheng.web.api.door import behind_door, no_such_address
from xueheng.web.api.interface import INTERFACE
from xueheng.web.api.views import documents

PREFIX = "api/v1/"
SEES, RECORDS = ("sees", "evidence"), ("records", "evidence")
RECORD, UNIT, RUN = {"number": "record"}, {"number": "organisation"}, {"number": "run"}

DECLARED: Mapping[str, tuple[Who, Who | None, Mapping[str, str]]] = {
    "api_organisations": (("sees", "organisations"), None, {}),
    "api_organisation": (("sees", "organisations"), None, UNIT),
    "api_people": (("sees", "people"), None, {}),
    "api_person": (("sees", "people"), None, {"number": "pupil"}),
    "api_person_search": (("sees", "people"), None, {}),
    "api_enrolments": (("sees", "enrolments"), None, {}),
    "api_types": ("signed_in", None, {}),
    "api_type": ("signed_in", None, {"name": "=student.observation"}),
    "api_records": (SEES, RECORDS, {}),
    "api_record": (SEES, None, RECORD),
    "api_record_batches": (RECORDS, None, {}),
    "api_record_files": (RECORDS, None, {}),
    "api_corrections": (SEES, None, RECORD),
    "api_retractions": (SEES, None, RECORD),
    "api_attestations": (("verifies", "evidence"), None, RECORD),
    "api_refusals": (("verifies", "evidence"), None, RECORD),
    "api_runs": (("sees", "runs"), None, {}),
    "api_run": (("sees", "runs"), None, RUN),
    "api_run_result": (("sees", "standards"), None, {**RUN, "subject": "pupil"}),
    "api_live_result": (("sees", "standards"), None, {"number": "pupil", "standard": "standard"}),
    "api_standards": ("signed_in", None, {}),
    "api_standard": ("signed_in", None, {"name": "standard"}),
}
"""By name: who may come, who may send (None: the same), and what each argument stands for."""
LEFT_OUT = ("api-root",)
"""The package's own page, which shows nothing of ours."""


def _declared(found: URLPattern | URLResolver) -> Declared:
    """What an operation's address declares. Raises RouteUndeclared for one that nobody declared."""
    name = found.name if isinstance(found, URLPattern) else None
    if name is None or name not in DECLARED:
        raise RouteUndeclared(f'the address "{found.pattern}" ({name}) of the interface is not declared')
    who, sends, examples = DECLARED[name]
    return Declared(name, who, sends, examples)


def _operations() -> list[URLPattern]:
    """Every operation behind the door."""
    made = []
    for found in INTERFACE.urls[0]:
        if isinstance(found, URLPattern) and found.name in LEFT_OUT:
            continue
        declared = _declared(found)
        made.append(path(f"{PREFIX}{found.pattern}", behind_door(found.callback, declared), name=declared.name))
    return made


urlpatterns = [
    *_operations(),
    path(
        f"{PREFIX}openapi.json",
        behind_door(documents.openapi, Declared("api_document", "signed_in")),
        name="api_document",
    ),
    route(f"{PREFIX}docs/", documents.pages, "api_docs", "signed_in"),
    path(
        f"{PREFIX}<path:rest>",
        behind_door(no_such_address, Declared("api_nowhere", "public", None, {"rest": "=nothing"})),
        name="api_nowhere",
    ),
]
