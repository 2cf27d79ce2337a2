"""The words around an explanation's numbers: how parts are put together, whose decision something is, how sure."""

from collections.abc import Mapping
from typing import Any

from xueheng.evaluation.exact_sums import shown_exactly
from xueheng.wording import Text

Data = Mapping[str, Any]
COMBINED = {
    "weighted": Text("按权重平均", "weighted mean"),
    "sum": Text("各项相加", "sum"),
    "least": Text("取最低一项", "the least of its parts"),
    "profile": Text("各项并列，不合成总分", "side by side, not put together"),
}
OWNERS = {
    "nation": Text("国家", "the nation"),
    "province": Text("省（自治区、直辖市）", "the province"),
    "district": Text("区县", "the district"),
    "school": Text("学校", "the school"),
}
STATUSES = {
    "verified": Text("已对照原文核实", "verified against the document"),
    "verified-partly": Text("部分对照原文核实", "partly verified"),
    "verified-secondary": Text("据转引资料核实", "verified from secondary material"),
    "verified-provincial": Text("据省级文件核实", "verified against a provincial document"),
    "verified-draft": Text("据征求意见稿核实，可能有变", "verified against a draft"),
    "decided": Text("由制定者自行决定", "decided by its owner"),
    "recalled": Text("凭记忆写下，尚未对照原文", "written from memory, not yet checked"),
    "doubtful": Text("存疑", "doubtful"),
    "missing": Text("没有出处", "without a source"),
}
CHANGES = {
    "weigh": Text("权重", "weight"),
    "add": Text("加的观测点", "added leaf"),
    "raise": Text("分档", "bands"),
}


def text_of(said: Data | None) -> Text:
    """Words of the data as a text."""
    return Text(str((said or {}).get("zh") or ""), str((said or {}).get("en") or ""))


def state_said(node: Data) -> Text | None:
    """Why a node has no number; None where it has one."""
    if node["state"] == "not_applying":
        return Text("不适用", "does not apply")
    if node["state"] == "missing":
        return Text("缺数据，按零分计", "no data, counted as zero") if node["zeroed"] else Text("缺数据", "no data")
    return None


def source_said(source: Data) -> Text | None:
    """The document that decided it, and how sure that is."""
    document = "，".join(part for part in (source["doc"], source["no"]) if part)
    status = STATUSES.get(str(source["status"]), Text(str(source["status"])))
    return Text(f"{document}（{status.zh}）", f"{document} ({status.en})") if document else None


def owner_said(owner: str) -> Text:
    """Whose decision."""
    return OWNERS.get(owner, Text(owner))


def decision_said(change: Data, weight: str | None) -> Text:
    """What a layer changed here, from what to what, and who decided it."""
    what, now = CHANGES.get(str(change["what"]), Text(str(change["what"]))), shown_exactly(weight)
    if change["what"] == "weigh":
        told = Text(f"{what.zh} {change['before']} → {now}", f"{what.en} {change['before']} → {now}")
    elif change["what"] == "add":
        told = Text(f"{what.zh}，占 {now}%", f"{what.en}, {now}% of the node")
    else:
        told = Text(f"{what.zh}，原为 {change['before']}", f"{what.en}, before {change['before']}")
    decided = layer_said(change["decision"])
    return Text(f"{told.zh}。{decided.zh}", f"{told.en}. {decided.en}")


def layer_said(decision: Data) -> Text:
    """Level, post, day and minute of a layer's decision."""
    owner, post = owner_said(str(decision["owner"])), text_of(decision["post"])
    rest = [str(decision[name]) for name in ("on", "minute") if decision[name]]
    zh, en = [owner.zh, post.zh, *rest], [owner.en, post.en or post.zh, *rest]
    return Text("，".join(part for part in zh if part), ", ".join(part for part in en if part))
