"""What the pages of one layer share: its facts, its tabs, what may be done with it."""

from typing import Any

from django.urls import reverse

from xueheng.evaluation.core.public import CHANGED_WHAT, standard_changes, tree_data
from xueheng.evaluation.layers.base_then import changed_since
from xueheng.evaluation.layers.editor import Editing
from xueheng.evaluation.layers.laying import base_as_it_was, base_of, laid, school_of, with_laid
from xueheng.evaluation.layers.leaf_choices import burden_of, thing_of
from xueheng.evaluation.layers.refusals import own_hand
from xueheng.evaluation.layers.sight import had_a_hand, may_decide, may_write
from xueheng.evaluation.layers.tables import state_of
from xueheng.evaluation.model_layers import ADOPTED, DRAFT, SENT, SchoolLayer
from xueheng.evaluation.run_tables import standard_title
from xueheng.identity.public import Person, Viewer, library, names_of, names_on
from xueheng.language.public import LaidLayer
from xueheng.shell.public import Crumb, Tab
from xueheng.wording import Text

TITLE = Text("校本指标", "School layers")
ONE = Text("一份校本指标", "A school's own layer")


def crumbs() -> list[Crumb]:
    """The way to a layer's pages."""
    return [Crumb(TITLE, reverse("layers"))]


def tabs_of(viewer: Viewer, layer: SchoolLayer, here: str) -> list[Tab]:
    """The pages of one layer."""
    names = [("layer", Text("内容", "Contents")), ("layer_comparison", Text("与基准对比", "Beside the base"))]
    if may_write(viewer, int(layer.organisation)) or here == "layer_backtest":
        names.append(("layer_backtest", Text("回测", "Backtest")))
    return [Tab(words, reverse(name, args=[layer.number]), here=name == here) for name, words in names]


def facts_of(viewer: Viewer, layer: SchoolLayer) -> dict[str, Any]:
    """What every page of the layer says above it."""
    writes = may_write(viewer, int(layer.organisation))
    again = not base_as_it_was(layer)
    base_changed = again and not layer.ended_before(viewer.day)
    decides = may_decide(viewer, layer)
    return {
        "layer": layer,
        "state": state_of(layer, viewer.day),
        "standard_title": standard_title(layer.standard),
        "school": names_on([layer.organisation], viewer.day).get(layer.organisation, ""),
        "base_changed": base_changed,
        "changed_since": changed_since(layer) if base_changed else None,
        "writes": writes,
        "drafts": writes and layer.state == DRAFT and not again,
        "takes_back": writes and layer.state == SENT,
        "drops": writes and layer.state == DRAFT,
        "begins_anew": writes
        and layer.state != SENT
        and (again or layer.state != DRAFT)
        and base_of(layer) is not None,
        "decides": decides and layer.state == SENT and not had_a_hand(viewer, layer),
        "own_hand": own_hand() if decides and layer.state == SENT and had_a_hand(viewer, layer) else None,
        "ends": decides and layer.state == ADOPTED and not layer.ended_before(viewer.day),
        "people": _people(viewer, layer),
    }


def _people(viewer: Viewer, layer: SchoolLayer) -> dict[str, str]:
    """Who wrote, sent and decided it, as far as the reader may know their names; one query."""
    roles = {"edited": layer.edited_by, "sent": layer.sent_by, "decided": layer.decided_by}
    people = Person.objects.visible_to(viewer).filter(pk__in=[each for each in roles.values() if each])
    names = names_of(list(people))
    return {role: names.get(number, "") for role, number in roles.items() if number}


def editor_context(viewer: Viewer, editing: Editing) -> dict[str, Any]:
    """The editor with what the check says of what stands in it."""
    found = editing.checked()
    return {
        **facts_of(viewer, editing.layer), "editing": editing, "form": editing.form,
        "checked": found, "lines": lines_told(editing, found),
    }  # fmt: skip


def lines_told(editing: Editing, found: Any) -> list[dict[str, Any]]:
    """Each line of the tree with its fields, its messages and its sum."""
    told = []
    for line in editing.plan.lines:
        form = editing.form
        told.append(
            {
                "line": line,
                "field": form[line.field] if line.field else None,
                "zh": form[line.zh] if line.zh else None,
                "en": form[line.en] if line.en else None,
                "messages": found.said.get(line.said, ()) if line.said else (),
                "sum": found.sums.get(line.said),
                "bands": _bands(editing, line.bands, found) if line.bands else None,
                "of": thing_of(line.leaf, editing.plan.standard) if line.leaf else None,
                "burden": burden_of(line.leaf) if line.leaf else None,
            }
        )
    return told


def _bands(editing: Editing, bands: Any, found: Any) -> dict[str, Any]:
    rows = []
    for place, (start, points) in enumerate(bands.rows):
        rows.append(
            {
                "from": editing.form[start], "points": editing.form[points], "messages": found.said.get(start, ()),
                "base": bands.base[place] if place < len(bands.base) else None, "name": start,
            }
        )  # fmt: skip
    said = [bands.name, bands.otherwise, *(row["name"] for row in rows)]
    return {
        "open": any(name in found.said for name in said),
        "rows": rows, "else": editing.form[bands.otherwise], "else_name": bands.otherwise,
        "else_messages": found.said.get(bands.otherwise, ()), "messages": found.said.get(bands.name, ()),
        "name": bands.name, "low": bands.better == "low", "base_else": bands.base_otherwise,
    }  # fmt: skip


def changes_told(made: LaidLayer, standard: str) -> list[dict[str, Any]]:
    """What a layer changes in its base, a line each: as the base has it and as the school wants it."""
    if made.overlay is None:
        return []
    from_base = tree_data(library(), library().standards[standard])
    own = tree_data(with_laid([made]), made.overlay.own)
    return [
        {"title": c.title, "what": CHANGED_WHAT[c.what], "before": c.before, "after": c.after}
        for c in standard_changes(from_base, own)
    ]


def laid_now(layer: SchoolLayer) -> LaidLayer | None:
    """The layer on the base as it is now; None where the base is gone."""
    return laid(layer, school_of(layer)) if base_of(layer) is not None else None
