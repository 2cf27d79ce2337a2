"""The yearly promotion of a school: seen first, then done."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xueheng.identity.public import (
    Promotion,
    grade_name,
    name_on,
    names_on,
    preview_promotion,
    promote_classes,
    viewer_of,
)
from xueheng.shell.public import Crumb, page, said
from xueheng.wording import Text

OUTCOMES = {
    "rises": ("going", Text("升级", "Rises")),
    "leaves": ("attention", Text("毕业离校，班级撤销", "Leaves; the class ends")),
    "waits": ("attention", Text("有休学学生，安置后再撤销", "Waits: pupils on leave are still in it")),
    "done": ("ok", Text("已办理", "Done")),
    "unclear": ("unknown", Text("年级不明或另有变动，请单独办理", "No known grade, or another change: see to it")),
}


def promotion(request: HttpRequest, school: int) -> HttpResponse:
    """What becomes of each class from a day on; sent, it is done."""
    viewer = viewer_of(request)
    if request.method == "POST":
        day = _day(request.POST.get("day", ""), viewer.day)
        done = promote_classes(viewer, school, day)
        messages.success(request, said(_said(done)))
        return HttpResponseRedirect(f"{reverse('promotion', args=[school])}?day={day}")
    day = _day(request.GET.get("day", ""), viewer.day)
    preview = preview_promotion(viewer, school, day)
    sections = names_on({section for section, _ in preview.arrivals}, day)
    name = name_on(school, viewer.day)
    told = {
        "preview": preview,
        "rows": [(change, *OUTCOMES[change.outcome]) for change in preview.classes],
        "arrivals": [(sections[section], grade_name(grade)) for section, grade in preview.arrivals],
        "can_send": bool(preview.of("rises") or preview.of("leaves")),
        "pupils_leaving": sum(change.pupils for change in preview.of("leaves")),
    }
    crumbs = [
        Crumb(Text("单位", "Units"), reverse("organisations")),
        Crumb(name, reverse("organisation", args=[school])),
    ]
    return page(request, "web/promotion.html", told, title=Text("升级预览", "Promotion"), crumbs=crumbs)


def _day(written: str, today: date) -> date:
    """The day asked for; else the next 1 September, when school years begin."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        first = date(today.year, 9, 1)
        return first if first >= today else date(today.year + 1, 9, 1)


def _said(done: Promotion) -> Text:
    rises, leaves = len(done.of("rises")), len(done.of("leaves"))
    return Text(
        f"已从 {done.day} 起升级：{rises} 个班升级，{leaves} 个班毕业。",
        f"Promoted from {done.day}: {rises} classes rise, {leaves} leave.",
    )
