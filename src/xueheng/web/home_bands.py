"""What the home page shows for a role: what waits, what is today, what has changed. At most seven lines each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from xueheng.evidence.public import Batch, corrected_by_others, evidence_type, records, sent_back, waiting_records
from xueheng.identity.public import (
    CONSENTS,
    OPEN,
    PURPOSES,
    Person,
    Post,
    ReadingPurpose,
    RegisterImport,
    Viewer,
    consent_state,
    names_of,
    policy,
    post_holds,
    staff_without_account,
    visible_unit,
)
from xueheng.shell.public import counted, moment, moment_shown
from xueheng.trust.public import now
from xueheng.wording import Text

MOST = 7
NEWS_DAYS = 30
ENDING_DAYS = 14
LIMIT = 1_001
DAY = 24 * 3600 * 1_000_000
"""Microseconds."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is, where it leads, and about how many minutes it takes (0: not said)."""

    words: Text
    address: str
    minutes: int = 0


def waiting(viewer: Viewer) -> list[Line]:
    """What waits for the viewer, the shortest first."""
    found = [*_to_verify(viewer), *_to_confirm(viewer), *_to_approve(viewer), *_accounts(viewer), *_consents(viewer)]
    return sorted(found, key=lambda line: line.minutes)[:MOST]


def today(viewer: Viewer) -> list[Line]:
    """Where the day's work begins."""
    found = list(_families(viewer))
    if _allows(viewer, "records", "evidence"):
        start = moment(now()).replace(hour=0, minute=0, second=0, microsecond=0)
        begun = int(start.timestamp()) * 1_000_000
        made = _count(records(viewer).filter(recorder=viewer.person, recorded_at__gte=begun))
        found.append(Line(Text("记一条记录", "Record something"), reverse("choose_record")))
        if made != "0":
            found.append(Line(Text(f"今天已记 {made} 条", f"Recorded today: {made}"), reverse("records")))
    if _allows(viewer, "sees", "organisations") and viewer.organisation is not None:
        found.append(_own_unit(viewer, viewer.organisation))
    if _allows(viewer, "reads", "journal"):
        found.append(Line(Text("查看日志", "Read the journal"), reverse("journal")))
    return found[:MOST]


def changed(viewer: Viewer) -> list[Line]:
    """What others did to the viewer's records, and posts about to end."""
    found = list(_ending(viewer))
    if _allows(viewer, "records", "evidence"):
        found += [
            _about("已退回，请看原因：{what}", "sent back, see why: {what}", row) for row in sent_back(viewer)[:MOST]
        ]
        since = now() - NEWS_DAYS * DAY
        rows = corrected_by_others(viewer, since).order_by("-number")[:MOST]
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
    return found[:MOST]


def _to_verify(viewer: Viewer) -> Iterator[Line]:
    if not _allows(viewer, "verifies", "evidence"):
        return
    count = _count(waiting_records(viewer))
    if count != "0":
        yield Line(Text(f"{count} 条记录待审核", f"{count} records to verify"), reverse("attestations"), 2)


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
    for one in RegisterImport.objects.visible_to(viewer).filter(state__in=("checked", "columns"), **own)[:MOST]:
        words = Text(
            f"导入等您确认（{moment_shown(one.created)}）", f"An import waits for you ({moment_shown(one.created)})"
        )
        yield Line(words, reverse("import", args=[one.number]), 3)


def _to_approve(viewer: Viewer) -> Iterator[Line]:
    if not _allows(viewer, "approves", "purposes"):
        return
    count = _count(ReadingPurpose.objects.visible_to(viewer, act="approve").filter(until__gt=now()))
    if count != "0":
        yield Line(Text(f"{count} 项查阅申请待批", f"{count} requests to read wait"), reverse("purposes"), 1)


def _accounts(viewer: Viewer) -> Iterator[Line]:
    count = _count(staff_without_account(viewer))
    if count != "0":
        words = Text(f"{count} 位教职工还没有账号", f"{count} of the staff have no account")
        yield Line(words, f"{reverse('accounts')}?group=staff", 2)


def _consents(viewer: Viewer) -> Iterator[Line]:
    for ward, name in _wards(viewer).items():
        lacking = [kind for kind in CONSENTS if consent_state(ward, kind, viewer.day) == "missing"]
        if lacking:
            words = Text(f"{name}：{len(lacking)} 项同意书待您决定", f"{name}: {len(lacking)} consents to decide on")
            yield Line(words, reverse("family", args=[ward]), 2)


def _own_unit(viewer: Viewer, unit: int) -> Line:
    """The post's own unit; of a class its pupils."""
    if visible_unit(viewer, unit).kind == "class" and _allows(viewer, "sees", "enrolments"):
        return Line(Text("本班学生", "My class"), reverse("class_pupils", args=[unit]))
    return Line(Text("本单位", "My unit"), reverse("organisation", args=[unit]))


def _families(viewer: Viewer) -> Iterator[Line]:
    for ward, name in _wards(viewer).items():
        yield Line(Text(f"{name}的页面", f"{name}'s page"), reverse("person", args=[ward]))
    if viewer.is_self:
        yield Line(Text("我的页面", "My page"), reverse("person", args=[viewer.person]))


def _wards(viewer: Viewer) -> dict[int, str]:
    if not viewer.wards:
        return {}
    return names_of(list(Person.objects.visible_to(viewer).filter(pk__in=viewer.wards)))


def _ending(viewer: Viewer) -> Iterator[Line]:
    """The viewer's own posts that end within two weeks."""
    soon = viewer.day + timedelta(days=ENDING_DAYS)
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
