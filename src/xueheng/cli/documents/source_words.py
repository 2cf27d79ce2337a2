"""How sure a source is, and whose decision it is, in words."""

from xueheng.wording import Text

STATUS_WORDS = {
    "verified": Text("已对照原文核实", "verified against the document"),
    "verified-partly": Text("部分对照原文核实", "partly verified against the document"),
    "verified-secondary": Text("据转引资料核实，未见原文", "verified from secondary material, not the document"),
    "verified-provincial": Text("据省级文件核实", "verified against a provincial document"),
    "verified-draft": Text("据征求意见稿核实，可能有变", "verified against a draft, which may change"),
    "decided": Text("由制定者自行决定", "decided by its owner"),
    "recalled": Text("凭记忆写下，尚未对照原文", "written from memory, not yet checked against the document"),
    "doubtful": Text("存疑，不能公布", "doubtful, not to be published"),
    "missing": Text("没有出处，不能公布", "without a source, not to be published"),
}
"""Status of a source → what it means to a reader."""

SURE = frozenset({"verified", "decided"})
"""Statuses that need no warning."""

OWNER_WORDS = {
    "nation": Text("国家", "the nation"),
    "province": Text("省（自治区、直辖市）", "the province"),
    "district": Text("区县", "the district"),
    "school": Text("学校", "the school"),
}
"""Owner of a standard → whose decision it is."""


def status_words(status: str) -> Text:
    """The words for a status, led by the status itself where it asks for care: recalled 凭记忆…."""
    words = STATUS_WORDS.get(status, Text(status))
    return words if status in SURE else Text(f"{words.zh}（{status}）", f"{words.en} ({status})" if words.en else "")


def owner_words(owner: str) -> Text:
    """The words for an owner; an unknown one is named as it stands."""
    return OWNER_WORDS.get(owner, Text(owner))


def document_words(doc: str, number: str) -> str:
    """A document with its number: 国家学生体质健康标准，教体艺〔2014〕5号."""
    return "，".join(part for part in (doc, number) if part)
