"""Every operation of the interface tried with what its document allows and what it does not, as one role after another.

The numbers of things are in part those of real ones, near and far, so that what is sent gets as far as the record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.permission_matrix.trying import Ground, Trier, undone
from xueheng.identity.public import viewer_for
from xueheng.web.actions.make_token import make_token
from xueheng.web.api.openapi import document
from xueheng.web.api.scopes import SCOPES
from xueheng.web.model_api import AccessToken

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
ROLES = (
    "public", "pe_teacher", "class_teacher", "head", "data_officer", "pupil_self", "guardian", "system_admin",
)  # fmt: skip
IN_PERSON = ("public", "pupil_self", "guardian")
"""Who has no post has no token, and reads signed in, if at all."""
OF_THE_TRANSPORT = (
    "User-Agent",
    "Accept-Encoding",
    "Accept",
    "Connection",
    "Content-Length",
    "X-Schemathesis-TestCaseId",
    "Cookie",
    "Authorization",
)
HOST = "http://localhost"


@dataclass
class Tally:
    """How often which status came, by role."""

    statuses: dict[str, dict[int, int]] = field(default_factory=dict)

    def note(self, role: str, status: int) -> None:
        counts = self.statuses.setdefault(role, {})
        counts[status] = counts.get(status, 0) + 1


def trier_of(where: Ground, role: str) -> Trier:
    return next(trier for trier in where.triers if trier.reader.role == role)


def token_for(where: Ground, trier: Trier) -> str:
    """A token of the reader's post that names every scope, whatever the post may give."""
    own = where.own[0]
    viewer = viewer_for(own.people[trier.reader.word], own.posts[trier.reader.word])
    made = make_token(viewer, "样例系统", ["standards:read"])
    rows = AccessToken.objects.for_the_programme("a token that names more than its post may")
    rows.filter(pk=made.token.pk).update(scopes=sorted(SCOPES))
    return made.text


def known_numbers(where: Ground) -> list[str]:
    """Pupils, units and records of the reader's own authority and of the other one."""
    found: list[int] = []
    for place, planted in (where.own, where.other):
        found += [place.people[word] for word in ("ann", "dan", "hua")] + [place.units[word] for word in ("c3", "nine")]
        found += [planted.records[word] for word in ("ann", "dan", "hua")]
    return [str(number) for number in found]


def operations() -> list[str]:
    """What schemathesis calls each operation of the document."""
    return sorted(_operations())


def try_operation(where: Ground, label: str, examples: int, seed: int = 0) -> Tally:
    """Each case is made once and sent as every role. Raises what schemathesis finds, and AssertionError for what a
    reader is shown of others.
    """
    tally, numbers = Tally(), known_numbers(where)
    with undone():
        senders = []
        for role in ROLES:
            trier = trier_of(where, role)
            senders.append(_Sender(trier, "" if role in IN_PERSON else token_for(where, trier), tally))
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _try(_operations()[label], mode, senders, numbers, examples, seed)
    return tally


@lru_cache(maxsize=1)
def _operations() -> Mapping[str, Any]:
    found = [one.ok() for one in from_dict(document()).get_all_operations() if isinstance(one, Ok)]
    return {operation.label: operation for operation in found}


@dataclass(frozen=True)
class _Sender:
    trier: Trier
    token: str
    tally: Tally

    def send(self, case: Case[Any]) -> Response:
        """The answer, as schemathesis takes it."""
        told = case.as_transport_kwargs(base_url=HOST)
        request = requests.Request(**{name: told[name] for name in told if name in _TAKEN}).prepare()
        headers = {n: _text(value) for n, value in request.headers.items() if n not in OF_THE_TRANSPORT}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        content = headers.pop("Content-Type", "")
        with undone():
            answer = self.trier.client.generic(
                str(request.method), str(request.path_url), _bytes(request.body), content, headers=headers
            )
        self.tally.note(self.trier.reader.role, answer.status_code)
        lists = {name: [value] for name, value in answer.headers.items()}
        return Response(answer.status_code, lists, answer.content, request, 0.01, verify=False)


_TAKEN = {"method", "url", "headers", "params", "data", "files", "json"}


def _bytes(body: Any) -> Any:
    """A body as it is sent; Django's own client takes bytes too, which its stubs do not say."""
    return body.encode() if isinstance(body, str) else body or b""


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _try(
    operation: Any, mode: GenerationMode, senders: Sequence[_Sender], numbers: list[str], examples: int, seed: int
) -> None:
    try:
        strategy = operation.as_strategy(generation_mode=mode)
    except Unsatisfiable:  # nothing that is sent to it could be wrong
        return

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=seed == 0, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy, data=st.data())
    def run(case: Case[Any], data: st.DataObject) -> None:
        _put_known_numbers(case, data, numbers)
        for sender in senders:
            answer = sender.send(case)
            case.validate_response(answer, checks=CHECKS)
            body = answer.content.decode("utf-8", "replace")
            shown = [what for text, what in sender.trier.forbidden.items() if text in body]
            assert not shown, f"{case.operation.label} as {sender.trier.reader.role} shows {shown}"

    run()


def _put_known_numbers(case: Case[Any], data: st.DataObject, numbers: list[str]) -> None:
    """Every second number is that of a real thing."""
    for place in (case.path_parameters or {}, case.query or {}):
        for name in ("number", "subject", "unit", "under"):
            if name in place and data.draw(st.booleans()):
                place[name] = data.draw(st.sampled_from(numbers))
    for sent in _records_in(case.body):
        if "subject" in sent and data.draw(st.booleans()):
            sent |= {"subject": data.draw(st.sampled_from(numbers)), "type": data.draw(st.sampled_from(_TYPES)),
                     "day": "2026-03-02"}  # fmt: skip


_TYPES = ("student.observation", "fitness.fitness_test", "student.volunteering")


def _records_in(body: object) -> list[dict[str, Any]]:
    if not isinstance(body, Mapping):
        return []
    records = body.get("records")
    found = records if isinstance(records, list) else [body]
    return [each for each in found if isinstance(each, dict)]
