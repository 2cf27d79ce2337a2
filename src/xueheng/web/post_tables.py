"""The tables of posts and of requests to read sensitive data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from xueheng.identity.public import (
    OPEN,
    PURPOSES,
    Person,
    Post,
    ReadingPurpose,
    Viewer,
    names_of,
    names_on,
    policy,
    post_last_day,
    post_over,
)
from xueheng.shell.public import Column, Filter, Status, Table, moment_shown
from xueheng.trust.public import now
from xueheng.wording import Text

HIDDEN = Text("（姓名不对您开放）", "(name not open to you)")
STATE = Filter(
    "state", Text("状态", "State"), "choice", (("now", Text("在任", "Held now")), ("past", Text("已结束", "Ended")))
)
ACTING = Text("代理", "acting")
LENT = Text("受委托", "lent")
OWN_POST = Text("任职", "held")
ALL_REACHED = Text("本岗位管辖的全部学生", "all pupils the post reaches")
WAITING = Status("attention", Text("待批", "Waits"))


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as the list shows it."""

    number: int
    title: Text
    name: str | Text
    unit: str
    kind: Text
    from_day: date
    to_day: date | None
    state: Status


@dataclass(frozen=True, slots=True)
class PurposeRow:
    """A request as the list shows it. `whom`: the one pupil, or all."""

    number: int
    purpose: Text
    whom: str | Text
    post: Text
    unit: str
    reason: str
    asked: str
    until: str
    state: Status


def names_open_to(viewer: Viewer, numbers: set[int]) -> dict[int, str]:
    """The names that may stand beside rows the viewer sees."""
    return names_of(list(Person.objects.visible_to(viewer, act="name").filter(pk__in=numbers)))


def post_rows(viewer: Viewer, rows: Sequence[Post]) -> list[PostRow]:
    """Posts with their names, in a fixed number of queries."""
    names = names_open_to(viewer, {row.person_id for row in rows})
    units = names_on({row.organisation_id for row in rows}, viewer.day)
    return [_post_row(row, names, units, viewer.day) for row in rows]


def _post_row(row: Post, names: dict[int, str], units: dict[int, str], day: date) -> PostRow:
    last = post_last_day(row)
    ended = Status("unknown", Text("已结束", "Ended"))
    later = Status("going", Text("尚未开始", "Yet to begin"))
    return PostRow(
        int(row.number),
        policy().title(row.role),
        names.get(row.person_id, HIDDEN),
        units.get(row.organisation_id, ""),
        LENT if row.delegated_from_id is not None else ACTING if row.acting else OWN_POST,
        row.from_day,
        None if last == OPEN else last,
        ended if post_over(row, day) else later if row.from_day > day else Status("ok", Text("在任", "Held now")),
    )


def post_table(viewer: Viewer) -> Table:
    """The posts that the viewer may see."""
    return Table(
        "posts",
        Text("任职", "Posts"),
        (
            Column(
                "post", Text("岗位", "Post"), lambda row: row.title, link=lambda row: reverse("post", args=[row.number])
            ),
            Column("name", Text("姓名", "Name"), lambda row: row.name),
            Column("unit", Text("单位", "Unit"), lambda row: row.unit),
            Column("kind", Text("方式", "How"), lambda row: row.kind, on_phone=False),
            Column("from", Text("开始", "From"), lambda row: row.from_day, order=("from_day",)),
            Column("to", Text("结束", "Until"), lambda row: row.to_day, on_phone=False),
            Column("state", Text("状态", "State"), lambda row: row.state),
        ),
        order=("from_day",),
        key="number",
        filters=(STATE,),
        prepare=lambda rows: post_rows(viewer, rows),
        empty=Text("您管理的范围里还没有任职。", "There is no post within your reach yet."),
    )


def purpose_rows(viewer: Viewer, rows: Sequence[ReadingPurpose]) -> list[PurposeRow]:
    """Requests (each with its post) and whom they are about, in a fixed number of queries."""
    names = names_open_to(viewer, {row.subject for row in rows if row.subject is not None})
    units = names_on({row.post.organisation_id for row in rows}, viewer.day)
    return [
        PurposeRow(
            int(row.number),
            PURPOSES.get(row.purpose, Text(row.purpose)),
            ALL_REACHED if row.subject is None else names.get(row.subject, HIDDEN),
            policy().title(row.post.role),
            units.get(row.post.organisation_id, ""),
            row.reason,
            moment_shown(row.asked_at),
            moment_shown(row.until),
            purpose_state(row),
        )
        for row in rows
    ]


def purpose_state(row: ReadingPurpose) -> Status:
    """Where a request stands."""
    if row.refused:
        return Status("fault", Text("未批准", "Refused"))
    if row.until <= now():
        return Status("unknown", Text("已过期", "Run out"))
    return WAITING if row.approved_by_id is None else Status("ok", Text("已批准", "Approved"))


def purpose_table(viewer: Viewer) -> Table:
    """The requests that the viewer may see."""
    return Table(
        "purposes",
        Text("查阅目的", "Reading purposes"),
        (
            Column(
                "purpose",
                Text("用途", "Purpose"),
                lambda row: row.purpose,
                link=lambda row: reverse("purpose", args=[row.number]),
            ),
            Column("whom", Text("查阅谁", "About"), lambda row: row.whom),
            Column("post", Text("申请岗位", "Asked by"), lambda row: row.post),
            Column("unit", Text("单位", "Unit"), lambda row: row.unit, on_phone=False),
            Column("asked", Text("申请时间", "Asked"), lambda row: row.asked),
            Column("until", Text("到期", "Until"), lambda row: row.until, on_phone=False),
            Column("state", Text("状态", "State"), lambda row: row.state),
        ),
        order=("number",),
        key="number",
        prepare=lambda rows: purpose_rows(viewer, rows),
        empty=Text("没有查阅申请。", "Nobody has asked to read sensitive data."),
        exportable=False,
    )
