"""Making a token for another system: under the post that one works under, for some of what it may."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from xueheng.errors import XuehengError
from xueheng.identity.public import PermissionRefused, Viewer
from xueheng.trust.public import now, write_journal
from xueheng.web.api.scopes import offered_to
from xueheng.web.api.token_texts import digest_of, new_text
from xueheng.web.model_api import AccessToken
from xueheng.wording import Text

DAYS, MOST_DAYS = 90, 365
MOST_OF_A_POST = 20
"""Tokens in force of one post."""
LONGEST_TITLE = 60
DAY = 24 * 3600 * 1_000_000
"""Microseconds."""
_WHY = "how many tokens of the post are in force"


class TokenRefused(XuehengError):
    """A token that cannot be made as asked."""


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token and its text, which is kept nowhere."""

    token: AccessToken
    text: str


def make_token(by: Viewer, title: str, scopes: Collection[str], days: int = DAYS) -> MadeToken:
    """The token, in force for `days`. Raises PermissionRefused for a viewer without a post, TokenRefused."""
    if by.post is None:
        raise PermissionRefused(
            Text("接口令牌要有任职才能建立。", "A token takes a post."),
            Text("请切换到您的任职；学生和家长用网页即可。", "Change to a post of yours; families use the pages."),
        )
    name = " ".join(title.split())
    if not 0 < len(name) <= LONGEST_TITLE or not name.isprintable():
        raise TokenRefused(
            Text("请写明给哪个系统用", "say which system it is for"),
            Text(f"一个名称，不超过 {LONGEST_TITLE} 字。", f"A name of at most {LONGEST_TITLE} characters."),
        )
    if not 1 <= days <= MOST_DAYS:
        raise TokenRefused(
            Text(f"有效期 {days} 天不在 1–{MOST_DAYS} 天之间", f"{days} days are not within 1 and {MOST_DAYS}"),
            Text("到期再建一个即可。", "Make another when it ends."),
        )
    _refuse_scopes(by, scopes)
    return _made(by, name, sorted(set(scopes)), days)


def _refuse_scopes(by: Viewer, scopes: Collection[str]) -> None:
    offered = offered_to(by)
    beyond = [scope for scope in scopes if scope not in offered]
    if beyond or not scopes:
        said = "、".join(offered)
        raise TokenRefused(
            Text(
                f"这个任职给不了“{beyond[0][:40]}”" if beyond else "没有选权限范围",
                f'this post cannot give "{beyond[0][:40]}"' if beyond else "no scope was chosen",
            ),
            Text(f"可选：{said}。", f"Choose of: {', '.join(offered)}."),
        )


@transaction.atomic
def _made(by: Viewer, title: str, scopes: list[str], days: int) -> MadeToken:
    moment = now()
    in_force = AccessToken.objects.for_the_programme(_WHY).filter(post=by.post, revoked=None, until__gt=moment)
    if in_force.count() >= MOST_OF_A_POST:
        raise TokenRefused(
            Text(f"这个任职已有 {MOST_OF_A_POST} 个令牌", f"this post has {MOST_OF_A_POST} tokens already"),
            Text("请先撤销不用的。", "Revoke one that is not used."),
        )
    code, text = new_text()
    made: AccessToken = AccessToken.objects.create(
        person_id=by.person, post_id=by.post, title=title, code=code, digest=digest_of(text), scopes=scopes,
        made=moment, until=moment + days * DAY,
    )  # fmt: skip
    about = [("token", int(made.pk)), ("post", int(by.post or 0))]
    detail = {"scopes": scopes, "until": made.until}
    write_journal("security", "make_token", actor=by.person, post=by.post, about=about, detail=detail)
    return MadeToken(made, text)
