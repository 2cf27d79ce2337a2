"""What can be wrong with layers (XH-O): each says the layer's line, and the base's line that forbids it."""

from xueheng.language.issues import define
from xueheng.wording import Text

define(
    "XH-O001",
    "error",
    Text(
        "基准 {base} {version} 的摘要是 {digest}（{there}），校本层写的是 {named_version} 的 {named}：要重新采用",
        "base {base} {version} has digest {digest} ({there}), this layer names {named} of {named_version}: "
        "to be re-adopted",
    ),
    Text(
        "基准的含义变了。用 ./xueheng overlay status 看清改动，再用 overlay adopt 重新采用。",
        'The base means something else now. Read what changed with "./xueheng overlay status", then "overlay adopt".',
    ),
)
define(
    "XH-O002",
    "error",
    Text("基准里没有节点“{node}”。{hint.zh}", 'node "{node}" is not in the base.{hint.en}'),
    Text(
        "按基准的代码从上到下写节点的路径，如 a.b.c；根写 total。",
        "Write the node's path with the codes of the base from the top, as a.b.c; the root is total.",
    ),
)
define(
    "XH-O003",
    "error",
    Text("“{node}”的权重是锁定的（{there}）", 'weights of "{node}" are locked ({there})'),
    Text(
        "基准没有用 open 开放的都不能改。",
        "What the base does not open is locked.",
    ),
)
define(
    "XH-O004",
    "error",
    Text("{node} {weight} 不在 {low}–{high} 之内（{there}）", "{node} {weight} is outside {low}–{high} ({there})"),
    Text(
        "权重只能在基准给的范围里动。",
        "A weight moves within the bounds that the base gives.",
    ),
)
define(
    "XH-O005",
    "error",
    Text(
        "值 {value.zh} 会得 {new} 分而不是 {old} 分：分档只能抬高（{there}）",
        "value {value.en} would get {new} instead of {old}: a band may only be raised ({there})",
    ),
    Text(
        "校本层只能更严，任何值的分都不能比基准高；每个分数线、线的两边和 else 都要比。",
        "A layer may only be stricter: no value gets more points than in the base, at any edge, beside it, or by else.",
    ),
)
define(
    "XH-O006",
    "error",
    Text(
        "加的观测点占“{node}”的 {taken} %，只开放 {open} %（{there}）",
        'added leaves take {taken} % of "{node}", {open} % is open ({there})',
    ),
    Text(
        "减小 share，或请基准的所有者多开放一些。",
        'Lower "share", or ask the base\'s owner to open more.',
    ),
)
define(
    "XH-O007",
    "error",
    Text("“{node}”不能加观测点，它没有开放（{there}）", 'no leaf may be added to "{node}": it is locked ({there})'),
    Text(
        "只能加在基准写了 open: {add: …} 的节点下。",
        "Leaves hang only under nodes that the base opens with open: {add: …}.",
    ),
)
define(
    "XH-O008",
    "error",
    Text("“{node}”的分档是锁定的（{there}）", 'bands of "{node}" are locked ({there})'),
    Text(
        "只能抬高基准写了 open: {raise: bands} 的观测点的分档。",
        "Only leaves that the base opens with open: {raise: bands} may be made stricter.",
    ),
)
define(
    "XH-O009",
    "error",
    Text(
        "{node} 的权重锁定为 {base}（{there}），这里写的是 {weight}",
        "the weight of {node} is locked at {base} ({there}), this says {weight}",
    ),
    Text(
        "没有开放的下级照基准原样写，一位小数也不能差；四舍五入也不行。",
        "A part that is not opened keeps its weight to the last digit; rounding moves it too.",
    ),
)
define(
    "XH-O010",
    "error",
    Text(
        "重写“{node}”的权重时漏了 {parts.zh}（{there}）",
        'the weights of "{node}" leave out {parts.en} ({there})',
    ),
    Text(
        "weigh 要把这个节点的全部下级都写上，没改的也写。",
        '"weigh" restates every part of the node, those that stay as well.',
    ),
)
define(
    "XH-O011",
    "error",
    Text(
        "“{name}”不是“{node}”的下级（{there}）。{hint.zh}",
        '"{name}" is not a part of "{node}" ({there}).{hint.en}',
    ),
    Text(
        "weigh 只给基准已有的下级；要加观测点，用 add。",
        '"weigh" names parts of the base only; new leaves come with "add".',
    ),
)
define(
    "XH-O012",
    "error",
    Text(
        "“{node}”的权重合计成了 {total}，基准是 {base}（{there}）",
        'the weights of "{node}" add up to {total} instead of {base} ({there})',
    ),
    Text(
        "合计要和基准一模一样：一项加多少，别的就减多少。",
        "The sum stays exactly the base's: what one part gains, others give.",
    ),
)
define(
    "XH-O013",
    "error",
    Text(
        "基准 {base} {version} 到 {until} 为止（{there}），{day} 已经不能用",
        "base {base} {version} was in force until {until} ({there}), {day} is later",
    ),
    Text(
        "基准已经停用；换成现行的基准，再重新采用。",
        "The base was withdrawn. Lay the layer over the one in force and adopt it anew.",
    ),
)
define(
    "XH-O014",
    "error",
    Text("“{node}”开放了 {key}，但{why.zh}", '"{node}" opens "{key}", but {why.en}'),
    Text(
        "开放了却用不上，等于没开放；删去，或改这个节点。",
        "An opening that nobody can use only seems open. Take it out, or change the node.",
    ),
)
define(
    "XH-O015",
    "error",
    Text(
        "没有写基准的摘要；{base}（{there}）现在的是 {digest}",
        'the base\'s digest is not given; that of {base} ({there}) is now "{digest}"',
    ),
    Text(
        "写进 over: digest；./xueheng overlay new 会自动写好。",
        'Write it into over: digest; "./xueheng overlay new" does.',
    ),
)
define(
    "XH-O016",
    "error",
    Text("“{name}”自己就是一个校本层（{there}），不能再叠一层", '"{name}" is itself a layer ({there}): no stacking'),
    Text(
        "一个基准，一个校本层；over 写基准标准。",
        'One base, one layer. Let "over" name the base standard.',
    ),
)
define(
    "XH-O017",
    "error",
    Text("“{node}”的 share 是 {share}，要大于 0、小于 100", 'share of "{node}" is {share}: it lies between 0 and 100'),
    Text(
        "share 是占所挂节点的百分比。",
        "A share is a per cent of the node the leaf hangs under.",
    ),
)
define(
    "XH-O018",
    "error",
    Text("代码“{code}”已经有了（{there}）", 'code "{code}" is taken ({there})'),
    Text(
        "加的观测点用自己的代码，整个标准里不能重复。",
        "An added leaf has a code of its own, once in the whole standard.",
    ),
)
define(
    "XH-O019",
    "warning",
    Text(
        "没有写明这一层是谁、何时、按哪次会议决定的",
        "this layer does not say who decided it, when, by which minute",
    ),
    Text(
        "写 decided: {by: 岗位, on: 日期, minute: 会议记录}，每项改动才说得出是谁定的。",
        "Write decided: {by: post, on: day, minute: …}, so that each change can say whose decision it is.",
    ),
)
define(
    "XH-O020",
    "error",
    Text(
        "for 要写一个单位，且是 {of} 所属的一级：{above.zh}。{hint.zh}",
        '"for" names one organisation that a {of} belongs to: {above.en}.{hint.en}',
    ),
    Text(
        "如 for: {school: 学校编号}。",
        "For example: for: {school: its number}.",
    ),
)
define(
    "XH-O021",
    "error",
    Text(
        "{node} 在基准里是 {weight}，不在它自己开放的 {low}–{high} 之内",
        "{node} weighs {weight} in the base, outside its own bounds {low}–{high}",
    ),
    Text(
        "开放的范围要包含基准自己的权重。",
        "Bounds take in the base's own weight.",
    ),
)
define(
    "XH-N016",
    "error",
    Text(
        "包“{pack}”已经从 {folder} 读入，同名的不能再读",
        'pack "{pack}" was read from {folder} already; names are unique',
    ),
    Text(
        "两个校本层的包要用不同的名称。",
        "Two layers live in packs of different names.",
    ),
)
define(
    "XH-P006",
    "error",
    Text(
        "观测点“{leaf}”用了文字“{name}”（{there}）的内容{through.zh}",
        'leaf "{leaf}" uses what is written in "{name}" ({there}){through.en}',
    ),
    Text(
        "人写的话不评分；可以数有没有写（is known）、有几种（distinct），要分类就用 one_of。",
        "What people write is not judged. Count whether there is any (is known) or how many (distinct); "
        "use one_of for kinds.",
    ),
)
define(
    "XH-P007",
    "error",
    Text(
        "观测点“{leaf}”读了“{name}”（{there}）{through.zh}，它涉及{kind.zh}，不能用来评价人",
        'leaf "{leaf}" reads "{name}" ({there}){through.en}, which tells of {kind.en}: no person is judged by it',
    ),
    Text(
        "标了 sensitive 的记录可以存，可以关心，不能进评价；理想信念也只看参加和做到的事。",
        'What is marked "sensitive" may be kept and cared for, not judged. Ideals count as taking part and doing only.',
    ),
)
define(
    "XH-P008",
    "error",
    Text(
        "观测点“{leaf}”读了“{name}”（{there}）{through.zh}，“{word}”涉及{kind.zh}，不能用来评价人",
        'leaf "{leaf}" reads "{name}" ({there}){through.en}: "{word}" tells of {kind.en}, no person is judged by it',
    ),
    Text(
        "在记录类型或字段上写明 sensitive，并从评价里去掉；确实不是的，换个不会误会的名称。",
        'Mark the record type or field "sensitive" and leave it out of the evaluation; if it is none, rename it.',
    ),
)
define(
    "XH-W006",
    "error",
    Text(
        "算例“{example}”应当被 {wanted} 拒绝，实际是{found.zh}",
        'example "{example}" should be refused by {wanted}; it was {found.en}',
    ),
    Text(
        "要么这处改动并不违规，要么编号写错；逐条对照 check --list-rules。",
        'Either the change is allowed, or the id is another one; compare "check --list-rules".',
    ),
)
