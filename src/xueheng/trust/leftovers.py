"""What databases leave of removed rows in their files: overwritten, so that no tool that reads files finds it."""

from django.db import OperationalError, connections

from xueheng.trust.key_database import DEFAULT, KEYS


def sweep_databases() -> bool:
    """Write the databases' logs into their files and empty them; of the keys, which are few, write the file anew.

    Connections overwrite what they delete (`secure_delete`); what stands in the log of SQLite beside the file goes with
    this. Of PostgreSQL all tables are vacuumed; its own log of writes is its administrator's. Call it outside any
    transaction; whether nobody stood in the way: else call it again later.
    """
    done = True
    for name in (DEFAULT, KEYS):
        connection = connections[name]
        if connection.in_atomic_block:
            return False
        try:
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("VACUUM")
                    continue
                cursor.execute("PRAGMA secure_delete = ON")
                if name == KEYS:
                    cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                done = not cursor.fetchone()[0] and done
        except OperationalError:
            done = False
    return done
