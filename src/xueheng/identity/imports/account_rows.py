"""A list of people to be given accounts: each found by number and name, with a login name if one is wanted."""

from collections.abc import Sequence
from dataclasses import replace

from xueheng.errors import XuehengError
from xueheng.identity.accounts import checked_login, require_accounts_of
from xueheng.identity.actions.make_accounts import make_accounts
from xueheng.identity.imports.outcomes import Bringing, Gone, Judged, rejected
from xueheng.identity.imports.people_matched import Matched, matched
from xueheng.identity.imports.refusals import TWICE, RowRefused
from xueheng.identity.model_accounts import Account
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow

NOBODY = RowRefused(
    Text("没有人有这个号码和姓名", "nobody has this number and name"),
    Text("请核对号码和姓名，或先导入名册。", "Check number and name, or import the register first."),
)
"""Said alike where only the name is wrong: an account is no way to find out whose a number is."""
LOGIN_TAKEN = RowRefused(
    Text("登录名已有人用", "somebody has this login name"),
    Text("请另取登录名，或留空由系统生成。", "Take another, or leave it blank to have one made."),
    "login",
)
MADE = Text("开户", "an account is made")


class AccountRows:
    """The list of accounts to be made within one import."""

    def __init__(self, bringing: Bringing) -> None:
        self.bringing = bringing

    def judge(self, rows: Sequence[RegisterRow]) -> list[Judged]:
        """What is to be done with each of these rows."""
        found = matched(self.bringing, rows)
        people = [each.known.number for each in found if each.known is not None]
        having = set(Account.objects.filter(person__in=people).values_list("person_id", flat=True))
        wanted = [str(row.values["login"]).strip().lower() for row in rows if "login" in row.values]
        taken = set(Account.objects.filter(login__in=wanted).values_list("login", flat=True))
        return [self._judged(each, having, taken) for each in found]

    def _judged(self, each: Matched, having: set[int], taken: set[str]) -> Judged:
        try:
            if each.fault is not None:
                raise each.fault
            login = self._login(each, having, taken)
        except XuehengError as fault:
            return rejected(each.row, fault, each.name)
        if each.known is not None and each.known.number in having:
            return Judged(each.row, "same", each.name)
        return Judged(each.row, "new", each.name, (MADE,), plan=(each.known.number if each.known else 0, login))

    def _login(self, each: Matched, having: set[int], taken: set[str]) -> str:
        if each.known is None or each.known.name != each.name:
            raise NOBODY
        require_accounts_of(self.bringing.by, [each.known.number])
        if "login" not in each.row.values or each.known.number in having:
            return ""
        login = checked_login(str(each.row.values["login"]))
        if login in taken:
            raise LOGIN_TAKEN
        if not self.bringing.take(each.row, "login", login):
            raise TWICE
        return login

    def remarks(self) -> list[Text]:
        """Nothing of the file as a whole."""
        return []

    def gone(self) -> list[Gone]:
        """Nobody: the list names those who are to get accounts."""
        return []

    def prepare(self) -> None:
        """Nothing goes before the rows."""

    def act(self, judged: Sequence[Judged]) -> Sequence[Judged]:
        """Make the accounts; the rows come back with their slips. Raises the first fault."""
        people = {each.plan[0]: each for each in judged}
        logins = {person: each.plan[1] for person, each in people.items() if each.plan[1]}
        made = make_accounts(self.bringing.by, list(people), logins)
        return [replace(people[one.person], slip=(one.login, one.password)) for one in made]
