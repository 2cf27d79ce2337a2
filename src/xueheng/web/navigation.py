"""The tree at left and the tabs of a phone: what the reader's post may open, in the order of a day's work."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import reverse

from xueheng.identity.public import GUARDIAN, PUPIL, Viewer, policy, routes
from xueheng.shell.public import Node
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the tree as declared: the name of its address, or lines under it."""

    title: Text
    name: str = ""
    icon: str = ""
    under: tuple["Place", ...] = ()
    of_posts: bool = False
    """Shown to holders of posts alone, though pupils and guardians have the right as well."""
    roles: tuple[str, ...] = ()
    """Shown to these alone; empty: to whoever may open it."""


FAMILIES = (PUPIL, GUARDIAN)
GROWTH = Place(Text("成长", "Growth"), "growth", "growth", roles=FAMILIES)
TREE = (
    Place(Text("工作台", "Home"), "home", "home"),
    GROWTH,
    Place(
        Text("记录", "Records"),
        icon="records",
        under=(
            Place(Text("快记", "Class sheets"), "sheets", of_posts=True),
            Place(Text("全部记录", "All records"), "records"),
            Place(Text("审核", "Attestations"), "attestations"),
            Place(Text("疑问", "Objections"), "objections"),
            Place(Text("抽查", "Samples"), "samples"),
            Place(Text("上传", "Uploads"), "uploads"),
        ),
    ),
    Place(
        Text("评价", "Evaluation"),
        icon="check",
        under=(
            Place(Text("批次", "Runs"), "runs"),
            Place(Text("校本指标", "School layers"), "layers"),
            Place(Text("分布", "Distributions"), "distributions"),
            Place(Text("达标", "Requirements"), "requirements"),
            Place(Text("负担", "Burden"), "burdens"),
        ),
    ),
    Place(Text("报告书", "Reports"), "term_reports", "draft"),
    Place(
        Text("单位人员", "Units and people"),
        icon="people",
        under=(
            Place(Text("单位", "Units"), "organisations"),
            Place(Text("人员", "People"), "people"),
            Place(Text("任职", "Posts"), "posts"),
            Place(Text("导入名册", "Imports"), "imports"),
            Place(Text("名册交换", "Roster exchange"), "rosters"),
        ),
    ),
    Place(
        Text("管理", "Administration"),
        icon="settings",
        under=(
            Place(Text("账号", "Accounts"), "accounts"),
            Place(Text("查阅目的", "Reading purposes"), "purposes"),
            Place(Text("个人信息清除", "Erasures"), "erasures"),
            Place(Text("日志", "Journal"), "journal"),
            Place(Text("接口令牌", "Access tokens"), "every_token"),
        ),
    ),
)
TABS = (
    Place(Text("首页", "Home"), "home", "home"),
    Place(Text("快记", "Sheet"), "sheets", "add", of_posts=True),
    Place(Text("记录", "Records"), "records", "records"),
    Place(Text("上传", "Uploads"), "uploads", "upload"),
    Place(Text("我的", "Mine"), "mine", "person"),
)
FAMILY_TABS = (
    Place(Text("首页", "Home"), "home", "home"),
    GROWTH,
    Place(Text("记录", "Records"), "records", "records"),
    Place(Text("我的", "Mine"), "mine", "person"),
)
"""What a pupil and a guardian have at the bottom of a phone."""
OWN = (
    Place(Text("我的草稿", "My drafts"), "drafts", "draft"),
    Place(Text("后台工作", "Background work"), "jobs", "job"),
    Place(Text("委托我的任职", "Lend my post"), "lend_post", "people"),
    Place(Text("我的接口令牌", "My tokens"), "tokens", "lock"),
    Place(Text("登录与安全", "Sign-in and safety"), "security", "lock"),
)


def tabs_of(role: str) -> tuple[Place, ...]:
    """The tabs of a phone for who works under this role."""
    return FAMILY_TABS if role in FAMILIES else TABS


def nodes_for(request: HttpRequest, places: tuple[Place, ...]) -> tuple[Node, ...]:
    """The lines that this reader may open; a line with nothing under it is left out."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # asked for who is signed in
    found = (_node(viewer, place) for place in places)
    return tuple(node for node in found if node is not None)


def _node(viewer: Viewer, place: Place) -> Node | None:
    if place.under:
        under = tuple(node for inner in place.under if (node := _node(viewer, inner)) is not None)
        return Node(place.title, "", place.icon, under) if under else None
    shown = _may_open(viewer, place.name) and not (place.of_posts and viewer.post is None)
    shown = shown and (not place.roles or viewer.role in place.roles)
    return Node(place.title, _address(place.name), place.icon) if shown else None


_address = cache(reverse)
"""Of places, which have no arguments."""


def _may_open(viewer: Viewer, name: str) -> bool:
    """Whether the post may come, by the address's own declaration."""
    declared = declared_of().get(name)
    return declared in ("public", "signed_in") or (
        isinstance(declared, tuple) and policy().allows(viewer.role, *declared)
    )


_DECLARED: dict[str, object] = {}


def declared_of() -> dict[str, object]:
    """Name of an address → who may come; read once, addresses do not change while the server runs."""
    if not _DECLARED:
        _DECLARED.update({found.name: found.declared.who for found in routes() if found.declared is not None})
    return _DECLARED
