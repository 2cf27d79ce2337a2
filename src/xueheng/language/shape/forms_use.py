"""Keys of decisions, processes, layouts, figures, phrases, posts, reports (each .yaml) and of worked/*.yaml."""

from xueheng.language.register_words import FILES, REGISTERS
from xueheng.language.shape.keys import (
    CODE,
    COUNT,
    DECIMALS,
    DURATION,
    EXPRESSION,
    LABEL,
    NAME,
    NUMBER,
    PLAIN,
    REFERENCE,
    REFERENCES,
    TEXTS,
    TITLE,
    TITLE_KEY,
    TOLD,
    TRUTH,
    WORDS_FOR_PEOPLE,
    one_or_many,
)
from xueheng.language.shape.shapes import (
    AnyShape,
    Choice,
    EitherShape,
    Form,
    FormShape,
    Key,
    ListShape,
    MapShape,
    PlainShape,
    WordShape,
)
from xueheng.wording import Text

COLUMNS = MapShape(NAME, FormShape("heading"))
READINGS = MapShape(CODE, one_or_many(PLAIN))
BLANK = PlainShape(empty=True)
GIVEN = EitherShape(sequence=ListShape(MapShape(PLAIN, AnyShape())), mapping=MapShape(PLAIN, AnyShape()))

FORMS: dict[str, Form] = {
    "decision": Form(
        Text("决策表", "decision"),
        (
            *TOLD,
            Key("about", REFERENCE, Text("决定的是什么", "what is decided"), required=True),
            Key("asked_on", WordShape(("same_day", "day_before")), Text("按哪天的情况", "as on which day")),
            Key("hit", WordShape(("first", "unique", "any", "collect")), Text("取哪一行", "which row counts")),
            Key("given", MapShape(NAME, EXPRESSION), Text("已知", "what is given"), required=True),
            Key(
                "gives",
                MapShape(
                    NAME,
                    EitherShape(
                        scalar=WordShape(("integer", "number", "text", "yes_no", "date")),
                        mapping=MapShape(CODE, WORDS_FOR_PEOPLE),
                    ),
                ),
                Text("结论", "what it gives"),
                required=True,
            ),
            Key("rows", ListShape(ListShape(BLANK)), Text("各行，- 表示任意", "rows; - is any"), required=True),
        ),
    ),
    "process": Form(
        Text("流程", "process"),
        (
            *TOLD,
            Key("starts", REFERENCE, Text("由什么开始", "what starts it"), required=True),
            Key("steps", ListShape(FormShape("step"), least=1), Text("各步", "its steps"), required=True),
        ),
    ),
    "step": Form(
        Text("步骤", "step"),
        (
            Key("do", PLAIN, Text("做什么", "what is done")),
            Key("decide", REFERENCE, Text("哪张决策表", "the decision table")),
            Key("call", REFERENCE, Text("哪个流程", "the process called")),
            Key("enter", REFERENCE, Text("列入哪个名册", "the register entered")),
            Key("by", REFERENCE, Text("哪个岗位", "the post")),
            Key("within", DURATION, Text("多久内", "time limit")),
            Key("when", EXPRESSION, Text("条件", "condition")),
            Key("due", PLAIN, Text("期限", "when it is due")),
            Key("votes", PLAIN, Text("表决", "how it is voted")),
        ),
        (Choice(("do", "decide", "call", "enter")),),
    ),
    "layout": Form(
        Text("工作簿版式", "layout"),
        (
            *TOLD,
            Key("into", REFERENCE, Text("读成哪个记录类型", "the evidence type it becomes")),
            Key("register", WordShape(tuple(REGISTERS)), Text("读进哪本册", "the register that it fills")),
            Key("version", PLAIN, Text("照哪一版的表", "the edition of the form it follows"), only_with=("register",)),
            Key(
                "status",
                WordShape(("confirmed", "unconfirmed")),
                Text("是否对照过原始文件；没有的在屏幕上标“未确认”", "whether it was held against an original file"),
                only_with=("register",),
            ),
            Key("file", WordShape(FILES), Text("工作簿或任免表文件", "workbook or form"), only_with=("register",)),
            Key("row", REFERENCE, Text("一行是谁", "what a row is about"), required=True),
            Key(
                "find",
                FormShape("finding"),
                Text("怎样认人", "how the subject is found"),
                required=True,
                unless="register",
            ),
            Key("day", FormShape("day_column"), Text("日期从哪来", "where the day comes from")),
            Key("columns", COLUMNS, Text("字段: 表头", "field: headings"), required=True, unless="register"),
            Key(
                "fills",
                COLUMNS,
                Text("册里的词或主体的属性: 表头", "the register's word or the entity's attribute: headings"),
                only_with=("register",),
            ),
            Key("attributes", COLUMNS, Text("说明主体的列", "columns that describe the subject")),
            Key("reads", MapShape(PLAIN, READINGS), Text("表里的字怎样读", "how words of the sheet are read")),
            Key("ignore", TEXTS, Text("不读的列", "columns left alone")),
            Key("never_store", TEXTS, Text("绝不存的列", "columns that are never stored")),
            Key("returns", FormShape("returned"), Text("写回什么", "what is written back")),
        ),
        (Choice(("into", "register")),),
    ),
    "heading": Form(
        Text("列", "column"),
        (
            Key("heads", ListShape(PLAIN, least=1), Text("可用的表头", "headings it may bear"), required=True),
            Key("as", WordShape(("minutes_seconds", "month")), Text("怎样读", "how its cells are read")),
        ),
    ),
    "finding": Form(
        Text("认人", "way to find the subject"),
        (
            Key("by", PLAIN, Text("号码的表头", "heading of the number"), required=True),
            Key("check", TEXTS, Text("须一致的列", "columns that may not contradict")),
        ),
    ),
    "day_column": Form(
        Text("日期", "day"),
        (
            TITLE_KEY,
            Key("ask", TRUTH, Text("表里没有时问一次", "asked once where the sheet has none")),
            Key("heads", ListShape(PLAIN, least=1), Text("可用的表头", "headings it may bear")),
        ),
    ),
    "returned": Form(
        Text("写回", "what is written back"),
        (
            Key("standard", REFERENCE, Text("哪个标准的结果", "whose results"), required=True),
            Key("each", FormShape("returned_each"), Text("每列之后", "after each column")),
            Key("end", MapShape(PLAIN, NAME), Text("表尾: 节点", "at the end: node")),
        ),
    ),
    "returned_each": Form(
        Text("每列之后", "what follows each column"),
        (
            Key("after", WordShape(("column",)), Text("放在哪", "where it stands")),
            Key(
                "give",
                MapShape(PLAIN, WordShape(("points", "level"))),
                Text("表头: 内容", "heading: content"),
                required=True,
            ),
        ),
    ),
    "figure": Form(
        Text("公布的数", "figure"),
        (
            *TOLD,
            Key("measure", REFERENCE, Text("哪个统计项", "the measure"), required=True),
            Key("for", REFERENCE, Text("哪一级的", "for whom"), required=True),
            Key("show", FormShape("shown"), Text("怎样显示", "how it is shown")),
            Key("hide_below", COUNT, Text("少于几人不显示", "hidden below so many")),
        ),
    ),
    "shown": Form(
        Text("显示", "way to show"),
        (
            Key("as", WordShape(("number", "percent")), Text("数或百分数", "number or percent")),
            Key("decimals", DECIMALS, Text("几位小数", "decimals")),
        ),
    ),
    "report": Form(
        Text("报告书", "report"),
        (
            *TOLD,
            Key("of", REFERENCE, Text("写谁", "whom it is about"), required=True),
            Key("applies", EXPRESSION, Text("对谁写", "to whom it applies")),
            Key(
                "results",
                ListShape(FormShape("result_told"), least=1),
                Text("哪些标准的结果", "whose results stand in it"),
            ),
            Key("facts", MapShape(NAME, FormShape("node")), Text("所选时期里的事实", "facts of the period chosen")),
            Key("works", REFERENCES, Text("本人可以选哪些记录放进来", "records from which the subject chooses")),
            Key("comment", ListShape(FormShape("sentence"), least=1), Text("评语草稿的句子", "sentences of the draft")),
        ),
    ),
    "result_told": Form(
        Text("写进报告的结果", "results in a report"),
        (
            Key("standard", REFERENCE, Text("哪个标准", "the standard"), required=True),
            Key(
                "show",
                WordShape(("levels", "points", "values")),
                Text("写等级；等级和分；观测点的值", "levels; levels and points; values of leaves"),
                required=True,
            ),
        ),
    ),
    "sentence": Form(
        Text("句子", "sentence"),
        (
            Key("of", REFERENCE, Text("说什么：事实，或 标准.节点", "what it is about: a fact, or standard.node")),
            Key("level", one_or_many(NAME), Text("是这些等级时说", "said at these levels"), only_with=("of",)),
            Key("at_least", NUMBER, Text("不小于时说", "said from here"), only_with=("of",)),
            Key("at_most", NUMBER, Text("不大于时说", "said up to here"), only_with=("of",)),
            Key("say", TITLE, Text("句子；{value} 是内容", "the sentence; {value} is filled in"), required=True),
        ),
        (Choice(("level", "at_least"), least=0), Choice(("level", "at_most"), least=0)),
    ),
    "phrase_bank": Form(
        Text("常用语", "phrase bank"),
        (
            *TOLD,
            Key(
                "for",
                REFERENCES,
                Text("用在哪些记录类型里；不写就用于期末评语", "in which record types; none: for a term's comment"),
            ),
            Key("say", MapShape(CODE, TITLE), Text("句子", "the sentences"), required=True),
        ),
    ),
    "post": Form(
        Text("岗位", "post"),
        (
            *TOLD,
            Key("at", REFERENCE, Text("设在哪一级", "where it is held")),
            Key("records", REFERENCES, Text("可记录", "may record")),
            Key("verifies", REFERENCES, Text("可核验", "may verify")),
            Key("sees", REFERENCES, Text("可看", "may see")),
            Key("objects", REFERENCES, Text("可提异议", "may object to")),
            Key("decides", REFERENCES, Text("可决定", "may decide")),
            Key("keeps", REFERENCES, Text("可管名册", "may keep")),
            Key("applies", REFERENCES, Text("可报名", "may apply for")),
        ),
    ),
    "example": Form(
        Text("算例", "example"),
        (
            *TOLD,
            Key("run", FormShape("example_run"), Text("算什么", "what is run")),
            Key("given", MapShape(REFERENCE, GIVEN), Text("给定的行，按来源", "rows given, by source")),
            Key(
                "then",
                MapShape(PLAIN, EitherShape(sequence=TEXTS, mapping=MapShape(PLAIN, PLAIN))),
                Text("准确的答案", "exact answers"),
                only_with=("run",),
            ),
            Key("sum", PLAIN, Text("算式，写成话", "the sum in words")),
            Key("refuse", FormShape("refusal"), Text("应当拒绝什么", "what must be refused")),
        ),
        (Choice(("run", "refuse")),),
    ),
    "example_run": Form(
        Text("算例的运行", "run of an example"),
        (
            Key("standard", REFERENCE, Text("标准", "standard")),
            Key("measure", one_or_many(REFERENCE), Text("统计项", "measure")),
            Key("decision", REFERENCE, Text("决策表", "decision")),
            Key("period", LABEL, Text("时期", "period")),
            Key("overlay", TRUTH, Text("带校本层", "with the layer")),
        ),
        (Choice(("standard", "measure", "decision")),),
    ),
    "refusal": Form(
        Text("应拒绝的改动", "refusal"),
        (
            Key("changes", MapShape(PLAIN, AnyShape()), Text("改动", "the changes"), required=True),
            Key("error", PLAIN, Text("错误编号", "the id of the error"), required=True),
        ),
    ),
}
