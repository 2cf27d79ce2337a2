"""How people sign in: login names, first passwords, and who may change whose account."""

import secrets
import unicodedata
from collections.abc import Iterable

from xueheng.errors import XuehengError
from xueheng.identity.model_accounts import Account
from xueheng.identity.model_people import Person
from xueheng.identity.model_posts import Post
from xueheng.identity.policy import policy
from xueheng.identity.unit_rights import manages_person
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import now, write_journal
from xueheng.wording import Text

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is read as something else on a printed slip: no i l o 0 1."""
FIRST_PASSWORD = 12
LOGIN = 7
LONGEST_LOGIN = 60
STREAM = "security"
WHY = "accounts are made and changed by whoever manages the person"


class AccountRefused(XuehengError):
    """An account cannot be made or changed as asked."""


def first_password() -> str:
    """A password for one use: about 59 bits by chance."""
    return "".join(secrets.choice(LETTERS) for _ in range(FIRST_PASSWORD))


def free_logins(count: int) -> list[str]:
    """Login names that nobody has, telling nothing of the person."""
    found: list[str] = []
    while len(found) < count:
        offered = {"u" + "".join(secrets.choice(LETTERS) for _ in range(LOGIN)) for _ in range(count - len(found))}
        taken = set(Account.objects.filter(login__in=offered).values_list("login", flat=True))
        found += sorted(offered - taken - set(found))
    return found


def end_sessions(account: Account) -> None:
    """All sessions of the account so far are over, once it is saved: by a value that it never had before."""
    account.sessions_valid_from = max(now(), account.sessions_valid_from + 1)


def checked_login(login: str) -> str:
    """A login name as it is kept: normalised, without blanks, in small letters. Raises AccountRefused."""
    made = unicodedata.normalize("NFKC", login).strip().lower()
    if not made or len(made) > LONGEST_LOGIN or any(sign.isspace() or not sign.isprintable() for sign in made):
        raise AccountRefused(
            Text(f"登录名“{login[:LONGEST_LOGIN]}”不能用。", f'"{login[:LONGEST_LOGIN]}" cannot be a login name.'),
            Text("请用 1～60 个字，中间没有空格。", "Use 1 to 60 characters without blanks."),
        )
    return made


def require_accounts_of(by: Viewer, people: Iterable[int]) -> None:
    """Raises AccountRefused unless the viewer manages the accounts of all these people.

    The accounts of the three administrators are the command line's own.
    """
    numbers = set(people)
    allowed = by.is_programme or (
        numbers.isdisjoint(_administrators(numbers))
        and all(manages_person(by, "accounts", number) for number in numbers)
    )
    if not allowed:
        raise AccountRefused(
            Text("这些人的账号不归您的岗位管。", "Accounts of these people are not your post's to manage."),
            Text(
                "学校的账号由教务管理，其余由安全管理员管理。",
                "A school's office keeps its own; the security administrator keeps the rest.",
            ),
        )  # fmt: skip


def _administrators(numbers: set[int]) -> set[int]:
    held = Post.objects.for_the_programme(WHY).filter(person__in=numbers, role__in=policy().administrators)
    return set(held.values_list("person_id", flat=True))


def account_of(person: int) -> Account:
    """The account of a person. Raises AccountRefused where there is none."""
    found = Account.objects.select_for_update().filter(person=person).first()
    if found is None:
        raise AccountRefused(
            Text("此人还没有账号。", "This person has no account yet."),
            Text("请先为此人开户。", "Make one first."),
        )
    return found


def people_without_account(people: Iterable[int]) -> list[int]:
    """Those of `people` who are there, not merged into others, and have no account."""
    rows = Person.objects.for_the_programme(WHY).filter(number__in=list(people), merged_into=None, account=None)
    return list(rows.order_by("number").values_list("number", flat=True))


def note_account(by: Viewer, verb: str, people: Iterable[int], **detail: object) -> None:
    """One entry of the journal about accounts; login names and passwords never enter it."""
    about = [("person", number) for number in people]
    write_journal(STREAM, verb, actor=by.person or None, post=by.post, about=about, detail=detail)
