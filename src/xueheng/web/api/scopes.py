"""What a token may be used for (权限范围): never more than its post may, often less."""

from collections.abc import Mapping
from dataclasses import dataclass

from xueheng.identity.public import Viewer, policy
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Scope:
    """One use. `right`: what the post must have for it to be offered at all; None: nothing."""

    title: Text
    right: tuple[str, str] | None


SCOPES: Mapping[str, Scope] = {
    "organisations:read": Scope(Text("查看单位", "Read units"), ("sees", "organisations")),
    "people:read": Scope(Text("查看人员（不含敏感信息）", "Read people, nothing sensitive"), ("sees", "people")),
    "enrolments:read": Scope(Text("查看学籍", "Read enrolments"), ("sees", "enrolments")),
    "records:read": Scope(Text("查看记录", "Read records"), ("sees", "evidence")),
    "records:write": Scope(Text("添加、更正、撤回记录", "Add, correct and retract records"), ("records", "evidence")),
    "records:verify": Scope(Text("审核记录", "Verify records"), ("verifies", "evidence")),
    "results:read": Scope(Text("查看评价结果", "Read results"), ("sees", "standards")),
    "standards:read": Scope(Text("查看评价标准", "Read standards"), None),
}


def offered_to(viewer: Viewer) -> dict[str, Scope]:
    """The scopes that the viewer's post can give away: those of which it has the right."""
    if viewer.post is None:
        return {}
    rights = policy()
    return {
        code: scope for code, scope in SCOPES.items() if scope.right is None or rights.allows(viewer.role, *scope.right)
    }
