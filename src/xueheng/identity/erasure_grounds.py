"""On what grounds the law lets or makes somebody be erased, and what is refused about an erasure."""

from collections.abc import Mapping

from xueheng.errors import XuehengError
from xueheng.wording import Text

GROUNDS: Mapping[str, Text] = {
    "purpose_reached": Text("处理目的已实现或不再必要", "Its purpose was reached, or needs it no longer"),
    "consent_withdrawn": Text("本人或监护人撤回同意", "She or her guardian withdrew consent"),
    "retention_over": Text("保存期限已届满", "The time of keeping is over"),
    "asked": Text("本人或监护人要求删除", "She or her guardian asked for it"),
    "unlawful": Text("违反法律、法规或约定处理", "It was kept against the law or what was agreed"),
}
"""Personal Information Protection Law, article 47: 处理目的已实现…、保存期限已届满、撤回同意、违反法律…"""
LAW = Text("《个人信息保护法》第四十七条", "Personal Information Protection Law, article 47")


class ErasureRefused(XuehengError):
    """An erasure cannot be put forward, decided or carried out as things stand."""


def holds_posts() -> ErasureRefused:
    """She still works here."""
    return ErasureRefused(
        Text("这个人还有任职，不能清除。", "She holds a post here and cannot be erased."),
        Text("请先结束她的全部任职。", "End all of her posts first."),
    )


def open_already() -> ErasureRefused:
    """Somebody has put it forward."""
    return ErasureRefused(
        Text("对这个人的清除已经提出，还没有办完。", "Her erasure was put forward already and is not finished."),
        Text("请在“清除”里查看。", "See it under Erasures."),
    )


def decided_already() -> ErasureRefused:
    """Somebody else was quicker."""
    return ErasureRefused(
        Text("这项清除已经有人决定了。", "Somebody has decided this erasure already."),
        Text("请刷新页面。", "Load the page again."),
    )


def unclear() -> ErasureRefused:
    """No ground, or no reason."""
    return ErasureRefused(
        Text("要选定法律依据，并写明原因（2～200 字）。", "A ground in law and a reason of 2 to 200 signs."),
        Text("请补齐后再提出。", "Give both and put it forward again."),
    )


def not_erased() -> ErasureRefused:
    """Nobody approved it."""
    return ErasureRefused(
        Text("没有批准的清除不能执行。", "What nobody approved is not carried out."),
        Text("请由另一人批准。", "Somebody else has to approve it."),
    )
