"""Changes of units: found one under another, rename, move, close, merge; and register somebody at a unit."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.identity.public import (
    KIND_TITLES,
    NewOrganisation,
    NewPerson,
    Organisation,
    Viewer,
    add_person,
    close_organisation,
    found_organisation,
    grade_name,
    kinds_under,
    ladder,
    may,
    may_put_under,
    merge_organisations,
    move_organisation,
    name_on,
    places_under,
    rename_organisation,
    stages,
    viewer_of,
    visible_unit,
)
from xueheng.shell.public import Crumb, Form, Tab, lazily, page, said
from xueheng.web.person_fields import NUMBER_KINDS
from xueheng.web.unit_tables import SEXES
from xueheng.wording import Text

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HIERARCHY = "administrative"
PLACED_BY = {"section": "stage", "class": "grade"}
"""Kind of unit → the attribute by which it is found when pupils are placed and promoted."""
Do = Callable[[Viewer, int, dict[str, Any]], int]


class FoundForm(Form):
    """A unit to be founded."""

    kind = forms.ChoiceField(label=lazily("类型", "Kind"))
    name = forms.CharField(
        label=lazily("名称", "Name"), max_length=60, help_text=lazily("与公章一致", "As on the seal")
    )
    code = forms.CharField(
        label=lazily("代码", "Code"),
        max_length=40,
        help_text=lazily("学校填学校标识码；全区不能重复", "A school's own code; nobody else has it"),
    )
    stage = forms.ChoiceField(
        label=lazily("学段", "Stage"), required=False, help_text=lazily("学部须写明学段", "A section has a stage")
    )
    grade = forms.ChoiceField(label=lazily("年级", "Grade"), required=False)
    day = forms.DateField(label=lazily("设立日期", "Founded on"), widget=DAY)

    def __init__(self, *args: Any, under: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = kinds_under(under)
        self.fields["kind"].choices = [(kind, said(KIND_TITLES[kind])) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["grade"].choices = [(code, grade_name(code)) for code in ladder()]  # type: ignore[attr-defined]
        self.fields["stage"].choices = [("", "—"), *((code, said(title)) for code, title in stages().items())]  # type: ignore[attr-defined]
        for kind, field in PLACED_BY.items():
            if kind not in kinds:
                del self.fields[field]

    def clean(self) -> dict[str, Any]:
        """A section without a stage could take in no class."""
        sent: dict[str, Any] = super().clean() or {}
        if sent.get("kind") == "section" and not sent.get("stage"):
            self.add_error("stage", said(Text("请选学段。", "Choose the stage.")))
        return sent


class RenameForm(Form):
    """What a unit is called from a day on."""

    name = forms.CharField(label=lazily("新名称", "New name"), max_length=60)
    day = forms.DateField(label=lazily("从哪天起", "From"), widget=DAY)


class MoveForm(Form):
    """Under which unit a unit comes."""

    code = forms.CharField(label=lazily("改属单位的代码", "Code of the unit it comes under"), max_length=40)
    day = forms.DateField(label=lazily("从哪天起", "From"), widget=DAY)


class CloseForm(Form):
    """When a unit ends."""

    day = forms.DateField(label=lazily("最后一天", "Last day"), widget=DAY)


class MergeForm(Form):
    """Into which unit a unit is merged."""

    code = forms.CharField(label=lazily("并入单位的代码", "Code of the unit it becomes part of"), max_length=40)
    day = forms.DateField(label=lazily("合并后的第一天", "First day of the new state"), widget=DAY)


class RegisterForm(Form):
    """Somebody who is not known here yet."""

    keeps_drafts = False
    name = forms.CharField(label=lazily("姓名", "Name"), max_length=40)
    sex = forms.ChoiceField(
        label=lazily("性别", "Sex"),
        choices=[("", lazily("（请选择）", "(choose)"))]
        + [(code, lazily(text.zh, text.en)) for code, text in SEXES.items()],
    )
    kind = forms.ChoiceField(
        label=lazily("号码类型", "Kind of number"),
        choices=[(code, lazily(text.zh, text.en)) for code, text in NUMBER_KINDS.items()],
    )
    number = forms.CharField(
        label=lazily("号码", "Number"),
        max_length=30,
        help_text=lazily("加密保存，只用来分清是谁", "Kept encrypted, to tell people apart"),
    )


def changes(request: HttpRequest, number: int) -> HttpResponse:
    """What may be done with a unit."""
    viewer = viewer_of(request)
    unit = _managed(viewer, number)
    told = {
        "unit": number,
        "under": bool(kinds_under(unit.kind)),
        "itself": may(viewer, "manages", "organisations", number),
        "people": may(viewer, "manages", "people"),
    }
    return page(
        request, "web/unit_changes.html", told, title=Text("办理变更", "Changes"), crumbs=_crumbs(viewer, number)
    )


def found(request: HttpRequest, number: int) -> HttpResponse:
    """Founds a unit under this one."""
    unit = _managed(viewer_of(request), number)

    def do(viewer: Viewer, _: int, sent: dict[str, Any]) -> int:
        placed = PLACED_BY.get(sent["kind"], "")
        attributes = {placed: sent[placed]} if sent.get(placed) else {}
        new = NewOrganisation(
            sent["kind"], sent["code"], sent["name"], places=places_under(sent["kind"], unit, sent["day"]),
            attributes=attributes,
        )  # fmt: skip
        return found_organisation(viewer, new, sent["day"])

    form = FoundForm.for_request(request, initial={"day": viewer_of(request).day}, under=unit.kind)
    return _change(request, number, form, do, Text("设立下属单位", "Found a unit under it"), Text("设立", "Found it"))


def rename(request: HttpRequest, number: int) -> HttpResponse:
    """Calls a unit otherwise."""

    def do(viewer: Viewer, unit: int, sent: dict[str, Any]) -> int:
        rename_organisation(viewer, unit, sent["name"], sent["day"])
        return unit

    viewer = viewer_of(request)
    _managed(viewer, number)
    name = name_on(number, viewer.day)
    form = RenameForm.for_request(request, version=name, initial={"name": name, "day": viewer.day})
    return _change(request, number, form, do, Text("改名", "Rename"), Text("改名", "Rename it"))


def move(request: HttpRequest, number: int) -> HttpResponse:
    """Puts a unit under another."""

    def do(viewer: Viewer, unit: int, sent: dict[str, Any]) -> int:
        move_organisation(viewer, unit, HIERARCHY, _by_code(viewer, sent["code"]), sent["day"])
        return unit

    form = MoveForm.for_request(request, initial={"day": viewer_of(request).day})
    return _change(request, number, form, do, Text("改变隶属", "Move"), Text("改变隶属", "Move it"))


def close(request: HttpRequest, number: int) -> HttpResponse:
    """Closes a unit."""

    def do(viewer: Viewer, unit: int, sent: dict[str, Any]) -> int:
        close_organisation(viewer, unit, sent["day"])
        return unit

    form = CloseForm.for_request(request, initial={"day": viewer_of(request).day})
    return _change(request, number, form, do, Text("撤销单位", "Close the unit"), Text("撤销", "Close it"))


def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Merges a unit into another."""

    def do(viewer: Viewer, unit: int, sent: dict[str, Any]) -> int:
        return merge_organisations(viewer, [unit], _by_code(viewer, sent["code"]), sent["day"])

    form = MergeForm.for_request(request, initial={"day": viewer_of(request).day})
    return _change(request, number, form, do, Text("并入其他单位", "Merge into another"), Text("合并", "Merge it"))


def register(request: HttpRequest, number: int) -> HttpResponse:
    """Registers somebody for a unit, to be appointed there."""

    def do(viewer: Viewer, unit: int, sent: dict[str, Any]) -> int:
        add_person(viewer, NewPerson(sent["name"], sent["sex"], numbers={sent["kind"]: sent["number"]}), unit)
        return unit

    title, done = (
        Text("登记人员", "Register somebody"),
        Text("已登记。请由有任命权的人任命。", "Registered. Whoever appoints there can appoint now."),
    )
    return _change(request, number, RegisterForm.for_request(request), do, title, Text("登记", "Register"), done)


DONE = Text("已办理。", "Done.")


def _change(
    request: HttpRequest, number: int, form: Form, do: Do, title: Text, submit: Text, done: Text = DONE
) -> HttpResponse:
    """A form over a unit: shown, or sent and done."""
    viewer = viewer_of(request)
    _managed(viewer, number)
    if form.sent():
        try:
            shown = do(viewer, number, form.cleaned_data)
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            form.done()
            messages.success(request, said(done))
            return redirect("organisation", shown)
    crumbs = [*_crumbs(viewer, number), Crumb(Text("办理变更", "Changes"), reverse("unit_changes", args=[number]))]
    told = {"form": form, "submit": submit}
    return page(request, "shell/form.html", told, title=title, crumbs=crumbs, status=422 if form.errors else 200)


def unit_tab(viewer: Viewer, number: int) -> Tab | None:
    """The tab of a unit's changes, for who may make any."""
    if not may_put_under(viewer, number):
        return None
    return Tab(Text("办理变更", "Changes"), reverse("unit_changes", args=[number]))


def _managed(viewer: Viewer, number: int) -> Organisation:
    """A unit that the viewer changes, or puts units under. Raises Http404, UnitUnknown."""
    if not may_put_under(viewer, number):
        raise Http404
    return visible_unit(viewer, number)


def _by_code(viewer: Viewer, code: str) -> int:
    found: int | None = (
        Organisation.objects.visible_to(viewer).filter(code=code.strip()).values_list("pk", flat=True).first()
    )
    if found is None:
        raise XuehengError(
            Text(f"您管理的范围里没有代码为“{code}”的单位", f'no unit within your reach has the code "{code}"'),
            Text("代码见“单位”的列表。", "The list of units shows the codes."),
        )
    return found


def _crumbs(viewer: Viewer, number: int) -> list[Crumb]:
    way = [Crumb(Text("单位", "Units"), reverse("organisations"))]
    return [*way, Crumb(name_on(number, viewer.day), reverse("organisation", args=[number]))]
