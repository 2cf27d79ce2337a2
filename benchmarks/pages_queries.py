"""Queries and processor milliseconds of pages, in a process without a server. Reads JSON: [[login, addresses], …]."""

import json
import statistics
import sys
import time
from typing import Any

from xueheng.web.public import start_django

ROUNDS = 3


def main() -> None:
    start_django()
    print(json.dumps(counted(json.load(sys.stdin))), flush=True)


def counted(asked: list[list[Any]]) -> list[dict[str, Any]]:
    """Of each page its queries and the median of its processor time."""
    clients: dict[str, Any] = {}
    found = []
    for login, addresses in asked:
        client = clients.get(login) or clients.setdefault(login, client_of(login))
        queries = queries_of(client, addresses[0])
        ms = [processor_ms(client, addresses[at % len(addresses)]) for at in range(ROUNDS)]
        found.append({"queries": queries, "cpu_ms": round(statistics.median(ms), 1)})
    return found


def client_of(login: str) -> Any:
    """A client that is signed in under that name."""
    # The rooms' tables are there only once Django stands.
    from django.test import Client  # noqa: PLC0415

    from xueheng.identity.public import Account  # noqa: PLC0415
    from xueheng.web.sign_in.adapters import PROVED_AT  # noqa: PLC0415
    from xueheng.web.sign_in.lasting import SESSIONS_OF, SIGNED_IN_AT  # noqa: PLC0415

    client, account = Client(HTTP_HOST="localhost"), Account.objects.get(login=login)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SIGNED_IN_AT] = session[PROVED_AT] = time.time_ns() // 1000
    session[SESSIONS_OF] = account.sessions_valid_from
    session.save()
    return client


def queries_of(client: Any, address: str) -> int:
    """How often the first answer asks the database."""
    from django.db import connection, reset_queries  # noqa: PLC0415

    connection.force_debug_cursor = True
    reset_queries()
    answer = client.get(address)
    assert answer.status_code < 400, (address, answer.status_code)
    queries = len(connection.queries)
    connection.force_debug_cursor = False
    return queries


def processor_ms(client: Any, address: str) -> float:
    """Processor milliseconds of an answer."""
    began = time.thread_time()
    client.get(address)
    return (time.thread_time() - began) * 1000


if __name__ == "__main__":
    main()
