"""What an operation needs and answers, said once for each kind of operation."""

from typing import Any

from django.http import HttpRequest

from xueheng.web.api.shapes import Problem
from xueheng.web.api.tokens_in_use import require_scope

JSON, MULTIPART = "application/json", "multipart/form-data"
_READING = (401, 403, 404, 410, 422, 429, 500, 503)
_WRITING = (400, *_READING[:4], 409, 413, 415, *_READING[4:])
_PURPOSE = {
    "in": "header",
    "name": "Xueheng-Purpose",
    "required": False,
    "schema": {"type": "string", "pattern": "^[0-9]{1,19}$"},
    "description": "已批准的查阅目的的编号；有它才给出敏感和私密的项目，每次都记入日志。 The number of an approved "
    "reading purpose: private and sensitive fields are given under it alone, and each reading is journalled.",
}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "同一编号、同样的内容 24 小时内只做一次，重发得到同一份回答；内容不同则 409。 The same key with the "
    "same content is done once within 24 hours and answered alike; other content under it is refused with 409.",
}


class Allowed:
    """That the token was made for this. The post's own right is asked at the door, and of every row."""

    def __init__(self, scope: str | None) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> bool:
        """True, or raises Refused."""
        if self.scope is not None:
            require_scope(request.token, self.scope)  # type: ignore[attr-defined]  # set at the door
        return True


def reading(scope: str | None, shape: Any, name: str, words: tuple[str, str], more: str = "") -> dict[str, Any]:
    """The options of an operation that reads. `words`: what it does, in both languages; `more`: what else to know."""
    return {
        "auth": Allowed(scope),
        "response": {200: shape, **dict.fromkeys(_READING, Problem)},
        **_told(name, "read", words, more),
        "openapi_extra": {"security": [_token(scope), {"session": []}], "parameters": [_PURPOSE]},
    }


def writing(
    scope: str, shape: Any, name: str, words: tuple[str, str], more: str = "", *, status: int = 200
) -> dict[str, Any]:
    """The options of an operation that changes something, or is sent content to read by."""
    return {
        "auth": Allowed(scope),
        "response": {status: shape, **dict.fromkeys(_WRITING, Problem)},
        **_told(name, "send", words, more),
        "openapi_extra": {"security": [_token(scope)], "parameters": [_PURPOSE, _KEY]},
    }


def with_files(options: dict[str, Any], part: str, shape: str) -> dict[str, Any]:
    """The options of an operation whose content comes in parts: one of JSON, and files under the names of fields."""
    told = {
        "type": "object",
        "properties": {part: {"$ref": f"#/components/schemas/{shape}"}},
        "required": [part],
        "additionalProperties": {"type": "string", "format": "binary"},
    }
    body = {"required": True, "content": {MULTIPART: {"schema": told, "encoding": {part: {"contentType": JSON}}}}}
    return {**options, "openapi_extra": {**options["openapi_extra"], "requestBody": body}}


def _token(scope: str | None) -> dict[str, list[str]]:
    return {"token": [] if scope is None else [scope]}


def _told(name: str, verb: str, words: tuple[str, str], more: str) -> dict[str, Any]:
    said, operation = f"{words[0]}　{words[1]}", f"{verb}_{name.removeprefix('api_')}"
    return {
        "url_name": name,
        "operation_id": operation,
        "summary": said,
        "description": more or said,
        "by_alias": True,
    }
