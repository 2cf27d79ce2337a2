"""What went wrong, as another system reads it: problem details (RFC 9457) in both languages."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from xueheng.errors import XuehengError
from xueheng.evidence.public import EvidenceRejected, FieldFault
from xueheng.identity.public import ScopeMissing
from xueheng.shell.public import fault_code, storage_fault, trace_of
from xueheng.web.api.problem_kinds import KINDS, Kind, kind_of
from xueheng.wording import Text

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("xueheng.faults")


class Refused(XuehengError):
    """The interface itself refuses: `code` is one of KINDS."""

    def __init__(
        self,
        code: str,
        text: Text,
        remedy: Text | None = None,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(text, remedy)
        self.code, self.errors, self.headers = code, tuple(errors), dict(headers or {})


@dataclass(frozen=True, slots=True)
class Told:
    """A problem before it is written down."""

    kind: Kind
    text: Text
    remedy: Text
    errors: Sequence[Mapping[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_for(request: HttpRequest, fault: BaseException) -> HttpResponse:
    """The answer to whatever went wrong. A fault of the programme is logged with its place, without its message."""
    stored = storage_fault(fault) if isinstance(fault, DatabaseError | OSError) else None
    told = _told(stored or fault)
    shown = fault_code()
    if told.kind.status >= 500:
        _log.error("%s %s %s\n%s", shown, told.kind.status, request.method, trace_of(fault))
    return _answer(request, told, shown)


def error_of(fault: FieldFault, place: str = "") -> dict[str, str]:
    """One fault of a field: `pointer` to it in what was sent (RFC 6901), reason and remedy in both languages."""
    name = pointer_part(fault.field)
    at = f"{place}/{'day' if fault.field == 'day' else f'fields/{name}'}" if fault.field else place
    return {
        "pointer": at,
        "field": fault.field,
        "reason": fault.reason.zh,
        "reason_en": fault.reason.en or fault.reason.zh,
        "remedy": fault.remedy.zh,
        "remedy_en": fault.remedy.en or fault.remedy.zh,
    }


def pointer_part(name: str) -> str:
    """A name as a part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def prefers_english(request: HttpRequest) -> bool:
    """Whether the system asks for English before Chinese."""
    asked = request.headers.get("Accept-Language", "").lower()
    en, zh = asked.find("en"), asked.find("zh")
    return en >= 0 and (zh < 0 or en < zh)


def _told(fault: BaseException) -> Told:
    if isinstance(fault, Refused):
        return Told(KINDS[fault.code], fault.text, fault.remedy or Text(""), fault.errors, fault.headers)
    if not isinstance(fault, XuehengError) or isinstance(fault, ScopeMissing):
        kind = KINDS["fault"]
        return Told(kind, kind.text, kind.remedy)
    kind = kind_of(fault)
    errors = [error_of(each) for each in fault.faults] if isinstance(fault, EvidenceRejected) else ()
    headers = {"Retry-After": "30"} if kind.status == 503 else {}
    return Told(kind, fault.text, fault.remedy or kind.remedy, errors, headers)


def _answer(request: HttpRequest, told: Told, code: str) -> HttpResponse:
    english = prefers_english(request)

    def said(text: Text) -> str:
        return (text.en or text.zh) if english else text.zh

    body: dict[str, Any] = {
        "type": f"urn:xueheng:problem:{told.kind.code}",
        "title": said(told.kind.title),
        "title_en": told.kind.title.en,
        "status": told.kind.status,
        "detail": said(told.text),
        "detail_en": told.text.en or told.text.zh,
        "remedy": said(told.remedy),
        "remedy_en": told.remedy.en or told.remedy.zh,
        "code": told.kind.code,
        "id": code,
        "errors": [dict(each) for each in told.errors],
    }
    answer = HttpResponse(msgspec.json.encode(body), status=told.kind.status, content_type=MEDIA_TYPE)
    answer["Content-Language"] = "en" if english else "zh"
    for name, value in told.headers.items():
        answer[name] = value
    return answer
