"""What a person sees when the disk or the database says no."""

from django.http import HttpRequest, HttpResponse

from xueheng.errors import XuehengError
from xueheng.shell.faults import fault_page
from xueheng.shell.storage_faults import StorageRefused
from xueheng.shell.views.again import keep_what_was_typed
from xueheng.wording import Text

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def storage_page(request: HttpRequest, refused: StorageRefused) -> HttpResponse:
    """Nothing was stored: a form comes back with what was typed, to be sent again."""
    if request.method == "POST" and request.POST:
        return keep_what_was_typed(request, 503, refused)
    return fault_page(request, 503, said=refused)


def without_session(request: HttpRequest, answer: HttpResponse, refused: StorageRefused) -> HttpResponse:
    """The answer when the view is done and the session alone could not be kept.

    A page that was only read is shown all the same. What was sent may be stored already, so nothing is said of that.
    """
    if request.method in READING:
        return answer
    zh, en = refused.cause.what.zh, refused.cause.what.en
    said = XuehengError(
        Text(f"{zh}，您的登录状态没有记下。", f"{en}; your session could not be kept."),
        Text(
            "刚才提交的也许已经保存：请先看一看，再决定是否重新提交。还是这样，请告诉系统管理员。",
            "What you sent may be stored: look first, then send it again if need be. If it stays so, tell the "
            "system administrator.",
        ),
    )
    return fault_page(request, 503, said=said)
