"""Keys of measures.yaml, duties.yaml, scales.yaml, standards.yaml, overlay.yaml."""

from xueheng.language.shape.forms_subjects import UNIT_KEY
from xueheng.language.shape.keys import (
    CODE,
    DECIMALS,
    DURATION,
    DURING,
    EXPRESSION,
    NAME,
    NAMES,
    NODE_PATH,
    NOT_NEGATIVE,
    NUMBER,
    PER_CENT,
    PLAIN,
    REFERENCE,
    TOLD,
    TRUTH,
    VERSION,
    WORDS_FOR_PEOPLE,
    ZERO_OR_MISSING,
    one_or_many,
)
from xueheng.language.shape.shapes import (
    Choice,
    DayShape,
    EitherShape,
    Form,
    FormShape,
    Key,
    ListShape,
    MapShape,
    RowShape,
    WordShape,
)
from xueheng.wording import Text

FOLDS = (
    Key("count", EXPRESSION, Text("条件成立的行数", "how many rows meet the condition")),
    Key("share", EXPRESSION, Text("条件成立的行所占比", "share of rows that meet the condition")),
    Key("sum", EXPRESSION, Text("合计", "sum")),
    Key("mean", EXPRESSION, Text("均值", "mean")),
    Key("min", EXPRESSION, Text("最小", "least")),
    Key("max", EXPRESSION, Text("最大", "greatest")),
    Key("best", EXPRESSION, Text("最好", "best")),
    Key("first", EXPRESSION, Text("最早", "first")),
    Key("latest", EXPRESSION, Text("最近", "latest")),
    Key("distinct", EXPRESSION, Text("不同值的个数", "how many different values")),
    Key("variation", EXPRESSION, Text("差异系数", "coefficient of variation")),
    Key("pick", EXPRESSION, Text("唯一那一行的值", "the value of the one row")),
)
FOLD_NAMES = tuple(key.name for key in FOLDS)
OF = one_or_many(REFERENCE)


def _row_keys(beside: tuple[str, ...]) -> tuple[Key, ...]:
    """Keys that say which rows a fold takes; they stand only beside a fold."""
    return (
        Key("from", one_or_many(REFERENCE), Text("行从哪里来", "where the rows come from"), only_with=beside),
        Key("where", EXPRESSION, Text("留下哪些行", "which rows are kept"), only_with=beside),
        Key("during", DURING, Text("在哪个时间窗里", "in which window"), only_with=beside),
        Key("on", REFERENCE, Text("在哪一天", "on which day"), only_with=beside),
        Key(
            "records", WordShape(("verified", "any")), Text("只算核验过的，或都算", "verified or any"), only_with=beside
        ),
        Key("through", NAME, Text("由行到主体的字段", "field from the row to the subject"), only_with=beside),
        Key("weighed_by", EXPRESSION, Text("行的权", "weight of a row"), only_with=beside),
        Key(
            "ties", WordShape(("best", "last")), Text("同日取好者或后者", "on one day: best or last"), only_with=beside
        ),
    )


DERIVED = (
    Key("value", EXPRESSION, Text("由同一主体的其他值算出", "from other values of the same subject")),
    Key("cases", ListShape(FormShape("case"), least=1), Text("第一个成立的", "the first that holds")),
    Key("else", EXPRESSION, Text("都不成立时", "where none holds"), only_with=("cases",)),
)
EMPTY = Key("empty", ZERO_OR_MISSING, Text("没有行时的值", "the value of no rows"))
ROUND = Key("round", DECIMALS, Text("值本身四舍五入到几位", "the value itself becomes so many decimals"))

SCALE_KINDS = ("bands", "line", "table", "pass", "percentile", "points")
ONE_KIND = Choice(SCALE_KINDS, "XH-K009", beside=("points", "table"))
STEPS = ListShape(RowShape(Text("[值, 分]", "[value, points]"), (NUMBER, NUMBER)), least=1)
SCALE_KEYS = (
    Key("bands", STEPS, Text("[至少, 分] 各档", "[at least, points]")),
    Key("else", NUMBER, Text("一档都不到的分", "points below all"), only_with=("bands",)),
    Key("line", STEPS, Text("[值, 分] 之间连直线", "[value, points], straight between")),
    Key("table", REFERENCE, Text("查哪张表", "the table")),
    Key("where", EXPRESSION, Text("表里哪些行", "its lines"), only_with=("table",)),
    Key("reach", NAME, Text("门槛所在的列", "column of thresholds"), only_with=("table",)),
    Key(
        "between",
        RowShape(Text("[下限列, 上限列]", "[column of the least, of the greatest]"), (NAME, NAME)),
        Text("上下限所在的列", "columns of least and greatest"),
        only_with=("table",),
    ),
    Key(
        "better",
        NAME,
        Text("high、low，或写明它的列", "high, low, or a column that says so"),
        only_with=("table", "bands"),
    ),
    Key("level", NAME, Text("等级所在的列", "column of levels"), only_with=("table",)),
    Key("below", NUMBER, Text("一行都不到的分", "points where none is reached"), only_with=("table",)),
    Key("pass", EXPRESSION, Text("成立 100 分，否则 0 分", "100 where it holds, else 0")),
    Key("percentile", FormShape("percentile"), Text("在统计范围中的百分位", "percentile within a population")),
    Key("points", EXPRESSION, Text("分数的算式", "points as an expression")),
)

PARTS = MapShape(NAME, FormShape("node"))
POLICY = WordShape(("zero", "leave_out", "block"))
NODE_KEYS = (
    *TOLD,
    Key("when", EXPRESSION, Text("不成立则不适用", "not applying where it does not hold")),
    Key("weight", NOT_NEGATIVE, Text("权重，按比例", "weight, a proportion")),
    Key("parts", PARTS, Text("下级", "children")),
    Key(
        "weights",
        ListShape(FormShape("weight_row"), least=1),
        Text("按情形的权重", "weights by case"),
        only_with=("parts",),
    ),
    Key("combine", WordShape(("weighted", "sum", "least", "profile")), Text("怎样合成", "how parts are put together")),
    Key("missing", POLICY, Text("下级缺值时", "what a missing part does")),
    Key("needs", PER_CENT, Text("至少已知多少权重（%）", "per cent of weight that must be known")),
    Key("rules", ListShape(FormShape("rule")), Text("封顶、保底、加分、折减", "caps, floors, bonuses")),
    Key(
        "levels",
        MapShape(CODE, RowShape(Text("[从多少分, 名称]", "[from, title]"), (NUMBER, WORDS_FOR_PEOPLE))),
        Text("等级，按公布的分", "levels, read from the value as shown"),
    ),
    Key("decimals", DECIMALS, Text("公布几位小数", "shown with so many decimals")),
    Key("open", FormShape("opening"), Text("校本层可改什么", "what a layer may change")),
    Key(
        "scale",
        EitherShape(scalar=REFERENCE, mapping=FormShape("scale_in_place", use="scale_use")),
        Text("评分尺", "scale"),
    ),
)
LEAF_KEYS = (
    Key("measure", REFERENCE, Text("哪个统计项", "the measure")),
    *FOLDS,
    *_row_keys(FOLD_NAMES),
    *DERIVED,
    EMPTY,
    ROUND,
    UNIT_KEY,
)
_NOT_ADDED = ("share", "weight", "parts", "weights", "combine", "needs", "open")
ADDED_KEYS = tuple(key for key in (*NODE_KEYS, *LEAF_KEYS) if key.name not in _NOT_ADDED)
"""Of an added leaf; its `share` is of the node, so a share of rows is measured in measures.yaml."""

FORMS: dict[str, Form] = {
    "measure": Form(
        Text("统计项", "measure"),
        (
            *TOLD,
            Key("of", OF, Text("谁的值", "whose value"), required=True),
            Key("by", NAME, Text("再按什么分", "one more dimension")),
            *FOLDS,
            *_row_keys(FOLD_NAMES),
            *DERIVED,
            EMPTY,
            ROUND,
            UNIT_KEY,
        ),
    ),
    "case": Form(
        Text("情形", "case"),
        (
            Key("when", EXPRESSION, Text("条件", "condition"), required=True),
            Key("value", EXPRESSION, Text("值", "value"), required=True),
        ),
    ),
    "duty": Form(
        Text("职责", "duty"),
        (
            *TOLD,
            Key("of", OF, Text("谁的", "who owes it"), required=True),
            Key("each", NAME, Text("多久一次", "how often"), required=True),
            Key("do", EXPRESSION, Text("做到什么", "what is to be done"), required=True),
            Key("when", EXPRESSION, Text("对谁适用", "to whom it applies")),
            Key("remind", DURATION, Text("提前多久提醒", "how long before it reminds")),
            Key("open", NAMES, Text("可改什么", "what may be changed")),
        ),
    ),
    "scale": Form(
        Text("评分尺", "scale"),
        (*TOLD, Key("takes", NAMES, Text("由叶子给的词", "what a leaf gives it")), *SCALE_KEYS),
        (ONE_KIND, Choice(("reach", "between"), least=0)),
    ),
    "scale_in_place": Form(
        Text("评分尺", "scale"), (*TOLD, *SCALE_KEYS), (ONE_KIND, Choice(("reach", "between"), least=0))
    ),
    "scale_use": Form(
        Text("评分尺的用法", "use of a scale"),
        (Key("use", REFERENCE, Text("哪个评分尺", "the scale"), required=True),),
        others=(NAME, PLAIN),
    ),
    "percentile": Form(
        Text("百分位", "percentile"),
        (Key("within", REFERENCE, Text("在哪个统计范围里", "the population"), required=True),),
    ),
    "standard": Form(
        Text("标准", "standard"),
        (
            *(key for key in NODE_KEYS if key.name not in ("when", "weight")),
            Key("of", REFERENCE, Text("评谁", "who is evaluated"), required=True),
            Key("by", NAME, Text("再按什么分", "one more dimension")),
            Key(
                "period",
                WordShape(("school_year", "calendar_year", "term")),
                Text("评多长", "over what"),
                required=True,
            ),
            Key("applies", EXPRESSION, Text("对谁适用", "to whom it applies")),
            Key(
                "groups",
                MapShape(REFERENCE, ListShape(WordShape(("count", "mean", "levels", "quartiles", "percentiles")))),
                Text("各级的分布", "distributions"),
            ),
            Key("inputs", MapShape(REFERENCE, FormShape("input")), Text("读哪些结果", "whose results are read")),
            *LEAF_KEYS,
        ),
    ),
    "node": Form(Text("节点", "node"), (*NODE_KEYS, *LEAF_KEYS)),
    "added_leaf": Form(
        Text("校本叶子", "added leaf"),
        (Key("share", PER_CENT, Text("占节点的 %", "per cent of the node"), required=True), *ADDED_KEYS),
    ),
    "weight_row": Form(
        Text("一行权重", "row of weights"),
        (
            Key("when", EXPRESSION, Text("何时用", "when it applies")),
            Key("weigh", MapShape(NAME, NOT_NEGATIVE), Text("各下级的权重", "weights of the parts"), required=True),
        ),
    ),
    "rule": Form(
        Text("规则", "rule"),
        (
            *TOLD,
            Key("when", EXPRESSION, Text("条件", "condition"), required=True),
            Key("at_most", NUMBER, Text("至多", "at most")),
            Key("at_least", NUMBER, Text("至少", "at least")),
            Key("times", NUMBER, Text("乘", "times")),
            Key("plus", NUMBER, Text("加", "plus")),
        ),
        (Choice(("at_most", "at_least", "times", "plus")),),
    ),
    "opening": Form(
        Text("开放项", "opening"),
        (
            Key(
                "weigh",
                MapShape(NAME, RowShape(Text("[最低, 最高]", "[least, greatest]"), (NOT_NEGATIVE, NOT_NEGATIVE))),
                Text("权重可动的范围", "bounds of weights"),
            ),
            Key("add", PER_CENT, Text("可加叶子占多少（%）", "share for added leaves")),
            Key("raise", WordShape(("bands",)), Text("分档可抬高", "bands may be raised")),
            Key("each", TRUTH, Text("频次可改", "how often may be changed")),
            Key("do", TRUTH, Text("要求可改", "what is to be done may be changed")),
        ),
    ),
    "input": Form(
        Text("所读结果", "input"),
        (
            Key("run", PLAIN, Text("哪一次计算", "which run")),
            Key("of", PLAIN, Text("哪个时期", "of which period")),
            Key("layer", WordShape(("base", "own")), Text("哪一份结果", "which of the two results")),
        ),
    ),
    "overlay": Form(
        Text("校本层", "overlay"),
        (
            Key("over", FormShape("base"), Text("盖在哪个标准上", "the base"), required=True),
            Key("for", MapShape(NAME, PLAIN), Text("哪个单位", "whose layer"), required=True),
            Key("decided", FormShape("decision_made"), Text("谁何时定的", "who decided it")),
            Key("changes", MapShape(NODE_PATH, FormShape("change")), Text("改了什么", "what changes"), required=True),
            *TOLD,
        ),
    ),
    "base": Form(
        Text("基准", "base"),
        (
            Key("standard", REFERENCE, Text("标准", "the standard"), required=True),
            Key("version", VERSION, Text("版本", "its version"), required=True),
            Key("digest", PLAIN, Text("含义的摘要", "digest of its meaning")),
        ),
    ),
    "decision_made": Form(
        Text("决定", "decision made"),
        (
            Key("by", REFERENCE, Text("岗位", "the post"), required=True),
            Key("on", DayShape(), Text("日期", "the day"), required=True),
            Key("minute", PLAIN, Text("记录", "the minute")),
        ),
    ),
    "change": Form(
        Text("改动", "change"),
        (
            Key("weigh", MapShape(NAME, NOT_NEGATIVE), Text("重写全部权重", "all weights anew")),
            Key("add", MapShape(NAME, FormShape("added_leaf")), Text("加的叶子", "added leaves")),
            Key("raise", FormShape("raised_scale"), Text("抬高的分档", "raised bands")),
        ),
    ),
    "raised_scale": Form(
        Text("抬高的分档", "raised bands"), tuple(key for key in SCALE_KEYS if key.name in ("bands", "else"))
    ),
}
