"""Answers to what is sent: written once, and again to the same sending."""

from collections.abc import Callable
from typing import Any

import msgspec
from django.http import HttpResponse

from xueheng.web.api.kept_answers import HEADER, Sending, answer_before, done_once, keep_answer, sending_of

JSON = "application/json"
ClientOf = Callable[[int], str | None]


def answer_records(
    request: Any, act: Callable[[ClientOf], Any], status: int = 200, content: bytes | None = None
) -> HttpResponse:
    """What `act` makes of records. It is told how to name each, so that a sending that comes again after a crash finds
    what it stored. `content`: what tells this sending from another, where that is not its body.
    """
    sending = _sending(request, content)
    if sending is None:
        return _answer(status, msgspec.json.encode(act(lambda index: None)))
    before = answer_before(sending)
    if before is not None:
        return _answer(*before, again=True)
    return _answer(*keep_answer(sending, status, msgspec.json.encode(act(sending.client_of))))


def answer_act(request: Any, act: Callable[[], Any], status: int = 200) -> HttpResponse:
    """What `act` answers, in one transaction with the answer that is kept."""
    sending = _sending(request)
    if sending is None:
        return _answer(status, msgspec.json.encode(act()))
    before = answer_before(sending)
    if before is not None:
        return _answer(*before, again=True)
    return _answer(*done_once(sending, lambda: (status, msgspec.json.encode(act()))))


def _sending(request: Any, content: bytes | None = None) -> Sending | None:
    key = request.headers.get(HEADER)
    if key is None:
        return None
    return sending_of(request.token, key, request.path, request.body if content is None else content)


def _answer(status: int, body: bytes, *, again: bool = False) -> HttpResponse:
    answer = HttpResponse(body, status=status, content_type=JSON)
    if again:
        answer["Idempotency-Replayed"] = "true"
    return answer
