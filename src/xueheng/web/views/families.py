"""A pupil's family: guardians, what they consent to, and who has looked at sensitive data."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evaluation.public import sees_results_of
from xueheng.identity.public import (
    CONSENTS,
    Consent,
    ConsentWords,
    Guardianship,
    Person,
    Viewer,
    consent_states,
    end_guardianship,
    give_consent,
    holds_on,
    link_guardian,
    manages_person,
    may,
    may_read_sensitive,
    names_of,
    person_meant,
    policy,
    viewer_of,
    who_looked,
    withdraw_consent,
)
from xueheng.shell.public import Crumb, Status, Tab, lazily, moment_shown, page, said
from xueheng.trust.public import number_in
from xueheng.web.person_fields import READ, PersonForm
from xueheng.web.post_tables import HIDDEN, names_open_to
from xueheng.wording import Text

RELATIONS = {
    "mother": Text("母亲", "Mother"),
    "father": Text("父亲", "Father"),
    "grandparent": Text("祖父母或外祖父母", "Grandparent"),
    "other": Text("其他监护人", "Other guardian"),
}
STATES = {
    "given": Status("ok", Text("已同意", "Given")),
    "missing": Status("attention", Text("未同意", "Not given")),
    "not needed": Status("unknown", Text("不需要（已满 14 周岁）", "Not needed (14 or older)")),
}


class GuardianForm(PersonForm):
    """Who becomes a guardian."""

    relation = forms.ChoiceField(
        label=lazily("关系", "Relation"), choices=[(code, lazily(text.zh, text.en)) for code, text in RELATIONS.items()]
    )


@dataclass(frozen=True, slots=True)
class GuardianRow:
    """A guardian as the page shows her."""

    number: int
    name: str | Text
    relation: Text
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A kind of consent and where it stands; `since` while it is given."""

    code: str
    asked: ConsentWords
    state: Status
    since: date | None

    @property
    def given(self) -> bool:
        """Whether it stands."""
        return self.since is not None


def family(request: HttpRequest, person: int) -> HttpResponse:
    """Guardians and consents of one pupil."""
    viewer = viewer_of(request)
    pupil = _pupil(viewer, person)
    told = {
        "name": names_of([pupil])[person],
        "person": person,
        "guardians": _guardians(viewer, person),
        "consents": _consents(viewer, person),
        "may_link": may(viewer, "manages", "guardians") and manages_person(viewer, "guardians", person),
        "is_guardian": person in viewer.wards,
    }
    title = Text("家长与同意", "Guardians and consents")
    return page(
        request, "web/family.html", told, title=title, crumbs=crumbs_of(viewer), tabs=person_tabs(request, person)
    )


def link(request: HttpRequest, person: int) -> HttpResponse:
    """Registers a guardian of a pupil."""
    viewer = viewer_of(request)
    pupil = _pupil(viewer, person)
    form = GuardianForm.for_request(request)
    if form.sent():
        sent = form.cleaned_data
        try:
            guardian = person_meant(viewer, sent["name"], sent["kind"], sent["number"])
            link_guardian(viewer, guardian, person, sent["relation"], viewer.day)
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            messages.success(request, said(Text("已登记为家长。", "Registered as a guardian.")))
            return redirect("family", person)
    told = {"form": form, "name": names_of([pupil])[person]}
    title = Text("登记家长", "Register a guardian")
    crumbs = [*crumbs_of(viewer), Crumb(Text("家长与同意", "Guardians and consents"), reverse("family", args=[person]))]
    return page(request, "web/link_guardian.html", told, title=title, crumbs=crumbs, status=422 if form.errors else 200)


def end_link(request: HttpRequest, person: int, guardian: int) -> HttpResponse:
    """Ends a guardianship today, and the consents given under it."""
    viewer = viewer_of(request)
    _pupil(viewer, person)
    end_guardianship(viewer, guardian, person, viewer.day)
    messages.success(request, said(Text("家长关系到今天为止。", "The guardianship ends today.")))
    return redirect("family", person)


def consent(request: HttpRequest, person: int, kind: str) -> HttpResponse:
    """A guardian consents, in the words that she has before her."""
    viewer = viewer_of(request)
    _pupil(viewer, person)
    asked = _asked(kind)
    if request.POST.get("version") != asked.version:
        raise XuehengError(
            Text("同意书的内容刚刚改过", "the words of this consent have just been changed"),
            Text("请回到上一页，看过新的内容再决定。", "Go back, read the new words and decide."),
        )
    give_consent(viewer, person, kind, asked.version, viewer.day)
    messages.success(request, said(Text("已同意。您可以随时撤回。", "Given. You may take it back at any time.")))
    return redirect("family", person)


def withdraw(request: HttpRequest, person: int, kind: str) -> HttpResponse:
    """A guardian takes a consent back."""
    viewer = viewer_of(request)
    _pupil(viewer, person)
    _asked(kind)
    withdraw_consent(viewer, person, kind, viewer.day)
    messages.success(request, said(Text("已撤回，从今天起不再有效。", "Taken back, from today on.")))
    return redirect("family", person)


def looked(request: HttpRequest, person: int) -> HttpResponse:
    """Who has looked at the sensitive data of a pupil: for herself and her guardians."""
    viewer = viewer_of(request)
    rows = who_looked(viewer, person, before=number_in(request.GET.get("before", "")))
    told = {
        "rows": [(one, moment_shown(one.at), [READ.get(name, Text(name)) for name in one.fields]) for one in rows],
    }
    title = Text("谁看过", "Who has looked")
    return page(
        request, "web/looked.html", told, title=title, crumbs=crumbs_of(viewer), tabs=person_tabs(request, person)
    )


def person_tabs(request: HttpRequest, person: int, purpose: int | None = None) -> list[Tab]:
    """What else there is of a person, for those who may open it. `purpose`: the request under which it is read."""
    viewer = viewer_of(request)
    rights = policy()
    under = f"?purpose={purpose}" if purpose is not None else ""
    tabs = [Tab(Text("概况", "Overview"), reverse("person", args=[person]) + under)]
    families = rights.allows(viewer.role, "sees", "guardians") or rights.allows(viewer.role, "sees", "consents")
    if families and person != viewer.person:
        tabs.append(Tab(Text("家长与同意", "Guardians and consents"), reverse("family", args=[person])))
    if may_read_sensitive(viewer, person):
        tabs.append(Tab(Text("敏感信息", "Sensitive data"), reverse("read_sensitive", args=[person]) + under))
    if sees_results_of(viewer, person):
        tabs.append(Tab(Text("评价结果", "Results"), reverse("subject_results", args=[person])))
        tabs.append(Tab(Text("成长", "Growth"), reverse("growth_of", args=[person])))
    if person in viewer.own_people:
        tabs.append(Tab(Text("谁看过", "Who has looked"), reverse("looked", args=[person])))
    return (
        [Tab(tab.title, tab.address, here=tab.address.removesuffix(under) == request.path) for tab in tabs]
        if len(tabs) > 1
        else []
    )


def crumbs_of(viewer: Viewer) -> list[Crumb]:
    """The way to a person: by the list of people for whom it is there."""
    home = Crumb(Text("工作台", "Home"), reverse("home"))
    people = Crumb(Text("人员", "People"), reverse("people"))
    return [people if policy().allows(viewer.role, "sees", "people") and not viewer.wards else home]


def _pupil(viewer: Viewer, person: int) -> Person:
    found: Person | None = Person.objects.visible_to(viewer).filter(pk=person).first()
    if found is None:
        raise Http404
    return found


def _asked(kind: str) -> ConsentWords:
    if kind not in CONSENTS:
        raise Http404
    return CONSENTS[kind]


def _guardians(viewer: Viewer, person: int) -> list[GuardianRow]:
    held = Guardianship.objects.visible_to(viewer).filter(holds_on(viewer.day), pupil=person)
    rows = list(held.order_by("from_day", "pk"))
    names = names_open_to(viewer, {row.guardian_id for row in rows})
    return [
        GuardianRow(
            row.guardian_id, names.get(row.guardian_id, HIDDEN), RELATIONS.get(row.relation, RELATIONS["other"]),
            row.from_day, row.to_day,
        )
        for row in rows
    ]  # fmt: skip


def _consents(viewer: Viewer, person: int) -> list[ConsentRow]:
    if not policy().allows(viewer.role, "sees", "consents"):
        return []
    given = Consent.objects.visible_to(viewer).filter(holds_on(viewer.day), pupil=person)
    since: dict[str, date] = dict(given.order_by("-from_day").values_list("kind", "from_day"))
    states = consent_states((person,), CONSENTS, viewer.day)[person]
    return [ConsentRow(code, asked, STATES[states[code]], since.get(code)) for code, asked in CONSENTS.items()]
