"""Posts: the list, one post, appointing at a unit, ending, lending one's own."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.identity.public import (
    OPEN,
    DeclaredPost,
    Organisation,
    Post,
    ScopedQuerySet,
    Viewer,
    appoint,
    delegate_post,
    end_post,
    may_be_lent,
    may_do,
    name_on,
    person_meant,
    policy,
    post_holds,
    post_over,
    units_reached,
    viewer_of,
    visible_unit,
)
from xueheng.shell.public import Crumb, Form, Tab, TableRequest, lazily, page, said, table_page
from xueheng.web.person_fields import PersonForm
from xueheng.web.post_tables import post_rows, post_table
from xueheng.wording import Text

TITLE = Text("任职", "Posts")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AppointForm(PersonForm):
    """Who is given which post, from when."""

    role = forms.ChoiceField(label=lazily("岗位", "Post"))
    from_day = forms.DateField(label=lazily("从哪天起", "From"), widget=DAY)
    to_day = forms.DateField(
        label=lazily("到哪天止", "Until"), widget=DAY, required=False, help_text=lazily("不填为长期", "Empty: no end")
    )
    acting = forms.BooleanField(label=lazily("代理（暂时主持）", "Acting, for the time being"), required=False)
    field_order = ("role", "name", "kind", "number", "from_day", "to_day", "acting")

    def __init__(self, *args: Any, roles: tuple[DeclaredPost, ...] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["role"].choices = [(post.name, said(post.title)) for post in roles]  # type: ignore[attr-defined]


class LendForm(PersonForm):
    """To whom one's own post is lent, from when to when."""

    from_day = forms.DateField(label=lazily("从哪天起", "From"), widget=DAY)
    to_day = forms.DateField(label=lazily("到哪天止", "Until"), widget=DAY)


class EndForm(Form):
    """When a post ends, and why."""

    keeps_drafts = False
    last = forms.DateField(
        label=lazily("最后一天", "Last day"),
        widget=DAY,
        required=False,
        help_text=lazily("不填为立即结束", "Empty: at once"),
    )
    reason = forms.CharField(label=lazily("原因", "Reason"), max_length=200, required=False)


def posts(request: HttpRequest) -> HttpResponse:
    """The posts that the viewer may see."""
    viewer = viewer_of(request)

    def rows(asked: TableRequest) -> ScopedQuerySet:
        found: ScopedQuerySet = Post.objects.visible_to(viewer).select_related("delegated_from")
        held = post_holds(viewer.day)
        state = asked.values.get("state")
        return found.filter(held) if state == "now" else found.exclude(held) if state == "past" else found

    told = {"may_appoint": policy().allows(viewer.role, "appoints", "posts"), "lends": _lends(viewer)}
    return table_page(request, post_table(viewer), rows, template="web/posts.html", context=told)


def post(request: HttpRequest, number: int) -> HttpResponse:
    """One post."""
    viewer = viewer_of(request)
    found = _visible(viewer, number)
    may_end = not post_over(found, viewer.day) and may_do(viewer, "end", found)
    told = {"row": post_rows(viewer, [found])[0], "may_end": may_end}
    return page(request, "web/post.html", told, title=Text("一个任职", "A post"), crumbs=_crumbs(viewer))


def appoint_at(request: HttpRequest, number: int) -> HttpResponse:
    """Appoints somebody at a unit."""
    viewer = viewer_of(request)
    if number not in units_reached(viewer):
        raise Http404
    roles = policy().appointed_at(viewer.role, visible_unit(viewer, number).kind)
    form = AppointForm.for_request(request, initial={"from_day": viewer.day}, roles=roles)
    if roles and form.sent():
        sent = form.cleaned_data
        try:
            person = person_meant(viewer, sent["name"], sent["kind"], sent["number"])
            last = sent["to_day"] or OPEN
            made = appoint(viewer, person, sent["role"], number, sent["from_day"], last, acting=sent["acting"])
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            messages.success(
                request, said(Text("已任命。请为此人开户并交给账号。", "Appointed. Make an account and hand it out."))
            )
            return redirect("post", made)
    told = {"form": form, "roles": roles, "unit": name_on(number, viewer.day)}
    crumbs = [Crumb(told["unit"], reverse("organisation", args=[number]))]  # type: ignore[arg-type]  # a name
    title = Text("任命", "Appoint")
    return page(request, "web/appoint.html", told, title=title, crumbs=crumbs, status=422 if form.errors else 200)


def end(request: HttpRequest, number: int) -> HttpResponse:
    """Ends a post, at once or after a day."""
    viewer = viewer_of(request)
    found = _visible(viewer, number)
    form = EndForm.for_request(request)
    if form.sent():
        try:
            end_post(viewer, number, form.cleaned_data["last"], form.cleaned_data["reason"])
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            messages.success(
                request, said(Text("任职已结束，权限随即收回。", "The post has ended, and its rights with it."))
            )
            return redirect("posts" if policy().allows(viewer.role, "sees", "posts") else "home")
    told = {"form": form, "row": post_rows(viewer, [found])[0]}
    title = Text("结束任职", "End a post")
    return page(
        request, "web/end_post.html", told, title=title, crumbs=_crumbs(viewer), status=422 if form.errors else 200
    )


def lend(request: HttpRequest) -> HttpResponse:
    """Lends the post under which the viewer works."""
    viewer = viewer_of(request)
    form = LendForm.for_request(request, initial={"from_day": viewer.day})
    if form.sent():
        sent = form.cleaned_data
        try:
            person = person_meant(viewer, sent["name"], sent["kind"], sent["number"])
            delegate_post(viewer, person, sent["from_day"], sent["to_day"])
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            messages.success(request, said(Text("已委托，到期自动收回。", "Lent; it comes back by itself.")))
            return redirect("lend_post")
    told = {"form": form, "lends": _lends(viewer), "lent": _lent(viewer)}
    title = Text("委托", "Lend a post")
    return page(request, "web/lend_post.html", told, title=title, status=422 if form.errors else 200)


def appoint_tab(viewer: Viewer, unit: Organisation) -> Tab | None:
    """The tab of appointing at a unit, for who may."""
    if unit.pk not in units_reached(viewer) or not policy().appointed_at(viewer.role, unit.kind):
        return None
    return Tab(Text("任命", "Appoint"), reverse("appoint", args=[unit.pk]))


def _visible(viewer: Viewer, number: int) -> Post:
    """A post that the viewer sees. Raises Http404."""
    found: Post | None = Post.objects.visible_to(viewer).select_related("delegated_from").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _lends(viewer: Viewer) -> bool:
    """Whether the viewer works under a post that can be lent."""
    held: Post | None = Post.objects.visible_to(viewer).filter(pk=viewer.post).first()
    return held is not None and may_be_lent(held)


def _lent(viewer: Viewer) -> list[tuple[int, str, date, date]]:
    """What the viewer has lent and still holds: number, name, days."""
    if viewer.post is None:
        return []
    own = Post.objects.visible_to(viewer).select_related("delegated_from")
    told = post_rows(viewer, list(own.filter(post_holds(viewer.day), delegated_from=viewer.post)))
    return [(one.number, said(one.name), one.from_day, one.to_day or OPEN) for one in told]


def _crumbs(viewer: Viewer) -> list[Crumb]:
    return [Crumb(TITLE, reverse("posts"))] if policy().allows(viewer.role, "sees", "posts") else []
