"""How long a sign-in lasts, and what must be done first: asked again at every request."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from xueheng.identity.public import Account, policy
from xueheng.trust.public import LEEWAY, now
from xueheng.web.sign_in.clock_watch import ClockWatch

SIGNED_IN_AT = "signed_in_at"
"""Where the session keeps when it began, in microseconds since 1970."""
SESSIONS_OF = "sessions_of"
"""Where the session keeps the account's `sessions_valid_from` of that moment."""
ALWAYS = ("account_logout", "account_reauthenticate", "mfa_reauthenticate", "choose_display")


class Lasting:
    """Ends sessions that were ended elsewhere; sends to the first password and to the second factor first.

    Stands behind the authentication and before everything that reads who is looking.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response, self._watch = get_response, ClockWatch()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Goes on, or to what must be done first."""
        self._watch.look()
        account = request.user
        if isinstance(account, Account) and _over(request, account):
            logout(request)
        return self._get_response(request)


def begin_session(request: HttpRequest, account: Account) -> None:
    """Notes in the session when it began, and that it goes on although others of the account end."""
    request.session[SIGNED_IN_AT] = now()
    request.session[SESSIONS_OF] = account.sessions_valid_from


def _over(request: HttpRequest, account: Account) -> bool:
    return (
        not account.is_active
        or request.session.get(SESSIONS_OF, 0) != account.sessions_valid_from
        or _latest_proof(request, account) > now() + LEEWAY
    )


def _latest_proof(request: HttpRequest, account: Account) -> int:
    """When the person last proved who she is. A proof that is still to come stems from before the clock was set back:
    nobody can say how old it is.
    """
    proofs = [int(told["at"] * 1_000_000) for told in get_authentication_records(request, account) if "at" in told]
    return max(proofs, default=request.session.get(SIGNED_IN_AT, 0))


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
    if account.must_change_password and _by_password(request, account):
        wanted = "account_change_password"
    elif must and not is_mfa_enabled(account):
        wanted = "mfa_activate_totp"
    else:
        return ""
    return "" if request.path == reverse(wanted) else wanted


def _by_password(request: HttpRequest, account: Account) -> bool:
    """Whether a password opened the session; whom the identity provider vouches for may not even have seen hers."""
    methods = {told.get("method") for told in get_authentication_records(request, account)}
    return "password" in methods or "socialaccount" not in methods


def _sent_to(request: HttpRequest, name: str) -> HttpResponseBase:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": reverse(name)})
    return HttpResponseRedirect(reverse(name))
