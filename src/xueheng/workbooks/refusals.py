"""Why a whole file or sheet is refused: one entry a reason, in the words of the person who sent it."""

from collections.abc import Mapping

from xueheng.errors import XuehengError
from xueheng.wording import Text


class WorkbookRefused(XuehengError):
    """A file that is not read, or a sheet whose headings do not fit; nothing of it is kept.

    `code` is the reason's stable name, `path` the file as it was given. `unknown`: where a heading is missing, those
    of the sheet that were not known: one of them may be the missing one.
    """

    def __init__(self, code: str, path: str, text: Text, remedy: Text | None, unknown: tuple[str, ...] = ()) -> None:
        super().__init__(text, remedy)
        self.code = code
        self.path = path
        self.unknown = unknown


_SAVE_AGAIN = Text(
    "请用 WPS 或 Excel 打开，另存为 .xlsx 再交。", "Open it in WPS or Excel, save it as .xlsx and send that."
)
_ASK_SENDER = Text(
    "请向发文件的人要一份原始工作簿；不要打开这个文件。",
    "Ask the sender for the original workbook; do not open this file.",
)
_SPLIT = Text("请分成几个文件再交。", "Split it into several files.")

REASONS: Mapping[str, tuple[Text, Text | None]] = {
    "not_there": (
        Text("没有这个文件：{path}", "There is no file {path}"),
        Text("请检查文件名和所在文件夹。", "Check the name and the folder."),
    ),
    "not_a_file": (
        Text("{path} 不是普通文件", "{path} is not an ordinary file"),
        Text("请给出工作簿或 CSV 文件。", "Give a workbook or a CSV file."),
    ),
    "no_access": (
        Text("没有权限打开 {path}", "{path} may not be opened: no permission"),
        Text("请检查文件权限。", "Check the permissions of the file."),
    ),
    "empty": (Text("{path} 是空文件", "{path} is empty"), _SAVE_AGAIN),
    "file_size": (
        Text("{path} 有 {megabytes} MB，最大 {limit} MB", "{path} has {megabytes} MB; the limit is {limit} MB"),
        _SPLIT,
    ),
    "unknown_format": (
        Text(
            "{path} 既不是 .xlsx、.xls，也不是文本（CSV）",
            "{path} is neither an .xlsx nor an .xls workbook nor text (CSV)",
        ),
        _SAVE_AGAIN,
    ),
    "html": (
        Text(
            "{path} 其实是网页（HTML 或 XML），不是工作簿", "{path} is really a web page (HTML or XML), not a workbook"
        ),
        _SAVE_AGAIN,
    ),
    "other_spreadsheet": (
        Text("{path} 是 {kind} 文件", "{path} is an {kind} file"),
        _SAVE_AGAIN,
    ),
    "password": (
        Text("{path} 有打开密码", "{path} is protected by a password"),
        Text("请去掉密码另存一份再交。", "Save a copy without the password and send that."),
    ),
    "damaged": (
        Text("{path} 已损坏或不完整，读不出来", "{path} is damaged or incomplete and cannot be read"),
        Text(
            "请重新下载或复制；能打开的话另存为 .xlsx 再交。",
            "Download or copy it again; if it opens, save it as .xlsx.",
        ),
    ),
    "bomb": (
        Text(
            "{path} 解压后会大得不正常（{part}），没有解压",
            "{path} would become abnormally large when unpacked ({part}); it was not unpacked",
        ),
        _ASK_SENDER,
    ),
    "inflated": (
        Text("{path} 解压后超过 {limit} MB", "{path} is more than {limit} MB when unpacked"),
        _SPLIT,
    ),
    "parts": (
        Text("{path} 里有 {count} 个部件，不像工作簿", "{path} has {count} parts, unlike a workbook"),
        _ASK_SENDER,
    ),
    "doctype": (
        Text(
            "{path} 的 {part} 里有外部实体或文档类型声明，表格软件不会写这些",
            "{part} of {path} declares an external entity or document type, which no spreadsheet program writes",
        ),
        _ASK_SENDER,
    ),
    "far": (
        Text(
            "{path} 的工作表“{sheet}”在 {cell} 还有内容，超出 {rows} 行、{columns} 列",
            'sheet "{sheet}" of {path} has content as far as {cell}, beyond {rows} rows and {columns} columns',
        ),
        Text(
            "请按 Ctrl+End 找到远处的单元格，删掉那些行和列，保存再交。",
            "Press Ctrl+End to find the far cell, delete those rows and columns, save and send again.",
        ),
    ),
    "long_row": (Text("{path} 里有一行长得不正常", "{path} has an abnormally long row"), _ASK_SENDER),
    "rows": (Text("{path} 超过 {rows} 行", "{path} has more than {rows} rows"), _SPLIT),
    "columns": (
        Text("{path} 第 {row} 行超过 {columns} 列", "row {row} of {path} has more than {columns} columns"),
        Text("请检查分隔符和引号。", "Check the delimiters and quotes."),
    ),
    "cells": (Text("{path} 超过 {cells} 个单元格", "{path} has more than {cells} cells"), _SPLIT),
    "text": (Text("{path} 里的文字太多（超过 {limit} MB）", "{path} holds too much text (over {limit} MB)"), _SPLIT),
    "cell_long": (
        Text("{path} 第 {row} 行有一个单元格太长", "row {row} of {path} has a cell that is too long"),
        Text("常见原因是少了一个引号。", "A missing quotation mark is the usual cause."),
    ),
    "line_long": (
        Text("{path} 第 {row} 行太长（超过 4 MB）", "line {row} of {path} is too long (over 4 MB)"),
        Text("请检查换行；或存为 .xlsx 再交。", "Check the line breaks, or save it as .xlsx."),
    ),
    "nul": (
        Text("{path} 里有空字节，不是文本", "{path} has NUL bytes: it is not text"),
        Text("请存为 UTF-8 的 CSV 或 .xlsx 再交。", "Save it as UTF-8 CSV or as .xlsx."),
    ),
    "encoding": (
        Text("{path} 的文字编码读不出来（试过 UTF-8、GB18030）", "the text of {path} is neither UTF-8 nor GB18030"),
        Text("请存为 UTF-8 的 CSV 或 .xlsx 再交。", "Save it as UTF-8 CSV or as .xlsx."),
    ),
    "memory": (
        Text(
            "{path} 读起来需要的内存超过 {limit} MB，已停止",
            "reading {path} took more than {limit} MB of memory; stopped",
        ),
        Text(
            "多半是远处有多余的单元格：按 Ctrl+End 查看；否则请分成几个文件。",
            "Most often a stray cell far away: press Ctrl+End to see; otherwise split the file.",
        ),
    ),
    "time": (
        Text("{path} 读了 {limit} 秒还没读完，已停止", "reading {path} took over {limit} seconds; stopped"),
        _SPLIT,
    ),
    "changed": (
        Text("读 {path} 的时候，文件被改动了", "{path} was changed while it was being read"),
        Text("请保存并关闭后再试。", "Save and close it, then try again."),
    ),
    "no_sheet": (
        Text(
            "{path} 里没有找到表头。要找的：{wanted}。找到的：{found}",
            "no heading row was found in {path}. Looked for: {wanted}. Found: {found}",
        ),
        Text("请用下发的模板，表头放在前 30 行内。", "Use the template, with the headings in the first 30 rows."),
    ),
    "missing_heading": (
        Text(
            "{path} 的工作表“{sheet}”缺少表头“{wanted}”。找到的：{found}",
            'sheet "{sheet}" of {path} lacks the heading "{wanted}". Found: {found}',
        ),
        Text("请补上这一列或改正表头的名称。", "Add that column or correct the heading's name."),
    ),
    "doubled_heading": (
        Text(
            "{path} 的工作表“{sheet}”有两列都是“{heading}”：{first} 和 {second}",
            'sheet "{sheet}" of {path} has two columns for "{heading}": {first} and {second}',
        ),
        Text("请删去或改名其中一列。", "Delete or rename one of them."),
    ),
    "no_day": (
        Text(
            "{path} 的工作表“{sheet}”没有日期列，也没有给定日期",
            'sheet "{sheet}" of {path} has no column for the day, and no day was given',
        ),
        Text("请加一列“日期”，或在命令中给出日期。", 'Add a column "日期" (day), or give the day with the command.'),
    ),
    "several_types": (
        Text(
            "{path} 的工作表“{sheet}”可以是几种记录：{candidates}",
            'sheet "{sheet}" of {path} could be several kinds of record: {candidates}',
        ),
        Text("请把工作表（或文件）改成其中一种的名称。", "Name the sheet (or the file) after one of them."),
    ),
    "repeated_subject": (
        Text(
            "{path} 里 {subject} 出现了两次：第 {first} 行和第 {second} 行",
            "{path} has {subject} twice: in row {first} and row {second}",
        ),
        Text(
            "请删去一行；如是前后两段，请写上起止日期且不要重叠。",
            "Delete one; if they are two spans, give from and to days that do not overlap.",
        ),
    ),
    "bad_subjects": (
        Text(
            "{path} 有 {count} 处读不出来，第一处：{first}",
            "{path} has {count} cells that cannot be read; the first: {first}",
        ),
        Text("请改正后再试。", "Correct them and try again."),
    ),
    "output": (
        Text("写不了 {path}：{detail}", "{path} cannot be written: {detail}"),
        Text(
            "请检查文件夹权限和磁盘空间，并关闭正打开的同名文件。",
            "Check the folder, the disk, and close the file if it is open.",
        ),
    ),
}


def refuse(code: str, path: str, **facts: object) -> WorkbookRefused:
    """The refusal of `path` for the reason `code`, its sentences filled with the facts."""
    text, remedy = REASONS[code]
    facts = {"path": path, **facts}
    return WorkbookRefused(code, path, _filled(text, facts), _filled(remedy, facts) if remedy else None)


def _filled(text: Text, facts: Mapping[str, object]) -> Text:
    return Text(text.zh.format(**facts), text.en.format(**facts))
