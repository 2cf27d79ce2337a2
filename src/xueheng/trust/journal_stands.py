"""Whether there is a journal to check or to sign."""

from django.db import connections

from xueheng.trust.derived_keys import data_folder
from xueheng.trust.key_database import DEFAULT
from xueheng.trust.refusals import NoJournal
from xueheng.trust.tables import streams


def require_journal() -> None:
    """Raises NoJournal where the database has no journal's tables."""
    if streams()._meta.db_table not in connections[DEFAULT].introspection.table_names():  # noqa: SLF001 — documented
        raise NoJournal(data_folder())
