"""Trying one address as every reader, with things that lie in every relation to her, and saying what came through."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import connections, transaction
from django.test import Client

from tests.permission_matrix.examples import Asked, KindUnknown, Place, asked, example, must_be_refused
from tests.permission_matrix.planted import plant
from tests.permission_matrix.readers import OWN, RELATIONS, Reader
from tests.permission_matrix.weights import MOST, weight
from xueheng.identity.middleware.current_post import CHOSEN
from xueheng.identity.model_accounts import Account
from xueheng.identity.public import Route, Who, policy
from xueheng.identity.tests.authority import Authority

METHODS = ("GET", "POST")
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
WAIT_FOR_A_STATE = {
    "mfa_view_recovery_codes": "shown to who has made recovery codes",
    "mfa_download_recovery_codes": "as above",
    "api_run_result": "shown where the run has results; the example has none",
}
"""Addresses that rightly open for none of the readers as they stand, each with its reason."""
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Of the administrators' one-time codes."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class Trier:
    """A reader at her browser, and every name in both authorities that she must never be shown."""

    reader: Reader
    client: Client
    cookies: str
    forbidden: Mapping[str, str]
    """Text → what it is."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Two authorities and all readers of the first."""

    own: Place
    other: Place
    triers: tuple[Trier, ...]


def ground(own: Authority, other: Authority, readers: Iterable[Reader]) -> Ground:
    """Gives every reader of the first authority an account and signs her in."""
    here, there = (own, plant(own)), (other, plant(other))
    return Ground(here, there, tuple(_trier(reader, here, there) for reader in readers))


def _trier(reader: Reader, own: Place, other: Place) -> Trier:
    client = Client(raise_request_exception=False)
    if reader.word:
        made = Account.objects.create(
            login=f"matrix-{reader.role}", person_id=own[0].people[reader.word], must_change_password=False
        )
        if reader.role in policy().administrators:
            Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
        client.force_login(made, backend=BACKEND)
        session = client.session
        if reader.identity:
            session[CHOSEN] = reader.identity
        session.save()
    return Trier(reader, client, client.cookies.output(header=""), _forbidden(reader, own, other))


def _forbidden(reader: Reader, own: Place, other: Place) -> dict[str, str]:
    place, planted = own
    words = {number: word for word, number in place.people.items()}
    names = {name: words[number] for number, name in place.names.items() if words[number] not in reader.names}
    private = {
        text: f"what is private to {word}" for text, word in planted.secrets.items() if word not in reader.secrets
    }
    return {**names, **private, other[0].title: "the other authority"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request: who, what lies where, what the server answered, and what is wrong with that."""

    role: str
    relation: str
    status: int
    faults: tuple[str, ...]


def problems(route: Route, method: str, where: Ground) -> list[str]:
    """What is wrong with an address, tried with one method: one line for each reader and relation where it leaks, opens
    where it must not, or fails; and one if it opens for nobody at all.
    """
    if route.declared is None:
        return [f"{route.pattern}: no declared policy"]
    try:
        made = attempts(route, method, where)
    except KindUnknown as missing:
        return [f"{method} {route.pattern}: {missing}"]
    found = [f"{method} {route.pattern} as {a.role}, {a.relation}: {fault}" for a in made for fault in a.faults]
    statuses = {attempt.status for attempt in made if attempt.relation == OWN and attempt.role != "public"}
    awaited = method == "GET" and route.declared.who != "public" and route.name not in WAIT_FOR_A_STATE
    if awaited and statuses and min(statuses) >= 400 and 405 not in statuses:
        found.append(f"{method} {route.pattern}: opens for nobody, whoever's it is ({sorted(statuses)})")
    return found


def attempts(route: Route, method: str, where: Ground) -> list[Attempt]:
    """The address tried by every reader in every relation where she has such a thing. Raises KindUnknown."""
    found: list[Attempt] = []
    for trier in where.triers:
        for relation in RELATIONS if _takes_things(route) and _passes_the_door(route, method, trier) else (OWN,):
            about = asked(trier.reader, relation, where.own, where.other)
            attempt = _tried(route, method, trier, about) if about else None
            if attempt is not None:
                found.append(attempt)
    return found


def _passes_the_door(route: Route, method: str, trier: Trier) -> bool:
    """Whether the reader gets as far as the view; where not, it makes no odds what she asks for."""
    who = route.declared.who_for(method) if route.declared else "public"
    return who == "public" or (
        bool(trier.reader.word) and (who == "signed_in" or policy().allows(trier.reader.role, *who))
    )


def _takes_things(route: Route) -> bool:
    declared = route.declared
    return declared is not None and any(
        not kind.startswith("=") for kind in (*declared.examples.values(), *declared.asks.values())
    )


def _tried(route: Route, method: str, trier: Trier, about: Asked) -> Attempt | None:
    declared = route.declared
    assert declared is not None
    with undone():
        arguments = {name: example(kind, about) for name, kind in declared.examples.items()}
        asks = {name: example(kind, about) for name, kind in declared.asks.items()}
        if None in arguments.values() or None in asks.values():
            return None
        answer = _answer(trier, method, address(route, arguments), asks)
        body = _body(answer)
    kinds = [*declared.examples.values(), *declared.asks.values()]
    refused = must_be_refused(kinds, about.relation)
    faults = _faults(answer, body, trier, declared.who_for(method), refused=refused)
    return Attempt(trier.reader.role, about.relation, answer.status_code, tuple(faults))


def _answer(trier: Trier, method: str, where: str, asks: Mapping[str, Any]) -> Any:
    trier.client.cookies = SimpleCookie(trier.cookies)
    query = dict(asks)
    if method == "POST":
        return trier.client.post(where, {}, query_params=query)
    return trier.client.get(where, query)


def address(route: Route, arguments: Mapping[str, object]) -> str:
    """The address with its arguments put in; what is not named stands for itself."""
    pattern = route.pattern.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")
    for shape in (_GROUP, _ARGUMENT):
        pattern = shape.sub(lambda found: str(arguments.get(found.group(1), "none")), pattern)
    return f"/{pattern}"


def _faults(answer: Any, body: str, trier: Trier, who: Who, *, refused: bool) -> Iterator[str]:
    status = answer.status_code
    if status >= 500:
        yield f"the server failed ({status})"
    yield from _too_heavy(answer)
    for text, what in trier.forbidden.items():
        if text in body:
            yield f"the answer ({status}) shows {what}: {text}"
    if who == "public":
        return
    if not trier.reader.word:
        if status not in (302, 401) or "/sign-in/" not in answer.headers.get("Location", "/sign-in/"):
            yield f"opens without signing in ({status})"
    elif isinstance(who, tuple) and not policy().allows(trier.reader.role, *who):
        if status != 403:
            yield f"opens for a post without the right {who} ({status})"
    elif refused and status < 400:
        yield f"opens a thing out of reach ({status})"


def _too_heavy(answer: Any) -> Iterator[str]:
    whole = answer.status_code == 200 and not answer.streaming and answer.content.startswith(b"<!doctype html>")
    if whole and (weighs := weight(answer.content)) > MOST:
        yield f"weighs {weighs} bytes at its first load, more than {MOST}"


def _body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode("utf-8", "replace")) + str(dict(answer.headers))


class undone(ExitStack):  # noqa: N801 — reads as a word: with undone()
    """A transaction on every database that is rolled back."""

    def __enter__(self) -> "undone":
        super().__enter__()
        for name in connections:
            block = transaction.atomic(using=name)
            block._from_testcase = True  # type: ignore[attr-defined]  # as Django's own TestCase marks its blocks
            self.enter_context(block)
        self.callback(self._roll_back)
        return self

    def _roll_back(self) -> None:
        for name in connections:
            transaction.set_rollback(True, using=name)
