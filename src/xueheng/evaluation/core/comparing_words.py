"""What moved between two runs and what made it, in words."""

from xueheng.evaluation.core.comparing_causes import CauseKind
from xueheng.wording import Text

DIRECTIONS = {
    "same": Text("没有变", "the same"),
    "up": Text("上升", "up"),
    "down": Text("下降", "down"),
    "gap": Text("只有一边有结果", "a result on one side only"),
    "other": Text("其他变动", "otherwise"),
}
KIND_WORDS: dict[CauseKind, Text] = {
    "records": Text("记录变了", "records changed"),
    "measure": Text("统计办法变了", "measure changed"),
    "value": Text("记录或统计办法变了", "records or measure changed"),
    "scale": Text("赋分规则变了", "scale changed"),
    "value_scale": Text("值和赋分规则都变了", "value and scale both changed"),
    "weight": Text("权重变了", "weight changed"),
    "weight_row": Text("适用了另一行权重", "another row of weights applied"),
    "added": Text("新增", "added"),
    "removed": Text("去掉", "removed"),
    "rule": Text("否决、封顶或加分", "a veto, cap or bonus"),
    "levels": Text("等级线或取位变了", "levels or decimals changed"),
    "policy": Text("缺了怎么办，规定变了", "what follows when missing changed"),
    "needs": Text("已有的部分够不够规定的权重，变了", "whether enough weight is known changed"),
    "applying": Text("适用与否变了", "whether it applies changed"),
    "combine": Text("合成办法变了", "combining changed"),
    "rest": Text("其余", "the rest"),
    "missing": Text("缺数据", "missing data"),
}
