"""A checked roster is stored: units, people, enrolments and posts, and every row as it came."""

from django.db import transaction

from xueheng.identity.actions.check_register import silent
from xueheng.identity.actions.check_roster import roster_import, rows_of, source_code
from xueheng.identity.actions.store_register import come_out
from xueheng.identity.imports.going_through import READING
from xueheng.identity.imports.outcomes import Progress
from xueheng.identity.imports.refusals import ImportNotReady
from xueheng.identity.model_imports import RegisterImport
from xueheng.identity.model_rosters import RosterRow, RosterSource
from xueheng.identity.oneroster.enrolment_acts import ENROLMENT
from xueheng.identity.oneroster.kept_rows import KeptRows
from xueheng.identity.oneroster.post_acts import POST
from xueheng.identity.oneroster.rights import require_importing
from xueheng.identity.oneroster.roster_plan import gone_by_file
from xueheng.identity.oneroster.roster_reading import Roster
from xueheng.identity.oneroster.roster_rows import RosterRows
from xueheng.identity.oneroster.storing import store_rows
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal

WHY = "a roster is stored"


def store_roster(by: Viewer, number: int, progress: Progress = silent) -> RegisterImport:
    """Store the rows that the check noted as new or changed. Begun again after a stop, it goes on where it was.

    A row that turns out not to be possible is rejected with its reason. Raises PermissionRefused, ImportNotReady or
    RosterRefused.
    """
    batch = roster_import(by, number, ("checked", "storing"))
    require_importing(by)
    mine = RegisterImport.objects.for_the_programme(WHY).filter(pk=batch.pk, state__in=("checked", "storing"))
    if not mine.update(state="storing"):
        raise ImportNotReady
    progress(0, 0, READING)
    rows = rows_of(by, batch)
    _note_source(batch, rows.kept, rows.plan.roster)
    store_rows(batch, rows, progress)
    _let_go(rows)
    return _finished(by, batch)


@transaction.atomic
def _note_source(batch: RegisterImport, kept: KeptRows, roster: Roster) -> None:
    """The source, and which further headings each of its files has, in their order."""
    if kept.source is None:
        code = source_code(roster.manifest.system_code, roster.manifest.system_name)
        kept.source = RosterSource.objects.create(organisation=batch.organisation, code=code)
    for name, table in roster.tables.items():
        before = kept.source.files.get(name, [])
        kept.source.files[name] = [*before, *(one for one in table.metadata if one not in before)]
    kept.source.save(update_fields=["files"])


def _let_go(rows: RosterRows) -> None:
    """Rows that the source no longer has: an enrolment or post ends where its person is still in the roster."""
    gone = [key for keys in gone_by_file(rows.plan).values() for key in keys]
    for start in range(0, len(gone), 500):
        with transaction.atomic():
            some = list(RosterRow.objects.for_the_programme(WHY).filter(pk__in=gone[start : start + 500]))
            still = _still_here(rows, some)
            ended = [row.thing for row in some if row.kind == ENROLMENT and row.thing and row.subject in still]
            rows.enrolments.end_gone(ended)
            for row in some:
                if row.kind == POST and row.thing and row.subject in still:
                    rows.posts.end(row.thing)
            rows.kept.note_gone([row.pk for row in some])


def _still_here(rows: RosterRows, some: list[RosterRow]) -> set[int]:
    """Those people of some rows whom the roster still names."""
    named = {rows.people.person(line.sourced_id) for line in rows.plan.roster.sound("users") if not line.deleted}
    if "users" not in rows.plan.roster.tables:
        return {row.subject for row in some}
    return {row.subject for row in some} & {person for person in named if person is not None}


@transaction.atomic
def _finished(by: Viewer, batch: RegisterImport) -> RegisterImport:
    """The counts as they came out, and the one change by which the import is over."""
    stored, counts = come_out(batch)
    write_journal(
        "identity", "store_roster", actor=by.person or None, post=by.post,
        about=[("import", stored.number), *([("organisation", stored.organisation)] if stored.organisation else [])],
        detail={"day": str(stored.day), "gone": stored.gone, **counts},
    )  # fmt: skip
    return stored
