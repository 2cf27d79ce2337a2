"""The record's addresses. Which rows a person sees there is asked of the rows' own rule."""

from django.views.decorators.http import require_http_methods, require_safe

from xueheng.evidence.views import attachments, attestations, change_record, every_record, new_record, one_record
from xueheng.identity.public import route

_form = require_http_methods(["GET", "HEAD", "POST"])
_ONE = {"number": "record"}

urlpatterns = [
    route("records/", require_safe(every_record.every), "records", ("sees", "evidence")),
    route("records/new/", require_safe(new_record.choose), "choose_record", ("records", "evidence")),
    route(
        "records/new/<str:type>/<int:subject>/",
        _form(new_record.new),
        "new_record",
        ("records", "evidence"),
        examples={"type": "=student.observation", "subject": "pupil"},
    ),
    route("records/<int:number>/", require_safe(one_record.one), "record", ("sees", "evidence"), examples=_ONE),
    route(
        "records/<int:number>/corrections/",
        _form(change_record.correct),
        "correct_record",
        ("sees", "evidence"),
        examples=_ONE,
    ),
    route(
        "records/<int:number>/retractions/",
        _form(change_record.retract),
        "retract_record",
        ("sees", "evidence"),
        examples=_ONE,
    ),
    route("attestations/", _form(attestations.queue), "attestations", ("verifies", "evidence")),
    route(
        "attachments/<int:number>/",
        require_safe(attachments.one),
        "attachment",
        ("sees", "evidence"),
        examples={"number": "attachment"},
    ),
]
