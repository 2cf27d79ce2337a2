"""Trying what an address reads of its own query: filter bars, and the queries of the links on its page.

Whatever stands there, the page answers: it says which field it could not read, or the field stands at something else.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

from django.core.cache import cache

from tests.forms.bad_values import NO_DAYS, NO_NUMBERS, RAW, SCRIPT, UNSEEN
from tests.forms.html_forms import CHOSEN, Field, PageForm, forms_of
from tests.forms.sending import Answer, Sender, Values, in_chinese
from tests.forms.trying import _about, _address
from tests.permission_matrix.trying import Ground, Trier, _answer, _passes_the_door, undone
from xueheng.identity.public import Route

MOST_READERS = 2
LONG = "长" * 3_000
_LINKS = re.compile(r'href="([^"]*\?[^"]*)"')
_SHORT = re.compile(r"[（(\s]")
IN_A_LINK = (200, 400, 404)
"""What no field of the page offers is asked for by hand: then there may be no such thing."""
ALWAYS = ("sort", "after", "before", "page", "export", "as_of")
"""Words that a list may know though no link on the page says them yet."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as a reader found it: its filter forms, and the words that the queries of its links know."""

    name: str
    trier: Trier
    place: str
    asks: Mapping[str, object]
    forms: tuple[PageForm, ...]
    words: frozenset[str]


def filter_faults(route: Route, where: Ground) -> list[str]:
    """What is wrong with what an address makes of its query, as the first readers for whom it opens."""
    faults: list[str] = []
    seen = 0
    for trier in where.triers:
        about = _about(route, trier, where) if _passes_the_door(route, "GET", trier) else None
        if about is None or seen == MOST_READERS:
            continue
        with undone():
            found = _opened(route, trier, _address(route, about, {}, {}))
            if found is not None:
                seen += 1
                faults += _faults(found, where)
    return faults


def _opened(route: Route, trier: Trier, target: tuple[str, dict[str, object]] | None) -> Opened | None:
    if target is None:
        return None
    cache.clear()
    answer = _answer(trier, "GET", *target)
    if answer.status_code != 200 or answer.streaming or not answer.headers["Content-Type"].startswith("text/html"):
        return None
    html = answer.content.decode()
    forms = tuple(form for form in forms_of(html) if form.method == "get" and _is_own(form.action, target[0]))
    links = (urlsplit(unescape(link)) for link in _LINKS.findall(html))
    words = {word for link in links if _is_own(link.path, target[0]) for word in parse_qs(link.query)}
    if not forms and not words:
        return None
    return Opened(route.name, trier, *target, forms, frozenset(words | set(ALWAYS)) - set(target[1]))


def _is_own(action: str, place: str) -> bool:
    return action.partition("?")[0] in ("", place)


def _faults(found: Opened, where: Ground) -> Iterator[str]:
    begin = f"{found.name} as {found.trier.reader.role}"
    for form in found.forms:
        for what, value in _bad(where):
            if any(_judged(found, {name: [value] for name in form.fields}, form.fields.values(), value)):
                yield from _each_alone(found, form, what, value, begin)
    others = found.words - {name for form in found.forms for name in form.fields}
    for what, value in _for_any(where):
        answer = _sent(found, {name: [value] for name in others})
        for fault in _always(found, answer, IN_A_LINK):
            yield f"{begin}, {what} in {sorted(others)}: {fault}"


def _each_alone(found: Opened, form: PageForm, what: str, value: str, begin: str) -> Iterator[str]:
    """Which of the fields it was, each spoilt by itself."""
    good = {name: list(one.values) for name, one in form.fields.items() if one.values}
    for name, one in form.fields.items():
        for fault in _judged(found, {**good, name: [value]}, [one], value):
            yield f"{begin}, {what} in {name}: {fault}"


def _for_any(where: Ground) -> Iterator[tuple[str, str]]:
    yield "markup", SCRIPT
    yield "too much", LONG
    for number in NO_NUMBERS:
        yield f"the number {number[:24]}", number
    yield from UNSEEN.items()
    (other, planted) = where.other
    for word in ("district", "first", "c3"):
        yield f"another authority's {word}", str(other.units[word])
    yield "another authority's pupil", str(other.people["ann"])
    yield "another authority's record", str(planted.records["ann"])


def _bad(where: Ground) -> Iterator[tuple[str, str]]:
    yield from _for_any(where)
    yield "no such choice", "no_such_choice"
    for day in NO_DAYS:
        yield f"the day {day}", day


def _sent(found: Opened, values: Values, language: str = "zh-hans") -> Answer:
    cache.clear()
    asks = {name: [str(value)] for name, value in found.asks.items()}
    with undone():
        sender = Sender(found.trier, found.place, "get", False)
        answer = sender.send({**asks, **values}, language=language)
        for _ in range(2):
            if not (300 <= answer.status < 400 and answer.place.startswith("/")):
                break
            path, _, query = answer.place.partition("?")
            answer = Sender(found.trier, path, "get", False).send(parse_qs(query), language=language)
    return answer


def _judged(found: Opened, values: Values, spoilt: Iterable[Field], value: str) -> Iterator[str]:
    answer = _sent(found, values)
    yield from _always(found, answer, {200})
    if answer.status != 200:
        return
    again = [form for form in forms_of(answer.body) if form.method == "get"]
    for one in spoilt:
        stands = next((form.fields[one.name].values for form in again if one.name in form.fields), [])
        named = _SHORT.split(one.label)[0] in answer.words
        if one.kind in (*CHOSEN, "date", "number") and stands == [value] and not named:
            yield f"is told as if it were right, and {one.label} is not named: {' '.join(answer.words.split())[:120]}"
    if answer.words.strip():
        english = _sent(found, values, language="en")
        if 'lang="zh-Hans"' not in english.body and (han := "".join(in_chinese(english.words))):
            yield f"Chinese in English words: {han[:60]}"


def _always(found: Opened, answer: Answer, rightly: Collection[int]) -> Iterator[str]:
    if answer.status not in rightly:
        yield f"is answered {answer.status}: {' '.join(answer.words.split())[:120]}"
    for raw in RAW:
        if raw in answer.body:
            at = answer.body.index(raw)
            yield f"told back as it was sent: {answer.body[max(0, at - 80) : at + 40]!r}"
    for text, what in found.trier.forbidden.items():
        if text in answer.body:
            yield f"shows {what}: {text}"
