"""Class sheets: one observation about a whole class, marked with brushes, saved at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from xueheng.evidence.actions.retract_many import retract_many
from xueheng.evidence.actions.save_sheet import Sheet, save_sheet
from xueheng.evidence.actions.watch_pupils import watch_pupils
from xueheng.evidence.catalogue import types_known
from xueheng.evidence.choosing import classes_reached
from xueheng.evidence.entry_fields import typed_value
from xueheng.evidence.phrases import phrases_for
from xueheng.evidence.sheets.answers import ANOTHER_HOLDER, NOTHING_TOUCHED, Answer, answer_to
from xueheng.evidence.sheets.brushes import Brush, SheetShape, sheet_of, sheets_for
from xueheng.evidence.sheets.class_sheet import Tile, by_others, tiles_of
from xueheng.evidence.sheets.delivered import delivered
from xueheng.evidence.sheets.last_used import last_sheet, next_sheet
from xueheng.evidence.sheets.page_words import WORDS
from xueheng.evidence.sheets.quiet import quiet_pupils
from xueheng.evidence.sheets.sheet_form import SheetForm, Tap, facts_of, opened_with, sheet_form, taps_in
from xueheng.identity.public import Viewer, may, viewer_of
from xueheng.shell.public import Crumb, page, said
from xueheng.trust.public import fingerprint, number_in
from xueheng.wording import Text
from xueheng.workbooks.public import default_value, unit_word

EMPTY, SELECTED = SafeString(), SafeString(" selected")
TITLE = Text("快记", "Class sheets")
DELIVERED = "delivered"
"""Sent by a device that lost the note or the photo of what it sends again: only what was stored before is told."""
TYPE_ELSEWHERE = Text(
    "记录类型：您现在的任职不记这一种，请另选。", "Type: your present post does not record this one; choose another."
)
CLASS_ELSEWHERE = Text("班级：不在您现在的任职里，请另选。", "Class: not one of your present post's; choose another.")
TAKEN_BACK = Text("快记存错，当即撤回", "A class sheet saved by mistake, taken back at once")
MOST_TAKEN = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """The sheet that an address asks for: how it is filled in, and of which class, on which day."""

    shape: SheetShape
    unit: int
    unit_name: str
    day: date
    is_today: bool

    @property
    def address(self) -> str:
        """Where it stands."""
        asked = {"class": str(self.unit), "day": self.day.isoformat(), "paint": self.shape.field.name}
        return f"{reverse('sheet', args=[self.shape.type_.name])}?{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil's row: who, what stands in it, its own id, and what became of it when it was sent."""

    tile: Tile
    typed: str
    client: str
    state: str = ""
    told: str = ""
    ringed: bool = False
    options: SafeString = EMPTY
    """What may be chosen, of a field with few values."""


def every(request: HttpRequest) -> HttpResponse:
    """Which sheet to open; with a type and a class, straight to it."""
    viewer = viewer_of(request)
    types, classes = sheets_for(viewer), classes_reached(viewer)
    type_, unit = request.GET.get("type", ""), request.GET.get("class", "")
    wrong = [
        words
        for named, known, words in (
            (type_, {each.name for each in types}, TYPE_ELSEWHERE),
            (unit, {str(number) for number, _ in classes}, CLASS_ELSEWHERE),
        )
        if named and named not in known
    ]
    if type_ and unit and not wrong:
        more = {name: request.GET[name] for name in ("class", "day", "paint", "view") if request.GET.get(name)}
        return redirect(f"{reverse('sheet', args=[type_])}?{urlencode(more)}")
    context = {"types": types, "classes": classes, "next": next_sheet(viewer), "wrong": wrong}
    return page(request, "evidence/sheets.html", context, title=TITLE)


def one(request: HttpRequest, type: str) -> HttpResponse:
    """The sheet of a type for a class: opened, or sent by the page's script or as a plain form."""
    viewer = viewer_of(request)
    asked = asked_for(request, viewer, type)
    last = last_sheet(viewer)
    heads = last.heads if last is not None and last.type == type else {}
    form = sheet_form(asked.shape).for_request(request, initial=opened_with(asked.shape, asked.day, heads))
    assert isinstance(form, SheetForm)
    if request.method != "POST":
        return shown(request, asked, form, [], None)
    if request.POST.get("owner", owner_of(viewer)) != owner_of(viewer):
        return JsonResponse({"said": said(ANOTHER_HOLDER)}, status=409)
    taps = taps_in(request.POST, asked.shape)
    if DELIVERED in request.POST and by_script(request):
        return JsonResponse(delivered(viewer, taps).as_told())
    if not form.sent() or not taps:
        return refused(request, asked, form, taps)
    outcomes = save_sheet(viewer, sheet_of_taps(asked, form, taps))
    others = by_others(viewer, asked.shape.type_, asked.unit, form.day)
    return saved(request, asked, form, taps, answer_to(taps, outcomes, others))


def asked_for(request: HttpRequest, viewer: Viewer, name: str) -> Asked:
    """What the address asks for; 404 for a type or class that the viewer records nothing for."""
    type_ = types_known().get(name)
    shape = sheet_of(type_, request.GET.get("paint", "")) if type_ is not None and type_ in sheets_for(viewer) else None
    unit = request.GET.get("class", "")
    classes = dict(classes_reached(viewer))
    number = number_in(unit) or next(iter(classes), 0)
    if shape is None or number not in classes or not may(viewer, "records", name, number):
        raise Http404
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = viewer.day
    return Asked(shape, number, classes[number], min(day, viewer.day), day >= viewer.day)


def owner_of(viewer: Viewer) -> str:
    """Whose marks a device keeps: tells holders of posts apart and names nobody."""
    return fingerprint("sheet", f"{viewer.person}|{viewer.post}".encode()).hex()


def sheet_of_taps(asked: Asked, form: SheetForm, taps: list[Tap]) -> Sheet:
    """What is to be saved; the next sheet opens with the same choices, never with the note."""
    told = form.said()
    heads = {field.name: told[field.name] for field in asked.shape.heads if field.name in told}
    facts = facts_of(asked.shape, form.day, told, taps, form.photo())
    return Sheet(asked.shape.type_.name, asked.unit, facts, heads)


def refused(request: HttpRequest, asked: Asked, form: SheetForm, taps: list[Tap]) -> HttpResponse:
    """Nothing was stored: the head cannot be read, or no pupil was marked."""
    problems = [problem.words for problem in form.problems()] or [said(NOTHING_TOUCHED)]
    if by_script(request):
        return JsonResponse({"said": " ".join(problems)}, status=422)
    if not form.errors:
        form.add_error(None, said(NOTHING_TOUCHED))
    return shown(request, asked, form, taps, None)


def saved(request: HttpRequest, asked: Asked, form: SheetForm, taps: list[Tap], answer: Answer) -> HttpResponse:
    """What is in the record now, by pupil."""
    if by_script(request):
        return JsonResponse(answer.as_told())
    if answer.returned:
        return shown(request, asked, form, taps, answer)
    messages.success(request, said(answer.words))
    return redirect(asked.address)


def by_script(request: HttpRequest) -> bool:
    """Whether the page's script sent it and reads the answer."""
    return request.headers.get("Accept") == "application/json"


def shown(request: HttpRequest, asked: Asked, form: SheetForm, taps: list[Tap], answer: Answer | None) -> HttpResponse:
    """The page."""
    viewer, shape = viewer_of(request), asked.shape
    tiles = tiles_of(viewer, shape, asked.unit, asked.day)
    quiet = quiet_pupils(viewer, tiles)
    context = {
        "asked": asked, "shape": shape, "form": form, "answer": answer, "quiet": quiet,
        "rows": rows_of(tiles, taps, answer, quiet, shape.brushes),
        "types": sheets_for(viewer), "classes": classes_reached(viewer),
        "others": by_others(viewer, shape.type_, asked.unit, asked.day),
        "board": request.GET.get("view", "table" if shape.by_row else "board") != "table",
        "owner": owner_of(viewer), "words": {name: said(words) for name, words in WORDS.items()},
        "phrases": phrases_for(viewer, shape.type_.name) if shape.note else [],
        "note_id": f"id_{shape.note.name}" if shape.note else "", "unit": unit_word(shape.field.type.unit),
        "start": typed_value(shape.field, default_value(shape.field)),
        "brushes": [{"code": brush.code, "title": said(brush.title)} for brush in shape.brushes],
    }  # fmt: skip
    title = Text(f"{asked.unit_name} {shape.type_.title.zh}", f"{shape.type_.title.en}, {asked.unit_name}")
    status = 422 if form.errors or answer is not None else 200
    crumbs = [Crumb(TITLE, reverse("sheets"))]
    return page(request, "evidence/sheet.html", context, title=title, crumbs=crumbs, status=status)


def rows_of(
    tiles: list[Tile], taps: list[Tap], answer: Answer | None, quiet: list[int], brushes: Sequence[Brush]
) -> list[Row]:
    """A row for each pupil, with what was sent where it came back."""
    sent, options = {tap.pupil: tap for tap in taps}, cache(lambda typed: options_of(brushes, typed))
    found = []
    for tile in tiles:
        tap, told = sent.get(tile.number), answer.rows.get(tile.number) if answer else None
        kept = tap is not None and (told is None or told.state != "stored")
        typed = tap.typed if tap is not None and kept else ""
        found.append(
            Row(
                tile,
                typed,
                (tap.client if tap is not None and kept else None) or str(uuid4()),
                told.state if told else "",
                told.told if told else "",
                tile.number in quiet,
                options(typed),
            )
        )
    return found


def options_of(brushes: Sequence[Brush], typed: str) -> SafeString:
    """The choices of one row, most of which have the same: written once and not for each pupil by the template."""
    blank = WORDS["blank"]
    lines = [("", "", said(blank))]
    lines += [(brush.code, SELECTED if brush.code == typed else "", said(brush.title)) for brush in brushes]
    return format_html_join("", '<option value="{}"{}>{}</option>', lines)


def take_back(request: HttpRequest, type: str) -> HttpResponse:
    """Retracts what was just saved."""
    viewer = viewer_of(request)
    numbers = [n for n in map(number_in, request.POST.getlist("record")[:MOST_TAKEN]) if n is not None]
    gone = retract_many(viewer, numbers, reason=said(TAKEN_BACK)) if numbers else []
    told = said(Text(f"已撤回 {len(gone)} 条。", f"{len(gone)} retracted."))
    if by_script(request):
        return JsonResponse({"said": told, "records": [str(number) for number in gone]})
    messages.success(request, told)
    return redirect("sheets")


def watch(request: HttpRequest) -> HttpResponse:
    """Silences the hint about these pupils for a while."""
    numbers = [n for n in map(number_in, request.POST.getlist("pupil")) if n is not None]
    count = watch_pupils(viewer_of(request), numbers)
    if by_script(request):
        return JsonResponse({"said": said(WORDS["watching"]), "count": count})
    messages.success(request, said(WORDS["watching"]))
    back = request.POST.get("back", "")
    return redirect(back if back.startswith("/sheets/") else "sheets")
