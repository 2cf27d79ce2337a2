"""What went wrong, as a page: in both languages, without data, with a short code that stands in the log too."""

import logging
import secrets
import traceback
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from xueheng.errors import XuehengError
from xueheng.wording import Text

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Nothing that is misread over the telephone."""
_log = logging.getLogger("xueheng.faults")


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of failure: what happened and what to do."""

    title: Text
    what: Text
    remedy: Text


FAULTS = {
    400: Fault(
        Text("这个请求看不懂", "This request cannot be read"),
        Text(
            "地址或提交的内容不完整，没有改动任何数据。",
            "The address or what was sent is incomplete. Nothing was changed.",
        ),
        Text("请返回上一页再试一次。", "Go back and try again."),
    ),
    403: Fault(
        Text("这一页不对您开放", "This page is not open to you"),
        Text(
            "您现在的身份不能看这一页，或者它不存在。", "Your present post may not see this page, or it does not exist."
        ),
        Text(
            "如果工作需要，请向本单位管理岗位的人申请任职；有几个身份时，先在页眉切换。",
            "If your work needs it, ask whoever manages posts in your unit; with several posts, switch in the header.",
        ),
    ),
    404: Fault(
        Text("没有这一页", "There is no such page"),
        Text("地址可能写错了，或者这一页不对您开放。", "The address may be mistyped, or the page is not open to you."),
        Text("请从首页进入。", "Begin at the home page."),
    ),
    405: Fault(
        Text("不能这样打开", "It cannot be opened this way"),
        Text(
            "这个地址只接受页面上的按钮。没有改动任何数据。",
            "This address only takes the buttons of a page. Nothing was changed.",
        ),
        Text("请从首页进入。", "Begin at the home page."),
    ),
    413: Fault(
        Text("内容太大", "Too large"),
        Text("提交的内容超过了上限，没有保存。", "What was sent is larger than allowed, and was not saved."),
        Text("请分几次提交。", "Send it in parts."),
    ),
    500: Fault(
        Text("这一页没有打开", "This page did not open"),
        Text(
            "程序出了错。刚才的改动没有保存，以前保存的都在。",
            "The programme failed. The last change was not saved; everything saved before is there.",
        ),
        Text(
            "请重试；还是这样，请把编号告诉本单位的系统管理员。",
            "Try again. If it stays so, tell your system administrator the code.",
        ),
    ),
}


def trace_of(fault: BaseException | None) -> str:
    """Where a fault of the programme arose, and its kind; not its message, which may hold people's data."""
    if fault is None:
        return ""
    below = f" from {type(fault.__cause__).__name__}" if fault.__cause__ else ""
    return f"{type(fault).__name__}{below}\n{''.join(traceback.format_tb(fault.__traceback__))}"


def fault_code() -> str:
    """Four letters and digits, for the page and the log."""
    return "".join(secrets.choice(_LETTERS) for _ in range(4))


def fault_page(
    request: HttpRequest, status: int, *, said: XuehengError | None = None, code: str | None = None
) -> HttpResponse:
    """The page of a failure; reads no database, so that it shows whatever else has failed."""
    fault = FAULTS.get(status, FAULTS[500])
    shown = code or fault_code()
    _log.log(
        logging.ERROR if status >= 500 else logging.INFO,
        "%s %s %s",
        shown,
        status,
        type(said).__name__ if said else "",
    )
    context = {
        "title": fault.title,
        "what": said.text if said else fault.what,
        "remedy": (said.remedy or fault.remedy) if said else fault.remedy,
        "code": shown,
        "status": status,
    }
    return HttpResponse(render_to_string("shell/fault.html", context), status=status)
