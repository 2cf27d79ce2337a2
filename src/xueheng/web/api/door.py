"""The door of the interface: who asks, how often, under which purpose; and every answer in its form.

A token stands for its person under its post, asked of the database at every request. Whoever is signed in in the
browser may read here too, never write: then no page of another site can make her write.
"""

import hashlib
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from xueheng.identity.public import AccountClosed, Declared, PostEnded, PurposeMissing, Viewer, watched, with_purpose
from xueheng.web.api.allowance import seconds_to_wait
from xueheng.web.api.openapi import words_of
from xueheng.web.api.parts import parts_of
from xueheng.web.api.problems import Refused, problem_for
from xueheng.web.api.strict_json import LARGEST_BODY, read_json, too_large
from xueheng.web.api.tokens_in_use import token_of, viewer_of_token
from xueheng.web.model_api import AccessToken
from xueheng.wording import Text

PURPOSE = "Xueheng-Purpose"
READING = ("GET", "HEAD", "OPTIONS")
JSON = "application/json"
IN_PARTS = frozenset({"api_record_files"})
"""Operations whose content is not JSON alone."""
_LONGEST_NUMBER = 19


def behind_door(view: Any, declared: Declared) -> Any:
    """The interface's own door around the house's: whatever goes wrong inside is answered as a problem."""
    inner = watched(view, declared)

    @csrf_exempt
    @wraps(inner)
    def door(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        try:
            _let_in(request, declared)
            answer = inner(request, *args, **more)
            if answer.status_code == 405:
                raise _wrong_method(request, answer)
        except Exception as fault:
            answer = problem_for(request, fault)
        return _finished(request, answer)

    return door


def no_such_address(request: HttpRequest, rest: str) -> HttpResponse:
    """What is asked of an address that is not there."""
    del rest
    said = Text("接口里没有这个地址", "The interface has no such address")
    return problem_for(
        request, Refused("not_found", said, Text("请对照 /api/v1/docs/。", "Compare with /api/v1/docs/."))
    )


def _let_in(request: Any, declared: Declared) -> None:
    """Settles `viewer`, `token` and `sent` of the request. Raises Refused, BodyRefused, PurposeMissing."""
    request.token = None
    _refuse_flood(f"address|{request.META.get('REMOTE_ADDR', '')}", settings.PLACES.api_per_address)
    if request.headers.get("Authorization") is not None:
        request.token = token_of(request.headers["Authorization"])
        request.viewer = _viewer(request.token)
        _refuse_flood(f"token|{request.token.pk}", settings.PLACES.api_per_token)
    elif request.viewer is None and declared.who != "public":
        raise Refused(
            "not_signed_in",
            Text("没有令牌", "There is no token"),
            Text(
                "请在请求头里写 Authorization: Bearer 加令牌；令牌在“我的接口令牌”里建立。",
                'Send the header Authorization: Bearer with a token; make one under "My tokens".',
            ),
            headers={"WWW-Authenticate": "Bearer"},
        )
    elif request.method not in READING:
        raise Refused(
            "not_allowed",
            Text("网页登录只能读，写入要用令牌", "A browser's sign-in reads only; writing takes a token"),
            Text("请在“我的接口令牌”里建一个。", 'Make one under "My tokens".'),
        )
    if request.viewer is not None:
        request.viewer = _under_purpose(request)
    _refuse_unknown_words(request, declared.name)
    request.sent = None
    if request.method not in READING:
        request.sent = parts_of(request) if declared.name in IN_PARTS else _sent(request)


def _viewer(token: AccessToken) -> Viewer:
    try:
        return viewer_of_token(token)
    except (PostEnded, AccountClosed) as ended:
        raise Refused("token_ended", ended.text, ended.remedy, headers={"WWW-Authenticate": "Bearer"}) from ended


def _under_purpose(request: Any) -> Viewer:
    asked = request.headers.get(PURPOSE)
    viewer: Viewer = request.viewer
    if asked is None:
        return viewer
    fits = asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_NUMBER
    found = with_purpose(viewer, int(asked)) if fits and 0 < int(asked) < 2**63 else None
    if found is None:
        raise PurposeMissing
    return found


def _refuse_flood(who: str, limit: int) -> None:
    seconds = seconds_to_wait(who, limit)
    if seconds:
        raise Refused(
            "too_many",
            Text(f"一分钟内超过 {limit} 次请求", f"More than {limit} requests in a minute"),
            Text(f"请过 {seconds} 秒再发。", f"Send it again in {seconds} seconds."),
            headers={"Retry-After": str(seconds)},
        )


def _refuse_unknown_words(request: HttpRequest, name: str) -> None:
    """What is asked behind the question mark is known, and asked once."""
    known = words_of(name, request.method or "")
    for word, values in request.GET.lists():
        if word in known and len(values) == 1:
            continue
        twice = word in known
        raise Refused(
            "invalid",
            Text(
                f"“{word[:40]}”写了 {len(values)} 次" if twice else f"没有“{word[:40]}”这个参数",
                f'"{word[:40]}" is written {len(values)} times' if twice else f'there is no parameter "{word[:40]}"',
            ),
            Text(f"可用：{'、'.join(sorted(known)) or '无'}。", f"It takes {', '.join(sorted(known)) or 'none'}."),
        )


def _sent(request: HttpRequest) -> Any:
    """What was sent. Its size is asked before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise too_large()
    if request.content_type != JSON:
        raise Refused(
            "wrong_type",
            Text(f"内容类型应为 {JSON}", f"The content type should be {JSON}"),
            Text(f"请在请求头里写 Content-Type: {JSON}。", f"Send the header Content-Type: {JSON}."),
        )
    return read_json(request.body)


def _wrong_method(request: HttpRequest, answer: HttpResponseBase) -> Refused:
    takes = ", ".join(sorted(each.strip() for each in answer.headers.get("Allow", "").split(",")))
    return Refused(
        "wrong_method",
        Text(f"这个地址不接受 {request.method}", f"The address does not take {request.method}"),
        Text(f"可用：{takes}。", f"It takes {takes}."),
        headers={"Allow": takes},
    )


def _finished(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer with its headers; nothing but "unchanged" to whom has it already."""
    if request.method in ("GET", "HEAD") and answer.status_code == 200 and isinstance(answer, HttpResponse):
        tag = f'"{hashlib.blake2b(answer.content, digest_size=16).hexdigest()}"'
        if tag in {each.strip() for each in request.headers.get("If-None-Match", "").split(",")}:
            answer = HttpResponse(status=304)
            del answer.headers["Content-Type"]
        answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Vary"] = "Authorization, Accept-Language, Cookie"
    return answer
