"""What can be wrong where values are composed: `by` (XH-M035, XH-M036), results of other standards (XH-S014 to
XH-S016), rows and inputs that hold (XH-T011, XH-T012), answers of examples (XH-W005, XH-W007).
"""

from xueheng.language.issues import define
from xueheng.wording import Text

define(
    "XH-M035",
    "error",
    Text(
        "“{name}”按“{by}”分，这里没有“{by}”，不知道要哪一个的值",
        '"{name}" is by {by}; nothing here says for which {by} it is read',
    ),
    Text(
        "在同样按它分的统计项或标准里读，或从有这一列（或属性）的行里读，如 from 一张以它为键的表。",
        "Read it in a measure or standard with the same by, or in folded rows that have such a column or attribute, "
        "as those of a table with one line a code.",
    ),
)
define(
    "XH-M036",
    "error",
    Text("“{name}”没有一套代码，不能按它分", '"{name}" has no list of codes: nothing can be divided by it'),
    Text(
        "by 要写 one_of 或 code: 表 的字段、属性或表列；"
        "标准和由别的值算出的统计项按它分时，至少要读到一个这样的统计项。",
        '"by" names a field, attribute or column that is a one_of or the code of a table; a standard or a '
        "derived measure by it reads at least one measure of rows that have it.",
    ),
)
define(
    "XH-M037",
    "error",
    Text("要走 {most} 多步才算得出“{name}”", 'more than {most} definitions in a row lead to "{name}"'),
    Text(
        "每个值由更早的值算出，一串最多 30 个，否则没有人说得清一个数从哪里来；把中间几步合成一个算式。",
        "Values are made of earlier ones, at most 30 in a row: beyond that nobody can say where a figure comes from. "
        "Put several steps into one expression.",
    ),
)
define(
    "XH-S014",
    "error",
    Text("标准“{standard}”的“{node}”没有{what.zh}", '"{node}" of standard "{standard}" has no {what.en}'),
    Text(
        "并列（profile）的节点和没有评分尺的观测点没有分数；值只有观测点有；等级只有写了 levels 的节点有。",
        "A profile and a leaf without a scale have no points; only a leaf has a value; a level stands only where "
        '"levels" are written.',
    ),
)
define(
    "XH-S015",
    "error",
    Text(
        "标准“{name}”评的是 {of}，这里要 {wanted} 的结果",
        'standard "{name}" is of {of}, here one of {wanted} is wanted',
    ),
    Text(
        "上级的结果写 上级.标准.代码；下级的结果先折成统计项，如 mean: 标准.total, from: 统计范围。",
        "A parent's result is parent.standard.code; results of those below are folded first, as in "
        "mean: standard.total, from: a population.",
    ),
)
define(
    "XH-S016",
    "warning",
    Text("inputs 里的“{input}”没有一处读到", 'input "{input}" is read nowhere in this standard'),
    Text(
        "删去它，或检查本该读它的观测点：写进 inputs 的结果每次运行都要先备好。",
        "Remove it, or look at the leaf that was to read it: every input must be there before a run starts.",
    ),
)
define(
    "XH-T011",
    "error",
    Text(
        "{standard} 的结果属于一个时期，“{found}”不是时期",
        'results of {standard} are of a period; "{found}" is none',
    ),
    Text(
        "写 period、校历里的时段，或 previous 时段。",
        "Write period, a window of the calendar, or previous and such a window.",
    ),
)
define(
    "XH-T012",
    "error",
    Text("“{key}: {said}”对 {rows} 没有意义", '"{key}: {said}" means nothing for {rows}'),
    Text(
        "标准的结果属于整个时期和它所评的主体；名单的条目取某一天；周、月、季度、学期的行不能再按别的分。删去这一键。",
        "Results are of the whole period and of whom the standard is of; entries of a register are taken on one day; "
        "weeks, months, quarters and terms cannot be divided further. Remove this key.",
    ),
)
define(
    "XH-W005",
    "error",
    Text(
        "算例“{example}”的“{name}”按“{by}”分，没有写是哪一个",
        'example "{example}": "{name}" is by {by}, and it is not said which',
    ),
    Text(
        "在答案的代码后写上它，如 代码.primary。",
        "Write the code after the name, as in name.primary.",
    ),
)
define(
    "XH-W007",
    "error",
    Text(
        "算例“{example}”要带校本层运行，这个包没有校本层",
        'example "{example}" runs with a layer, and this pack has none',
    ),
    Text(
        "删去 overlay: yes，或把算例移到有 overlay.yaml 的包里。",
        "Remove overlay: yes, or move the example to the pack that has overlay.yaml.",
    ),
)
