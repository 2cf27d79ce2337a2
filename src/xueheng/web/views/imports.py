"""Registers brought in: choose the file, settle its headings, see what would be done, store it."""

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.identity.public import (
    ROSTER,
    ImportTold,
    RegisterImport,
    Slip,
    Viewer,
    import_told,
    layouts_for,
    marked_register,
    receive_register,
    say_headings,
    say_values,
    take_slips,
    viewer_of,
    withdraw_import,
)
from xueheng.shell.public import Crumb, Form, lazily, note_export, page, page_language, said, table_page, workbook
from xueheng.web.account_slips import slips_workbook
from xueheng.web.import_tables import IMPORTS, STATES, UNCONFIRMED, asked_values, guesses, rows_seen, rows_table
from xueheng.web.register_jobs import CHECK, STORE, begin
from xueheng.wording import Text

TITLE = Text("导入名册", "Imports of registers")
NEW = Text("导入一份名册", "Import a register")
STEPS = (Text("选文件", "File"), Text("对列", "Headings"), Text("核对", "Check"), Text("入库", "Store"))
AT = {"received": 1, "columns": 1, "checked": 2, "storing": 3, "stored": 3, "withdrawn": 3}
NEW_VALUES = Text(
    "这些写法不认识，选一次，所有相同的行都照此",
    "These spellings are not known; say once what each means, for all its rows",
)
OLD_VALUES = Text("本单位说明过的写法", "Spellings that your unit has explained")
ROLES = {
    "field": Text("读入", "read"),
    "never_store": Text("不保存", "never stored"),
    "ignored": Text("不用", "not used"),
    "unknown": Text("不认识", "not known"),
}


class ImportForm(Form):
    """File, layout, and the day from which the file holds."""

    keeps_drafts = False
    file = forms.FileField(
        label=lazily("文件", "File"),
        help_text=lazily(
            "原样上传：.xlsx、.xls、.csv；任免表用 .lrmx", "As it is: .xlsx, .xls, .csv; .lrmx for the cadre form"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.et,.csv,.txt,.lrmx"}),
    )
    layout = forms.ChoiceField(label=lazily("表的种类", "Kind of file"))
    day = forms.DateField(
        label=lazily("从哪天起", "Holds from"),
        help_text=lazily("编班、任职从这一天起算", "Enrolments and posts begin on this day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: object, viewer: Viewer, **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["layout"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (layout.name, said(_layout_title(layout.title, layout.version, confirmed=layout.confirmed)))
            for layout in layouts_for(viewer)
        ]


def _layout_title(title: Text, version: str, *, confirmed: bool) -> Text:
    mark = Text("", "") if confirmed else Text(f"（{UNCONFIRMED.zh}）", f" ({UNCONFIRMED.en})")
    return Text(f"{title.zh} {version}{mark.zh}", f"{title.en} {version}{mark.en}")


def every(request: HttpRequest) -> HttpResponse:
    """The imports of the post's units, newest first."""
    viewer = viewer_of(request)
    return table_page(
        request,
        IMPORTS,
        lambda asked: RegisterImport.objects.visible_to(viewer).exclude(layout=ROSTER),
        template="web/imports/list.html",
    )


def new(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is checked at once, and nothing stored."""
    viewer = viewer_of(request)
    form = ImportForm.for_request(request, initial={"day": viewer.day}, viewer=viewer)
    if form.sent():
        sent = form.cleaned_data
        try:
            number = receive_register(viewer, sent["layout"], str(sent["file"].name), sent["file"].read(), sent["day"])
        except XuehengError as fault:
            form.refuse("file", fault)
        else:
            return redirect("job", begin(viewer, CHECK, number))
    status = 422 if form.errors else 200
    return page(request, "web/imports/new.html", {"form": form}, title=NEW, crumbs=_crumbs(), status=status)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """Where an import stands, and the next step."""
    return _shown(request, _told(viewer_of(request), number))


def _shown(
    request: HttpRequest,
    told: ImportTold,
    fault: XuehengError | None = None,
    meanings: Mapping[str, str] | None = None,
    codes: Mapping[tuple[str, str], str] | None = None,
) -> HttpResponse:
    """The page; with what was refused and, in the fields, what was chosen."""
    viewer, batch = viewer_of(request), told.batch
    own = batch.person == viewer.person and batch.post == viewer.post
    values = asked_values(told) if own and batch.state == "checked" and not told.forgotten else []
    values = [replace(each, chosen=(codes or {}).get((each.word, each.value), each.chosen)) for each in values]
    columns = [
        (each, ROLES.get(each.role, ROLES["ignored"]), _word(told, each.fills or each.guess)) for each in told.headings
    ]
    context = {
        "told": told, "batch": batch, "own": own, "status": STATES[batch.state],
        "steps": [(step, at == AT[batch.state]) for at, step in enumerate(STEPS)],
        "layout": _layout_title(told.layout.title, told.layout.version, confirmed=told.layout.confirmed),
        "columns": columns, "problem": fault, "dropped": told.of_role("never_store"),
        "unknown": [(heading, (meanings or {}).get(heading, guess)) for heading, guess in guesses(told)],
        "lacking": [_word(told, word) for word in told.lacking],
        "values": values, "values_title": NEW_VALUES if values and values[0].rows else OLD_VALUES,
        "words": [(column.field.name, column.field.title) for column in told.layout.columns],
        "may_store": own and batch.state in ("checked", "storing") and bool(batch.new or batch.changed),
        "slips": own and told.layout.register == "accounts" and batch.state == "stored" and not told.forgotten,
    }  # fmt: skip
    title = Text(told.file_name, told.file_name) if told.file_name else TITLE
    return page(request, "web/imports/one.html", context, title=title, crumbs=_crumbs(), status=422 if fault else 200)


def rows(request: HttpRequest, number: int) -> HttpResponse:
    """The rows that are not simply the same."""
    viewer = viewer_of(request)
    told = _told(viewer, number)
    if told.forgotten:
        raise Http404
    crumbs = [*_crumbs(), Crumb(told.file_name, reverse("import", args=[number]))]
    table = rows_table(told.batch)
    return table_page(request, table, lambda asked: rows_seen(viewer, told.batch, asked.values), crumbs=crumbs)


def headings(request: HttpRequest, number: int) -> HttpResponse:
    """What the headings that the layout does not know stand for; remembered, and the file checked again."""
    viewer = viewer_of(request)
    told = _told(viewer, number)
    unknown = told.of_role("unknown")
    meanings = {heading: request.POST.get(f"heading-{at}", "") for at, heading in enumerate(unknown)}
    try:
        say_headings(viewer, number, meanings)
    except XuehengError as fault:
        return _shown(request, told, fault, meanings)
    return redirect("job", begin(viewer, CHECK, number))


def say_spellings(request: HttpRequest, number: int) -> HttpResponse:
    """What spellings in columns of codes stand for, each for all its rows; remembered, and the file checked again."""
    viewer = viewer_of(request)
    told = _told(viewer, number)
    words, spellings, codes = (request.POST.getlist(name) for name in ("word", "spelling", "code"))
    if not len(words) == len(spellings) == len(codes):
        raise Http404
    chosen = dict(zip(zip(words, spellings, strict=True), codes, strict=True))
    try:
        say_values(viewer, number, chosen)
    except XuehengError as fault:
        return _shown(request, told, fault, codes=chosen)
    return redirect("job", begin(viewer, CHECK, number))


def check(request: HttpRequest, number: int) -> HttpResponse:
    """Check it anew."""
    _told(viewer_of(request), number)
    return redirect("job", begin(viewer_of(request), CHECK, number))


def store(request: HttpRequest, number: int) -> HttpResponse:
    """Store what was shown."""
    _told(viewer_of(request), number)
    return redirect("job", begin(viewer_of(request), STORE, number))


def marked(request: HttpRequest, number: int) -> HttpResponse:
    """The sender's own workbook with the reasons."""
    viewer = viewer_of(request)
    told = _told(viewer, number)
    name, content = marked_register(viewer, number, page_language())
    note_export(viewer, "marked_register", int(told.batch.received), about=[("import", number)])
    return workbook(name.removesuffix(".xlsx"), content)


def slips(request: HttpRequest, number: int) -> HttpResponse:
    """Logins and first passwords, once."""
    viewer = viewer_of(request)
    _told(viewer, number)
    taken: tuple[Slip, ...] = take_slips(viewer, number)
    return workbook(said(Text("账号", "accounts")), slips_workbook(taken))


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Give it up before anything is stored; the file is destroyed."""
    _told(viewer_of(request), number)
    withdraw_import(viewer_of(request), number)
    messages.success(request, said(Text("已撤回，文件已删除。", "Withdrawn; the file is deleted.")))
    return redirect("imports")


def _told(viewer: Viewer, number: int) -> ImportTold:
    batch = RegisterImport.objects.visible_to(viewer).filter(pk=number).exclude(layout=ROSTER).first()
    if batch is None:
        raise Http404
    return import_told([batch])[0]


def _word(told: ImportTold, word: str) -> Text:
    titles = {column.field.name: column.field.title for column in told.layout.columns}
    return titles.get(word, Text(word, word))


def _crumbs() -> list[Crumb]:
    return [Crumb(TITLE, reverse("imports"))]
