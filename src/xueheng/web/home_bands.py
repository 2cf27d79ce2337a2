"""What the home page shows for a role: what waits, what is today, what has changed. At most seven lines each."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from xueheng.evidence.public import (
    Batch,
    corrected_by_others,
    evidence_type,
    next_sheet,
    objections_changed,
    objections_to_answer,
    recorded_since,
    sent_back,
    sheets_for,
    waiting_records,
)
from xueheng.identity.public import (
    OPEN,
    PURPOSES,
    Post,
    ReadingPurpose,
    RegisterImport,
    Viewer,
    policy,
    post_holds,
    staff_without_account,
    visible_unit,
)
from xueheng.publication.public import reports_to_check, reports_to_choose
from xueheng.shell.public import counted, moment, moment_shown
from xueheng.trust.public import now
from xueheng.web.home_families import consents_lacking, family_places, next_steps
from xueheng.web.home_lines import DAY, MOST, NEWS_DAYS, Line, things
from xueheng.web.home_offices import office_changed, office_today, office_waiting
from xueheng.wording import Text

ENDING_DAYS = 14
LIMIT = 1_001
OWN_POSTS = "whether a post of the viewer's ends soon"


def waiting(viewer: Viewer) -> list[Line]:
    """What waits for the viewer: what is due first, then the shortest first."""
    found = [
        *next_steps(viewer),
        *_reports(viewer),
        *_to_verify(viewer),
        *_objections(viewer),
        *_to_confirm(viewer),
        *_to_approve(viewer),
        *_accounts(viewer),
        *consents_lacking(viewer),
        *office_waiting(viewer),
    ]
    return sorted(found, key=lambda line: (line.due, line.minutes))[:MOST]


def today(viewer: Viewer) -> list[Line]:
    """Where the day's work begins."""
    found = list(family_places(viewer))
    found += _sheets(viewer)
    if _allows(viewer, "records", "evidence"):
        start = moment(now()).replace(hour=0, minute=0, second=0, microsecond=0)
        begun = int(start.timestamp()) * 1_000_000
        made = _count(recorded_since(viewer, begun))
        found.append(Line(Text("记一条记录", "Record something"), reverse("choose_record")))
        if made != "0":
            found.append(Line(Text(f"今天已记 {made} 条", f"Recorded today: {made}"), reverse("records")))
    if _allows(viewer, "sees", "organisations") and viewer.organisation is not None:
        found.append(_own_unit(viewer, viewer.organisation))
    if _allows(viewer, "reads", "journal"):
        found.append(Line(Text("查看日志", "Read the journal"), reverse("journal")))
    found += office_today(viewer)
    return found[:MOST]


def changed(viewer: Viewer) -> list[Line]:
    """What others did to the viewer's records, and posts about to end."""
    found = list(_ending(viewer))
    if _allows(viewer, "records", "evidence"):
        found += _answered(viewer, now() - NEWS_DAYS * DAY)
    if _allows(viewer, "records", "evidence"):
        found += [
            _about("已退回，请看原因：{what}", "sent back, see why: {what}", row) for row in sent_back(viewer)[:MOST]
        ]
        since = now() - NEWS_DAYS * DAY
        # Put in order here: asked for in order, SQLite walks the whole record from its end (16 s of three million).
        rows = sorted(corrected_by_others(viewer, since).order_by()[:LIMIT], key=lambda row: -row.number)[:MOST]
        found += [
            _about("他人更正或撤回了您的记录：{what}", "somebody changed what you recorded: {what}", row)
            for row in rows
        ]
    if _allows(viewer, "asks", "purposes") and viewer.post is not None:
        asked = ReadingPurpose.objects.visible_to(viewer).filter(post=viewer.post, until__gt=now())
        for row in asked.exclude(approved_by=None, refused=False)[:MOST]:
            what = PURPOSES.get(row.purpose, Text(row.purpose))
            said = ("未批准", "refused") if row.refused else ("已批准", "approved")
            words = Text(f"查阅申请{said[0]}：{what.zh}", f"request to read {said[1]}: {what.en}")
            found.append(Line(words, reverse("purpose", args=[row.number])))
    found += office_changed(viewer)
    return found[:MOST]


def _sheets(viewer: Viewer) -> Iterator[Line]:
    """The class sheet to open with one tap."""
    sheet = next_sheet(viewer)
    if sheet is not None:
        title = sheet.type_.title
        words = Text(f"{sheet.unit_name} 快记：{title.zh}", f"{sheet.unit_name}: {title.en}, class sheet")
        yield Line(words, f"{reverse('sheet', args=[sheet.type_.name])}?class={sheet.unit}")
    elif sheets_for(viewer):
        yield Line(Text("全班快记", "A class sheet"), reverse("sheets"))


def _reports(viewer: Viewer) -> Iterator[Line]:
    if not _allows(viewer, "sees", "term_reports"):
        return
    if viewer.post is None:
        for number in reports_to_choose(viewer)[:MOST]:
            words = Text("选放进报告书的作品", "Choose the works for the report")
            yield Line(words, reverse("term_report_works", args=[number]), 3)
    elif (count := reports_to_check(viewer)) > 0:
        words = Text(f"{counted(count)} 份报告书待审", f"{things(counted(count), 'report')} to check")
        yield Line(words, reverse("term_reports"), count)


def _to_verify(viewer: Viewer) -> Iterator[Line]:
    if not _allows(viewer, "verifies", "evidence"):
        return
    count = _count(waiting_records(viewer))
    if count != "0":
        words = Text(f"{count} 条记录待审核", f"{things(count, 'record')} to verify")
        yield Line(words, reverse("attestations"), 2)


def _objections(viewer: Viewer) -> Iterator[Line]:
    """What somebody doubts, to decide on."""
    if viewer.post is None or not (_allows(viewer, "verifies", "evidence") or _allows(viewer, "decides", "evidence")):
        return
    count = _count(objections_to_answer(viewer))
    if count != "0":
        words = Text(f"{count} 条疑问待答复", f"{things(count, 'objection')} to answer")
        yield Line(words, reverse("objections"), 3)


def _answered(viewer: Viewer, since: int) -> Iterator[Line]:
    """To the family: what was answered. To who recorded: what somebody doubts, and what came of it."""
    for row in objections_changed(viewer, since).order_by("-made_at")[:MOST]:
        title = evidence_type(row.type).title
        what = Text(f"{title.zh}（{row.day}）", f"{title.en} ({row.day})")
        if row.state != "answered":
            words = Text(f"有人对您记的内容有疑问：{what.zh}", f"somebody objects to what you recorded: {what.en}")
        elif row.upheld:
            words = Text(f"疑问成立：{what.zh}", f"objection upheld: {what.en}")
        else:
            words = Text(f"疑问已答复，维持原记录：{what.zh}", f"objection answered, the record stands: {what.en}")
        yield Line(words, reverse("objection", args=[row.number]))


def _to_confirm(viewer: Viewer) -> Iterator[Line]:
    if viewer.post is None:
        return
    own = {"person": viewer.person, "post": viewer.post}
    for row in Batch.objects.visible_to(viewer).filter(state="checked", **own).order_by("created")[:MOST]:
        words = Text(
            f"上传已核对，等您入库（{moment_shown(row.created)}）",
            f"An upload is checked ({moment_shown(row.created)})",
        )
        yield Line(words, reverse("upload", args=[row.number]), 3)
    imports = RegisterImport.objects.visible_to(viewer, act="manage")
    for one in imports.filter(state__in=("checked", "columns"), **own)[:MOST]:
        words = Text(
            f"导入等您确认（{moment_shown(one.created)}）", f"An import waits for you ({moment_shown(one.created)})"
        )
        yield Line(words, reverse("import", args=[one.number]), 3)


def _to_approve(viewer: Viewer) -> Iterator[Line]:
    if not _allows(viewer, "approves", "purposes"):
        return
    rows = ReadingPurpose.objects.visible_to(viewer, act="approve").filter(until__gt=now())
    until = list(rows.order_by("until").values_list("until", flat=True)[:LIMIT])
    if until:
        count, first = counted(len(until)), moment(until[0]).date()
        words = Text(f"{count} 项查阅申请待批", f"{things(count, 'request to read waits', 'requests to read wait')}")
        yield Line(words, reverse("purposes"), 1, first)


def _accounts(viewer: Viewer) -> Iterator[Line]:
    count = _count(staff_without_account(viewer))
    if count != "0":
        words = Text(f"{count} 位教职工还没有账号", f"{count} of the staff have no account")
        yield Line(words, f"{reverse('accounts')}?group=staff", 2)


def _own_unit(viewer: Viewer, unit: int) -> Line:
    """The post's own unit; of a class its pupils."""
    if visible_unit(viewer, unit).kind == "class" and _allows(viewer, "sees", "enrolments"):
        return Line(Text("本班学生", "My class"), reverse("class_pupils", args=[unit]))
    return Line(Text("本单位", "My unit"), reverse("organisation", args=[unit]))


def _ending(viewer: Viewer) -> Iterator[Line]:
    """The viewer's own posts that end within two weeks."""
    soon = viewer.day + timedelta(days=ENDING_DAYS)
    own = Post.objects.for_the_programme(OWN_POSTS).filter(
        person=viewer.person, to_day__lte=soon, to_day__gte=viewer.day
    )
    if not own.exists():  # mostly none does, and it is asked at every sight of the page
        return
    held = Post.objects.visible_to(viewer).filter(post_holds(viewer.day), person=viewer.person, to_day__lte=soon)
    for row in held.exclude(to_day=OPEN)[:MOST]:
        title = policy().title(row.role)
        words = Text(f"您的“{title.zh}”任职到 {row.to_day} 为止", f"Your post of {title.en} ends on {row.to_day}")
        yield Line(words, reverse("post", args=[row.number]))


def _about(zh: str, en: str, row: object) -> Line:
    title, day = evidence_type(row.type).title, row.day  # type: ignore[attr-defined]  # a Record
    words = Text(zh.format(what=f"{title.zh}（{day}）"), en.format(what=f"{title.en} ({day})"))
    return Line(words, reverse("record", args=[row.number]))  # type: ignore[attr-defined]  # a Record


def _allows(viewer: Viewer, verb: str, kind: str) -> bool:
    return policy().allows(viewer.role, verb, kind)


def _count(rows: QuerySet[Any]) -> str:
    return counted(rows[:LIMIT].count())
