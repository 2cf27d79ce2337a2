"""The fixed words of the pages."""

from xueheng.wording import Text

ALL_RESULTS = Text("全部结果", "All results")
HOW_REACHED = Text("这个结果是怎么来的", "How this result was reached")
STEP_BY_STEP = Text("逐项拆开", "Taken apart")
RECORDS = Text("用到的记录", "The records used")
WHOSE_RULE = Text("谁定的标准", "Whose standard this is")
CHECK_IT = Text("自己核对", "Check it yourself")

ITEM = Text("项目", "Item")
MEASURED = Text("测得", "Measured")
POINTS = Text("得分", "Points")
TIMES_WEIGHT = Text("× 权重", "× weight")
IS_GIVEN = Text("= 计入", "= counted")
COUNTED = Text("计入", "Counted")
SUM = Text("合计", "Sum")
CAPTIONS = {
    "weighted": Text(
        "每一行：得分 × 权重 = 计入；加起来就是合计", "Each line: points × weight = counted; together they are the sum"
    ),
    "sum": Text("各行相加就是合计", "The lines add up to the sum"),
    "least": Text("取各行中最低的", "The lowest line counts"),
    "profile": Text("各行并列，不相加", "The lines stand side by side and are not added"),
}
"""How to read a table of parts, by `combine`."""
NO_SUM = Text("有缺，所以没有合计", "Something is missing, so there is no sum")
NO_RECORD_OF_IT = Text("没有它的记录", "no record of it")
LEAST = Text("取最低的一项", "The lowest counts")
SIDE_BY_SIDE = Text("各项并列，不合成一个总数。", "The items stand side by side; they make no total.")

MISSING = Text("缺", "missing")
AS_ZERO = Text("按 0 计", "counts as 0")
NOT_APPLYING = Text("不适用", "not applying")
NO_TOTAL = Text("没有总得分", "No total")
NOT_FOR_SUBJECT = Text(
    "这份标准在本时段不适用于这个对象，所以没有结果；这不是零分。",
    "The standard does not apply here in this period, so there is no result; this is not a nought.",
)
WHAT_TO_DO = Text(
    "补上记录后重新评价一次，就会有总得分。", "Add the records and evaluate again, and there will be a total."
)
NO_RECORDS = Text("没有用到任何记录。", "No record was used.")
ASIDE = Text("不适用（不要求，连同权重一起不计）：", "Not applying (not asked for; it leaves with its weight): ")

POLICY = {
    "block": Text(
        "标准规定：缺了这一项，上一级就没有得分；它不按零分计。",
        "The standard says: without this item there are no points above it; it does not count as 0.",
    ),
    "leave_out": Text(
        "标准规定：缺了这一项就不计，其余各项按权重重新分配。",
        "The standard says: without this item the others share its weight.",
    ),
    "zero": Text(
        "标准规定：缺了这一项按 0 分计；测得的值仍然是“缺”。",
        "The standard says: without this item its points are 0; its value stays missing.",
    ),
}
"""What the standard does about a missing part, by `if_missing`."""

SHORT_POLICY = {
    "block": Text("没有总得分", "no total"),
    "leave_out": Text("不计，其余各项按权重重新分配", "left out, the others share its weight"),
    "zero": Text("按 0 分计", "counts as 0"),
}
"""The same in a table's cell."""

RULE_ACTS = {
    "at_most": Text("不超过 {amount}", "at most {amount}"),
    "at_least": Text("不低于 {amount}", "at least {amount}"),
    "times": Text("乘以 {amount}", "times {amount}"),
    "plus": Text("加 {amount}", "plus {amount}"),
}
"""What a rule does to the exact points, by `act`."""

LEAF_LINES = {
    "points": Text("怎么得分", "Scoring"),
    "measure": Text("怎么统计", "Measure"),
    "rests_on": Text("根据", "Rests on"),
}
RECORD = Text("记录", "record")
SOURCE = Text("依据", "source")
SOURCES = Text("依据", "Sources")
CHECK_WORDS = Text(
    "在装有学衡的电脑上、放着这些工作簿的文件夹里运行下面的命令，会得到同样的数字；改动任何一条记录或标准，摘要就会不同。",
    "Run this command where Xueheng is installed, in the folder with the workbooks: it gives the same numbers. "
    "If any record or the standard had changed, the digests would differ.",
)
MORE_RECORDS = Text(
    "还有 {count} 条记录没有列出，用下面的命令可以看全。", "{count} more records: the command below shows all."
)
DIGESTS = Text("摘要（SHA-256）", "Digests (SHA-256)")


def care(sources: int) -> Text:
    """How many sources a result rests on that nobody has checked against the document."""
    return Text(
        f"有 {sources} 处依据还没有对照原文核实，请以文件为准",
        f"{sources} of the sources {'has' if sources == 1 else 'have'} not been checked against the document: "
        "the document decides",
    )
