"""What is done with a school's layer: a leaf added, sent, taken back, decided, ended, tried on the past."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evaluation.actions.backtest_layer import usable_runs
from xueheng.evaluation.actions.decide_layer import approve_layer, send_back_layer
from xueheng.evaluation.actions.end_layer import end_layer
from xueheng.evaluation.actions.save_layer import save_layer
from xueheng.evaluation.actions.send_layer import drop_layer, send_layer, take_back_layer
from xueheng.evaluation.actions.start_layer import start_layer_from
from xueheng.evaluation.jobs import begin_backtest
from xueheng.evaluation.layers.backtest_kept import kept_backtest
from xueheng.evaluation.layers.forms import SEND_BACK, BacktestForm, DecisionForm, EndForm, LeafForm
from xueheng.evaluation.layers.in_sight import layer_or_404, written_or_404
from xueheng.evaluation.layers.layer_page import ONE, changes_told, crumbs, facts_of, laid_now, tabs_of
from xueheng.evaluation.layers.new_leaf import leaf_from, room_for
from xueheng.evaluation.layers.refusals import LayerRefused
from xueheng.evaluation.layers.written import written_in
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.identity.public import viewer_of
from xueheng.shell.public import Crumb, Form, page, said
from xueheng.wording import Text

LEAF = Text("加一个观测点", "Add a leaf")
DECIDE = Text("决定是否采用", "Decide on the layer")
END = Text("停用", "End the layer")
MOST_RUNS = 20


def _there(layer: SchoolLayer) -> list[Crumb]:
    return [*crumbs(), Crumb(ONE, reverse("layer", args=[layer.number]))]


def new_leaf(request: HttpRequest, number: int, path: str) -> HttpResponse:
    """A leaf under a node that takes some."""
    viewer = viewer_of(request)
    layer = written_or_404(viewer, number)
    room = room_for(layer, path)
    if room is None:
        raise Http404
    form = LeafForm.for_request(request, initial=room.initial, choices=room.choices, most=room.most)
    if form.sent():
        written = written_in(layer.text)
        try:
            leaf = leaf_from(layer, form.cleaned_data)
            save_layer(viewer, number, written.with_leaf(path, leaf), layer.reason, layer.changed)
        except LayerRefused as fault:
            form.refuse(None, fault)
        else:
            form.done()
            return redirect("layer", number)
    context = {"form": form, "room": room, "layer": layer}
    status = 422 if form.errors else 200
    return page(request, "evaluation/layer_leaf.html", context, title=LEAF, crumbs=_there(layer), status=status)


def send(request: HttpRequest, number: int) -> HttpResponse:
    """To whoever decides."""
    return _done(request, number, send_layer, Text("已送审。", "Sent for review."))


def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """A draft again."""
    return _done(request, number, take_back_layer, Text("已取回，可以再改。", "Taken back; it can be changed again."))


def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Given up."""
    return _done(request, number, drop_layer, Text("草稿已撤销。", "The draft was dropped."))


def again(request: HttpRequest, number: int) -> HttpResponse:
    """A new draft that begins with what this one says."""
    layer_or_404(viewer_of(request), number)
    made = start_layer_from(viewer_of(request), number)
    messages.success(request, said(Text("已据它新起一份草稿。", "A new draft was begun from it.")))
    return redirect("layer", made.number)


def _done(request: HttpRequest, number: int, act: object, words: Text) -> HttpResponse:
    written_or_404(viewer_of(request), number)
    try:
        act(viewer_of(request), number)  # type: ignore[operator]  # one of the acts above
    except LayerRefused as fault:
        messages.error(request, said(Text(fault.say("zh"), fault.say("en"))))
    else:
        messages.success(request, said(words))
    return redirect("layer", number)


def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Adopt it from a day on, or send it back."""
    viewer = viewer_of(request)
    layer = layer_or_404(viewer, number)
    form = DecisionForm.for_request(request, version=str(layer.changed), initial={"from_day": viewer.day})
    if form.sent():
        typed = form.cleaned_data
        back = typed["decision"] == SEND_BACK
        try:
            if back:
                send_back_layer(viewer, number, typed["answer"])
            else:
                approve_layer(viewer, number, typed["from_day"] or viewer.day, typed["minute"])
        except LayerRefused as fault:
            form.refuse("answer" if back else "from_day", fault)
        else:
            words = Text("已退回。", "Sent back.") if back else Text("已采用。", "Adopted.")
            messages.success(request, said(words))
            return redirect("layer", number)
    return _decided(request, layer, form, "evaluation/layer_decision.html", DECIDE)


def end(request: HttpRequest, number: int) -> HttpResponse:
    """In force until a day."""
    viewer = viewer_of(request)
    layer = layer_or_404(viewer, number)
    form = EndForm.for_request(request, version=str(layer.changed), initial={"last_day": viewer.day})
    if form.sent():
        try:
            end_layer(viewer, number, form.cleaned_data["last_day"])
        except LayerRefused as fault:
            form.refuse("last_day", fault)
        else:
            messages.success(request, said(Text("已定下停用的日期。", "Its last day is set.")))
            return redirect("layer", number)
    return _decided(request, layer, form, "evaluation/layer_end.html", END)


def _decided(request: HttpRequest, layer: SchoolLayer, form: Form, template: str, title: Text) -> HttpResponse:
    made = laid_now(layer)
    context = {
        **facts_of(viewer_of(request), layer), "form": form,
        "changes": changes_told(made, layer.standard) if made else [],
    }  # fmt: skip
    return page(request, template, context, title=title, crumbs=_there(layer), status=422 if form.errors else 200)


def backtest(request: HttpRequest, number: int) -> HttpResponse:
    """Try it on the records of a run; and what came of the last time."""
    viewer = viewer_of(request)
    layer = written_or_404(viewer, number)
    form = BacktestForm.for_request(request, runs=list(usable_runs(viewer, layer)[:MOST_RUNS]))
    if form.sent():
        try:
            return redirect("job", begin_backtest(viewer, number, int(form.cleaned_data["run"])))
        except XuehengError as fault:
            form.refuse("run", fault)
    context = {**facts_of(viewer, layer), "form": form, "told": kept_backtest(viewer, layer)}
    tabs, status = tabs_of(viewer, layer, "layer_backtest"), 422 if form.errors else 200
    return page(
        request, "evaluation/layer_backtest.html", context, title=ONE, crumbs=crumbs(), tabs=tabs, status=status
    )
