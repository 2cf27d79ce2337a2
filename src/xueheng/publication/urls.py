"""The addresses of reports on pupils. Which rows a person sees or writes there is asked of the rows' own rule."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.identity.public import route
from xueheng.publication.views import class_page, one_report

_form = require_http_methods(["GET", "HEAD", "POST"])
_SEES, _WRITES = ("sees", "term_reports"), ("manages", "term_reports")
_CLASS, _REPORT = {"number": "class_reports"}, {"number": "term_report"}

urlpatterns = [
    route("term-reports/", require_safe(class_page.every), "term_reports", _SEES),
    route("term-reports/new/", _form(class_page.new), "new_class_reports", _WRITES),
    route("term-reports/classes/<int:number>/", require_safe(class_page.one), "class_reports", _SEES, examples=_CLASS),
    route(
        "term-reports/classes/<int:number>/drafts/", require_POST(class_page.draft), "draft_class_reports", _WRITES,
        examples=_CLASS,
    ),
    route(
        "term-reports/classes/<int:number>/finishings/", _form(class_page.finish), "finish_class_reports", _WRITES,
        examples=_CLASS,
    ),
    route(
        "term-reports/classes/<int:number>/files/", require_POST(class_page.make_files), "make_class_report_files",
        _WRITES, examples=_CLASS,
    ),
    route(
        "term-reports/classes/<int:number>/files/<str:kind>/", require_safe(class_page.file), "class_report_file",
        _WRITES, examples={"number": "printed_reports", "kind": "=pdf"},
    ),
    route(
        "term-reports/<int:number>/", _form(one_report.one), "term_report", _SEES,
        examples={"number": "finished_report"},
    ),
    route(
        "term-reports/<int:number>/paper/", require_safe(one_report.paper), "term_report_paper", _SEES,
        examples={"number": "finished_report"},
    ),
    route(
        "term-reports/<int:number>/works/", _form(one_report.works), "term_report_works", _SEES,
        examples=_REPORT,
    ),
    route(
        "term-reports/<int:number>/reviews/", require_POST(one_report.review), "review_term_report", _WRITES,
        examples=_REPORT,
    ),
]  # fmt: skip
