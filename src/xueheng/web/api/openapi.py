"""The interface's document in OpenAPI 3.1, put into order: every answer with its own media type, both ways in."""

import json
from functools import lru_cache
from typing import Any

from xueheng.web.api.interface import INTERFACE
from xueheng.web.api.problems import MEDIA_TYPE
from xueheng.wording import Text

PREFIX = "/api/v1"
_JSON = "application/json"
_STATUS = {
    200: Text("答复", "The answer"),
    201: Text("已做", "Done"),
    304: Text("没有变", "Unchanged"),
    400: Text("内容读不出来", "The body cannot be read"),
    401: Text("没有有效的令牌", "No valid token"),
    403: Text("没有权限", "Not allowed"),
    404: Text("没有找到", "Not found"),
    409: Text("与已有的内容冲突", "In conflict with what stands"),
    410: Text("已清除", "Erased"),
    413: Text("内容太大", "Too large"),
    415: Text("内容类型不对", "Wrong content type"),
    422: Text("内容不合要求", "What was sent does not fit"),
    429: Text("请求太多", "Too many requests"),
    500: Text("程序出了错", "A fault of the programme"),
    503: Text("现在存不了", "Nothing can be stored now"),
}
_WAYS_IN = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "接口令牌，在“我的接口令牌”里建立。 An access token, made under “My tokens”.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "网页登录，只能读。 Being signed in in the browser: reading only.",
    },
}
_RETRY = {
    "Retry-After": {
        "description": "几秒后再发。 After how many seconds to send it again.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    }
}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The document; made once."""
    made: dict[str, Any] = json.loads(json.dumps(INTERFACE.get_openapi_schema(path_prefix="")))
    paths = {f"{PREFIX}{address}": operations for address, operations in made["paths"].items()}
    for operations in paths.values():
        for method, operation in operations.items():
            _ordered(operation, reads=method == "get")
    made["paths"] = paths
    made["components"]["securitySchemes"] = _WAYS_IN
    made["servers"] = [{"url": "/", "description": "本服务器 This server"}]
    return made


@lru_cache(maxsize=256)
def words_of(name: str, method: str) -> frozenset[str]:
    """What may be asked behind the question mark of an address, by its name."""
    operation = f"{'read' if method in ('GET', 'HEAD') else 'send'}_{name.removeprefix('api_')}"
    found = (each for paths in document()["paths"].values() for each in paths.values())
    parameters = next((each.get("parameters", ()) for each in found if each["operationId"] == operation), ())
    return frozenset(each["name"] for each in parameters if each["in"] == "query")


def document_text() -> str:
    """The document as it is committed and served."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _ordered(operation: dict[str, Any], *, reads: bool) -> None:
    answers = operation["responses"]
    for status, answer in answers.items():
        said = _STATUS[int(status)]
        answer["description"] = f"{said.zh} {said.en}"
        if int(status) >= 400:
            answer["content"] = {MEDIA_TYPE: answer["content"][_JSON]}
        if int(status) in (429, 503):
            answer["headers"] = _RETRY
    if reads:
        said = _STATUS[304]
        answers["304"] = {"description": f"{said.zh} {said.en}"}
    if not operation.get("parameters"):
        operation.pop("parameters", None)
