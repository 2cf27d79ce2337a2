"""The list of records: by type, class, period, state and exact name."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from xueheng.evidence.choosing import class_choices, type_choices, types_seen, types_to_record
from xueheng.evidence.descriptions import described
from xueheng.evidence.kept import KeptQuerySet
from xueheng.evidence.reading import records
from xueheng.evidence.states import FACTS
from xueheng.evidence.visibility import near
from xueheng.identity.public import Viewer, find_people, person_name, viewer_of
from xueheng.shell.public import Column, Filter, Table, TableRequest, table_page
from xueheng.wording import Text

TITLE = Text("记录", "Records")
STATES = {
    "to_verify": (Text("待审核", "to be verified"), {"state__to_verify": True}),
    "refused": (Text("已退回", "sent back"), {"state__refused_by__isnull": False}),
    "differs": (Text("说法不一", "sources differ"), {"state__differs": True}),
    "sampled": (Text("抽中复核", "drawn for a second look"), {"state__sampled": True}),
    "retracted": (Text("已撤回", "retracted"), {"state__retracted_by__isnull": False}),
    "superseded": (Text("已被更正", "superseded"), {"state__corrected_by__isnull": False}),
}
OF_THE_PAST = ("retracted", "superseded")


def address_of(number: int) -> str:
    """The page of a record."""
    return reverse("record", args=[number])


COLUMNS = (
    Column("day", Text("日期", "Day"), lambda row: row.record.day),
    Column("subject", Text("对象", "About"), lambda row: row.subject, link=lambda row: address_of(row.number)),
    Column("type", Text("类型", "Type"), lambda row: row.type_title),
    Column("told", Text("内容", "What"), lambda row: row.summary),
    Column("unit", Text("单位", "Unit"), lambda row: row.unit, on_phone=False),
    Column("state", Text("状态", "State"), lambda row: row.status),
    Column("recorder", Text("记录人", "Recorder"), lambda row: row.recorder, on_phone=False),
)
EMPTY = Text("还没有记录。可逐条添加，也可上传去年的表格。", "No records yet. Add one, or upload last year's workbook.")


def every(request: HttpRequest) -> HttpResponse:
    """All records that the reader may see, newest first."""
    viewer = viewer_of(request)
    context = {"may_record": bool(types_to_record(viewer))}
    table, rows = table_for(viewer), lambda asked: narrowed(viewer, asked)
    return table_page(request, table, rows, template="evidence/records.html", context=context)


def table_for(viewer: Viewer) -> Table:
    """The table with the filters that this viewer can use."""
    filters = [
        Filter("type", Text("类型", "Type"), "choice", type_choices(types_seen(viewer))),
        Filter("name", Text("姓名（全名）", "Full name"), check=person_name),
        Filter("from", Text("从", "From"), "day"),
        Filter("to", Text("到", "To"), "day"),
        Filter("state", Text("状态", "State"), "choice", tuple((code, words) for code, (words, _) in STATES.items())),
    ]
    classes = class_choices(viewer)
    if classes:
        filters.insert(1, Filter("class", Text("班级", "Class"), "choice", classes))
    return replace(_TABLE, filters=tuple(filters), prepare=lambda rows: described(viewer, rows))


_TABLE = Table("records", TITLE, COLUMNS, ("-number",), key="number", empty=EMPTY)


def narrowed(viewer: Viewer, asked: TableRequest) -> KeptQuerySet:
    """The rows asked for; facts that stand, unless others are asked for."""
    values = asked.values
    found = records(viewer).filter(near(viewer), act__in=FACTS)
    state = str(values.get("state", ""))
    if state not in OF_THE_PAST:
        found = found.filter(state__corrected_by__isnull=True, state__retracted_by__isnull=True)
    if state:
        found = found.filter(**STATES[state][1])
    fields = {"type": "type", "class": "organisation", "from": "day__gte", "to": "day__lte"}
    found = found.filter(**{field: values[code] for code, field in fields.items() if code in values})
    if "name" in values:
        people = find_people(viewer, name=str(values["name"]))
        found = found.filter(subject__in=[person.number for person in people])
    return found
