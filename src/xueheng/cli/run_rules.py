"""What running a standard can refuse, by id: the message in short and what to do, for `check --list-rules`."""

from collections.abc import Mapping
from dataclasses import dataclass

from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class RunRule:
    """One id of the evaluation."""

    message: Text
    why: Text


RUN_RULES: Mapping[str, RunRule] = {
    "XH-E004": RunRule(
        Text("赋分规则要的种类与所给的值不同", "a scale wants another kind of value than it is given"),
        Text(
            "数值用分档、直线或查表；代码按表中同类的列查。",
            "Numbers go by bands, lines and tables; codes by a column of the same kind.",
        ),
    ),
    "XH-M018": RunRule(
        Text("统计项互相引用成环", "measures go in a circle"),
        Text(
            "每个值都要由更早的值算出；断开其中一处。",
            "Every value comes from earlier ones. Break the circle at one place.",
        ),
    ),
    "XH-M019": RunRule(
        Text("统计层级过多", "too many floors of measures on measures"),
        Text("减少层级，否则没有人说得清一个数从哪里来。", "Use fewer, or nobody can tell where a number comes from."),
    ),
    "XH-M022": RunRule(
        Text("引擎算不了这种统计或赋分", "an engine cannot do this kind of measure or scale"),
        Text("换一种算法；不会用近似代替。", "Choose another kind; nothing is ever approximated."),
    ),
    "XH-M023": RunRule(
        Text("数值可能超过 63 位整数", "a value could exceed 63 bits"),
        Text("给字段写上 min、max，或减少小数位。", "Give the fields min and max, or fewer decimals."),
    ),
    "XH-M024": RunRule(
        Text("公式里的除法太多，无法精确展开", "a formula nests too many divisions to stay exact"),
        Text("拆成几个统计项。", "Split it into several measures."),
    ),
    "XH-M025": RunRule(
        Text(
            "赋分表不能用：区间重叠、高低混用，或 where、points 的写法不合",
            "a scoring table cannot be used: ranges overlap, high and low are mixed, or its where or points do not fit",
        ),
        Text(
            "改正表，或把 where 写成 列 = 值 and 列 = 值。",
            'Mend the table, or write "where" as column = value and column = value.',
        ),
    ),
    "XH-M026": RunRule(
        Text(
            "百分位的统计范围须与标准的评价对象相同",
            "the population of a percentile must be of what the standard evaluates",
        ),
        Text("换一个统计范围。", "Choose another population."),
    ),
    "XH-M027": RunRule(
        Text("规则用到的节点在此处还没有分数", "a rule uses a node that has no points yet"),
        Text("规则只能用自己下面的节点。", "A rule may use the nodes below it."),
    ),
    "XH-R001": RunRule(
        Text("统计范围的条件对某一个体定不下来", "a population's condition is unknown for somebody"),
        Text("补上这个值；否则分母会悄悄变。", "Supply the value; otherwise the denominator would change silently."),
    ),
    "XH-R002": RunRule(
        Text("标准要读的他项结果没有给", "results that a standard reads from another run are not given"),
        Text(
            "先运行那个标准，再用 --input 指出它的结果文件夹。",
            "Run that standard first, then name its results folder with --input.",
        ),
    ),
    "XH-R003": RunRule(
        Text("一个对象的记录太多，超过精确计算所允许的条数", "one subject has more records than stay exact"),
        Text(
            "检查是否重复读入；给字段写上更窄的 min、max。",
            "See whether records were read twice; give the fields narrower bounds.",
        ),
    ),
    "XH-R004": RunRule(
        Text("没有这个名称的标准", "no standard has this name"), Text("用列出的名称。", "Use one of those listed.")
    ),
    "XH-R005": RunRule(
        Text("标准用到了还没有启用的定义", "a standard rests on a definition that is not used yet"),
        Text("等到后面的版本，或不用这种定义。", "Wait for a later version, or do without it."),
    ),
    "XH-R006": RunRule(
        Text("Parquet 文件里的数超出字段允许的范围", "a number in a Parquet file lies outside its field's bounds"),
        Text("改正数据，或改正字段的 min、max。", "Correct the data, or the field's min and max."),
    ),
    "XH-R007": RunRule(
        Text("Parquet 文件里的小数位多于声明的", "a column of a Parquet file has more decimals than declared"),
        Text("按声明的小数位导出。", "Export it with the declared decimals."),
    ),
    "XH-R008": RunRule(
        Text(
            "Parquet 文件里的列是浮点数，不精确", "a column of a Parquet file holds floating point, which is not exact"
        ),
        Text(
            "存为整数（以声明的最小单位计）或 DECIMAL。",
            "Store integers in units of the declared decimals, or DECIMAL.",
        ),
    ),
    "XH-R009": RunRule(
        Text("没有这个评价对象或指标", "there is no such subject or indicator"), Text("核对编号。", "Check the number.")
    ),
    "XH-R010": RunRule(
        Text("数的小数位多于声明的", "a number has more decimals than declared"),
        Text("改成声明的小数位。", "Write it with the declared decimals."),
    ),
    "XH-R012": RunRule(
        Text("所给的他项标准结果不是所要时段的", "pinned results of another standard are of another period"),
        Text("给出所要时段的结果文件夹。", "Give the results folder of the period that is asked for."),
    ),
    "XH-R013": RunRule(
        Text("两个校本层管着同一些人", "two layers hold for the same people"),
        Text("一个基准，一个校本层；去掉其中一个。", "One base, one layer: leave one of the two out."),
    ),
    "XH-R014": RunRule(
        Text("校本层盖的不是所评的标准", "a layer lies over another standard"),
        Text("换成盖在这个标准上的校本层。", "Give a layer over the standard that is evaluated."),
    ),
    "XH-R015": RunRule(
        Text("评价周期开始时基准已经停用", "the base was withdrawn before the period begins"),
        Text("用现行的基准，并重新采用校本层。", "Use the base that is in force, and adopt the layer anew."),
    ),
    "XH-R016": RunRule(
        Text("几个校本层的校历里同名的时段不同", "layers have windows of one name that differ"),
        Text("分开运行，或换个名称。", "Run them one by one, or give one another name."),
    ),
    "XH-R017": RunRule(
        Text(
            "所给的他项标准结果是另一层或另一版的，缺所要的一项",
            "pinned results of another standard are of another layer or version, and lack what is read",
        ),
        Text("给出所要一层、现行版本的结果文件夹。", "Give the folder of the layer and version that is read."),
    ),
    "XH-R020": RunRule(
        Text("改动不只是赋分，重算要读记录", "what changed is more than scoring; records are needed"),
        Text(
            "权重、赋分、规则、等级的改动可以不读记录重算；统计项和范围的改动要重新评价。",
            "Weights, scales, rules, levels are scored again without records; measures and whom they are for are not.",
        ),
    ),
    "XH-R021": RunRule(
        Text("文件夹里没有重算所需的文件", "the folder holds nothing to score again from"),
        Text("重算只用评价时写下的结果文件夹。", "Scoring again uses the folder that a run wrote."),
    ),
    "XH-M038": RunRule(
        Text("结果要看其他对象，不能只算一个", "results rest on others and cannot be computed for one alone"),
        Text("百分位和统计范围要对全体计算。", "Percentiles and populations are computed over all."),
    ),
    "XH-R018": RunRule(
        Text("机构的合并去向成环", "organisations are said to have been merged into each other"),
        Text("改正名单里的 merged_into 一列。", "Mend the column merged_into of the list."),
    ),
    "XH-T002": RunRule(
        Text(
            "时段固定的统计项不能按周、月逐一来问",
            "a measure with a fixed window cannot be asked for each week or month",
        ),
        Text("during 写 period 或 last …。", 'Write "during" as period or last ….'),
    ),
    "XH-M028": RunRule(
        Text("只有记录才分先后", "only records have an order in time"),
        Text("改用 max、min 或 best。", "Use max, min or best."),
    ),
    "XH-T004": RunRule(
        Text("校历里没有这个时段", "the calendar lacks this window"),
        Text(
            "在 calendar.yaml 里补上，或给出 --period 2025-09-01..2026-08-31。",
            "Add it to calendar.yaml, or give --period 2025-09-01..2026-08-31.",
        ),
    ),
    "XH-T005": RunRule(
        Text("看不懂评价周期", "a period that cannot be read"),
        Text("写成 2025-2026、2025 或 2025-09-01..2026-08-31。", "Write 2025-2026, 2025 or 2025-09-01..2026-08-31."),
    ),
}
"""Every id that the evaluation core refuses with."""
