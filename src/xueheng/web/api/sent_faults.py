"""What does not fit its form: each place named, with what is wrong and what to write instead."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from xueheng.web.api.problems import Refused, pointer_part
from xueheng.wording import Text

Shape = TypeVar("Shape", bound=BaseModel)
MOST_TOLD = 50
_PLACES = {"body": "", "query": "?", "path": "/", "header": ""}
_AGAIN = Text("请改正后再发。", "Correct it and send it again.")
_WORDS: Mapping[str, tuple[Text, Text]] = {
    "missing": (Text("没有写", "is missing"), Text("请补上。", "Add it.")),
    "extra_forbidden": (Text("没有这一项", "is not known"), Text("请去掉，或核对名称。", "Check its name.")),
    "string_type": (Text("应为字符串", "should be a string"), _AGAIN),
    "string_too_long": (Text("太长", "is too long"), Text("请缩短。", "Shorten it.")),
    "string_too_short": (Text("太短", "is too short"), _AGAIN),
    "string_pattern_mismatch": (Text("写法不对", "has another form"), Text("请对照接口文档。", "See the documents.")),
    "too_long": (Text("项数太多", "has too many entries"), Text("请分几次发送。", "Send it in parts.")),
    "too_short": (Text("项数太少", "has too few entries"), _AGAIN),
    "list_type": (Text("应为列表", "should be a list"), _AGAIN),
    "dict_type": (Text("应为对象", "should be an object"), _AGAIN),
    "model_type": (Text("应为对象", "should be an object"), _AGAIN),
    "model_attributes_type": (Text("应为对象", "should be an object"), _AGAIN),
    "bool_parsing": (Text("应为 true 或 false", "should be true or false"), _AGAIN),
    "greater_than_equal": (Text("太小", "is too small"), _AGAIN),
    "less_than_equal": (Text("太大", "is too large"), _AGAIN),
}  # fmt: skip
_BY_VALUE = {
    "number": (
        Text("不是编号", "is no number of a thing"),
        Text('编号是文字，如 "2317"，不是 JSON 的数。', 'It is text such as "2317", not a JSON number.'),
    ),
    "day": (Text("不是日期", "is no day"), Text("请写成 2025-11-03 这样。", "Write it like 2025-11-03.")),
}
_OTHER = Text("不合要求", "does not fit")


def invalid(errors: Sequence[Mapping[str, Any]]) -> Refused:
    """The refusal of what was sent. A path that cannot be one leads to nothing."""
    if any(error["loc"][0] == "path" for error in errors):
        said = Text("没有找到，或者您不能看它", "there is no such thing, or you may not see it")
        return Refused("not_found", said, Text("请核对地址里的编号。", "Check the number in the address."))
    told = [_told(error) for error in errors[:MOST_TOLD]]
    first = told[0]
    return Refused(
        "invalid",
        Text(
            f"有 {len(errors)} 处不合要求：{first['field']} {first['reason']}",
            f"{len(errors)} things do not fit: {first['field']} {first['reason_en']}",
        ),
        Text("逐处见 errors。", "Each is told in errors."),
        errors=told,
    )


def read_as(shape: type[Shape], sent: Any, part: str) -> Shape:
    """A part of what was sent, in its form. Raises Refused with every place that does not fit."""
    try:
        return shape.model_validate(sent)
    except ValidationError as fault:
        raise invalid([{**error, "loc": ("body", part, *error["loc"])} for error in fault.errors()]) from fault


def _told(error: Mapping[str, Any]) -> dict[str, str]:
    source, *rest = error["loc"]
    path = [str(part)[:40] for part in rest]
    if source == "body":
        path = path[1:]  # the first is what the body is called inside
    name = path[-1] if path else ""
    reason, remedy = _words(error)
    return {
        "pointer": "".join(f"/{pointer_part(part)}" for part in path) if source == "body" else "",
        "field": name,
        "reason": reason.zh,
        "reason_en": reason.en,
        "remedy": remedy.zh,
        "remedy_en": remedy.en,
    }


def _words(error: Mapping[str, Any]) -> tuple[Text, Text]:
    known = _WORDS.get(error["type"])
    if known is not None:
        return known
    if error["type"] == "value_error":
        said = str(error.get("msg", "")).rpartition(", ")[2]
        return _BY_VALUE.get(said, _BY_VALUE["day"])
    return _OTHER, _AGAIN
