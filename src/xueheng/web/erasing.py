"""The outermost room's part of an erasure, and all rooms' parts together: rooms below know nothing of each other."""

import shutil
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from xueheng.evaluation.public import EVALUATION_ERASER
from xueheng.evidence.public import EVIDENCE_ERASER
from xueheng.identity.public import (
    IDENTITY_ERASER,
    Account,
    ScopedQuerySet,
    carry_out_erasure,
    erasures_left,
    forget_words_about,
    programme_viewer,
)
from xueheng.publication.public import PUBLICATION_ERASER
from xueheng.shell.public import SHELL_ERASER
from xueheng.trust.public import (
    Counted,
    Eraser,
    Erasing,
    destroy_key,
    erase_everywhere,
    expire_everywhere,
    in_ranges,
    sweep_databases,
    take_over,
)
from xueheng.web.backups.before_upgrade import FOLDER
from xueheng.web.model_api import AccessToken, KeptAnswer
from xueheng.wording import Text

WHY = "somebody is erased"
SESSION_OF = "_auth_user_id"
"""Where Django's sessions keep whose they are."""


def _count(erasing: Erasing) -> list[Counted]:
    return [
        Counted(Text("登录会话", "Sessions"), len(_sessions(_accounts(erasing)))),
        Counted(Text("接口令牌", "Tokens of other systems"), _tokens(erasing).count()),
        Counted(Text("更新程序前留下的数据库副本", "Copies of the databases from before an upgrade"), len(_copies())),
    ]


def _erase(erasing: Erasing) -> int:
    accounts = _accounts(erasing)
    _drop_copies()
    KeptAnswer.objects.for_the_programme(WHY).all().delete()
    _tokens(erasing).delete()
    removed, _ = Session.objects.filter(pk__in=_sessions(accounts)).delete()
    for attempts in (AccessAttempt, AccessFailureLog, AccessLog):
        removed += attempts.objects.filter(username__in=accounts.values()).delete()[0]
    return removed


def _expire(records: Sequence[int]) -> int:
    """Records whose time is over stand in the copies from before an upgrade as well, and their keys live on."""
    del records
    return _drop_copies()


def _drop_copies() -> int:
    copies = _copies()
    for copy in copies:
        shutil.rmtree(copy, ignore_errors=True)
    return len(copies)


def _tokens(erasing: Erasing) -> ScopedQuerySet:
    found: ScopedQuerySet = AccessToken.objects.for_the_programme(WHY).filter(person__in=erasing.subjects)
    return found


def _copies() -> list[Path]:
    """The databases as they were before an upgrade: she is in them, and her key is."""
    places = (Path(settings.PLACES.folder) / FOLDER, Path(settings.PLACES.secrets) / FOLDER)
    return [place for place in places if place.is_dir()]


def _accounts(erasing: Erasing) -> dict[str, str]:
    """Account → login name."""
    found = Account.objects.filter(person__in=erasing.subjects).values_list("pk", "login")
    return {str(number): login for number, login in found}


def _sessions(accounts: Iterable[str]) -> list[str]:
    """Their sessions: whose one is stands inside what is sealed, so all are opened."""
    wanted = set(accounts)
    rows = Session.objects.values_list("pk", "session_data").iterator() if wanted else ()
    return [key for key, sealed in rows if _whose(sealed) in wanted]


@lru_cache(maxsize=8_192)
def _whose(sealed: str) -> str | None:
    """The account of a session; the same for the same content, so most are opened once."""
    account: str | None = SessionStore().decode(sealed).get(SESSION_OF)
    return account


WEB_ERASER = Eraser("web", _count, _erase, expire=_expire)
ERASERS = (WEB_ERASER, SHELL_ERASER, PUBLICATION_ERASER, EVIDENCE_ERASER, EVALUATION_ERASER, IDENTITY_ERASER)
"""In this order: runs are marked by what was taken out of snapshots; sessions are found by the account and files by
where she was enrolled, and these go last.
"""


def replay(ledger: Path) -> int:
    """Erase again what a ledger tells of, in data that were restored from an older backup; how many people and single
    records. May be run again. Raises LedgerBroken.
    """
    by, lines = programme_viewer(), take_over(ledger)
    subjects = tuple(sorted({subject for line in lines for subject in line.subjects}))
    records = sorted({number for line in lines for number in in_ranges(line.records)})
    if subjects:
        for subject in subjects:
            destroy_key(subject)
        erase_everywhere(ERASERS, Erasing(subjects))
        forget_words_about(by, subjects)
    if records:
        expire_everywhere(ERASERS, records)
    for number in erasures_left():
        carry_out_erasure(by, number, ERASERS)
    sweep_databases(rewriting=True)  # nobody else is at work
    return len(subjects) + len(records)
