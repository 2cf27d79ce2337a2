"""What can be wrong with reports (XH-B)."""

from xueheng.language.issues import define
from xueheng.wording import Text

define(
    "XH-B001",
    "error",
    Text("报告里没有“{name}”。{hint.zh}", '"{name}" does not stand in the report.{hint.en}'),
    Text(
        "句子只能说报告里有的：facts 里的代码，或 results 里列出的“标准.节点”。",
        'A sentence is about what the report shows: a code under "facts", or "standard.node" of what "results" lists.',
    ),
)
define(
    "XH-B002",
    "error",
    Text("“{node}”没有等级“{level}”。{hint.zh}", '"{node}" has no level "{level}".{hint.en}'),
    Text(
        "等级按标准的 levels 写代码；没有等级的节点用 at_least、at_most。",
        'Levels are written by their code under "levels" of the standard; a node without any takes at_least, at_most.',
    ),
)
define(
    "XH-B003",
    "error",
    Text("事实“{node}”用了赋分规则", 'fact "{node}" has a scale'),
    Text(
        "报告的 facts 只列事实，不打分；要等级，在标准里定，再列进 results。",
        'Facts of a report have no points. Give points in a standard and list that under "results".',
    ),
)
define(
    "XH-B004",
    "error",
    Text("标准“{standard}”没有这样的内容可写", 'standard "{standard}" has nothing of this kind to show'),
    Text(
        "有等级的标准写 levels，另要分的写 points，只记事实的写 values；报告不替标准造总分或等级。",
        "levels where there are levels, points to add points, values for a standard of facts. Nothing is made up.",
    ),
)
define(
    "XH-B005",
    "error",
    Text("“{name}”说的是“{of}”，报告写的是“{about}”", '"{name}" is of "{of}", the report is about "{about}"'),
    Text("一份报告只写一个主体自己的结果和记录。", "A report has results and records of its one subject alone."),
)
define(
    "XH-B006",
    "error",
    Text("下限 {low} 高于上限 {high}，这一句永远不说", "{low} is above {high}: this is never said"),
    Text("at_least 不能大于 at_most。", "at_least is not greater than at_most."),
)
define(
    "XH-B007",
    "error",
    Text("“{node}”不是数，不能比大小", '"{node}" is no number and cannot be compared'),
    Text(
        "有等级的写 level；两样都不写，就是有内容时说。",
        "Write level for one that has levels; neither: whenever there is anything.",
    ),
)
define(
    "XH-B008",
    "error",
    Text("句子里不能有“{found}”", '"{found}" cannot stand in a sentence'),
    Text(
        "只有 {{value}} 会换成内容，并且要写明 of。名字不必写，评语总是给本人的。",
        "Only {{value}} is filled in, and only beside of. No name is needed: a comment is always to its subject.",
    ),
)
