"""Keys of pack.yaml, entities.yaml, calendar.yaml, populations.yaml, and of fields wherever they stand."""

from fractions import Fraction

from xueheng.language.shape.keys import (
    CODE,
    COUNT,
    DECIMALS,
    EXPRESSION,
    FILE_NAME,
    HIGH_OR_LOW,
    LABEL,
    NAME,
    NAMES,
    NOTE_KEY,
    NUMBER,
    PLAIN,
    REFERENCE,
    REFERENCES,
    SENSITIVE_KEY,
    TEXTS,
    TITLE,
    TOLD,
    TRUTH,
    VERSION,
    WORDS_FOR_PEOPLE,
)
from xueheng.language.shape.shapes import (
    Choice,
    DayShape,
    Form,
    FormShape,
    Key,
    MapShape,
    NumberShape,
    SpanShape,
    UnitShape,
    WordShape,
)
from xueheng.wording import Text

FIELDS = MapShape(NAME, FormShape("field"))
ATTRIBUTES = MapShape(NAME, FormShape("attribute"))
CODES = MapShape(CODE, WORDS_FOR_PEOPLE)

FIELD_TYPES = ("integer", "number", "money", "one_of", "code", "text", "yes_no", "date", "time", "file")

TYPE_KEYS = (
    Key("integer", FormShape("whole_number"), Text("整数", "a whole number")),
    Key("number", FormShape("decimal_number"), Text("小数，位数写明", "a number of so many decimals")),
    Key("money", FormShape("amount"), Text("金额，元，两位小数", "an amount of CNY with 2 decimals")),
    Key("one_of", CODES, Text("几个代码之一，按写的顺序", "one of these codes, in this order")),
    Key("code", REFERENCE, Text("某张表里的代码", "a code of this table")),
    Key("text", FormShape("free_text"), Text("文字", "text")),
    Key("yes_no", FormShape("nothing"), Text("是或否", "yes or no")),
    Key("date", FormShape("nothing"), Text("日期", "a day")),
    Key("time", FormShape("nothing"), Text("钟点", "a time of day")),
    Key("file", FormShape("attached_file"), Text("附件", "a file")),
)
ONE_TYPE = Choice(FIELD_TYPES, "XH-K008")
UNIT_KEY = Key("unit", UnitShape(), Text("单位", "unit"))
BOUNDS = (
    Key("min", NUMBER, Text("最小，缺省 0", "least, 0 where not said")),
    Key("max", NUMBER, Text("最大", "greatest")),
)

FIELD_KEYS = (
    *TOLD,
    *TYPE_KEYS,
    UNIT_KEY,
    Key("better", HIGH_OR_LOW, Text("哪头更好", "which end is better")),
    Key(
        "worth",
        MapShape(CODE, NUMBER),
        Text("各代码折合的数", "numbers that the codes stand for"),
        only_with=("one_of",),
    ),
    Key("private", TRUTH, Text("只给本人、监护人、记录人、核验人看", "hidden except from those concerned")),
    SENSITIVE_KEY,
    Key("optional", TRUTH, Text("可以不填", "may be left out")),
    Key("default", PLAIN, Text("不填时的值", "the value where none is given")),
)

FORMS: dict[str, Form] = {
    "pack": Form(
        Text("包", "pack"),
        (
            Key("xueheng", NumberShape(Fraction(1), Fraction(1), True), Text("格式号", "format number"), required=True),
            Key("name", NAME, Text("包名，与文件夹同名", "the folder's name"), required=True),
            Key("title", TITLE, Text("名称", "what people read"), required=True),
            Key("version", VERSION, Text("版本，三段", "version, three numbers"), required=True),
            Key("in_force", FormShape("in_force"), Text("何时有效", "from when to when it holds")),
            Key(
                "owner",
                WordShape(("nation", "province", "district", "school")),
                Text("这里写的是谁的决定", "whose decision stands here"),
                required=True,
            ),
            Key(
                "unit_code",
                PLAIN,
                Text("只属于哪个单位：它的代码（学校标识码）", "whose alone it is: that unit's code"),
            ),
            Key("uses", MapShape(NAME, COUNT), Text("所用的包: 主版本", "packs it uses: major version")),
            Key("about", WORDS_FOR_PEOPLE, Text("一两句介绍", "a sentence or two")),
            *TOLD[1:],
        ),
    ),
    "in_force": Form(
        Text("有效期", "time in force"),
        (
            Key("from", DayShape(), Text("自", "first day"), required=True),
            Key("to", DayShape(), Text("至", "last day")),
        ),
    ),
    "entity": Form(
        Text("主体", "entity"),
        (
            *TOLD,
            Key("person", WordShape(("minor", "adult")), Text("是人；打开保护", "a person; turns on protection")),
            Key("belongs_to", REFERENCES, Text("上级，可有几条线", "what it belongs to; several are several lines")),
            Key("attributes", ATTRIBUTES, Text("属性，有起止日期", "attributes, each from a day to a day")),
        ),
    ),
    "attribute": Form(Text("属性", "attribute"), FIELD_KEYS, (ONE_TYPE,)),
    "field": Form(Text("字段", "field"), FIELD_KEYS, (ONE_TYPE,)),
    "whole_number": Form(Text("整数类型", "type integer"), BOUNDS),
    "decimal_number": Form(
        Text("小数类型", "type number"),
        (
            Key("decimals", DECIMALS, Text("小数位数", "how many decimals"), required=True),
            *BOUNDS,
            Key(
                "round",
                WordShape(("refuse", "half_up", "up")),
                Text("录入位数过多时：拒绝、四舍五入、进一", "more decimals on entry: refuse, half up, up"),
            ),
        ),
    ),
    "amount": Form(Text("金额类型", "type money"), BOUNDS),
    "free_text": Form(
        Text("文字类型", "type text"),
        (
            Key("max", COUNT, Text("最多字数", "greatest length")),
            Key("check", NAME, Text("校验的名称", "a check by name")),
        ),
    ),
    "attached_file": Form(
        Text("附件类型", "type file"),
        (
            Key("kinds", TEXTS, Text("收哪些格式", "accepted kinds")),
            Key("max", COUNT, Text("最多几个", "how many at most")),
        ),
    ),
    "nothing": Form(Text("不带参数的类型", "type without settings"), ()),
    "calendar": Form(
        Text("校历", "calendar"),
        (
            Key("windows", MapShape(NAME, FormShape("window")), Text("有名称的时间窗", "windows with a name")),
            Key("terms", NAMES, Text("from: terms 的各行", "the rows of from: terms")),
            Key("days", MapShape(NAME, FormShape("named_day")), Text("有名称的日子", "days with a name")),
            Key("working_days", FormShape("working_days"), Text("工作日", "working days")),
        ),
    ),
    "window": Form(
        Text("时间窗", "window"),
        (*TOLD, Key("within", NAME, Text("属于哪个窗", "the window it lies in"))),
        others=(LABEL, SpanShape()),
    ),
    "named_day": Form(Text("日子", "day"), TOLD, others=(LABEL, DayShape())),
    "working_days": Form(
        Text("工作日", "working days"), (Key("except", FILE_NAME, Text("节假日表", "table of holidays")), NOTE_KEY)
    ),
    "population": Form(
        Text("统计范围", "population"),
        (
            *TOLD,
            Key("of", REFERENCE, Text("由什么组成", "what its members are"), required=True),
            Key("on", REFERENCE, Text("哪一天，缺省期末", "on which day; the period's last where not said")),
            Key("where", EXPRESSION, Text("条件，须对每个都有定论", "condition, decided for everybody")),
        ),
    ),
}
