"""A unit says what its own headings mean, once; the layout's columns that are never stored stay so."""

from collections.abc import Mapping

from django.db import transaction

from xueheng.identity.actions.check_register import OPEN_STATES, own_import
from xueheng.identity.heading_meanings import remember_headings
from xueheng.identity.imports.registers import layout_named
from xueheng.identity.viewer import Viewer


@transaction.atomic
def say_headings(by: Viewer, number: int, meanings: Mapping[str, str]) -> None:
    """Remember for the import's unit and layout what headings fill: heading → word, '' to leave the column alone.

    Raises ImportNotReady or ImportRefused.
    """
    batch = own_import(by, number, OPEN_STATES)
    words = [column.field.name for column in layout_named(batch.layout).columns]
    remember_headings(by, batch.organisation, batch.layout, meanings, words=words, about=[("import", batch.number)])
