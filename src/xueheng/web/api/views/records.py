"""Records over the interface: read, added, corrected, taken back, verified."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import AwareDatetime, Field

from xueheng.evidence.public import attest_record, record_for, refuse_record, retract_record
from xueheng.identity.public import viewer_of
from xueheng.web.api.answered import answer_act, answer_records
from xueheng.web.api.needs import reading, with_files, writing
from xueheng.web.api.parts import parts_sent
from xueheng.web.api.record_shapes import (
    Made,
    NewAttestation,
    NewCorrection,
    NewRecord,
    NewRecords,
    NewRefusal,
    NewRetraction,
    Outcomes,
    RecordShown,
    RecordsShown,
    Stored,
)
from xueheng.web.api.records_sent import correct_one, outcomes_of, record_one
from xueheng.web.api.records_shown import as_of, narrowed, portion_of_records, shown
from xueheng.web.api.sent_faults import read_as
from xueheng.web.api.shapes import Day, Name, Number, Paging

router = Router(tags=["记录 Records"])
READ, WRITE, VERIFY = "records:read", "records:write", "records:verify"


class RecordsAsked(Paging):
    """要哪些记录。 Which records."""

    type: Name | None = Field(None, description="记录类型。 The record type.")
    unit: Number | None = Field(None, description="记录所在的单位及其下级。 Recorded at this unit or below.")
    subject: Number | None = Field(None, description="关于谁。 About whom.")
    from_: Day | None = Field(None, alias="from", description="从这一天。 From this day.")
    to: Day | None = Field(None, description="到这一天。 To this day.")
    changed_since: AwareDatetime | None = Field(
        None, description="这一刻以后录入的，含更正、审核、撤回。 Recorded since, changes of others included."
    )
    standing: bool = Field(False, description="只要现在有效的。 Only what stands now.")


@router.get("/records", **reading(READ, RecordsShown, "api_records", ("记录列表", "Records within sight")))
def records(request: HttpRequest, asked: Query[RecordsAsked]) -> Any:
    viewer, moment = viewer_of(request), as_of()
    rows, next_ = portion_of_records(narrowed(viewer, asked), asked)
    return {"items": shown(viewer, rows), "next": next_, "as_of": moment}


@router.post(
    "/records/batches",
    **writing(
        WRITE,
        Outcomes,
        "api_record_batches",
        ("添加一批记录", "Add many records"),
        "最多 500 条，合格的一起存，每一条都有结果。 At most 500: the good ones are stored together, and each has its "
        "outcome.",
    ),
)
def add_many(request: HttpRequest, sent: NewRecords) -> HttpResponse:
    viewer = viewer_of(request)

    def act(client_of: Any) -> dict[str, Any]:
        items = outcomes_of(viewer, sent.records, client_of)
        counts = {
            word: sum(item["outcome"] == word for item in items) for word in Outcomes.model_fields if word != "items"
        }
        return {**counts, "items": items}

    return answer_records(request, act)


@router.post(
    "/records/with-files",
    **with_files(
        writing(
            WRITE,
            Stored,
            "api_record_files",
            ("添加一条带文件的记录", "Add one record with files"),
            "record 一份是 JSON，与 /records 相同；文件各占一份，以项目为名，同一项目可有几份。按文件内容认格式，"
            "去掉拍摄位置，加密后存。 The part `record` is JSON as for /records; each file is a part named for its "
            "field, of which there may be several. Told by content; places are taken out; stored encrypted.",
            status=201,
        ),
        "record",
        NewRecord.__name__,
    ),
)
def add_with_files(request: HttpRequest) -> HttpResponse:
    viewer, came = viewer_of(request), parts_sent(request)
    sent = read_as(NewRecord, came.json, "record")
    return answer_records(
        request, lambda client_of: record_one(viewer, sent, client_of(0), came.files), 201, came.content
    )


@router.get("/records/{number}", **reading(READ, RecordShown, "api_record", ("一条记录", "One record")))
def record(request: HttpRequest, number: Number) -> Any:
    viewer = viewer_of(request)
    return shown(viewer, [record_for(viewer, number)])[0]


@router.post("/records", **writing(WRITE, Stored, "api_records", ("添加一条记录", "Add one record"), status=201))
def add(request: HttpRequest, sent: NewRecord) -> HttpResponse:
    viewer = viewer_of(request)
    return answer_records(request, lambda client_of: record_one(viewer, sent, client_of(0)), 201)


@router.post(
    "/records/{number}/corrections",
    **writing(WRITE, Stored, "api_corrections", ("更正一条记录", "Correct a record"), status=201),
)
def correct(request: HttpRequest, number: Number, sent: NewCorrection) -> HttpResponse:
    viewer = viewer_of(request)
    return answer_act(request, lambda: correct_one(viewer, number, sent), 201)


@router.post(
    "/records/{number}/retractions",
    **writing(WRITE, Made, "api_retractions", ("撤回一条记录", "Take a record back"), status=201),
)
def retract(request: HttpRequest, number: Number, sent: NewRetraction) -> HttpResponse:
    viewer = viewer_of(request)
    return answer_act(request, lambda: {"record": str(retract_record(viewer, number, reason=sent.reason))}, 201)


@router.post(
    "/records/{number}/attestations",
    **writing(VERIFY, Made, "api_attestations", ("审核通过一条记录", "Verify a record"), status=201),
)
def attest(request: HttpRequest, number: Number, sent: NewAttestation) -> HttpResponse:
    viewer = viewer_of(request)
    return answer_act(request, lambda: {"record": str(attest_record(viewer, number, remark=sent.remark))}, 201)


@router.post(
    "/records/{number}/refusals",
    **writing(VERIFY, Made, "api_refusals", ("退回一条记录", "Send a record back"), status=201),
)
def refuse(request: HttpRequest, number: Number, sent: NewRefusal) -> HttpResponse:
    viewer = viewer_of(request)
    return answer_act(request, lambda: {"record": str(refuse_record(viewer, number, reason=sent.reason))}, 201)
