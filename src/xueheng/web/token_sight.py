"""Who sees tokens: their holders, and who keeps an eye on all of them. Nobody sees their texts."""

from django.db.models import Q

from xueheng.identity.public import NOTHING, Post, Viewer, declare_rule, may
from xueheng.web.model_api import AccessToken, Allowance, KeptAnswer


def token_rule(viewer: Viewer, act: str) -> Q:
    """Tokens of one's own, whatever the post one works under; for whose right says so, those of all posts in sight."""
    if act not in ("see", "revoke"):
        return NOTHING
    if may(viewer, "sees" if act == "see" else "manages", "tokens"):
        return Q(person=viewer.person) | Q(post__in=Post.objects.visible_to(viewer).values("pk"))
    return Q(person=viewer.person)


def nobody(viewer: Viewer, act: str) -> Q:
    """The programme alone."""
    del viewer, act
    return NOTHING


declare_rule(AccessToken, token_rule)
declare_rule(KeptAnswer, nobody)
declare_rule(Allowance, nobody)
