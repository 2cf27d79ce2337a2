"""A roster is given up before anything of it is stored: its zip is destroyed, and with it what it told of people."""

from django.db import transaction

from xueheng.identity.actions.check_register import OPEN_STATES
from xueheng.identity.actions.check_roster import roster_import
from xueheng.identity.imports.kept_file import forget
from xueheng.identity.imports.refusals import ImportNotReady
from xueheng.identity.model_imports import RegisterImport
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal

WHY = "a roster is given up"


def withdraw_roster(by: Viewer, number: int) -> None:
    """Give a roster up. Raises ImportNotReady."""
    batch = roster_import(by, number, OPEN_STATES)
    with transaction.atomic():
        rows = RegisterImport.objects.for_the_programme(WHY).filter(pk=number, state__in=OPEN_STATES)
        if not rows.update(state="withdrawn", told=None):
            raise ImportNotReady
        write_journal(
            "identity", "withdraw_import", actor=by.person or None, post=by.post,
            about=[("import", batch.number)], detail={"layout": batch.layout},
        )  # fmt: skip
    forget(number)
