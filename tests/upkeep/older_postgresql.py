"""What an earlier release left in SQLite, as it would have left it in PostgreSQL: its own tables, its own rows.

`python -m tests.upkeep.older_postgresql RECORD`, over an empty database.
"""

import sys
from pathlib import Path

from xueheng.web.backups.record_copy import told_of
from xueheng.web.public import start_django

if __name__ == "__main__":
    start_django()
    from xueheng.web.backups.other_engine import sqlite_into_postgresql
    from xueheng.web.backups.restored_record import make_tables_of

    record = Path(sys.argv[1])
    held = told_of(record)
    make_tables_of(held.migrations)
    sqlite_into_postgresql(record, held.counts, lambda count: None)
