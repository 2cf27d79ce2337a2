"""One table of which rows a viewer may see or act upon: a rule for each model, declared by the model's room."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q

from xueheng.identity.viewer import Viewer

Rule = Callable[[Viewer, str], Q]
"""The condition on a model's rows under which a viewer may do an act (`see`, `manage` …) to them."""

NOTHING = Q(pk__in=[])
"""No row at all; Django answers it without asking the database."""

_RULES: dict[type[Model], Rule] = {}


class RuleMissing(LookupError):
    """A model is asked for a viewer's rows and nobody has said which: a fault of the programme."""


def declare_rule(model: type[Model], rule: Rule) -> None:
    """Says which rows of `model` a viewer may see. Each model has one rule; the programme itself is not asked."""
    known = _RULES.get(model)
    if known is not None and known is not rule:
        raise ValueError(f"{model.__name__} has a rule of sight already")
    _RULES[model] = rule


def rule_of(model: type[Model]) -> Rule:
    """The model's rule. Raises RuleMissing."""
    found = _RULES.get(model)
    if found is None:
        raise RuleMissing(f"no rule of sight for {model.__name__}; declare one with declare_rule")
    return found


def has_rule(model: type[Model]) -> bool:
    """Whether somebody said which rows of the model may be seen."""
    return model in _RULES


def condition(model: type[Model], viewer: Viewer, act: str) -> Q:
    """The condition for this viewer and act, made once for a viewer."""
    if viewer.is_programme:
        return Q()
    known: dict[tuple[type[Model], str], Q] = viewer.memo.setdefault("conditions", {})
    found = known.get((model, act))
    if found is None:
        found = known[model, act] = rule_of(model)(viewer, act)
    return found


def may_do(viewer: Viewer, act: str, row: Any) -> bool:
    """Whether the viewer may do `act` to this row: whether it is among the rows of that act."""
    found = type(row).objects.visible_to(viewer, act=act).filter(pk=row.pk)
    return bool(found.exists())
