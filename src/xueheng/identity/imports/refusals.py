"""What imports of registers refuse, each by its name."""

from xueheng.errors import XuehengError
from xueheng.wording import Text


class ImportRefused(XuehengError):
    """An import that cannot go on as it was asked."""


class ImportNotReady(ImportRefused):
    """It is not at the step that was asked for: another window went on with it, or it was withdrawn."""

    def __init__(self) -> None:
        super().__init__(
            Text("这次导入已不在这一步", "this import is no longer at this step"),
            Text("请回到导入列表，看它现在到哪一步。", "Go back to the list of imports and see where it stands."),
        )


class RowRefused(XuehengError):
    """One row that cannot be taken in; `word` is what is wrong in it, '' for the row as a whole."""

    def __init__(self, text: Text, remedy: Text, word: str = "") -> None:
        super().__init__(text, remedy)
        self.word = word


NOT_YOURS = RowRefused(
    Text(
        "这所学校（单位）不在您的岗位管辖之内，或表里没有写明", "the unit is not within your post's reach, or not named"
    ),
    Text("请核对学校标识码；别的单位由它自己或上级导入。", "Check the unit's code; other units import their own."),
    "unit_code",
)
"""Said alike of units that do not exist."""
NO_NUMBER = RowRefused(
    Text("没有可以认人的号码", "no number tells who this is"),
    Text("姓名会重名，请至少填一种号码。", "Names are shared: give at least one number."),
)
TWICE = RowRefused(
    Text("表里前面已有这个号码", "the file has this number in an earlier row"),
    Text("请删去重复的一行，或改正号码。", "Delete one of the rows, or correct the number."),
)
TWO_PEOPLE = RowRefused(
    Text("这一行的几个号码属于已有的不同的人", "the numbers of this row belong to different people here"),
    Text("请对照证件核对每个号码。", "Compare each number with the documents."),
)
ELSEWHERE = RowRefused(
    Text("这个号码的人不归您的单位管", "the person of this number is not your unit's to change"),
    Text("转入请由上级单位办理，办好后再导入。", "Have the unit above move the person here, then import again."),
)
SEVERAL_CLASSES = RowRefused(
    Text("这所学校有几个同名的班", "the school has several classes of this name"),
    Text("合并后的班级请先改名，再导入。", "Rename the classes that a merger brought together, then import."),
    "class_name",
)
