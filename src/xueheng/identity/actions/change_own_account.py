"""What a person changes in her own account."""

from django.db import transaction

from xueheng.identity.accounts import STREAM, account_of, end_sessions
from xueheng.identity.model_accounts import Account
from xueheng.trust.public import write_journal


@transaction.atomic
def note_own_password(account: Account) -> None:
    """A person has chosen her own password: the first one no longer holds, and other sessions of hers end."""
    locked = account_of(account.person_id)
    locked.must_change_password = False
    end_sessions(locked)
    locked.save(update_fields=["must_change_password", "sessions_valid_from"])
    note_security("change_password", account)


@transaction.atomic
def sign_out_everywhere(account: Account) -> None:
    """End every session that a person has begun."""
    locked = account_of(account.person_id)
    end_sessions(locked)
    locked.save(update_fields=["sessions_valid_from"])
    note_security("sign_out_everywhere", account)


@transaction.atomic
def note_security(verb: str, account: Account, **detail: object) -> None:
    """One entry of the journal about somebody's own signing in: `sign_in`, `sign_out`, `second_factor_on` …"""
    write_journal(
        STREAM, verb, actor=account.person_id, post=None, about=[("person", account.person_id)], detail=detail
    )
