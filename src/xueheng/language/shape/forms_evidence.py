"""Keys of evidence.yaml, activities.yaml, registers.yaml, tables.yaml."""

from xueheng.language.shape.forms_subjects import FIELDS, ONE_TYPE, TYPE_KEYS, UNIT_KEY
from xueheng.language.shape.keys import (
    CODE,
    COUNT,
    DURATION,
    EXPRESSION,
    FILE_NAME,
    NAME,
    NAMES,
    NOT_NEGATIVE,
    PLAIN,
    REFERENCE,
    REFERENCES,
    SENSITIVE_KEY,
    SOURCE_KEY,
    TEXTS,
    TOLD,
    TRUTH,
    WORDS_FOR_PEOPLE,
    YEARS,
    one_or_many,
)
from xueheng.language.shape.shapes import Choice, Form, FormShape, Key, ListShape, MapShape, PlainShape, WordShape
from xueheng.wording import Text

GIVES = Key("gives", NAME, Text("给出的行的名称", "name of the rows it gives"), required=True)
FIELDS_KEY = Key("fields", FIELDS, Text("字段", "fields"))
DECIDE = Key("decide", REFERENCE, Text("哪个岗位决定", "the post that decides"))

FORMS: dict[str, Form] = {
    "evidence_type": Form(
        Text("记录类型", "evidence type"),
        (
            *TOLD,
            Key("about", REFERENCE, Text("记的是谁", "whom a record is about"), required=True, unless="like"),
            Key("like", REFERENCE, Text("沿用另一类型的键", "takes over another type's keys")),
            FIELDS_KEY,
            Key("needed", NAMES, Text("必填的字段", "fields that may not be blank")),
            Key("once_per", one_or_many(NAME), Text("同样的只能有一条", "a second one must be a correction")),
            Key("check", EXPRESSION, Text("录入时须成立的条件", "condition on entry")),
            SENSITIVE_KEY,
            Key("kept", FormShape("kept"), Text("保存多久，到期销毁", "how long it is kept; then it is destroyed")),
            Key("minutes", NOT_NEGATIVE, Text("记一条约需几分钟", "about how many minutes a record takes")),
            Key(
                "raises",
                MapShape(REFERENCE, ListShape(FormShape("raised_record"))),
                Text("由答案生成的记录", "records made from an answer"),
            ),
        ),
    ),
    "kept": Form(
        Text("保存多久", "how long it is kept"),
        (
            Key("years", YEARS, Text("几年", "how many years"), required=True),
            Key(
                "after",
                WordShape(("recorded", "school_year_end", "leaves")),
                Text("从何时算：当日、学年结束、离开", "counted from its day, the school year's end, leaving"),
                required=True,
            ),
            SOURCE_KEY,
        ),
    ),
    "raised_record": Form(
        Text("生成的记录", "raised record"),
        (
            Key("when", EXPRESSION, Text("何时生成", "when it is made"), required=True),
            Key("set", MapShape(NAME, PLAIN), Text("填什么", "what it says"), required=True),
        ),
    ),
    "activity": Form(
        Text("活动", "activity"),
        (
            *TOLD,
            Key("held_by", REFERENCE, Text("谁举办", "who holds it"), required=True),
            Key("for", REFERENCE, Text("为谁", "for whom"), required=True),
            FIELDS_KEY,
            Key("apply", FormShape("application"), Text("报名", "how people apply")),
            Key("session", FormShape("session"), Text("一次活动", "one time it is held")),
            Key("placing", FormShape("placing"), Text("名额", "a place")),
            Key("attendance", FormShape("attendance"), Text("到场", "who came")),
        ),
    ),
    "application": Form(
        Text("报名", "application"),
        (
            Key("by", REFERENCE, Text("谁报", "who applies"), required=True),
            Key("during", NAME, Text("何时", "in which window")),
            Key("choices", COUNT, Text("可报几个", "how many choices")),
            Key("placing", WordShape(("lottery", "first_come", "decided")), Text("怎样给名额", "how places are given")),
            Key("waiting", TRUTH, Text("候补", "a waiting list")),
            Key("withdraw", NAME, Text("何时可退", "when one may withdraw")),
        ),
    ),
    "session": Form(
        Text("一次活动", "session"),
        (*TOLD, GIVES, Key("staff", REFERENCE, Text("由谁带", "who leads it")), FIELDS_KEY),
    ),
    "placing": Form(Text("名额", "placing"), (*TOLD, GIVES, FIELDS_KEY)),
    "attendance": Form(
        Text("到场", "attendance"),
        (
            *TOLD,
            GIVES,
            FIELDS_KEY,
            Key("take", TEXTS, Text("怎样点到", "how it is taken")),
            Key("marks", MapShape(CODE, WORDS_FOR_PEOPLE), Text("记号", "marks")),
            Key("attended", EXPRESSION, Text("哪些算到", "which marks count")),
            Key("copies", NAMES, Text("从活动抄来的字段", "fields copied from the session")),
        ),
    ),
    "register": Form(
        Text("名单", "register"),
        (
            *TOLD,
            Key("of", REFERENCE, Text("登的是谁", "who is listed"), required=True),
            FIELDS_KEY,
            Key("keeps", REFERENCES, Text("谁管", "posts that keep it")),
            Key("lasts", DURATION, Text("一次管多久", "how long an entry lasts")),
            Key("enters", FormShape("entering"), Text("何时列入", "when somebody enters")),
            Key("leaves", FormShape("leaving"), Text("何时移出", "when somebody leaves")),
            Key("opens", FormShape("opened_case"), Text("列入时开的事项", "the case that an entry opens")),
            Key("excludes", REFERENCES, Text("不得同时在册", "never on both")),
            Key("public", NAMES, Text("公开的列", "columns that are public")),
        ),
    ),
    "entering": Form(
        Text("列入", "entering"),
        (
            Key("when", EXPRESSION, Text("条件", "condition")),
            Key("from", PLAIN, Text("来自哪个事项", "the case it comes from")),
            Key("at", PLAIN, Text("何时问", "when it is asked")),
            DECIDE,
            Key("within", DURATION, Text("多久内决定", "time to decide")),
            Key("notice", DURATION, Text("告知期", "time of notice")),
            Key("appeal", DURATION, Text("申诉期", "time to appeal")),
        ),
    ),
    "leaving": Form(Text("移出", "leaving"), (Key("when", EXPRESSION, Text("条件", "condition")), DECIDE)),
    "opened_case": Form(
        Text("所开事项", "opened case"),
        (
            Key("case", REFERENCE, Text("流程", "the process"), required=True),
            Key("with", REFERENCES, Text("带去的数", "what it is given")),
            Key("due", DURATION, Text("期限", "time limit")),
        ),
    ),
    "table": Form(
        Text("表", "table"),
        (
            *TOLD,
            Key("file", FILE_NAME, Text("CSV 文件", "CSV file")),
            Key("rows", ListShape(ListShape(PlainShape(empty=True))), Text("直接写的行", "rows written here")),
            Key("key", NAMES, Text("定一行的列", "columns that name one row"), required=True),
            Key(
                "columns",
                MapShape(NAME, FormShape("column")),
                Text("各列的类型", "types of its columns"),
                required=True,
            ),
            Key("only", EXPRESSION, Text("只用哪些行", "lines that are used")),
        ),
        (Choice(("file", "rows")),),
    ),
    "column": Form(
        Text("列", "column"),
        (*TOLD, *TYPE_KEYS, UNIT_KEY, Key("split", PLAIN, Text("分隔符，一行代表几行", "one line stands for several"))),
        (ONE_TYPE,),
    ),
}
