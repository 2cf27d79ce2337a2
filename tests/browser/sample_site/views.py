"""A table, a form, a long work and each component once."""

import time
from collections.abc import Mapping, Sequence
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xueheng.identity.public import viewer_of
from xueheng.shell.models import Job
from xueheng.shell.public import (
    Column,
    Crumb,
    Filter,
    Form,
    JobHandle,
    Status,
    Tab,
    Table,
    declare_job,
    lazily,
    moment,
    page,
    said,
    start_job,
    table_page,
)
from xueheng.wording import Text

SOMEBODY = "张三 500101201501011234"
NAMES = ("=HYPERLINK(1)", "陈一", "阿布都热合曼·买买提江", "李小花", "欧阳某某")
HOME = Crumb(Text("首页", "Home"), "/")


def shown(rows: Sequence[Job]) -> list[dict[str, object]]:
    return [{"row": row, "name": NAMES[row.total % 5], "day": moment(row.created)} for row in rows]


ROWS = Table(
    "records",
    Text("全部记录", "All records"),
    columns=(
        Column("name", Text("姓名", "Name"), lambda row: row["name"], link=lambda row: "/parts/"),
        Column("type", Text("记录类型", "Type"), lambda row: Text("家访", "home visit")),
        Column("day", Text("时间", "Time"), lambda row: row["day"], order=("created",)),
        Column("minutes", Text("时长", "Length"), lambda row: row["row"].total, unit=Text("分钟", "min")),
        Column(
            "state",
            Text("状态", "State"),
            lambda row: (
                Status("ok", Text("已审核", "verified"))
                if row["row"].state == "done"
                else Status("attention", Text("待审核", "to verify"))
            ),
        ),
        Column("unit", Text("单位", "Unit"), lambda row: "云岭县第一实验小学五（2）班", on_phone=False),
        Column("note", Text("备注", "Note"), lambda row: None, on_phone=False),
    ),
    order=("-created",),
    key="number",
    filters=(
        Filter(
            "state",
            Text("状态", "State"),
            "choice",
            (
                ("done", Text("已审核", "verified")),
                ("failed", Text("待审核", "to verify")),
                ("none", Text("已撤回", "retracted")),
            ),
        ),
        Filter("since", Text("起始日期", "Since"), "day"),
        Filter("name", Text("姓名", "Name")),
    ),
    prepare=shown,
    empty=Text(
        "还没有家访记录。可逐条添加，也可上传去年的表格。", "No home visits yet. Add one, or upload last year's sheet."
    ),
)


def rows(request: HttpRequest) -> HttpResponse:
    def found(asked: object) -> object:
        every = Job.objects.filter(kind="sample")
        values: Mapping[str, object] = asked.values  # type: ignore[attr-defined]
        return every.filter(state=values["state"]) if "state" in values else every

    return table_page(request, ROWS, found, crumbs=[HOME])  # type: ignore[arg-type]


class VisitForm(Form):
    pupil = forms.CharField(label=lazily("学生", "Pupil"), max_length=20)
    day = forms.DateField(label=lazily("日期", "Day"), widget=forms.DateInput(attrs={"type": "date"}))
    mode = forms.ChoiceField(
        label=lazily("方式", "Mode"),
        choices=[
            ("in_person", lazily("上门", "in person")),
            ("video", lazily("视频", "by video")),
            ("phone", lazily("电话", "by phone")),
        ],
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(label=lazily("时长", "Length"), min_value=5, max_value=240)
    topics = forms.MultipleChoiceField(
        label=lazily("谈了什么", "Topics"),
        required=False,
        choices=[("a", lazily("学习", "learning")), ("b", lazily("作息", "daily rhythm"))],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=lazily("纪要", "Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=200,
        help_text=lazily("只有班主任和家长能看到。", "Only the class teacher and the guardians see it."),
    )
    units: ClassVar = {"minutes": Text("分钟", "min")}
    sources: ClassVar = {"pupil": Text("来自学籍", "from the register")}


STORED = {"pupil": "李小花", "version": "1"}


def visit(request: HttpRequest) -> HttpResponse:
    if request.GET.get("changed"):
        STORED.update(pupil="李晓华", version="2")
    form = VisitForm.for_request(
        request, version=STORED["version"], initial={"pupil": STORED["pupil"], "mode": "in_person"}
    )
    if form.sent():
        form.done()
        messages.success(request, said(Text("已存 1 条家访记录。", "1 home visit stored.")))
        return redirect("records")
    title = Text("新记一次家访", "Record a home visit")
    return page(
        request,
        "sample/visit.html",
        {"form": form},
        title=title,
        crumbs=[HOME, Crumb(ROWS.title, "/records/")],
        status=422 if form.errors else 200,
    )


def parts(request: HttpRequest) -> HttpResponse:
    tabs = [Tab(Text("基本情况", "Facts"), "/parts/", here=True), Tab(Text("用处", "Used by"), "/records/", count="9")]
    return page(
        request,
        "sample/parts.html",
        title=Text("家访记录", "A home visit"),
        crumbs=[HOME, Crumb(ROWS.title, "/records/")],
        tabs=tabs,
    )


def slow(handle: JobHandle, arguments: Mapping[str, object]) -> Mapping[str, object]:
    """The first time so slow that a reader on a busy machine can cancel it; quick when it is tried again."""
    own = Job.objects.filter(number=handle.number)
    again = bool(own.get().result)
    own.update(result={"begun": True})
    for done in range(40):
        handle.progress(done, 40, Text(f"正在核对 40 行中的第 {done} 行", f"checking row {done} of 40"))
        time.sleep(0.05 if again else 1)
    handle.progress(40, 40, Text("已核对 40 行", "40 rows checked"))
    return {"rows": 40}


declare_job("sample_work", Text("核对上传", "Checking an upload"), slow, lambda result: "/records/")


def work(request: HttpRequest) -> HttpResponse:
    return redirect("job", start_job(viewer_of(request), "sample_work", {}))


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError(SOMEBODY)
