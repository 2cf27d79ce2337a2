"""One's own signing in: password, second factor, other sessions."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xueheng.identity.public import Account, sign_out_everywhere
from xueheng.shell.public import page, said
from xueheng.web.sign_in.lasting import begin_session
from xueheng.wording import Text

TITLE = Text("登录与安全", "Sign-in and safety")


def security(request: HttpRequest) -> HttpResponse:
    """What one's own account has, and where else one is signed in."""
    account = request.user
    told = {
        "account": account,
        "second": is_mfa_enabled(account, [Authenticator.Type.TOTP]),
        "sessions": UserSession.objects.purge_and_list(account),
        "current": request.session.session_key,
    }
    return page(request, "web/security.html", told, title=TITLE)


def to_security(request: HttpRequest) -> HttpResponse:
    """The address that the sign-in package goes to when it is done."""
    del request
    return redirect("security")


def end_sessions(request: HttpRequest) -> HttpResponse:
    """Signs out everywhere else."""
    if isinstance(request.user, Account):
        sign_out_everywhere(request.user)
        request.user.refresh_from_db()
        begin_session(request, request.user)
        UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key).delete()
        messages.success(request, said(Text("已退出其他所有登录。", "Signed out everywhere else.")))
    return redirect("security")
