"""What is wrong with a roster: with the zip as a whole, or at one place in one of its files."""

from dataclasses import dataclass

from xueheng.identity.imports.refusals import ImportRefused
from xueheng.wording import Text

CORRECT = Text("请在来源程序里改正后重新导出。", "Correct it in the program it came from and export again.")


class RosterRefused(ImportRefused):
    """The file cannot be read as a roster at all; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class RosterFault:
    """One thing wrong with one row: `line` as a text editor counts, the heading's line being 1."""

    file: str
    line: int
    column: str
    reason: Text
    remedy: Text = CORRECT

    @property
    def said(self) -> Text:
        """Place and reason in one sentence."""
        at = f" {self.column}" if self.column else ""
        return Text(
            f"{self.file}.csv 第 {self.line} 行{at}：{self.reason.zh}",
            f"{self.file}.csv line {self.line}{at}: {self.reason.en}",
        )


def zip_refused(zh: str, en: str) -> RosterRefused:
    """The zip itself is not as it should be."""
    return RosterRefused(
        Text(zh, en),
        Text(
            "请用来源程序直接导出的 zip，各 csv 文件放在最外层，不要再打包或改名。",
            "Send the zip as the other program made it: its csv files at the top, neither packed again nor renamed.",
        ),
    )


def file_refused(file: str, zh: str, en: str, line: int = 0, column: str = "") -> RosterRefused:
    """One of the files cannot be read; where."""
    at_zh = (f" 第 {line} 行" if line else "") + (f" {column}" if column else "")
    at_en = (f" line {line}" if line else "") + (f" {column}" if column else "")
    return RosterRefused(Text(f"{file}{at_zh}：{zh}", f"{file}{at_en}: {en}"), CORRECT)
