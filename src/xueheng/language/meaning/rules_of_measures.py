"""What can be wrong with measures (XH-M), expressions (XH-E) and windows (XH-T)."""

from xueheng.language.issues import define
from xueheng.wording import Text

define(
    "XH-M012",
    "error",
    Text("没有叫“{name}”的统计项。{hint.zh}", 'measure "{name}" is not defined.{hint.en}'),
    Text(
        "名称可以是主体的属性或统计项，上级的写 上级.名称，别的包的写 包名.名称。",
        "A name is an attribute or measure of the subject; a parent's is parent.name, another pack's pack.name.",
    ),
)
define(
    "XH-M013",
    "error",
    Text("没有叫“{name}”的东西可以给出行。{hint.zh}", 'nothing called "{name}" gives rows.{hint.en}'),
    Text(
        "from 可写记录类型、统计范围、表、名单、活动的行，或 weeks、months、quarters、terms。",
        '"from" takes record types, populations, tables, registers, an activity\'s rows, or weeks, '
        "months, quarters, terms.",
    ),
)
define(
    "XH-M014",
    "error",
    Text(
        "“{name}”不是 {rows} 的字段，也不是 {entity} 的属性或统计项。{hint.zh}",
        '"{name}" is not a field of {rows} nor an attribute of {entity}.{hint.en}',
    ),
    Text(
        "名称先在行的列里找，再在行所属主体的属性和统计项里找；问的那个主体的写 subject.名称。",
        "A name is a column of the row, else an attribute or measure of the row's subject; the "
        "asked subject's is subject.name.",
    ),
)
define(
    "XH-M015",
    "error",
    Text("“{name}”要正好一种算法，现有：{found.zh}", 'exactly one fold is wanted in "{name}"; found {found.en}'),
    Text(
        "一个统计项只折一次：count、share、sum、mean、min、max、best、first、latest、distinct、"
        "variation、pick，或 value，或 cases。",
        "A measure folds once: count, share, sum, mean, min, max, best, first, latest, distinct, "
        "variation, pick; or value; or cases.",
    ),
)
define(
    "XH-M016",
    "error",
    Text("{rows} 属于 {about}，通不到 {of}{remedy.zh}", "records about {about} do not lead to {of}{remedy.en}"),
    Text(
        "行只能折到它所属的主体或其上级；不然用 through 写明通往它的字段。",
        'Rows fold into what they are about or into its parents; else "through" names the field that leads there.',
    ),
)
define(
    "XH-M017",
    "error",
    Text(
        "统计项“{name}”是 {grains} 的，这里要 {wanted} 的。{hint.zh}",
        'measure "{name}" is of {grains}, here one of {wanted} is wanted.{hint.en}',
    ),
    Text(
        "在它的 of 里加上这里的主体，或换一个统计项；上级的写 上级.名称。",
        'Add this entity to its "of", or use another measure; a parent\'s is read as parent.name.',
    ),
)
define(
    "XH-M018",
    "error",
    Text("定义成了圈：{chain}", "measures go in a circle: {chain}"),
    Text(
        "每个值都要由更早的值算出；断开其中一处。",
        "Each value is computed from earlier ones. Break the circle in one place.",
    ),
)
define(
    "XH-M019",
    "error",
    Text("统计层级超过 8 层：{first} → … → {last}", "more than 8 floors: {first} → … → {last}"),
    Text(
        "每折一次高一层，最多 8 层，否则没有人说得清一个数从哪里来。",
        "Every fold is one floor higher, eight at most: beyond that nobody can say where a figure comes from.",
    ),
)
define(
    "XH-M020",
    "error",
    Text("差异系数只能比较或显示，不能参与计算", '"variation" may be compared or shown, not added'),
    Text(
        "它是平方根，只按平方精确比较；把比较写成一个条件。",
        "It is a square root and is exact in comparisons only. Compare it with a number, or show it.",
    ),
)
define(
    "XH-M021",
    "error",
    Text(
        "“{mode}”会碰到两行：where 没有定下键列“{column}”",
        '"{mode}" can meet two rows: where does not fix the key column "{column}"',
    ),
    Text(
        "在 where 里给这一键列写一个等式。",
        'Set this key column equal to something in "where".',
    ),
)
define(
    "XH-M022",
    "error",
    Text("引擎“{engine}”算不了“{fold}”", 'engine "{engine}" cannot do "{fold}"'),
    Text(
        "换一个引擎，或换一种算法；不会用近似代替。",
        "Use another engine or another fold; nothing is approximated in its place.",
    ),
)
define(
    "XH-M030",
    "error",
    Text("pick 取表里唯一的一行；{rows} 不是表", '"pick" reads the one line of a table; {rows} is none'),
    Text(
        "从记录里取值用 latest、first、best、max 或 min。",
        "Take a value from records with latest, first, best, max or min.",
    ),
)
define(
    "XH-M031",
    "error",
    Text("“{fold}”要有日子的行；{rows} 的行没有日子", '"{fold}" needs rows with a day; rows of {rows} have none'),
    Text(
        "先后只对记录和时间窗有意义；别的行用 max、min 或 best。",
        "Earlier and later mean something for records and windows only. Use max, min or best.",
    ),
)
define(
    "XH-M032",
    "error",
    Text("“{name}”不是 {rows} 的列。{hint.zh}", '"{name}" is not a column of {rows}.{hint.en}'),
    Text(
        "这里只能用行自己的列。",
        "Only the row's own columns can be named here.",
    ),
)
define(
    "XH-M033",
    "error",
    Text(
        "“{name}”与“{first}”不能合在一起：只有同一主体的记录类型可以并列",
        '"{name}" and "{first}" cannot be taken together: only record types about one entity can',
    ),
    Text(
        "from 写几项时，都要是记录类型，且 about 相同。",
        'Several names under "from" must all be record types with the same "about".',
    ),
)
define(
    "XH-M034",
    "error",
    Text(
        "“{fold}: all”没有可折的值；写一个字段或算式",
        '"{fold}: all" has no value to fold; write a field or an expression',
    ),
    Text(
        "all 是总成立的条件，只用于 count、share 和 where。",
        '"all" is the condition that always holds: for count, share and where.',
    ),
)
define(
    "XH-E002",
    "error",
    Text("{left} 与 {right} 是不同的单位", "{left} and {right} are different units"),
    Text(
        "加减和比较要单位相同；先换算，如 分钟 / 60。",
        "Sums and comparisons want equal units. Convert first, as in minutes / 60.",
    ),
)
define(
    "XH-E003",
    "error",
    Text(
        "{name.zh}的代码是 {codes}；没有“{code}”。{hint.zh}",
        '{name.en} is a code of {codes}; "{code}" is none of them.{hint.en}',
    ),
    Text(
        "写代码，不写名称；改成列出的一个。",
        "Write the code, not its title; use one of those listed.",
    ),
)
define(
    "XH-E004",
    "error",
    Text("这里要{wanted.zh}，这是{found.zh}", "{wanted.en} is wanted here, this is {found.en}"),
    Text(
        "条件由比较得出，如 minutes >= 30；= 两边要同一种值。",
        "A condition comes from a comparison, as minutes >= 30; both sides of = have one kind of value.",
    ),
)
define(
    "XH-E008",
    "error",
    Text("“{found}”不是{kind.zh}（{name.zh}）", '"{found}" is not {kind.en} ({name.en})'),
    Text(
        "按字段声明的类型写：日期 2025-09-01，时间 08:30，数不超过声明的小数位。",
        "Write it as the field declares: a date 2025-09-01, a time 08:30, a number with no more "
        "decimals than declared.",
    ),
)
define(
    "XH-E009",
    "error",
    Text("{function} 要 {wanted} 个值，这里有 {found} 个", "{function} takes {wanted}, found {found}"),
    Text(
        "days(起, 止)、years(起, 止) 要两个日子，abs(数) 要一个数。",
        "days(from, to) and years(from, to) take two days, abs(number) takes one number.",
    ),
)
define(
    "XH-E010",
    "error",
    Text(
        "{left.zh}与{right.zh}没有共同的代码：不会相等",
        "{left.en} and {right.en} have no code in common: they are never equal",
    ),
    Text(
        "看清两边各是哪一种代码；多半是选错了字段。",
        "Look which codes each side has; most likely another field is meant.",
    ),
)
define(
    "XH-T001",
    "error",
    Text("校历里没有“{name}”这个时段。{hint.zh}", 'window "{name}" is not in the calendar.{hint.en}'),
    Text(
        "在 calendar.yaml 的 windows 里写上它；现成的有 calendar_year、quarter、month、week。",
        'Add it to "windows" of calendar.yaml. Built in are calendar_year, quarter, month and week.',
    ),
)
define(
    "XH-T002",
    "error",
    Text(
        "“{name}”的时段是固定的，不能按{each.zh}逐一来问",
        '"{name}" has a fixed window and cannot be asked for each {each.en}',
    ),
    Text(
        "按周、月来问的统计项，during 要是 period 或 last …，才会跟着每一周、每一月走。",
        'What is asked for each week or month is taken "during" period or last …, so that it '
        "follows the week or month.",
    ),
)
define(
    "XH-T003",
    "error",
    Text("during 用于发生的事；{rows} 是持续的：用 on", '"during" is for what happens; {rows} holds: use "on"'),
    Text(
        "发生的事取一段时间，持续的状态取某一天；统计范围没有写 on 的，用统计范围自己的日子。",
        "What happens is taken during a window, what holds on a day; a population has a day of "
        "its own unless the measure names one.",
    ),
)
define(
    "XH-T004",
    "error",
    Text("校历里没有 {label} 的“{window}”", "calendar has no {window} for {label}"),
    Text(
        "在 calendar.yaml 里补上这一段的起止日期。",
        "Add its first and last day to calendar.yaml.",
    ),
)
define(
    "XH-T007",
    "error",
    Text("时段 {label} 与 {other}（{start} 至 {end}）重叠", "{label} overlaps {other} ({start} to {end})"),
    Text(
        "同一时段名下的各段不能重叠，否则一天属于两段。",
        "Spans of one window may not overlap, else a day lies in two of them.",
    ),
)
define(
    "XH-T008",
    "error",
    Text("没有叫“{name}”的日子。{hint.zh}", 'day "{name}" is not in the calendar.{hint.en}'),
    Text(
        "可写 period_end、period_start、any_day，或校历 days 里的名称。",
        'Write period_end, period_start, any_day, or a name under "days" of the calendar.',
    ),
)
define(
    "XH-T009",
    "error",
    Text("on 用于持续的状态；{rows} 是发生的事：用 during", '"on" is for what holds; {rows} happens: use "during"'),
    Text(
        "发生的事取一段时间，持续的状态取某一天。",
        "What happens is taken during a window, what holds on a day.",
    ),
)
define(
    "XH-T010",
    "error",
    Text("“{key}”对表 {rows} 没有意义", '"{key}" means nothing for the table {rows}'),
    Text(
        "表的行没有日子；删去它。",
        "Lines of a table have no day. Remove it.",
    ),
)
