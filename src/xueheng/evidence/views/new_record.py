"""Recording one fact by a form: choose the type and whom it is about, then fill it in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evidence.actions.append_record import record_fact
from xueheng.evidence.catalogue import evidence_type, is_about_person
from xueheng.evidence.choosing import subjects_of, types_to_record
from xueheng.evidence.entry_form import CLIENT, EntryForm, form_for, initial_of
from xueheng.evidence.facts import NewFact, Recorded
from xueheng.evidence.phrases import phrases_for
from xueheng.evidence.refusals import EvidenceRejected, TypeUnknown
from xueheng.evidence.sheets.brushes import note_of
from xueheng.identity.public import Person, Viewer, names_of, viewer_of
from xueheng.language.public import EvidenceType
from xueheng.shell.public import Crumb, page, said
from xueheng.wording import Text

RECORDS = Text("记录", "Records")


def choose(request: HttpRequest) -> HttpResponse:
    """What to record, and about whom."""
    viewer = viewer_of(request)
    types = types_to_record(viewer)
    chosen = next((type_ for type_ in types if type_.name == request.GET.get("type")), None)
    name = request.GET.get("name", "").strip()[:60]
    context = {
        "types": types,
        "chosen": chosen,
        "name": name,
        "subjects": subjects_of(viewer, chosen, name) if chosen else [],
    }
    title = Text("记一条", "Record something")
    return page(request, "evidence/choose.html", context, title=title, crumbs=[Crumb(RECORDS, reverse("records"))])


def new(request: HttpRequest, type: str, subject: int) -> HttpResponse:
    """The form of the type, about this subject."""
    viewer = viewer_of(request)
    type_, name = _asked(viewer, type, subject)
    form = form_for(type_).for_request(request, initial=initial_of(type_, viewer.day))
    assert isinstance(form, EntryForm)
    if form.sent():
        try:
            fact = NewFact(type, subject, form.day, form.stored(), form.cleaned_data[CLIENT] or None, form.attached())
            recorded = record_fact(viewer, fact)
        except EvidenceRejected as rejected:
            form.refuse_rejected(rejected)
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            form.done()
            messages.success(request, said(outcome_said(recorded)))
            return redirect("record", recorded.number)
    note = note_of(type_)
    context = {"form": form, "type": type_, "name": name, "note_id": f"id_{note.name}" if note else ""}
    context["phrases"] = phrases_for(viewer, type) if note else []
    crumbs = [Crumb(RECORDS, reverse("records")), Crumb(Text("记一条", "Record something"), reverse("choose_record"))]
    return page(
        request, "evidence/new.html", context, title=type_.title, crumbs=crumbs, status=422 if form.errors else 200
    )


def _asked(viewer: Viewer, type_: str, subject: int) -> tuple[EvidenceType, str]:
    """The type and the subject's name; 404 for whoever may not record it, and for a subject that may not be known."""
    try:
        found = evidence_type(type_)
    except TypeUnknown:
        raise Http404 from None
    name = subject_name(viewer, found, subject)
    if found not in types_to_record(viewer) or not name:
        raise Http404
    return found, name


def outcome_said(recorded: Recorded) -> Text:
    """What became of a fact, in words."""
    if recorded.differs:
        return Text(
            "已存。另一来源的说法不同，两条都留着，请核实后更正或撤回其中一条。",
            "Saved. Another source says otherwise; both are kept. Check, then correct or retract one.",
        )
    if recorded.same_as is not None:
        return Text(
            f"已存。记录 {recorded.same_as} 已经记过同一件事，两条连在一起，只计一次。谢谢。",
            f"Saved. Record {recorded.same_as} says the same; the two are linked and counted once. Thank you.",
        )
    return Text("已存。", "Saved.")


def subject_name(viewer: Viewer, type_: EvidenceType, subject: int) -> str:
    """The name of whom it is about, as far as the viewer may know it; '' for nobody she may record about."""
    if is_about_person(type_):
        seen = names_of(list(Person.objects.visible_to(viewer).filter(pk=subject))).get(subject)
        if seen:
            return seen
    return next((each.name for each in subjects_of(viewer, type_) if each.number == subject), "")
