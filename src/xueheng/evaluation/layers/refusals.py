"""What cannot be done with a school's layer, and what to do instead."""

from datetime import date

from xueheng.errors import XuehengError
from xueheng.wording import Text


class LayerRefused(XuehengError):
    """Something that cannot be done with a layer as it stands."""


def layer_unknown() -> LayerRefused:
    """No such layer within sight: whether there is one is not said."""
    return LayerRefused(
        Text("找不到这份校本指标", "there is no such layer"),
        Text("请从“校本指标”里打开。", "Open it from the list of school layers."),
    )


def base_unknown() -> LayerRefused:
    """No standard in force with something open."""
    return LayerRefused(
        Text("没有这个标准，或它没有开放的部分", "there is no such standard, or nothing in it is open"),
        Text("请从列出的标准里选一个。", "Choose one of those listed."),
    )


def of_no_school() -> LayerRefused:
    """The post is not held at a unit that can have a layer."""
    return LayerRefused(
        Text("校本指标属于一所学校，您的任职不在学校", "a layer is a school's, and your post is not held at one"),
        Text("请换到学校的任职。", "Change to your post at the school."),
    )


def not_a_draft() -> LayerRefused:
    """It was sent or decided meanwhile."""
    return LayerRefused(
        Text("它已经不是草稿，没有改动", "it is no longer a draft; nothing was changed"),
        Text(
            "要改，请先取回；已经采用的，请据它新起一份草稿。", "Take it back first; of one in force begin a new draft."
        ),
    )


def not_sent() -> LayerRefused:
    """There is nothing to decide."""
    return LayerRefused(
        Text("它现在没有在送审", "it is not under review now"),
        Text("请刷新页面，看它现在的状态。", "Load the page again to see how it stands."),
    )


def not_adopted() -> LayerRefused:
    """There is nothing to end."""
    return LayerRefused(
        Text("它没有在用，不用停", "it is not in force: there is nothing to end"),
        Text("请刷新页面，看它现在的状态。", "Load the page again to see how it stands."),
    )


def changed_meanwhile() -> LayerRefused:
    """Somebody else saved it."""
    return LayerRefused(
        Text(
            "您打开这一页以后，别人改过它，没有保存", "somebody changed it after you opened the page; nothing was saved"
        ),
        Text("请看标出的地方，确认后再保存一次。", "Look at what is marked, then save again."),
    )


def has_errors(count: int) -> LayerRefused:
    """The check refuses it."""
    return LayerRefused(
        Text(f"还有 {count} 个问题，不能送审", f"{count} problems are left; it cannot be sent for review"),
        Text("请照编辑页上标出的改好，再送审。", "Mend what the editor marks, then send it."),
    )


def changes_nothing() -> LayerRefused:
    """Not one change."""
    return LayerRefused(
        Text("它和基准一样，什么也没有改", "it is the same as the base"),
        Text("改动一处以后再送审；不想改，就撤销草稿。", "Change something first, or drop the draft."),
    )


def reason_wanted() -> LayerRefused:
    """Nobody said why."""
    return LayerRefused(
        Text("还没有写理由", "no reason is given"),
        Text("请在编辑页写上学校为什么这样改。", "Say in the editor why the school wants it so."),
    )


def answer_wanted() -> LayerRefused:
    """Sent back without a word."""
    return LayerRefused(
        Text("退回要写明原因", "sending it back takes a reason"),
        Text("请写哪里要改、为什么。", "Say what is to be changed, and why."),
    )


def own_hand() -> LayerRefused:
    """Whoever wrote it cannot decide on it."""
    return LayerRefused(
        Text("自己起草、改过或送审的，要由另一个人决定", "whoever began, wrote or sent it cannot decide on it"),
        Text("请另一位有权决定的人来办。", "Ask another person who may decide."),
    )


def day_before(first: date) -> LayerRefused:
    """In the past."""
    return LayerRefused(
        Text(f"日期不能早于 {first}", f"the day cannot be before {first}"),
        Text(
            "已经过去的周期不按新的算；请选今天或以后。", "Nobody is measured anew for the past; choose today or later."
        ),
    )


def base_changed() -> LayerRefused:
    """The base means something else now."""
    return LayerRefused(
        Text("基准变了，这份校本指标要重新采用", "the base has changed: this layer is to be adopted anew"),
        Text("请据它在新的基准上新起一份草稿。", "Begin a draft from it on the new base."),
    )


def leaf_refused(what: Text) -> LayerRefused:
    """A leaf that cannot be added here."""
    return LayerRefused(what, Text("请换一个再加。", "Choose another."))


def run_not_usable() -> LayerRefused:
    """A run of another standard, or out of sight, or of which something was taken out."""
    return LayerRefused(
        Text("这个批次不能用来回测", "this run cannot be used for a backtest"),
        Text("请选同一标准、已经算完的批次。", "Choose a finished run of the same standard."),
    )
