"""A new first password for somebody who has lost hers; every session of hers ends."""

from django.db import transaction

from xueheng.identity.accounts import account_of, end_sessions, first_password, note_account, require_accounts_of
from xueheng.identity.actions.make_accounts import NewAccount
from xueheng.identity.viewer import Viewer


@transaction.atomic
def reset_password(by: Viewer, person: int) -> NewAccount:
    """Give a person a new first password, to be changed at the next sign-in, and end all her sessions.

    May: whoever manages the person's account. Raises AccountRefused.
    """
    require_accounts_of(by, [person])
    account, password = account_of(person), first_password()
    account.set_password(password)
    account.must_change_password = True
    end_sessions(account)
    account.save(update_fields=["password", "must_change_password", "sessions_valid_from"])
    note_account(by, "reset_password", [person])
    return NewAccount(person, account.login, password)
