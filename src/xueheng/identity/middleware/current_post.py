"""Who is looking, settled anew at every request: an ended post closes what it opened at the very next one."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from xueheng.identity.holding import AccountClosed, PostEnded, ended, identities, viewer_for
from xueheng.identity.model_accounts import Account
from xueheng.identity.viewer import Viewer, today

CHOSEN = "works_as"
"""Where the session keeps the identity (当前身份) that the person works under: a post's number, or a role."""


class CurrentPost:
    """Gives every request its `viewer`: None for who has not signed in, or whose post has just ended.

    Then `refusal` says so, and every address that is not public answers with it. The session forgets the post; with
    no other identity left, the session itself is over.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Settles `request.viewer`, then goes on."""
        request.viewer = None  # type: ignore[attr-defined]  # read by `viewer_of` and the doors of addresses
        if request.user.is_authenticated and isinstance(request.user, Account):
            self._settle(request, request.user)
        return self._get_response(request)

    def _settle(self, request: HttpRequest, account: Account) -> None:
        chosen = request.session.get(CHOSEN)
        try:
            viewer = viewer_for(account, chosen)
        except (PostEnded, AccountClosed) as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]  # said by the doors of addresses
            self._cut(request, account)
            return
        request.viewer = viewer  # type: ignore[attr-defined]  # as above
        if chosen is None:
            request.session[CHOSEN] = key_of(viewer)

    def _cut(self, request: HttpRequest, account: Account) -> None:
        if account.is_active and identities(account.person_id):
            request.session.pop(CHOSEN, None)
        else:
            logout(request)


def key_of(viewer: Viewer) -> str:
    """How the session names the viewer's identity."""
    return viewer.role if viewer.post is None else str(viewer.post)


def choose_identity(request: HttpRequest, key: str) -> Viewer:
    """Work under another identity of one's own from now on. Raises PostEnded for one that the person does not have."""
    if not isinstance(request.user, Account):
        raise ended(None, today())
    viewer = viewer_for(request.user, key)
    request.session[CHOSEN] = key_of(viewer)
    request.viewer = viewer  # type: ignore[attr-defined]  # as above
    return viewer
