"""A token as it is used: found, compared, and the viewer that it stands for at this moment."""

import re
from contextlib import suppress

from django.db import DatabaseError

from xueheng.identity.public import Viewer, viewer_for
from xueheng.trust.public import now
from xueheng.web.api.problems import Refused
from xueheng.web.api.scopes import SCOPES
from xueheng.web.api.token_texts import code_in, is_text_of
from xueheng.web.model_api import AccessToken
from xueheng.wording import Text

_BEARER = re.compile(r"Bearer +(\S+) *", re.IGNORECASE)
_SEEN_EVERY = 60 * 1_000_000
"""The last use is noted once a minute, in microseconds."""
_WHY = "the token that a request comes with"
_NOBODYS = bytes(32)
_REMEDY = Text("请在“我的接口令牌”里建一个新的。", 'Make a new one under "My tokens".')


def token_of(header: str) -> AccessToken:
    """The token that an Authorization header carries. Raises Refused, in the same words and after the same work for one
    that never was and one with a wrong end.
    """
    found = _BEARER.fullmatch(header)
    text = found.group(1) if found else ""
    code = code_in(text)
    rows = AccessToken.objects.for_the_programme(_WHY).filter(code=code or "")
    token: AccessToken | None = rows.first()
    if not is_text_of(text, bytes(token.digest) if token else _NOBODYS) or token is None:
        raise _refused("not_signed_in", Text("令牌不对", "The token is not known"))
    if token.revoked is not None:
        raise _refused("token_ended", Text("令牌已撤销", "The token was revoked"))
    if token.until <= now():
        raise _refused("token_ended", Text("令牌已到期", "The token has run out"))
    return token


def viewer_of_token(token: AccessToken) -> Viewer:
    """Whom the token stands for now. Raises PostEnded, AccountClosed. Notes the use."""
    viewer = viewer_for(token.person_id, token.post_id)
    moment = now()
    if token.last_used is None or not 0 <= moment - token.last_used < _SEEN_EVERY:
        with suppress(DatabaseError):  # a full disk hinders nobody from reading
            AccessToken.objects.for_the_programme(_WHY).filter(pk=token.pk).update(last_used=moment)
    return viewer


def require_scope(token: AccessToken | None, scope: str) -> None:
    """Raises Refused where the token was not made for this; a browser's reading has no scopes."""
    if token is None or scope in token.scopes:
        return
    title = SCOPES[scope].title
    raise Refused(
        "scope_missing",
        Text(f"这个令牌没有“{scope}”（{title.zh}）", f'The token has no "{scope}" ({title.en})'),
        Text("请建一个有这个权限范围的令牌。", "Make a token with that scope."),
    )


def _refused(code: str, said: Text) -> Refused:
    return Refused(code, said, _REMEDY, headers={"WWW-Authenticate": "Bearer"})
