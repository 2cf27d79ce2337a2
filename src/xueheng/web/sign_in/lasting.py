"""How long a sign-in lasts, and what must be done first: asked again at every request."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from xueheng.identity.public import Account, policy

SIGNED_IN_AT = "signed_in_at"
"""Where the session keeps when it began, in microseconds since 1970."""
ALWAYS = ("account_logout", "account_reauthenticate", "mfa_reauthenticate", "choose_display")


class Lasting:
    """Ends sessions that were ended elsewhere; sends to the first password and to the second factor first.

    Stands behind the authentication and before everything that reads who is looking.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Goes on, or to what must be done first."""
        account = request.user
        if isinstance(account, Account) and _over(request, account):
            logout(request)
        return self._get_response(request)


def _over(request: HttpRequest, account: Account) -> bool:
    return not account.is_active or request.session.get(SIGNED_IN_AT, 0) < account.sessions_valid_from


class First:
    """What a person must do before anything else; stands behind the settling of the viewer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Goes on, or to what must be done first."""
        account = request.user
        if isinstance(account, Account) and (first := _first(request, account)):
            return _sent_to(request, first)
        return self._get_response(request)


def _first(request: HttpRequest, account: Account) -> str:
    """The name of the address to go to first; empty: none."""
    if request.path in {reverse(name) for name in ALWAYS}:
        return ""
    viewer = getattr(request, "viewer", None)
    must = viewer is not None and viewer.role in policy().administrators
    request.needs_second_factor = must  # type: ignore[attr-defined]  # read by the adapter of second factors
    if account.must_change_password:
        wanted = "account_change_password"
    elif must and not is_mfa_enabled(account):
        wanted = "mfa_activate_totp"
    else:
        return ""
    return "" if request.path == reverse(wanted) else wanted


def _sent_to(request: HttpRequest, name: str) -> HttpResponseBase:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": reverse(name)})
    return HttpResponseRedirect(reverse(name))
