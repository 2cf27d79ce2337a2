"""What appointing, ending and lending posts refuse, each by its name: what happened, and what to do."""

from datetime import date

from xueheng.errors import XuehengError
from xueheng.wording import Text


class PostRefused(XuehengError):
    """A change of posts that cannot be made as it was asked."""


class PostUnknown(PostRefused):
    """No pack and not the kernel declares the post, or nobody is appointed to it."""

    def __init__(self, role: str) -> None:
        super().__init__(
            Text(f"没有可以任命的岗位“{role}”", f'there is no post "{role}" that somebody could be appointed to'),
            Text("请从岗位列表里选择。", "Choose it from the list of posts."),
        )


class PostNotHeldThere(PostRefused):
    """The post is held at another kind of unit."""

    def __init__(self, title: Text) -> None:
        super().__init__(
            Text(f"“{title.zh}”不设在这一级单位", f"the post of {title.en} is not held at this kind of unit"),
            Text("请选择设有这个岗位的单位。", "Choose a unit of the kind that has this post."),
        )


class PostHeldAlready(PostRefused):
    """The same person holds the same post at the same unit in these days."""

    def __init__(self, until: date) -> None:
        super().__init__(
            Text("该人员在这段时间已有同一任职", "the person holds this very post in these days already"),
            Text(
                f"现有任职到 {until} 为止；请先结束它，或从其后一天开始。",
                f"It runs to {until}: end it, or begin after it.",
            ),
        )


class ThreeAdministrators(PostRefused):
    """System, security and audit administrator are three different people who hold no other post."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "系统管理员、安全管理员、审计管理员由三个不同的人担任，且不兼任何其他岗位",
                "system, security and audit administrator are three different people, and hold no other post",
            ),
            Text("请另选一人，或先结束其现有任职。", "Choose somebody else, or end the posts this person holds first."),
        )


class PostOfDaysThatAreNot(PostRefused):
    """The days of a post end before they begin, or a loan outlasts the lender's post."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            Text(f"任职的起止日期不成立：{first} 至 {last}", f"a post cannot run from {first} to {last}"),
            Text(
                "结束日期不能早于开始日期；委托必须写明结束日期，且不能晚于委托人自己的任职。",
                "The end cannot come before the beginning; a loan has an end, no later than that of the lender's post.",
            ),
        )


class PostNotLent(PostRefused):
    """The post cannot be lent: it is lent itself, is an administrator's, or the borrower is the lender."""

    def __init__(self) -> None:
        super().__init__(
            Text("这个任职不能委托给该人员", "this post cannot be lent to that person"),
            Text(
                "只能把自己的任职委托给别人一次；受委托的任职和三员岗位不能再委托。",
                "Lend a post of your own to somebody else; a lent post, or an administrator's, cannot be lent.",
            ),
        )


class PostOver(PostRefused):
    """The post has ended already."""

    def __init__(self, last: date) -> None:
        super().__init__(
            Text(f"这个任职已于 {last} 结束", f"this post ended on {last}"),
            Text(
                "不需要再次结束；如需恢复，请重新任命。", "There is nothing to end; appoint again if it should go on."
            ),
        )


class PurposeRefused(XuehengError):
    """A request to read sensitive data that cannot be made, approved or refused as it stands."""


class PurposeUnclear(PurposeRefused):
    """The request lacks a known purpose, a reason or an end within the longest time."""

    def __init__(self, purposes: tuple[str, ...], days: int) -> None:
        super().__init__(
            Text("申请没有写全", "the request is not complete"),
            Text(
                f"请选择用途（{'、'.join(purposes)}），写明原因，期限不超过 {days} 天。",
                f"Choose a purpose, give the reason, and ask for no more than {days} days.",
            ),
        )


class PurposeSettled(PurposeRefused):
    """The request has been answered or has run out."""

    def __init__(self) -> None:
        super().__init__(
            Text("这个申请已经处理或已过期", "this request has been answered or has run out"),
            Text("如仍需要，请重新提出申请。", "Ask again if it is still needed."),
        )


class PurposeMissing(PurposeRefused):
    """A minor's sensitive fields are asked for without an approved purpose that covers them."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "查阅未成年人的敏感信息需要经批准的用途",
                "reading a minor's sensitive data takes an approved purpose",
            ),
            Text(
                "请先提出查阅申请，写明用途和期限；批准后在有效期内查阅，每次查阅都会记入日志。",
                "Ask first, with the purpose and an end; once approved you may read until then. Each reading is noted.",
            ),
        )
