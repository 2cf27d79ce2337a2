"""The room's tables, looked up when they are used: settings import this room before Django has loaded any."""

from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from xueheng.trust.models import About, Checkpoint, Detail, Entry, Stream, SubjectKey


def streams() -> "type[Stream]":
    """Chains of entries and their heads."""
    return apps.get_model("trust", "Stream")


def entries() -> "type[Entry]":
    """Acts in the journal."""
    return apps.get_model("trust", "Entry")


def details() -> "type[Detail]":
    """What entries tell beyond who, when and which act."""
    return apps.get_model("trust", "Detail")


def abouts() -> "type[About]":
    """Whom and what entries are about."""
    return apps.get_model("trust", "About")


def checkpoints() -> "type[Checkpoint]":
    """Signed states of all streams."""
    return apps.get_model("trust", "Checkpoint")


def subject_keys() -> "type[SubjectKey]":
    """The subjects' wrapped keys."""
    return apps.get_model("trust", "SubjectKey")
