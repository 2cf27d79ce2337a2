"""Web: what the command line may use. Nothing of the rooms is loaded before `start_django`."""

from xueheng.web.backups.restore_backup import Restored, restore_backup
from xueheng.web.doctor.examine import examine
from xueheng.web.doctor.findings import Looked
from xueheng.web.replaying import replay_erasures
from xueheng.web.server import serve
from xueheng.web.start import ServerRefused, bring_up_to_date, start_django

__all__ = [
    "Looked",
    "Restored",
    "ServerRefused",
    "bring_up_to_date",
    "examine",
    "replay_erasures",
    "restore_backup",
    "serve",
    "start_django",
]
