"""Shapes and keys that many forms have: names, titles, sources, expressions, numbers of a certain range."""

from fractions import Fraction

from xueheng.language.shape.shapes import (
    EitherShape,
    ExpressionShape,
    Form,
    FormShape,
    Key,
    ListShape,
    NameShape,
    NumberShape,
    PatternShape,
    PlainShape,
    ReferenceShape,
    Shape,
    StatusShape,
    TitleShape,
    TruthShape,
    WordShape,
)
from xueheng.wording import Text

SENSITIVE = ("psychological", "health", "opinion", "thought", "religion", "family")
"""What a record may tell of a person that no evaluation may read."""

NAME, REFERENCE, PLAIN, EXPRESSION, TRUTH = NameShape(), ReferenceShape(), PlainShape(), ExpressionShape(), TruthShape()
TITLE, WORDS_FOR_PEOPLE = TitleShape(both=True), TitleShape()
NUMBER, NOT_NEGATIVE = NumberShape(), NumberShape(low=Fraction(0))
WHOLE, COUNT = NumberShape(whole=True), NumberShape(low=Fraction(0), whole=True)
DECIMALS = NumberShape(low=Fraction(0), high=Fraction(9), whole=True)
PER_CENT = NumberShape(low=Fraction(0), high=Fraction(100))
NAMES, REFERENCES, TEXTS = ListShape(NAME), ListShape(REFERENCE), ListShape(PLAIN)
YEARS = NumberShape(low=Fraction(1), high=Fraction(100), whole=True)
HIGH_OR_LOW = WordShape(("high", "low"))
ZERO_OR_MISSING = WordShape(("zero", "missing"))

CODE = PatternShape("[A-Za-z0-9_]{1,40}", Text("代码", "a code"), "code_1")
VERSION = PatternShape(
    "[0-9]{1,6}[.][0-9]{1,6}[.][0-9]{1,6}", Text("三段版本号", "a version of three numbers"), "1.0.0"
)
LABEL = PatternShape("[0-9]{4}[0-9A-Za-z-]{0,16}", Text("时段的标签", "the label of a window"), "2025-2026")
DURATION = PatternShape(
    "[0-9]{1,4} (working days?|days?|weeks?|months?|years?)", Text("一段时间", "a length of time"), "10 working days"
)
DURING = PatternShape(
    "(previous )?(?!(last|previous)$)[a-z][a-z0-9_]{0,39}([.][a-z][a-z0-9_]{0,39})?"
    "|last [0-9]{1,4} (days?|weeks?|months?|years?)",
    Text("时间窗", "a window"),
    "school_year, previous school_year, last 12 months, ever",
)
FILE_NAME = PatternShape(
    "[^./\\\\:][^/\\\\:]{0,99}", Text("包文件夹里的文件名", "a file's name without a folder"), "table.csv"
)
NODE_PATH = PatternShape(
    "[a-z][a-z0-9_]{0,39}([.][a-z][a-z0-9_]{0,39}){0,18}", Text("节点的路径", "the path of a node"), "part.leaf"
)

TITLE_KEY = Key("title", TITLE, Text("给人看的名称：{zh, en}", "what people read: {zh, en}"))
NOTE_KEY = Key("note", WORDS_FOR_PEOPLE, Text("给读的人的说明", "a remark for the reader"))
SOURCE_KEY = Key(
    "source", FormShape("source"), Text("依据；上一级的依据也管下级", "where it was decided; holds for all below")
)
SENSITIVE_KEY = Key(
    "sensitive",
    WordShape(SENSITIVE),
    Text("涉及什么隐私；评价不得读取", "what it tells of a person that no evaluation may read"),
)
TOLD = (TITLE_KEY, NOTE_KEY, SOURCE_KEY)
"""Keys of everything that has a name."""

FORMS: dict[str, Form] = {
    "source": Form(
        Text("依据", "source"),
        (
            Key("doc", PLAIN, Text("文件名称", "the document")),
            Key("no", PLAIN, Text("文号", "its number")),
            Key("url", PLAIN, Text("网址", "where it can be read")),
            Key("status", StatusShape(), Text("核实到什么程度", "how sure it is")),
            NOTE_KEY,
        ),
    ),
}


def one_or_many(shape: Shape) -> EitherShape:
    """One value, or a list of them."""
    return EitherShape(scalar=shape, sequence=ListShape(shape, least=1))
