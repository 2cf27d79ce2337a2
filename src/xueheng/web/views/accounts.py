"""Accounts of the people at a unit: who has one, making them, new passwords, closing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.identity.public import (
    ACCOUNT_GROUPS,
    ACCOUNTS_LISTED,
    Holders,
    Slip,
    account_holders,
    close_account,
    make_accounts,
    name_on,
    open_account,
    reset_password,
    viewer_of,
)
from xueheng.shell.public import Crumb, page, said, workbook
from xueheng.trust.public import number_in
from xueheng.web.account_slips import slips_workbook
from xueheng.wording import Text

TITLE = Text("账号", "Accounts")
GROUPS = dict(
    zip(ACCOUNT_GROUPS, (Text("教职工", "Staff"), Text("学生", "Pupils"), Text("家长", "Guardians")), strict=True)
)


def accounts(request: HttpRequest) -> HttpResponse:
    """The people of a unit and their accounts."""
    viewer = viewer_of(request)
    unit, group = _asked(request.GET.get("unit", ""), viewer.organisation), _group(request.GET.get("group", ""))
    holders = account_holders(viewer, unit, group, ACCOUNTS_LISTED) if unit else Holders((), 0, 0)
    told = {
        "unit": unit,
        "unit_name": name_on(unit, viewer.day) if unit else "",
        "group": group,
        "groups": GROUPS,
        "holders": holders.listed,
        "lacking": holders.lacking,
        "everybody": holders.everybody,
        "own": viewer.person,
    }
    return page(request, "web/accounts.html", told, title=TITLE)


def make(request: HttpRequest) -> HttpResponse:
    """Makes accounts for all of a unit who have none; the answer is the workbook of first passwords, given once."""
    if request.method != "POST":
        return redirect("accounts")
    viewer = viewer_of(request)
    unit, group = _asked(request.POST.get("unit", ""), None), _group(request.POST.get("group", ""))
    holders = account_holders(viewer, unit, group).listed
    names = {holder.person: holder.name for holder in holders}
    made = make_accounts(viewer, [holder.person for holder in holders if not holder.login])
    if not made:
        messages.info(request, said(Text("这里的人都已有账号。", "Everybody here has an account already.")))
        return redirect(f"{reverse('accounts')}?unit={unit}&group={group}")
    slips = [Slip(names[one.person], one.login, one.password) for one in made]
    return workbook(f"{name_on(unit, viewer.day)}-{said(GROUPS[group])}-{said(TITLE)}", slips_workbook(slips))


def new_password(request: HttpRequest, person: int) -> HttpResponse:
    """Gives a new first password and shows it once."""
    made = reset_password(viewer_of(request), person)
    crumbs = [Crumb(TITLE, reverse("accounts"))]
    return page(
        request, "web/first_password.html", {"made": made}, title=Text("首次密码", "First password"), crumbs=crumbs
    )


def close(request: HttpRequest, person: int) -> HttpResponse:
    """Closes an account."""
    close_account(viewer_of(request), person, request.POST.get("reason", ""))
    messages.success(request, said(Text("账号已停用。", "The account is closed.")))
    return redirect("accounts")


def open_again(request: HttpRequest, person: int) -> HttpResponse:
    """Opens a closed account."""
    open_account(viewer_of(request), person)
    messages.success(request, said(Text("账号已恢复。", "The account is open again.")))
    return redirect("accounts")


def _asked(text: str, own: int | None) -> int:
    if not text:
        return own or 0
    number = number_in(text)
    if number is None:
        raise Http404
    return number


def _group(text: str) -> str:
    return text if text in GROUPS else ACCOUNT_GROUPS[0]
