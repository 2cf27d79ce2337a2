"""The workbook of login names and first passwords, given once."""

import io
from collections.abc import Sequence

import xlsxwriter

from xueheng.identity.public import Slip
from xueheng.shell.public import said
from xueheng.wording import Text

HEADS = (Text("姓名", "Name"), Text("登录名", "Login name"), Text("首次密码", "First password"))


def slips_workbook(slips: Sequence[Slip]) -> bytes:
    """Text that looks like a formula stays text."""
    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(kept, options) as book:
        sheet = book.add_worksheet(said(Text("账号", "Accounts")))
        sheet.set_column(0, len(HEADS) - 1, 20)
        for place, head in enumerate(HEADS):
            sheet.write_string(0, place, said(head))
        for line, slip in enumerate(slips, 1):
            for place, text in enumerate((slip.name, slip.login, slip.password)):
                sheet.write_string(line, place, text)
    return kept.getvalue()
