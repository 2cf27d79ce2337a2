"""Writes the journal without end, several streams in one transaction: `python -m tests.upkeep.busy_writer`."""

import time

from django.db import transaction

from xueheng.trust.public import write_journal
from xueheng.web.public import start_django

if __name__ == "__main__":
    start_django()
    for order in range(1_000_000):
        with transaction.atomic():
            for stream in ("identity", "record/0", "security"):
                write_journal(
                    stream, "append", actor=None, post=None, about=[("person", order)], detail={"order": order}
                )
        if order == 20:
            print("begun", flush=True)  # noqa: T201 — for whoever waits
        time.sleep(0.002)
