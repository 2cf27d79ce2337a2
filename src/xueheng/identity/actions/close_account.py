"""An account is closed, and opened again."""

from django.db import transaction

from xueheng.identity.accounts import AccountRefused, account_of, end_sessions, note_account, require_accounts_of
from xueheng.identity.viewer import Viewer
from xueheng.wording import Text


@transaction.atomic
def close_account(by: Viewer, person: int, reason: str = "") -> None:
    """Close a person's account: no sign-in from now on, sessions end at their next request.

    May: whoever manages it, but nobody closes her own. Raises AccountRefused.
    """
    require_accounts_of(by, [person])
    if person == by.person:
        raise AccountRefused(
            Text("不能停用自己的账号。", "You cannot close your own account."),
            Text("请由另一位管理人员办理。", "Ask another who manages accounts."),
        )
    _set(by, person, active=False, reason=reason)


@transaction.atomic
def open_account(by: Viewer, person: int, reason: str = "") -> None:
    """Open a closed account again. May: whoever manages it. Raises AccountRefused."""
    require_accounts_of(by, [person])
    _set(by, person, active=True, reason=reason)


def _set(by: Viewer, person: int, *, active: bool, reason: str) -> None:
    account = account_of(person)
    account.is_active = active
    end_sessions(account)
    account.save(update_fields=["is_active", "sessions_valid_from"])
    note_account(by, "open_account" if active else "close_account", [person], reason=reason[:200])
