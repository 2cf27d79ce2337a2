"""What recording costs the people who record, and what it is used for."""

from django.http import Http404, HttpRequest, HttpResponse

from xueheng.evaluation.burdens.drawn_units import drawn_units
from xueheng.evaluation.burdens.sheet import sheet_of
from xueheng.evaluation.burdens.told import burdens_told
from xueheng.identity.public import viewer_of
from xueheng.shell.public import page, said, workbook
from xueheng.trust.public import number_in
from xueheng.wording import Text

TITLE = Text("记录负担", "The burden of recording")


def every(request: HttpRequest) -> HttpResponse:
    """Of the reader's own unit, or of one below it; as a workbook where that is asked for."""
    sent = request.GET
    unit = number_in(sent.get("unit", ""))
    if sent.get("unit") and unit is None:
        raise Http404
    told = burdens_told(viewer_of(request), sent.get("period", "")[:40], unit)
    if told is None:
        raise Http404
    if sent.get("export") == "xlsx":
        return workbook(f"{said(TITLE)} {told.name}", sheet_of(told))
    context = {"told": told, "unit": unit, "units": drawn_units(told.units)}
    return page(request, "evaluation/burdens.html", context, title=TITLE)
