"""The record's addresses. Which rows a person sees there is asked of the rows' own rule."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.evidence.views import (
    attachments,
    attestations,
    change_record,
    every_record,
    new_record,
    objections,
    one_record,
    phrases,
    samples,
    sheets,
    uploads,
)
from xueheng.identity.public import route

_form = require_http_methods(["GET", "HEAD", "POST"])
_ONE = {"number": "record"}
_UPLOAD = {"number": "upload"}
_UPLOADS = ("records", "evidence")
_SAMPLE = {"number": "sample"}
_OBJECTION = {"number": "objection"}
_VERIFIES = ("verifies", "evidence")

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
    route(
        "records/<int:number>/objections/",
        _form(objections.new),
        "object_to_record",
        ("objects", "evidence"),
        examples=_ONE,
    ),
    route(
        "records/<int:number>/choices/",
        require_POST(objections.choose),
        "choose_shown",
        ("sees", "evidence"),
        examples=_ONE,
    ),
    route("objections/", require_safe(objections.every), "objections", ("sees", "evidence")),
    route("objections/<int:number>/", _form(objections.one), "objection", ("sees", "evidence"), examples=_OBJECTION),
    route(
        "objections/<int:number>/withdrawals/",
        require_POST(objections.withdraw),
        "withdraw_objection",
        ("objects", "evidence"),
        examples=_OBJECTION,
    ),
    route("attestations/", _form(attestations.queue), "attestations", _VERIFIES),
    route(
        "attachments/<int:number>/",
        require_safe(attachments.one),
        "attachment",
        ("sees", "evidence"),
        examples={"number": "attachment"},
    ),
    route("samples/", require_safe(samples.every), "samples", _VERIFIES),
    route("samples/new/", _form(samples.new), "new_sample", _VERIFIES),
    route("samples/<int:number>/", require_safe(samples.one), "sample", _VERIFIES, examples=_SAMPLE),
    route("samples/<int:number>/drawings/", require_POST(samples.draw), "draw_sample", _VERIFIES, examples=_SAMPLE),
    route("samples/<int:number>/check/", require_safe(samples.check), "sample_check", _VERIFIES, examples=_SAMPLE),
    route(
        "samples/<int:number>/numbers/", require_safe(samples.numbers), "sample_numbers", _VERIFIES, examples=_SAMPLE
    ),
    route(
        "samples/<int:number>/records/<int:record>/",
        _form(samples.look),
        "look_at_sample",
        _VERIFIES,
        examples={**_SAMPLE, "record": "drawn"},
    ),
    route("sheets/", require_safe(sheets.every), "sheets", _UPLOADS),
    route("sheets/watches/", require_POST(sheets.watch), "watch_pupils", _UPLOADS),
    route(
        "sheets/<str:type>/",
        _form(sheets.one),
        "sheet",
        _UPLOADS,
        examples={"type": "=student.observation"},
        asks={"class": "class"},
    ),
    route(
        "sheets/<str:type>/retractions/",
        require_POST(sheets.take_back),
        "take_back_sheet",
        _UPLOADS,
        examples={"type": "=student.observation"},
    ),
    route("phrases/", _form(phrases.every), "phrases", _UPLOADS),
    route(
        "phrases/<int:number>/removals/",
        require_POST(phrases.forget),
        "forget_phrase",
        _UPLOADS,
        examples={"number": "phrase"},
    ),
    route("uploads/", require_safe(uploads.every), "uploads", _UPLOADS),
    route("uploads/new/", _form(uploads.new), "new_upload", _UPLOADS),
    route("uploads/<int:number>/", require_safe(uploads.one), "upload", _UPLOADS, examples=_UPLOAD),
    route("uploads/<int:number>/rows/", require_safe(uploads.rows), "upload_rows", _UPLOADS, examples=_UPLOAD),
    route("uploads/<int:number>/checks/", require_POST(uploads.check), "check_upload", _UPLOADS, examples=_UPLOAD),
    route(
        "uploads/<int:number>/headings/",
        require_POST(uploads.headings),
        "say_upload_headings",
        _UPLOADS,
        examples=_UPLOAD,
    ),
    route("uploads/<int:number>/storings/", require_POST(uploads.store), "store_upload", _UPLOADS, examples=_UPLOAD),
    route("uploads/<int:number>/withdrawals/", _form(uploads.withdraw), "withdraw_upload", _UPLOADS, examples=_UPLOAD),
    route("uploads/<int:number>/marked/", require_POST(uploads.marked), "marked_upload", _UPLOADS, examples=_UPLOAD),
]
