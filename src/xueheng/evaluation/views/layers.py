"""Schools' own layers: the list, the editor, one beside its base, its text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xueheng.evaluation.actions.start_layer import start_layer
from xueheng.evaluation.layers.editor import ACT, ADD, CHECK, REMOVE, Editing
from xueheng.evaluation.layers.forms import BaseForm
from xueheng.evaluation.layers.in_sight import layer_or_404, written_or_404
from xueheng.evaluation.layers.layer_page import (
    ONE,
    changes_told,
    crumbs,
    editor_context,
    facts_of,
    laid_now,
    tabs_of,
)
from xueheng.evaluation.layers.laying import HEAD, LAYER, head_text, open_standards, school_of
from xueheng.evaluation.layers.refusals import LayerRefused
from xueheng.evaluation.layers.tables import table_for
from xueheng.evaluation.model_layers import DRAFT, SchoolLayer
from xueheng.identity.public import Organisation, may, viewer_of
from xueheng.shell.public import fragment, page, said, table_page
from xueheng.wording import Text

NEW = Text("新起一份校本指标", "A new layer")
SAVED = Text("已保存。", "Saved.")
_WHY = "what kind of unit the post is held at"


def every(request: HttpRequest) -> HttpResponse:
    """The layers of the units reached, with their states."""
    viewer = viewer_of(request)
    rows = SchoolLayer.objects.visible_to(viewer)
    told = {"may_begin": may(viewer, "manages", "layers")}
    return table_page(
        request, table_for(viewer), lambda asked: rows.filter(**asked.values), template="evaluation/layers.html",
        context=told,
    )  # fmt: skip


def new(request: HttpRequest) -> HttpResponse:
    """Choose the base and begin."""
    viewer = viewer_of(request)
    unit = Organisation.objects.for_the_programme(_WHY).filter(pk=viewer.organisation).first()
    form = BaseForm.for_request(request, standards=open_standards(unit.kind) if unit else [])
    if form.sent():
        try:
            layer = start_layer(viewer, form.cleaned_data["standard"])
        except LayerRefused as fault:
            form.refuse("standard", fault)
        else:
            form.done()
            return redirect("layer", layer.number)
    context = {"form": form, "submit": Text("起草", "Begin the draft")}
    status = 422 if form.errors else 200
    return page(request, "shell/form.html", context, title=NEW, crumbs=crumbs(), status=status)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """A draft in its editor, for those who write it; else what the layer says."""
    viewer = viewer_of(request)
    layer = layer_or_404(viewer, number)
    context = facts_of(viewer, layer)
    if context["drafts"]:
        return _edited(request, layer)
    made = laid_now(layer)
    context["changes"] = changes_told(made, layer.standard) if made else []
    tabs = tabs_of(viewer, layer, "layer")
    return page(request, "evaluation/layer.html", context, title=ONE, crumbs=crumbs(), tabs=tabs)


def _edited(request: HttpRequest, layer: SchoolLayer) -> HttpResponse:
    viewer, editing = viewer_of(request), Editing.opened(request, layer)
    act, _, rest = request.POST.get(ACT, "").partition(":")
    if request.method == "POST" and act != CHECK and editing.form.sent():
        path, _, code = rest.partition(":")
        written = editing.written()
        if editing.save(viewer, written.without_leaf(path, code) if act == REMOVE else written):
            if act == ADD:
                return redirect("new_layer_leaf", layer.number, path)
            messages.success(request, said(SAVED))
            return redirect("layer", layer.number)
    if act == CHECK:
        editing.form.is_valid()
    context = {**editor_context(viewer, editing), "just_checked": act == CHECK}
    tabs, status = tabs_of(viewer, layer, "layer"), 422 if editing.form.errors and act != CHECK else 200
    return page(request, "evaluation/layer_editor.html", context, title=ONE, crumbs=crumbs(), tabs=tabs, status=status)


def check(request: HttpRequest, number: int) -> HttpResponse:
    """What the check says of what is typed at this moment; nothing is stored."""
    viewer = viewer_of(request)
    layer = written_or_404(viewer, number)
    if layer.state != DRAFT:
        return fragment(request, "evaluation/layer_not_draft.html", status=409)
    return fragment(request, "evaluation/layer_checked.html", editor_context(viewer, Editing.opened(request, layer)))


def comparison(request: HttpRequest, number: int) -> HttpResponse:
    """Base and layer side by side."""
    viewer = viewer_of(request)
    layer = layer_or_404(viewer, number)
    made = laid_now(layer)
    told = {"changes": changes_told(made, layer.standard) if made else [], "sound": bool(made and made.overlay)}
    tabs = tabs_of(viewer, layer, "layer_comparison")
    context = {**facts_of(viewer, layer), **told}
    return page(request, "evaluation/layer_comparison.html", context, title=ONE, crumbs=crumbs(), tabs=tabs)


def text(request: HttpRequest, number: int, file: str) -> HttpResponse:
    """One of the two files that the layer would be in a pack."""
    layer = layer_or_404(viewer_of(request), number)
    head = file == "pack"
    answer = HttpResponse(
        head_text(layer, school_of(layer)) if head else layer.text, content_type="application/yaml; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{HEAD if head else LAYER}"'
    return answer
