"""What the script of a sheet says; in both languages here, so that the script itself holds no words."""

from collections.abc import Mapping

from xueheng.wording import Text

WORDS: Mapping[str, Text] = {
    "blank": Text("未记", "not marked"),
    "erase": Text("擦除", "Wipe"),
    "all": Text("全班", "Whole class"),
    "value": Text("填的数", "Number"),
    "marked": Text("涂了 {n}", "{n} marked"),
    "save": Text("保存 {n} 条", "Save {n}"),
    "save_none": Text("保存", "Save"),
    "will_send": Text("{n} 条将发出", "{n} about to be sent"),
    "undo": Text("撤销", "Undo"),
    "undo_tap": Text("退一步", "Step back"),
    "sending": Text("正在发送 {n} 条", "sending {n}"),
    "waiting": Text(
        "没有网络，{n} 条已存在本机，联网后自动发送。", "No network; {n} kept on this device, sent when it is back."
    ),
    "waiting_short": Text("待发送 {n}", "{n} to send"),
    "again": Text(
        "没有送到，{n} 条还在本机，稍后自动再发。", "Not delivered; {n} kept on this device, tried again soon."
    ),
    "signed_out": Text(
        "登录已结束，{n} 条还在本机。重新登录后自动发送。",
        "You are signed out; {n} kept on this device, sent when you are back.",
    ),
    "refused": Text(
        "{n} 条没有存，还在本机。请刷新本页看原因。", "{n} not stored, still on this device. Reload to see why."
    ),
    "take_back": Text("撤回刚存的 {n} 条", "Retract these {n}"),
    "taken_back": Text("已撤回 {n} 条；历史里留有记录。", "{n} retracted; the history keeps them."),
    "not_taken_back": Text(
        "没有撤回，请重试，或在“全部记录”里撤回。", "Not retracted; try again, or retract them under Records."
    ),
    "state_waiting": Text("待发", "to send"),
    "state_stored": Text("已存", "stored"),
    "state_returned": Text("退回", "returned"),
    "note_lost": Text(
        "上次的备注或照片没有存在本机。请补上，再保存这些点选。",
        "The note or the photo was not kept on this device. Add it again, then save.",
    ),
    "no_storage": Text(
        "这个浏览器不能在本机保留点选。出现“已存”以前请不要关掉本页。",
        "This browser keeps nothing on the device. Do not close the page before it says stored.",
    ),
    "elsewhere": Text(
        "本机还有 {n} 条别的快记待发送，正在发送。", "{n} marks of other sheets are still on this device; sending."
    ),
    "watching": Text("好的，近期不再提示。", "All right; no more hints for a while."),
    "ringed": Text("近期没有记录", "nothing recorded lately"),
}
