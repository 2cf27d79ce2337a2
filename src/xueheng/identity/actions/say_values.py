"""A unit says what a spelling in its register stands for, once for all rows that bear it."""

from collections.abc import Mapping

from django.db import transaction

from xueheng.identity.actions.check_register import OPEN_STATES, own_import
from xueheng.identity.imports.registers import layout_named
from xueheng.identity.value_meanings import remember_values
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


@transaction.atomic
def say_values(by: Viewer, number: int, meanings: Mapping[tuple[str, str], str]) -> None:
    """Remember for the import's unit and layout: (word of the column, spelling) → code, '' to send such rows back.

    The journal learns how many, never which: a spelling is what somebody typed. Raises ImportNotReady, ImportRefused.
    """
    batch = own_import(by, number, OPEN_STATES)
    remember_values(batch.organisation, layout_named(batch.layout), meanings)
    write_journal(
        "identity", "say_values", actor=by.person or None, post=by.post,
        about=[("import", batch.number), ("organisation", batch.organisation)],
        detail={"layout": batch.layout, "values": len(meanings)},
    )  # fmt: skip
