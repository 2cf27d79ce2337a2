"""What was shown of a register's file is confirmed and stored, at most 500 rows in a transaction."""

from django.db import transaction
from django.db.models import Count

from xueheng.identity.actions.check_register import own_import, silent
from xueheng.identity.imports.going_through import READING, read_again, store_all
from xueheng.identity.imports.outcomes import Progress
from xueheng.identity.imports.refusals import ImportNotReady
from xueheng.identity.imports.registers import layout_named, require_bringing
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import now, write_journal
from xueheng.workbooks.public import RegisterReading

WHY = "an import is stored"


def store_register(by: Viewer, number: int, progress: Progress = silent) -> RegisterImport:
    """Store the rows that the check noted as new or changed. Begun again after a stop, it goes on where it was: no row
    is stored twice, and nobody a second time.

    Raises PermissionRefused, ImportNotReady or WorkbookRefused.
    """
    batch = own_import(by, number, ("checked", "storing"))
    require_bringing(by, layout_named(batch.layout))
    progress(0, 0, READING)
    return store_reading(by, batch, read_again(batch), progress)


def store_reading(by: Viewer, batch: RegisterImport, reading: RegisterReading, progress: Progress) -> RegisterImport:
    """The storing of a file that was read already. For the actions of this room."""
    mine = RegisterImport.objects.for_the_programme(WHY).filter(pk=batch.pk, state__in=("checked", "storing"))
    if not mine.update(state="storing"):
        raise ImportNotReady
    store_all(by, batch, reading, progress)
    return _finished(by, batch)


@transaction.atomic
def _finished(by: Viewer, batch: RegisterImport) -> RegisterImport:
    """The counts as they came out, and the one change by which the import is over."""
    stored, counts = come_out(batch)
    write_journal(
        "identity", "store_register", actor=by.person or None, post=by.post,
        about=[("import", stored.number), ("organisation", stored.organisation)],
        detail={"layout": stored.layout, "day": str(stored.day), **counts},
    )  # fmt: skip
    return stored


def come_out(batch: RegisterImport) -> tuple[RegisterImport, dict[str, int]]:
    """An import whose rows are all stored is over, with its counts. Inside a transaction, for the actions of this room.

    Raises ImportNotReady.
    """
    kept = ImportedRow.objects.for_the_programme(WHY).filter(batch=batch)
    found = dict(kept.order_by().values("outcome").annotate(rows=Count("pk")).values_list("outcome", "rows"))
    stored: RegisterImport = RegisterImport.objects.for_the_programme(WHY).select_for_update().get(pk=batch.pk)
    if stored.state != "storing":
        raise ImportNotReady
    stored.new, stored.changed = found.get("new", 0), found.get("changed", 0)
    stored.rejected = found.get("rejected", 0)
    stored.same = stored.received - stored.new - stored.changed - stored.rejected
    stored.state, stored.stored_at = "stored", now()
    stored.save()
    counts = {"new": stored.new, "changed": stored.changed, "same": stored.same, "rejected": stored.rejected}
    return stored, counts
