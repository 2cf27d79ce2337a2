"""What can be wrong with standards (XH-S), decisions (XH-D), examples (XH-W) and runs (XH-R)."""

from xueheng.language.issues import define
from xueheng.wording import Text

define(
    "XH-S001",
    "error",
    Text("节点“{node}”没有说缺了下级怎么办", 'node "{node}" does not say what a missing part does'),
    Text(
        "写 missing: zero（按 0 分）、leave_out（其余重新分权）或 block（没有结果）；三种缺法不能混。",
        "Write missing: zero (0 points), leave_out (the others are reweighed) or block (no result).",
    ),
)
define(
    "XH-S002",
    "error",
    Text(
        "代码“{code}”在这个标准里出现两次，第一次在第 {line} 行",
        'code "{code}" stands twice in this standard, first on line {line}',
    ),
    Text(
        "结果表按代码分列；给其中一个换个代码。",
        "Results have one column a code. Give one of the two another code.",
    ),
)
define(
    "XH-S003",
    "error",
    Text(
        "这一行权重合计 {total}，上一行是 {above}",
        "this row of weights adds up to {total}, the row above to {above}",
    ),
    Text(
        "各行权重合计要相同，多半是漏了一项或打错一个数。",
        "All rows add up to the same; most likely an item is missing or a number mistyped.",
    ),
)
define(
    "XH-S004",
    "error",
    Text("分档重叠或倒退：{before} 之后是 {bound}", "bands overlap or fall: {bound} after {before}"),
    Text(
        "档从好到差写：越高越好的递减，越低越好（better: low）的递增；line 的值递增。",
        "Bands stand best first: falling where high is better, rising with better: low. Values of a line rise.",
    ),
)
define(
    "XH-S005",
    "error",
    Text("“{name}”不是节点“{node}”的下级。{hint.zh}", '"{name}" is not a part of node "{node}".{hint.en}'),
    Text(
        "权重只能给这个节点 parts 里的代码。",
        'Weights are given to codes under "parts" of this node.',
    ),
)
define(
    "XH-S006",
    "warning",
    Text("来源状态是“{status}”：不能公布", 'status of its source is "{status}": cannot be published'),
    Text(
        "missing 和 doubtful 的规则可以试算，不能公布；取得原文核对后改状态。",
        "A rule that is missing or doubtful may be tried, not published. Check it against the "
        "document, then mend the status.",
    ),
)
define(
    "XH-S007",
    "warning",
    Text(
        "“{node}”没有写权重，而同级的写了：它按 1 算",
        '"{node}" has no weight, though its sisters have: it weighs 1',
    ),
    Text(
        "要么每个下级都写 weight，要么都不写（一样重）。",
        "Let every part say its weight, or none (then all are equal).",
    ),
)
define(
    "XH-S008",
    "error",
    Text("规则只能看它下面的节点；“{node}”不在下面", 'a rule may look at nodes below it; "{node}" is not below'),
    Text(
        "分数由下往上算；把规则移到两者之上的节点。",
        "Points are computed from below. Move the rule to a node above both.",
    ),
)
define(
    "XH-S009",
    "error",
    Text("赋分规则“{scale}”不要“{name}”。{hint.zh}", 'scale "{scale}" does not take "{name}".{hint.en}'),
    Text(
        "scale 里除 use 外，只能写它 takes 里的词。",
        'Besides "use" only words of its "takes" may be given.',
    ),
)
define(
    "XH-S010",
    "error",
    Text("赋分规则“{scale}”要“{name}”，没有给", 'scale "{scale}" takes "{name}", which is not given'),
    Text(
        "写成 scale: {use: 名称, 词: 值}。",
        "Write scale: {use: name, word: value}.",
    ),
)
define(
    "XH-S011",
    "error",
    Text("{of} 不属于 {group}，不能按它分组", "{of} does not belong to {group}: no group of it"),
    Text(
        "groups 里写主体的上级。",
        '"groups" names entities above the one that is evaluated.',
    ),
)
define(
    "XH-S012",
    "error",
    Text("等级“{level}”与“{other}”的分数线相同", 'level "{level}" begins where "{other}" begins'),
    Text(
        "两个等级不能从同一个分数开始，否则不知道是哪一级。",
        "Two levels cannot begin at one number, else nobody knows which it is.",
    ),
)
define(
    "XH-S013",
    "error",
    Text("标准“{standard}”没有节点“{name}”。{hint.zh}", 'standard "{standard}" has no node "{name}".{hint.en}'),
    Text(
        "写节点代码，或 total、level、代码.level。",
        "Write a node's code, or total, level, code.level.",
    ),
)
define(
    "XH-W001",
    "error",
    Text(
        "算例“{example}”：{code} 是 {found}，文件里写的是 {written}",
        'example "{example}": {code} is {found}, the file says {written}',
    ),
    Text(
        "不是规则写错了，就是算例算错了；按 sum 里的话再算一遍。",
        'Either the rule or the sum is wrong. Work it out again by the words in "sum".',
    ),
)
define(
    "XH-W002",
    "warning",
    Text("算例“{example}”没有把算式写成话", 'example "{example}" has no sum in words'),
    Text(
        "在 sum 里写出怎么算的，别人才能不靠程序核对。",
        'Write in "sum" how it is worked out, so that people can check it without a program.',
    ),
)
define(
    "XH-W003",
    "error",
    Text(
        "算例“{example}”要“{code}”的答案，{run} 没有它。{hint.zh}",
        'example "{example}" asks for "{code}", which {run} does not have.{hint.en}',
    ),
    Text(
        "then 里写节点代码、total、level、代码.level，或统计项。",
        '"then" names codes of nodes, total, level, code.level, or measures.',
    ),
)
define(
    "XH-W004",
    "error",
    Text(
        "算例“{example}”用到的“{name}”没有给出。{hint.zh}",
        'example "{example}" speaks of "{name}", which is not given.{hint.en}',
    ),
    Text(
        "记录和答案里的主体，要先在 given 里给出，或是给出的主体的上级。",
        "Subjects of records and answers are given first, or belong to those given.",
    ),
)
define(
    "XH-R001",
    "error",
    Text(
        "统计范围 {population}：{subject} 的{value}未知，算不算在内定不下来",
        "population {population}: {value} is unknown for {subject}; it is neither in nor out",
    ),
    Text(
        "统计范围的条件要对每个主体都有定论，否则分母会悄悄变；补上这个值。",
        "A population's condition is decided for everybody, else a denominator moves in silence. Fill in the value.",
    ),
)
define(
    "XH-R002",
    "error",
    Text("输入 {input} 没有 {label} 的已发布结果", "input {input} has no published run for {label}"),
    Text(
        "先发布所读的结果，再运行这个标准。",
        "Publish the result that is read, then run this standard.",
    ),
)
define(
    "XH-D001",
    "error",
    Text(
        "决策表第 {row} 行有 {found} 格，应有 {wanted} 格",
        "decision row {row} has {found} cells, {wanted} are wanted",
    ),
    Text(
        "每行按 given 和 gives 的顺序写全，不论的写 -。",
        'A row has a cell for each of "given" and "gives", - where it does not matter.',
    ),
)
define(
    "XH-D002",
    "error",
    Text("没有一行回答（{case}）", "no row answers ({case})"),
    Text(
        "补一行，或在末尾写一行全是 - 的。",
        "Add a row, or a last one with - throughout.",
    ),
)
define(
    "XH-D003",
    "error",
    Text("第 {row} 行永远用不到：第 {first} 行在前", "row {row} can never be hit: row {first} comes first"),
    Text(
        "先到先中；把更窄的一行移到前面，或删去它。",
        "The first that fits counts. Move the narrower row up, or remove it.",
    ),
)
