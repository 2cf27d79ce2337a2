"""Which pages a person may open: the declared addresses of her post, those that pages lead to, and their arguments."""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.pages_visitor import Visitor

MOST_OF_A_PAGE = 6
"""Addresses of one page that are asked for in turn."""
NOT_PAGES = ("api_", "health", "account_logout", "openid", "socialaccount", "account_login", "mfa_authenticate")
"""Addresses of programmes, of watchmen, and those that end or begin a session."""


def pages_of(visitor: Visitor, role: str, examples: Mapping[str, int]) -> dict[str, list[str]]:
    """The addresses of every page by its declared name. `examples`: numbers of the world by kind."""
    # The rooms' tables are there only once Django stands.
    from django.urls import Resolver404, resolve  # noqa: PLC0415

    found: dict[str, list[str]] = {}
    asked: dict[str, int] = {}
    waiting = deque(["/", *_declared(role, examples)])
    seen = set(waiting)
    while waiting:
        path = waiting.popleft()
        try:
            name = str(resolve(path.partition("?")[0]).view_name)
        except Resolver404:
            continue
        if name.startswith(NOT_PAGES) or asked.get(name, 0) >= MOST_OF_A_PAGE:
            continue
        asked[name] = asked.get(name, 0) + 1
        answer = visitor.get(path)
        if not answer.is_page:
            continue
        found.setdefault(name, []).append(path)
        new = [link for link in answer.links if link not in seen]
        seen.update(new)
        waiting.extend(new)
    return found


def _declared(role: str, examples: Mapping[str, int]) -> Iterable[str]:
    """Addresses without arguments, and those whose arguments the world has an example of."""
    from xueheng.identity.public import policy, routes  # noqa: PLC0415

    for route in routes():
        declared = route.declared
        if declared is None or route.name.startswith(NOT_PAGES):
            continue
        if isinstance(declared.who, tuple) and not policy().allows(role, *declared.who):
            continue
        path = _filled("/" + route.pattern, route.arguments, declared.examples, examples)
        query = [f"{name}={examples[kind]}" for name, kind in declared.asks.items() if kind in examples]
        if path:
            yield path + ("?" + "&".join(query) if query else "")


def _filled(pattern: str, names: Iterable[str], kinds: Mapping[str, str], examples: Mapping[str, int]) -> str:
    for name in names:
        kind = kinds.get(name, "")
        value: Any = kind[1:] if kind.startswith("=") else examples.get(kind)
        if value is None:
            return ""
        for converter in ("int:", "str:", "path:", ""):
            pattern = pattern.replace(f"<{converter}{name}>", str(value))
    return pattern
