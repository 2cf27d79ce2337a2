"""The interface (接口) as a whole: its operations, how faults are answered, and its document."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from xueheng.web.api.problems import problem_for
from xueheng.web.api.sent_faults import invalid
from xueheng.web.api.views import definitions, records, units

TITLE = "学衡接口 Xueheng API"
VERSION = "1"
ABOUT = (
    "给别的系统读写学衡。令牌绑定一人的一个任职，能做的不多于那个任职。编号都是文字（63 位，JSON 的数装不下），"
    "数值是准确的小数。 For other systems to read and write Xueheng. A token stands for one post of one person and may "
    "do no more than it. Numbers of things are text (63 bits: more than JSON numbers hold everywhere), values are "
    "exact decimals."
)


class _Renderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return msgspec.json.encode(data)


class _Parser(Parser):
    """The body was read strictly at the door."""

    def parse_body(self, request: HttpRequest) -> Any:
        return request.sent  # type: ignore[attr-defined]  # set at the door


def _made() -> NinjaAPI:
    made = NinjaAPI(
        title=TITLE,
        version=VERSION,
        description=ABOUT,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        renderer=_Renderer(),
        parser=_Parser(),
    )
    for router in (units.router, definitions.types, records.router, definitions.results):
        made.add_router("", router)
    made.add_exception_handler(Exception, _problem)
    made.add_exception_handler(ValidationError, _invalid)
    return made


def _problem(request: HttpRequest, fault: Any) -> HttpResponse:
    return problem_for(request, fault)


def _invalid(request: HttpRequest, fault: Any) -> HttpResponse:
    return problem_for(request, invalid(fault.errors))


INTERFACE = _made()
