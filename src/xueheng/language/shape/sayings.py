"""How shapes and things of a pack are called in messages."""

from xueheng.language.shape.shapes import (
    DayShape,
    EitherShape,
    ExpressionShape,
    Form,
    ListShape,
    NameShape,
    NumberShape,
    PatternShape,
    ReferenceShape,
    RowShape,
    Shape,
    SpanShape,
    StatusShape,
    TitleShape,
    TruthShape,
    UnitShape,
    WordShape,
)
from xueheng.wording import Text

_SAID: dict[type, Text] = {
    NameShape: Text("一个名称", "a name"),
    ReferenceShape: Text("一个名称", "a name"),
    TitleShape: Text("文字或 {zh, en}", "text or {zh, en}"),
    NumberShape: Text("一个数", "a number"),
    TruthShape: Text("yes 或 no", "yes or no"),
    DayShape: Text("一个日期", "a date"),
    ExpressionShape: Text("一个表达式", "an expression"),
    UnitShape: Text("一个单位", "a unit"),
    StatusShape: Text("核实程度的词", "a word for how sure it is"),
    ListShape: Text("一个列表", "a list"),
    SpanShape: Text("形如 [首日, 末日] 的列表", "a list like [first day, last day]"),
}
_MAP = Text("一个对照", "a map")
_TEXT = Text("文字", "text")


def said_wanted(shape: Shape) -> Text:
    """What is wanted where `shape` stands."""
    if isinstance(shape, WordShape):
        return Text("、".join(shape.words) + " 之一", "one of " + ", ".join(shape.words))
    if isinstance(shape, PatternShape):
        return shape.said
    if isinstance(shape, RowShape):
        return Text(f"形如 {shape.said.zh} 的列表", f"a list like {shape.said.en}")
    if isinstance(shape, ListShape) and shape.least:
        return Text(f"至少 {shape.least} 项的列表", f"a list of at least {shape.least}")
    if isinstance(shape, EitherShape):
        wanted = [said_wanted(found) for found in (shape.scalar, shape.sequence, shape.mapping) if found]
        return Text("或".join(text.zh for text in wanted), " or ".join(text.en for text in wanted))
    if type(shape) in _SAID:
        return _SAID[type(shape)]
    return _MAP if type(shape).__name__ in ("MapShape", "FormShape") else _TEXT


def said_number(shape: NumberShape) -> Text:
    """Which numbers are accepted."""
    kind = Text("整数", "a whole number") if shape.whole else Text("数", "a number")
    if shape.low is not None and shape.low == shape.high:
        return Text(f"正好 {shape.low}", f"exactly {shape.low}")
    if shape.low is not None and shape.high is not None:
        return Text(f"介于 {shape.low} 和 {shape.high} 的{kind.zh}", f"{kind.en} from {shape.low} to {shape.high}")
    if shape.low is not None:
        return Text(f"不小于 {shape.low} 的{kind.zh}", f"{kind.en} not below {shape.low}")
    return kind


def said_thing(form: Form, name: str | None) -> Text:
    """One thing of a pack, by its name where it has one: `measure "visits"`."""
    if name is None:
        return Text(f"这里的{form.said.zh}", f"this {form.said.en}")
    return Text(f"{form.said.zh}“{name}”", f'{form.said.en} "{name}"')


def said_kind(form: Form) -> Text:
    """A thing of that kind: `a measure`, `an entity`."""
    article = "an" if form.said.en[0] in "aeiou" else "a"
    return Text(form.said.zh, f"{article} {form.said.en}")


def said_or(words: tuple[str, ...]) -> Text:
    """Words of which one is wanted.

    >>> said_or(("bands", "table")).en
    'bands or table'
    """
    english = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
    return Text("、".join(words) + (" 之一" if len(words) > 1 else ""), english)


def said_list(words: tuple[str, ...] | list[str]) -> Text:
    """Quoted words in a row.

    >>> said_list(["count", "sum"]).en
    '"count" and "sum"'
    """
    quoted = [f'"{word}"' for word in words]
    english = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    return Text("、".join(f"“{word}”" for word in words), english)
