"""Tokens as pages list them."""

from collections.abc import Sequence
from dataclasses import dataclass

from xueheng.identity.public import AccountClosed, PostEnded, Viewer, names_on, policy, viewer_for
from xueheng.shell.public import Column, Status, Table, moment_shown
from xueheng.trust.public import now
from xueheng.web.api.scopes import SCOPES
from xueheng.web.model_api import AccessToken
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class TokenTold:
    """A token in words; of its holder nothing but the post."""

    number: int
    title: str
    post: Text
    unit: str
    scopes: tuple[Text, ...]
    until: str
    last_used: str
    status: Status
    in_force: bool
    code: str


def tokens_told(viewer: Viewer, rows: Sequence[AccessToken]) -> list[TokenTold]:
    """Tokens with their posts and how they stand now."""
    units = names_on({row.post.organisation_id for row in rows}, viewer.day)
    rights = policy()
    told = []
    for row in rows:
        status, in_force = _standing(row)
        used = "—" if row.last_used is None else moment_shown(row.last_used)
        told.append(
            TokenTold(
                int(row.pk), row.title, rights.title(row.post.role), units.get(row.post.organisation_id, ""),
                tuple(SCOPES[scope].title for scope in row.scopes if scope in SCOPES), moment_shown(row.until), used,
                status, in_force, f"xh_{row.code}_…",
            )
        )  # fmt: skip
    return told


def _standing(row: AccessToken) -> tuple[Status, bool]:
    if row.revoked is not None:
        return Status("unknown", Text("已撤销", "revoked")), False
    if row.until <= now():
        return Status("unknown", Text("已到期", "run out")), False
    try:
        viewer_for(row.person_id, row.post_id)
    except (PostEnded, AccountClosed):
        return Status("fault", Text("任职已结束", "post ended")), False
    return Status("ok", Text("有效", "in force")), True


def every_token_table(viewer: Viewer) -> Table:
    """All tokens, for whoever keeps an eye on them."""
    return Table(
        "tokens",
        Text("接口令牌", "Access tokens"),
        columns=(
            Column("title", Text("用于", "For"), lambda row: row.title),
            Column("post", Text("任职", "Post"), lambda row: row.post),
            Column("unit", Text("单位", "Unit"), lambda row: row.unit, on_phone=False),
            Column("code", Text("令牌", "Token"), lambda row: row.code, on_phone=False),
            Column("until", Text("到期", "Until"), lambda row: row.until, order=("until",)),
            Column("used", Text("最近使用", "Last used"), lambda row: row.last_used),
            Column("state", Text("状态", "State"), lambda row: row.status),
        ),
        order=("-until",),
        key="number",
        prepare=lambda rows: tokens_told(viewer, rows),
        empty=Text("还没有接口令牌。", "There are no tokens."),
    )
