"""Revoking a token: from this moment on it opens nothing."""

from django.db import transaction

from xueheng.errors import XuehengError
from xueheng.identity.public import Viewer
from xueheng.trust.public import now, write_journal
from xueheng.web.model_api import AccessToken
from xueheng.wording import Text


class TokenUnknown(XuehengError):
    """There is no such token, or it is not the viewer's to revoke: both are answered alike."""

    def __init__(self) -> None:
        super().__init__(
            Text("没有找到这个令牌，或者不归您撤销", "there is no such token, or it is not yours to revoke"),
            Text("请从令牌列表里选。", "Choose it from the list."),
        )


@transaction.atomic
def revoke_token(by: Viewer, number: int) -> None:
    """By its holder, under whatever post, and by who manages tokens. Once revoked it stays so. Raises TokenUnknown."""
    rows = AccessToken.objects.visible_to(by, act="revoke").select_for_update()
    found = rows.filter(pk=number).first()
    if found is None:
        raise TokenUnknown
    if found.revoked is not None:
        return
    found.revoked = now()
    found.save(update_fields=["revoked"])
    about = [("token", number), ("post", int(found.post_id))]
    write_journal("security", "revoke_token", actor=by.person or None, post=by.post, about=about)
