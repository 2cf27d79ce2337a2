"""The workbook of login names and first passwords, given once."""

from collections.abc import Sequence

from xueheng.identity.public import Slip
from xueheng.shell.public import said, workbook_of
from xueheng.wording import Text

HEADS = (Text("姓名", "Name"), Text("登录名", "Login name"), Text("首次密码", "First password"))


def slips_workbook(slips: Sequence[Slip]) -> bytes:
    """A line for each slip."""
    lines = ((slip.name, slip.login, slip.password) for slip in slips)
    return workbook_of(Text("账号", "Accounts"), [said(head) for head in HEADS], lines)
