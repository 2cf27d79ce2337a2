"""Erasing again after a restore, for the command line: nothing of the rooms is imported before Django stands."""

from pathlib import Path

from django.utils.module_loading import import_string


def replay_erasures(ledger_file: Path) -> int:
    """Erase again what a ledger tells of, in data restored from an older backup; how many people and single records it
    tells of. Django stands and the tables are made. May be run again. Raises LedgerBroken.
    """
    replay = import_string("xueheng.web.erasing.replay")
    return int(replay(ledger_file))
