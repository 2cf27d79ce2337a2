"""The interface's document: for programmes and for people."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xueheng.shell.public import page
from xueheng.web.api.document_pages import operations_told
from xueheng.web.api.openapi import document, document_text
from xueheng.web.api.scopes import SCOPES
from xueheng.wording import Text


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The document in OpenAPI 3.1."""
    del request
    return HttpResponse(document_text(), content_type="application/json")


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """The document as a page, without anything from elsewhere."""
    told = {"groups": operations_told(document()), "scopes": SCOPES, "about": document()["info"]["description"]}
    return page(request, "web/api/documents.html", told, title=Text("接口文档", "The interface"))
