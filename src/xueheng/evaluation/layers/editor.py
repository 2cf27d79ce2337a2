"""The editor of a draft: its form, and what is done with what was typed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from xueheng.evaluation.actions.save_layer import save_layer
from xueheng.evaluation.layers.checked import Checked, checked
from xueheng.evaluation.layers.editor_plan import EditPlan, plan_of, written_from
from xueheng.evaluation.layers.laying import school_of
from xueheng.evaluation.layers.refusals import LayerRefused
from xueheng.evaluation.layers.written import Written, written_in
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.identity.public import Viewer, library
from xueheng.shell.public import Form, give_remedies, lazily, said

LONGEST_REASON = 1000
ACT, REMOVE, ADD, CHECK = "act", "remove", "add", "check"


class LayerForm(Form):
    """Every open place of the base, and why the school wants it so."""

    reason = forms.CharField(
        label=lazily("理由", "Reason"), max_length=LONGEST_REASON, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazily("为什么这样改；送审时要写", "Why the school wants it so; needed when it is sent for review"),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: EditPlan, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, each in plan.fields.items():
            numeric = {} if name.endswith(("-zh", "-en")) else {"inputmode": "decimal", "autocomplete": "off"}
            self.fields[name] = forms.CharField(
                label=said(each.label), max_length=each.longest, required=False,
                widget=forms.TextInput(attrs={"class": "form-control", "aria-label": said(each.label), **numeric}),
            )  # fmt: skip
        give_remedies(self.fields)


@dataclass
class Editing:
    """One draft in its editor."""

    layer: SchoolLayer
    plan: EditPlan
    form: Form

    @classmethod
    def opened(cls, request: HttpRequest, layer: SchoolLayer) -> "Editing":
        """The editor for this request: with what was sent, with the reader's own draft, or as it is stored."""
        plan = plan_of(library().standards[layer.standard], written_in(layer.text))
        initial = {**plan.initial, "reason": layer.reason}
        version = str(layer.changed)
        form = LayerForm.for_request(request, version=version, initial=initial, plan=plan)
        if form.draft_is_older() and layer.edited_by == form.person:  # kept on the way, while she saved it herself
            form.done()
            form = LayerForm.for_request(request, version=version, initial=initial, plan=plan)
        form.initial.update({name: initial[name] for name, value in form.initial.items() if value is None})
        return cls(layer, plan, form)

    def typed(self) -> dict[str, str]:
        """What stands in the fields at this moment, as sent or as opened."""
        form = self.form
        source = form.data if form.is_bound else form.initial
        found = {name: str(source.get(name) or "") for name in self.plan.fields}
        if form.is_bound:  # what the page has no field for goes to the check as well, which refuses it
            found.update({name: str(value) for name, value in form.data.items() if name.startswith("weight-")})
        return found

    def written(self) -> Written:
        """The changes that it says."""
        return written_from(self.plan, self.typed())

    def checked(self) -> Checked:
        """What the check says of it."""
        return checked(self.layer, school_of(self.layer), self.plan, self.written())

    def save(self, by: Viewer, written: Written) -> bool:
        """Store it; False where it was refused, and the form says why."""
        try:
            save_layer(by, int(self.layer.number), written, self.form.cleaned_data["reason"], self.layer.changed)
        except LayerRefused as fault:
            self.form.refuse(None, fault)
            return False
        self.form.done()
        return True
