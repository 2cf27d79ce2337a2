"""What can be wrong with a file before its meaning is asked: YAML (XH-Y), keys and values (XH-K), expressions."""

from xueheng.language.issues import define
from xueheng.wording import Text

define(
    "XH-Y001",
    "error",
    Text(
        "此文件用了 YAML 的锚点或别名（{found}）；请把内容照写一遍",
        "this file uses an anchor or alias ({found}); write the text out",
    ),
    Text(
        "锚点（&x）和别名（*x）让一处文字在别处生效，读的人看不到，也可被用来撑爆内存；每处写全。",
        "An anchor (&x) or alias (*x) makes text act where nobody sees it and can fill the memory. Write it out.",
    ),
)
define(
    "XH-Y002",
    "error",
    Text("键“{key}”写了两次；第一次在第 {line} 行", 'key "{key}" stands twice; the first is on line {line}'),
    Text(
        "同一处的键只能写一次，否则不知道哪个算数；删去或合并一个。",
        "A key may stand once in one place, else nobody knows which counts. Remove or merge one of them.",
    ),
)
define(
    "XH-Y003",
    "error",
    Text("{what.zh}；文件不得超过 1 MiB，嵌套不得超过 20 层", "{what.en}; a file may have 1 MiB and 20 levels at most"),
    Text(
        "过大或过深的文件在解析前就拒绝，以免占满内存；把内容分成几个文件，大表用 CSV。",
        "Files too large or too deep are refused before they fill the memory. Split them; long tables are CSV.",
    ),
)
define(
    "XH-Y004",
    "error",
    Text(
        "此文件用了 YAML 标签或指令（{found}）；删去它", "this file uses a YAML tag or directive ({found}); remove it"
    ),
    Text(
        "值怎么读由键决定，不由标签（!x）决定；写普通文字即可，以 ! 开头的文字加引号。",
        'The key decides how a value is read, never a tag (!x). Write plain text; quote a text that begins with "!".',
    ),
)
define(
    "XH-Y005",
    "error",
    Text(
        "文件里有第二个 YAML 文档（---）；一个文件只能有一个",
        "a second YAML document (---) begins here; a file holds one",
    ),
    Text("把第二部分另存为一个文件，或删去 ---。", "Put the second part into a file of its own, or remove the ---."),
)
define(
    "XH-Y006",
    "error",
    Text("此行用制表符（Tab）缩进；请用空格", "this line is indented with a tab; use spaces"),
    Text(
        "制表符在各编辑器里宽度不同，缩进就看不准；每层两个空格。",
        "A tab is as wide as each editor likes, so nobody can see the level. Use two spaces for each level.",
    ),
)
define(
    "XH-Y007",
    "error",
    Text("YAML 写法有误：{problem.zh}", "broken YAML: {problem.en}"),
    Text(
        "从报告的位置往上看几行：缺冒号、缩进不齐、引号或括号没有关上。",
        "Look a few lines above the place too: a missing colon, uneven indentation, an open quote or bracket.",
    ),
)
define(
    "XH-Y008",
    "error",
    Text("此文件不是 UTF-8 编码{hint.zh}；请另存为 UTF-8", "this file is not UTF-8{hint.en}; save it as UTF-8"),
    Text(
        "包里的文字一律 UTF-8。在编辑器里选“另存为”，编码选 UTF-8。",
        "All text of a pack is UTF-8. In the editor choose “save as” with the encoding UTF-8.",
    ),
)
define(
    "XH-Y009",
    "error",
    Text(
        "文件的最上层须是“名称: 内容”；这里是{found.zh}",
        'the top of a file is a map "name: content"; this is {found.en}',
    ),
    Text(
        "一个文件是名称到定义的对照，文件名说明它装的是什么。",
        "A file is a map of names to definitions; the file's name says what kind of thing it holds.",
    ),
)
define(
    "XH-Y010",
    "error",
    Text("文件读不出来：{reason.zh}", "the file cannot be read: {reason.en}"),
    Text(
        "检查文件是否存在、是不是普通文件、有没有读的权限。",
        "Check that it is there, that it is an ordinary file, and that you may read it.",
    ),
)
define(
    "XH-Y011",
    "error",
    Text("键须是一个词；这里是{found.zh}", "a key is one word; this is {found.en}"),
    Text("冒号前写一个名称；列表或对照不能当键。", "Write one name before the colon; a list or a map cannot be a key."),
)
define(
    "XH-Y012",
    "error",
    Text("这里有看不见的控制字符 {code}；删去它", "an invisible control character {code} stands here; remove it"),
    Text(
        "控制字符让显示的文字与实际的文字不同，因此不收。",
        "Control characters make a text look different from what it is, so they are refused.",
    ),
)
define(
    "XH-K001",
    "error",
    Text("{of.zh}里没有“{key}”这个键。{suggestion.zh}", 'key "{key}" is not known in {of.en}.{suggestion.en}'),
    Text(
        "只收语言里有的键，以免写错的键被悄悄忽略；改成提示的键或删去。",
        "Only keys of the language are accepted, so that no slip is silently ignored. Mend or remove it.",
    ),
)
define(
    "XH-K002",
    "error",
    Text("{of.zh}缺少“{key}”", '{of.en} lacks "{key}"'),
    Text("必写的键没有写；补上。", "A required key is missing; add it."),
)
define(
    "XH-K003",
    "error",
    Text("这里要写数；“{found}”{why.zh}", 'a number is wanted here; "{found}" {why.en}'),
    Text(
        "数用半角数字，可带负号和小数点，如 -2.5；不写千分位、百分号或单位，最多 30 位。",
        "A number has digits, a minus and a point: -2.5. No thousands marks, per cent or unit; at most 30 digits.",
    ),
)
define(
    "XH-K004",
    "error",
    Text("“{found}”不能作名称：{why.zh}", '"{found}" cannot be a name: {why.en}'),
    Text(
        "名称以小写字母开头，只用小写字母、数字和下划线，最多 40 个字符，且不是语言的保留词。",
        "A name has small letters, digits and _, a letter first, at most 40, and is no word of the language.",
    ),
)
define(
    "XH-E001",
    "error",
    Text("{found.zh}：{wanted.zh}", "{found.en}: {wanted.en}"),
    Text(
        "表达式只收语言里的写法：比较、and/or/not、四则运算、六个函数；没有 if、赋值和自定函数。",
        "An expression holds comparisons, and/or/not, arithmetic and six functions; no if, no assignment.",
    ),
)
define(
    "XH-E005",
    "error",
    Text("表达式的括号超过 20 层，或长过 500 个字符", "expression deeper than 20 or longer than 500 characters"),
    Text(
        "长的式子没有人能核对；把中间的结果写成一个统计项，再按名称引用。",
        "Nobody can check a long expression. Make a measure of a part of it and use its name.",
    ),
)
define(
    "XH-K014",
    "error",
    Text("“{found}”不在此处可写的词里：{words}。{suggestion.zh}", '"{found}" is not one of {words}.{suggestion.en}'),
    Text("此键只收列出的词；选一个。", "This key takes one of the words listed; choose one."),
)
define(
    "XH-K015",
    "error",
    Text("“{found}”不是日期；写成 2025-09-01 这样", '"{found}" is no date; write it like 2025-09-01'),
    Text(
        "日期写四位年、两位月、两位日，且那天存在。",
        "A date has a year of four digits, month and day of two, and must exist.",
    ),
)
define(
    "XH-K006",
    "error",
    Text("这里要写{wanted.zh}；现在是{found.zh}", "{wanted.en} is wanted here, this is {found.en}"),
    Text(
        "值的形状不对：列表写 [a, b] 或每行一个 -，对照写 {a: b} 或逐行缩进。",
        "The value has the wrong shape: a list is [a, b] or lines with -, a map is {a: b} or indented lines.",
    ),
)
define(
    "XH-K007",
    "warning",
    Text("名称“{title}”没有英文（en）", 'title "{title}" has no English text (en)'),
    Text(
        "写成 {zh: 家访, en: Home visit}，用英文界面的人才看得懂；没有也能用。",
        "Write {zh: 家访, en: Home visit} so that readers of English understand; it works without.",
    ),
)
define(
    "XH-K008",
    "error",
    Text("{of.zh}须正好有一个类型（{keys}）；{found.zh}", "exactly one type is wanted in {of.en} ({keys}); {found.en}"),
    Text(
        "一个字段只有一种类型，如 integer: {max: 300}。",
        "A field has one type, such as integer: {max: 300}.",
    ),
)
define(
    "XH-K009",
    "error",
    Text("{of.zh}须正好有一个种类（{keys}）；{found.zh}", "exactly one kind is wanted in {of.en} ({keys}); {found.en}"),
    Text(
        "一把评分尺只有一种：分档、直线、查表、合格、百分位或算式。",
        "A scale is of one kind: bands, a line, a table, pass, a percentile or an expression.",
    ),
)
define(
    "XH-K010",
    "error",
    Text("没有“{unit}”这个单位。{suggestion.zh}", 'unit "{unit}" is not known.{suggestion.en}'),
    Text(
        "单位取自固定的清单，加减和比较才能核对；不需要单位就不写。",
        "Units come from a closed list, so that sums and comparisons can be checked. It may be left out.",
    ),
)
define(
    "XH-K011",
    "error",
    Text(
        "没有“{status}”这种核实程度；可写 {words}。{suggestion.zh}",
        'status "{status}" is not known; it is one of {words}.{suggestion.en}',
    ),
    Text(
        "依据核实到什么程度用固定的词，结果才能说出其中最弱的一环。",
        "How sure a source is has fixed words, so that a result can name the weakest on its path.",
    ),
)
define(
    "XH-K012",
    "error",
    Text("包名“{name}”与文件夹“{folder}”不同", 'pack "{name}" lies in the folder "{folder}"'),
    Text("包按文件夹的名称找；把两者改成一样。", "A pack is found by its folder; give both the same name."),
)
define(
    "XH-K013",
    "warning",
    Text(
        "“{file}”不是包里的文件，不会读。{suggestion.zh}",
        '"{file}" is no file of a pack and is not read.{suggestion.en}',
    ),
    Text(
        "文件名决定它装什么；改成语言里的名称，或移出包的文件夹。",
        "A file's name says what it holds. Give it a name of the language, or move it out of the pack's folder.",
    ),
)
define(
    "XH-K016",
    "error",
    Text(
        "这里要写{wanted.zh}，如 {example}；“{found}”不是",
        '{wanted.en} is wanted here, like {example}; "{found}" is none',
    ),
    Text("照例子的写法改。", "Write it like the example."),
)
define(
    "XH-K017",
    "error",
    Text("“{found}”不合；这里要{wanted.zh}", "{found} does not fit; wanted is {wanted.en}"),
    Text("数超出此处的范围，或应当是整数。", "The number is out of range here, or ought to be whole."),
)
define(
    "XH-K018",
    "error",
    Text("{of.zh}须在 {keys} 中只写一个；{found.zh}", "one of {keys} is wanted in {of.en}; {found.en}"),
    Text("这些键互相排斥；留一个。", "These keys exclude each other; keep one."),
)
define(
    "XH-K019",
    "error",
    Text("键“{key}”只能与 {beside.zh} 一起写", 'key "{key}" stands only beside {beside.en}'),
    Text(
        "单独写它不起作用；补上所属的键，或删去它。",
        "It does nothing alone. Add the key it belongs to, or remove it.",
    ),
)
define(
    "XH-K020",
    "error",
    Text("时间窗先结束后开始：{first} 到 {last}", "this window ends before it begins: {first} to {last}"),
    Text("先写首日，再写末日。", "Write the first day before the last."),
)
define(
    "XH-K021",
    "error",
    Text("此文件的错误已有 {most} 处，其余未再检查", "this file has {most} errors; the rest was not looked at"),
    Text("先改正列出的，再检查一次。", "Mend those listed and check again."),
)
