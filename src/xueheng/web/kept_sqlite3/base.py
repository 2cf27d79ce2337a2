"""Django's own engine for SQLite, whose connections are kept from one request to the next."""

import os
import time

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the file. One that was opened while the file could not be written can only read for as long as it
    lives: it ends with its request, so that saving goes on at once when the disk can be written again.
    """

    def connect(self) -> None:
        """Opens the file."""
        super().connect()
        if not self.is_in_memory_db() and not os.access(self.settings_dict["NAME"], os.W_OK):
            self.close_at = time.monotonic()
