"""Which sheet a post opens with: the one it saved last, else the first of its own class."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xueheng.evidence.choosing import classes_reached
from xueheng.evidence.model_sheets import LastSheet
from xueheng.evidence.sheets.brushes import sheets_for
from xueheng.evidence.stored_values import Stored
from xueheng.identity.public import Viewer
from xueheng.language.public import EvidenceType


@dataclass(frozen=True, slots=True)
class NextSheet:
    """A type, a class with its name, and what was said of all the last time."""

    type_: EvidenceType
    unit: int
    unit_name: str
    heads: Mapping[str, Stored] = field(default_factory=dict)


def next_sheet(viewer: Viewer) -> NextSheet | None:
    """The sheet to offer; None where the post has none, or several classes and no last one."""
    types = {type_.name: type_ for type_ in sheets_for(viewer)}
    if not types:
        return None
    classes = dict(classes_reached(viewer))
    last = last_sheet(viewer)
    if last is not None and last.type in types and last.organisation in classes:
        return NextSheet(types[last.type], last.organisation, classes[last.organisation], last.heads)
    if len(classes) != 1:
        return None
    unit, name = next(iter(classes.items()))
    return NextSheet(next(iter(types.values())), unit, name)


def last_sheet(viewer: Viewer) -> LastSheet | None:
    """What the viewer's post saved last."""
    found: LastSheet | None = LastSheet.objects.visible_to(viewer).first()
    return found
