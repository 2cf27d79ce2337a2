"""Why an upload as a whole is refused."""

from xueheng.errors import XuehengError
from xueheng.wording import Text


class LayoutUnknown(XuehengError):
    """No pack in use declares such a workbook."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"没有“{name}”这种表格", f'there is no kind of workbook "{name}"'),
            Text("请从清单里选一种。", "Choose one of the list."),
        )


class UploadUnknown(XuehengError):
    """There is no such upload, or it is not the viewer's: both are answered alike."""

    def __init__(self) -> None:
        super().__init__(
            Text("没有找到这次上传，或者它不是您传的", "there is no such upload, or it is not yours"),
            Text("请从上传列表里打开。", "Open it from the list of uploads."),
        )


class UploadRefused(XuehengError):
    """A file or an act on an upload that is refused; nothing was stored."""


def file_empty(name: str) -> UploadRefused:
    """Nothing in it."""
    return UploadRefused(
        Text(f"“{name}”是空文件，没有收下", f'"{name}" is empty and was not taken'),
        Text("请用 WPS 或 Excel 打开，另存为 .xlsx 再传。", "Open it in WPS or Excel, save it as .xlsx and send that."),
    )


def file_large(name: str, most: int) -> UploadRefused:
    """More bytes than are taken."""
    return UploadRefused(
        Text(f"“{name}”超过 {most} MB，没有收下", f'"{name}" is larger than {most} MB and was not taken'),
        Text("请分成几个文件，或去掉图片后再传。", "Split it, or take the pictures out."),
    )


def day_to_come(day: object) -> UploadRefused:
    """Facts of days to come."""
    return UploadRefused(
        Text(f"日期 {day} 还没有到", f"{day} is still to come"),
        Text("请填测的那一天。", "Write the day on which it was done."),
    )


def not_now(state: Text, act: Text) -> UploadRefused:
    """The upload does not stand where this act begins."""
    return UploadRefused(
        Text(f"这次上传{state.zh}，现在不能{act.zh}", f"this upload {state.en}: it cannot be {act.en} now"),
        Text("请刷新页面看它现在的状态。", "Reload the page to see where it stands."),
    )


def check_again() -> UploadRefused:
    """What the check found was kept in a form that this version does not read."""
    return UploadRefused(
        Text(
            "核对之后程序换了版本，核对的结果读不出来", "the programme was changed after the check and cannot read it"
        ),
        Text("请重新上传这份表格。", "Upload the workbook again."),
    )


def file_gone() -> UploadRefused:
    """The workbook is no longer kept."""
    return UploadRefused(
        Text("上传的表格已经不在了（只保存 30 天）", "the workbook is no longer kept (it is for 30 days)"),
        Text("请重新上传。", "Upload it again."),
    )
