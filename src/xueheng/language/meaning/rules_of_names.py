"""What can be wrong with names, packs and tables (XH-N), posts (XH-P), layouts (XH-L) and `like` (XH-K005)."""

from xueheng.language.issues import define
from xueheng.wording import Text

define(
    "XH-N001",
    "error",
    Text("用到了包“{pack}”，但 uses 里没有列它", 'pack "{pack}" is used but not listed in "uses"'),
    Text(
        "在 pack.yaml 的 uses 里写上它和主版本，别人才看得出这个包依赖什么。",
        'List it in "uses" of pack.yaml with its major version, so that everybody sees what the pack rests on.',
    ),
)
define(
    "XH-N002",
    "error",
    Text("“{name}”在这里定义，又在 {first} 定义", '"{name}" is defined here and in {first}'),
    Text(
        "一个包里两样东西不能同名（字段、统计项、观测点之间可以）；给其中一个改名。",
        "Two things of one pack never share a name (a field, a measure and a leaf may). Rename one of them.",
    ),
)
define(
    "XH-N003",
    "error",
    Text("没有表文件“{file}”", 'table file "{file}" is not there'),
    Text(
        "CSV 放在包的文件夹里，或用随程序带来的国家表；文件名不带路径。",
        "Put the CSV into the pack's folder, or name one of the national tables that come with the program; no path.",
    ),
)
define(
    "XH-N004",
    "error",
    Text("表“{table}”没有“{column}”这一列。{hint.zh}", 'column "{column}" is not in table "{table}".{hint.en}'),
    Text(
        "列名按表头原样写；改成提示的列，或在 columns 里补上。",
        'Columns are named as the table\'s headings. Use the one suggested, or declare it under "columns".',
    ),
)
define(
    "XH-N005",
    "error",
    Text(
        "表“{table}”的键不唯一：第 {line} 行与第 {first} 行相同",
        'key of table "{table}" is not unique: line {line} repeats line {first}',
    ),
    Text(
        "键必须定出唯一一行，否则查表会查到两行；删去重复的行，或给 key 补一列。",
        'The key must name one row, else a look-up meets two. Remove the repeated line, or add a column to "key".',
    ),
)
define(
    "XH-N006",
    "error",
    Text(
        "“{name}”是每条记录自带的列，字段不能用这个名称",
        '"{name}" is a column that every record has; a field cannot be called so',
    ),
    Text(
        "id、day、recorder、org、verified、recorded、about 每条记录都有；给字段换个名称。",
        "id, day, recorder, org, verified, recorded and about stand on every record. Give the field another name.",
    ),
)
define(
    "XH-N007",
    "error",
    Text(
        "“{name}”是结果里的用词，不能作节点代码",
        '"{name}" is a word of results and cannot be the code of a node',
    ),
    Text(
        "total、level、subject、missing、not_applying 在结果表里各有所指；给节点换个代码。",
        "total, level, subject, missing and not_applying mean something in every result. Give the node another code.",
    ),
)
define(
    "XH-N008",
    "error",
    Text(
        "uses 要包“{pack}”的主版本 {major}，找到的是 {version}",
        '"uses" wants major version {major} of pack "{pack}", this one is {version}',
    ),
    Text(
        "主版本变了，含义可能变；看清改动后改 uses，或换回旧版的包。",
        'Another major version may mean something else. Read what changed, then mend "uses" or get the other version.',
    ),
)
define(
    "XH-N009",
    "error",
    Text("表文件读不出来：{what.zh}", "the table file cannot be read: {what.en}"),
    Text(
        "用 UTF-8 存成 CSV，第一行是表头。",
        "Save it as CSV in UTF-8 with the headings in the first line.",
    ),
)
define(
    "XH-N010",
    "error",
    Text("这一行有 {found} 个值，应有 {wanted} 个", "{wanted} values are wanted in this row, found {found}"),
    Text(
        "每行按 columns 的顺序写全；没有值的写 ~。",
        'A row has one value for each of "columns", in their order; write ~ where there is none.',
    ),
)
define(
    "XH-N011",
    "error",
    Text("没有叫“{name}”的{kind.zh}。{hint.zh}", '{kind.en} "{name}" is not defined.{hint.en}'),
    Text(
        "改成提示的名称；别的包里的写 包名.名称，并在 uses 里列出那个包。",
        'Use the name suggested. A thing of another pack is written pack.name, and the pack listed in "uses".',
    ),
)
define(
    "XH-N012",
    "error",
    Text("only 只能看表“{table}”自己的列", '"only" may look at columns of table "{table}" alone'),
    Text(
        "表在读入时就定好用哪些行，那时还没有主体，也不做计算。",
        "Which lines are used is decided when the table is read: no subject is asked and nothing computed then.",
    ),
)
define(
    "XH-N013",
    "error",
    Text("找不到包“{pack}”。{hint.zh}", 'pack "{pack}" is not there.{hint.en}'),
    Text(
        "包放在同一个文件夹里，或用 --pack 指明它所在的文件夹。",
        "A used pack lies beside this one, or in a folder named by --pack, or comes with the program.",
    ),
)
define(
    "XH-N014",
    "error",
    Text("包互相引用成了圈：{chain}", "packs use each other in a circle: {chain}"),
    Text(
        "被用的包不能反过来用它的使用者；把共用的定义移到第三个包。",
        "A used pack cannot use its user. Move what both need into a third pack.",
    ),
)
define(
    "XH-N015",
    "error",
    Text("“{pack}”里没有 pack.yaml，不是一个包", '"{pack}" holds no pack.yaml: this is no pack'),
    Text(
        "给出包的文件夹，或随程序带来的包的名称。",
        "Name a pack's folder, or a pack that comes with the program.",
    ),
)
define(
    "XH-N020",
    "error",
    Text(
        "kept 写的是从离开时算（after: leaves），可“{about}”不是人，不会离开",
        '"kept" counts from leaving (after: leaves), but a {about} is no person and never leaves',
    ),
    Text(
        "改为 after: recorded 或 school_year_end。",
        "Write after: recorded or school_year_end.",
    ),
)
define(
    "XH-L001",
    "error",
    Text(
        "reads 里的“{heading}”不是要读的列。{hint.zh}",
        '"{heading}" under "reads" is no column that is read.{hint.en}',
    ),
    Text(
        "先在 columns 或 attributes 里写明这一列进哪个字段。",
        'Name it under "columns" or "attributes" first, with the field it fills.',
    ),
)
define(
    "XH-L002",
    "error",
    Text("表头“{heading}”写了两次，第一次在第 {line} 行", 'heading "{heading}" stands twice, first on line {line}'),
    Text(
        "一个表头只能有一个意思，否则不知道读到哪里去。",
        "A heading means one thing only, else nobody knows where it goes.",
    ),
)
define(
    "XH-P001",
    "error",
    Text("没有声明岗位“{name}”。{hint.zh}", 'post "{name}" is not declared.{hint.en}'),
    Text(
        "岗位和它设在哪一级只声明一次（写 at）；包里只授权。",
        'A post is declared once, with "at"; other packs only grant.',
    ),
)
define(
    "XH-P002",
    "warning",
    Text("没有人可以记录“{name}”", 'nobody may record "{name}"'),
    Text(
        "在 posts.yaml 里给某个岗位 records。",
        'Grant "records" to a post in posts.yaml.',
    ),
)
define(
    "XH-P003",
    "error",
    Text("“{name}”唯一的核验人就是记录人", 'the only verifier of "{name}" is its recorder'),
    Text(
        "谁也不能核验自己的记录；再给一个岗位 verifies。",
        'Nobody verifies her own record. Grant "verifies" to another post.',
    ),
)
define(
    "XH-P004",
    "error",
    Text("关于 {of.zh} 的公布数据，少于 10 的不能显示", "figure on {of.en} may not hide less than 10"),
    Text(
        "人数太少就认得出人；hide_below 至少 10。",
        "A small cell shows who it is. hide_below is 10 at least.",
    ),
)
define(
    "XH-P005",
    "error",
    Text("“{name}”不是可以授权的东西。{hint.zh}", '"{name}" is nothing that a post can be granted.{hint.en}'),
    Text(
        "写记录类型、统计项、标准、活动的行、名单，可带 .own、.facts、.public、.groups、.objected 或字段。",
        "Name a record type, measure, standard, activity's rows or register, with .own, .facts, "
        ".public, .groups, .objected or a field.",
    ),
)
define(
    "XH-K005",
    "error",
    Text("like 指向“{name}”，而它自己又用了 like", '"like" points to "{name}", which itself uses "like"'),
    Text(
        "只沿用一步；直接指向原来的类型。",
        "Only one step is taken over. Point to the original type.",
    ),
)
