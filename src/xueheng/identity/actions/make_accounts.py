"""Accounts for people who have none, many at once, with a first password each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import transaction

from xueheng.identity.accounts import (
    AccountRefused,
    checked_login,
    first_password,
    free_logins,
    note_account,
    people_without_account,
    require_accounts_of,
)
from xueheng.identity.model_accounts import Account
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import now
from xueheng.wording import Text

MOST = 500
"""Accounts of one transaction: hashing passwords takes time on purpose."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A made account; the first password is known here and nowhere else."""

    person: int
    login: str
    password: str = field(repr=False)


def make_accounts(
    by: Viewer, people: Sequence[int], logins: Mapping[int, str] | None = None, *, keep_first: bool = False
) -> tuple[NewAccount, ...]:
    """Make accounts for those of `people` who have none; at their first sign-in they choose a password of their own.

    `logins` gives login names by person, others get one by chance. May: whoever manages the people's accounts.
    `keep_first` lets them keep the first password: for the example region alone, and from its command alone.
    Raises AccountRefused, also for a login name that somebody has.
    """
    if keep_first and not by.is_programme:
        raise AccountRefused(Text("首次密码必须改", "First passwords must be changed"), None)
    made: list[NewAccount] = []
    for start in range(0, len(people), MOST):
        made += _some(by, people[start : start + MOST], logins or {}, must_change=not keep_first)
    return tuple(made)


@transaction.atomic
def _some(by: Viewer, people: Sequence[int], logins: Mapping[int, str], *, must_change: bool) -> list[NewAccount]:
    require_accounts_of(by, people)
    wanting = people_without_account(people)
    given = {number: checked_login(logins[number]) for number in wanting if number in logins}
    _refuse_taken(list(given.values()))
    free = iter(free_logins(len(wanting) - len(given)))
    made = [NewAccount(number, given.get(number) or next(free), first_password()) for number in wanting]
    moment = now()
    Account.objects.bulk_create(
        Account(
            login=one.login,
            person_id=one.person,
            password=make_password(one.password),
            must_change_password=must_change,
            created=moment,
        )
        for one in made
    )
    if made:
        note_account(by, "make_accounts", wanting, count=len(made))
    return made


def _refuse_taken(logins: list[str]) -> None:
    doubled = {login for login in logins if logins.count(login) > 1}
    taken = doubled | set(Account.objects.filter(login__in=logins).values_list("login", flat=True))
    if taken:
        named = "、".join(sorted(taken)[:5])
        raise AccountRefused(
            Text(f"登录名已有人用：{named}", f"Somebody has this login name: {named}"),
            Text("请另取登录名，或留空由系统生成。", "Take others, or leave them out to have them made."),
        )
