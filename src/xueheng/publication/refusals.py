"""What people are told when a report cannot go on."""

from xueheng.errors import XuehengError
from xueheng.wording import Text


class ReportRefused(XuehengError):
    """Something about a report that cannot be done now."""


def report_unknown() -> ReportRefused:
    """The same for one that is not there and one that may not be known."""
    return ReportRefused(
        Text("没有这份报告书，或不对您开放。", "There is no such report, or it is not open to you."),
        Text(
            "班主任写本班的；学生和家长在发出后看自己的。",
            "Class teachers write those of their class; families read theirs once given out.",
        ),
    )


def period_unknown() -> ReportRefused:
    """A window that no calendar knows."""
    return ReportRefused(
        Text("校历里没有这个时期。", "The calendar has no such period."),
        Text("请从列表里选。", "Choose one from the list."),
    )


def nobody_there() -> ReportRefused:
    """A class without pupils then."""
    return ReportRefused(
        Text("这个班在这段时间的最后一天没有在读学生。", "The class had no pupils on the period's last day."),
        Text("请核对班级和时期。", "Check the class and the period."),
    )


def given_out() -> ReportRefused:
    """A report that was given out is not changed in passing."""
    return ReportRefused(
        Text("这份报告书已经发出，不能直接改。", "The report was given out and cannot be changed as it is."),
        Text("先把它收回修改；学生和家长会暂时看不到。", "Take it back first; the family does not see it meanwhile."),
    )


def nothing_written() -> ReportRefused:
    """A report without its draft or its comment."""
    return ReportRefused(
        Text("这份报告书还没有评语。", "The report has no comment yet."),
        Text("先写成草稿，或自己写几句，再标为已审。", "Make the draft or write some words, then mark it as checked."),
    )


def not_all_checked(left: int) -> ReportRefused:
    """A class is given out as a whole."""
    return ReportRefused(
        Text(f"还有 {left} 份没有审完，没有发出。", f"{left} are not checked yet; nothing was given out."),
        Text("逐份看过并标为已审，再发出全班的。", "Look at each and mark it as checked, then give out the class's."),
    )


def too_many(most: int) -> ReportRefused:
    """More works than a page holds."""
    return ReportRefused(
        Text(f"最多选 {most} 件。", f"At most {most} can be chosen."),
        Text("请去掉几件再保存。", "Leave some out and save again."),
    )


def not_choosable() -> ReportRefused:
    """Somebody else's record, or one that was taken back meanwhile."""
    return ReportRefused(
        Text("所选的记录里有不能放进来的。", "Among those chosen is a record that cannot go in."),
        Text(
            "可能刚被撤回或更正。请重新打开这一页再选。",
            "It may just have been taken back or corrected. Open the page anew and choose.",
        ),
    )


def file_gone() -> ReportRefused:
    """Not made yet, or its time is over."""
    return ReportRefused(
        Text("文件还没有生成，或已过期销毁。", "The file is not made yet, or was destroyed when its time was over."),
        Text("在班级报告书一页重新生成。", "Make it again on the page of the class's reports."),
    )
