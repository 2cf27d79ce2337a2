"""Trying the form of one address: found on its page, sent well, sent badly, sent after the session ended."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import Resolver404, resolve

from tests.forms.bad_values import RAW, Bad, alone, bad_sendings
from tests.forms.html_forms import TYPED, PageForm, forms_of
from tests.forms.places import ANSWERS_QUIETLY, KNOWN, STANDS_ON, TAKES, Known
from tests.forms.sending import NOT_OF_THE_FORM, OF_READING, Answer, Sender, Values, good_value, in_chinese, standing_in
from tests.forms.states import example_or_state
from tests.permission_matrix.examples import Asked, asked
from tests.permission_matrix.readers import OWN
from tests.permission_matrix.trying import Ground, Trier, _answer, _passes_the_door, address, undone
from xueheng.identity.public import Route, routes, today

_SHORT = re.compile(r"[（(\s]")


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as a reader found it, with what she would send."""

    name: str
    sender: Sender
    form: PageForm
    good: Values
    known: Known
    names_: frozenset[str]

    def files(self) -> dict[str, SimpleUploadedFile]:
        """The right files, anew for each sending."""
        return {
            name: SimpleUploadedFile(*made()) for name, made in self.known.files.items() if name in self.form.fields
        }


def form_faults(route: Route, where: Ground) -> list[str]:
    """What is wrong with the form of an address; a line for an address that takes something and has no form known."""
    seen: list[str] = []
    for trier in where.triers:
        about = _about(route, trier, where)
        if about is None:
            continue
        with undone():
            found = _open(route, trier, about)
            if found is None:
                continue
            if isinstance(found, int):
                if found == 405:
                    return []
                seen.append(f"{trier.reader.role}: {found}")
                continue
            return list(_faults(found, where))
    known = route.name in TAKES or not seen
    return [] if known else [f"{route.name}: takes something, and no page shows its form ({seen})"]


def _about(route: Route, trier: Trier, where: Ground) -> Asked | None:
    known = KNOWN.get(route.name, Known())
    if not _passes_the_door(route, "POST", trier) or known.reader not in ("", trier.reader.role):
        return None
    about = asked(trier.reader, OWN, where.own, where.other)
    return replace(about, around=replace(about.around, organisation=known.at)) if about and known.at else about


def _open(route: Route, trier: Trier, about: Asked) -> "Opened | int | None":
    """The form; None where this reader has no such thing; a status where there is no form for her."""
    page = next(one for one in routes() if one.name == STANDS_ON.get(route.name, route.name))
    made: dict[tuple[str, str], Any] = {}
    known = KNOWN.get(route.name, Known())
    trier = known.before(about, trier) if known.before else trier
    place, target = _address(page, about, made, known.kinds), _address(route, about, made, known.kinds)
    if place is None or target is None:
        return None
    if route.name in TAKES:
        bare = PageForm(target[0], "post")
        good = {name: ["1"] for name in TAKES[route.name]}
        return Opened(route.name, Sender(trier, _asking(*target), "post", False), bare, good, Known(), frozenset(good))
    with undone():
        status = int(_answer(trier, "POST", *target).status_code)
    if status == 405:
        return status
    answer = _answer(trier, "GET", *place)
    html = answer.content.decode() if answer.status_code == 200 and not answer.streaming else ""
    form = next((one for one in forms_of(html) if _leads_to(one, place[0], route.name)), None)
    if form is None:
        return status
    return _opened(route, trier, about, form, known, _asking(form.action or place[0], {} if form.action else place[1]))


def _opened(route: Route, trier: Trier, about: Asked, form: PageForm, known: Known, sent_to: str) -> Opened:
    day = today().isoformat()
    good = {one.name: good_value(one, day) for one in form.fields.values() if one.kind != "file"}
    for name, value in known.right.items():
        if name in form.fields or name in {button for button, _ in form.buttons}:
            good[name] = [value(about)] if callable(value) else [value]
    if form.buttons:
        good.setdefault(*(form.buttons[0][0], [form.buttons[0][1]]))
    boundary = any(one.kind == "file" for one in form.fields.values())
    kept = {name: values for name, values in good.items() if values}
    return Opened(route.name, Sender(trier, sent_to, form.method, boundary), form, kept, known, form.names)


def _address(
    route: Route, about: Asked, made: dict[tuple[str, str], Any], kinds: Mapping[str, str]
) -> tuple[str, dict[str, Any]] | None:
    declared = route.declared
    assert declared is not None
    for name, kind in (*declared.examples.items(), *declared.asks.items()):
        if (name, kinds.get(kind, kind)) not in made:
            made[name, kinds.get(kind, kind)] = example_or_state(kinds.get(kind, kind), about)
    arguments = {name: made[name, kinds.get(kind, kind)] for name, kind in declared.examples.items()}
    asks = {name: made[name, kinds.get(kind, kind)] for name, kind in declared.asks.items()}
    if None in arguments.values() or None in asks.values():
        return None
    return address(route, arguments), asks


def _asking(where: str, asks: Mapping[str, object]) -> str:
    return where + ("?" + "&".join(f"{name}={value}" for name, value in asks.items()) if asks else "")


def _leads_to(form: PageForm, page: str, name: str) -> bool:
    try:
        return form.method == "post" and resolve((form.action or page).partition("?")[0]).view_name == name
    except Resolver404:
        return False


def _faults(found: Opened, where: Ground) -> Iterator[str]:
    begin = f"{found.name} as {found.sender.trier.reader.role}"
    right = _sent(found, Bad("what is right", found.good, files=found.files()))
    if right[0].status >= 500 or (right[0].refused and not (found.known.refused or found.name in TAKES)):
        yield f"{begin}: refuses what is right ({right[0].status}): {right[0].words[:300]}"
    for bad in bad_sendings(found.form, found.good, found.files(), (where.own, where.other), found.known.may_be_blank):
        for fault in _judged(found, bad):
            yield f"{begin}, {bad.what}: {fault}"
    for fault in _ended(found, right[0]):
        yield f"{begin}, after the session ended: {fault}"


def _sent(found: Opened, bad: Bad) -> tuple[Answer, set[str]]:
    """The answer, and the tables that hold something else although it was refused."""
    for file in (bad.files or {}).values():
        file.seek(0)
    cache.clear()
    with undone():
        answer = found.sender.send(bad.values, bad.files, language=bad.language, raw=bad.raw)
        passed_over = NOT_OF_THE_FORM | (OF_READING if found.known.notes_reading else frozenset())
        tables = answer.stored - passed_over if answer.refused else frozenset()
        after = standing_in(tables)
        if 300 <= answer.status < 400 and answer.place.startswith("/"):
            shown = _answer(found.sender.trier, "GET", answer.place, {})
            text = b"" if shown.streaming else shown.content
            answer = replace(answer, body=text.decode("utf-8", "replace"), status=max(answer.status, shown.status_code))
    before = standing_in(tables)
    return answer, {table for table in after if after[table] != before.get(table)}


def _judged(found: Opened, bad: Bad) -> Iterator[str]:
    answer, stored = _sent(found, bad)
    yield from _always(answer, stored)
    if answer.status >= 500:
        return
    if bad.whole and not answer.refused:
        yield f"is taken ({answer.status})"
    if answer.refused:
        yield from _about_words(answer, bad)
        yield from _lost(found, bad, answer)
    if found.name in TAKES or found.name in ANSWERS_QUIETLY or bad.whole or found.known.looks_up:
        return
    each = found.known.each
    for name in sorted(name for name in bad.fields if not each or not name.startswith(each)):
        if not (answer.refused and _named(found, name, answer, bad)):
            yield from _one_field(found, bad, name, many=len(bad.fields) > 1)


def _one_field(found: Opened, bad: Bad, name: str, *, many: bool) -> Iterator[str]:
    one = alone(bad, name, found.good, found.files())
    answer, stored = _sent(found, one) if many else _sent(found, bad)
    if not answer.refused:
        yield f"takes it in {name} ({answer.status})"
        return
    yield from _always(answer, stored)
    if not _named(found, name, answer, bad):
        yield f"does not name {name} ({found.form.fields[name].label}): {' '.join(answer.words.split())[:200]}"


def _always(answer: Answer, stored: set[str]) -> Iterator[str]:
    if answer.status >= 500:
        yield f"the server failed ({answer.status})"
    for raw in RAW:
        if raw in answer.body:
            at = answer.body.index(raw)
            yield f"told back as it was sent: {answer.body[max(0, at - 80) : at + 40]!r}"
    if stored:
        yield f"refused ({answer.status}), and yet {sorted(stored)} changed"
    if "data-problems" in answer.body and not answer.refused:
        yield f"says that something is wrong, with status {answer.status}"


def _about_words(answer: Answer, bad: Bad) -> Iterator[str]:
    words = answer.words.strip()
    if not words:
        yield f"refused ({answer.status}) without a word"
    if bad.language == "en" and 'lang="zh-Hans"' not in answer.body and (han := "".join(in_chinese(words))):
        yield f"Chinese in English words: {han[:60]}"
    if bad.language != "en" and not any(in_chinese(words)):
        yield f"no Chinese in what it says: {words[:100]}"


def _lost(found: Opened, bad: Bad, answer: Answer) -> Iterator[str]:
    typed = {name for name, one in found.form.fields.items() if one.kind in TYPED or one.kind in ("select", "radio")}
    typed = {name for name in typed if any(bad.values.get(name, ()))}
    if not typed or not bad.comes_back or answer.status in (403, 429):
        return
    kept = answer.kept(found.names_)
    if kept is None:
        if any(found.form.fields[name].kind in TYPED for name in typed):
            yield f"what was typed is gone ({answer.status}): {' '.join(answer.words.split())[:120]}"
        return
    for name in sorted(typed):
        sent, stands = bad.values[name], kept.fields[name].values
        possible = found.form.fields[name].kind in TYPED or set(sent) <= set(found.form.fields[name].choices)
        if possible and [one.strip() for one in stands] != [one.strip() for one in sent]:
            yield f"{name} held {sent[0][:30]!r} and comes back as {stands[:1]}"


def _named(found: Opened, name: str, answer: Answer, bad: Bad) -> bool:
    if bad.language == "en":
        return True
    label = found.form.fields[name].label
    words = "".join(answer.words.split())
    return "".join(label.split()) in words or (bool(label) and _SHORT.split(label)[0] in words)


def _ended(found: Opened, right: Answer) -> Iterator[str]:
    """What was typed comes back with the way to sign in; sent again after that, it is taken as ever."""
    if (
        found.known.public
        or not found.sender.trier.reader.word
        or found.sender.address.startswith(("/sign-in/", "/display/"))
    ):
        return
    values = {**found.good, "csrfmiddlewaretoken": ["x" * 64]}
    with undone():
        answer = found.sender.send(values, found.files(), signed_in=False)
    if answer.status != 401 or "/signed-in/" not in answer.body:
        yield f"no way to sign in in place ({answer.status})"
        return
    carried: dict[str, list[str]] = {}
    [again] = [one for one in forms_of(answer.body) if one.method == "post"]
    for name, one in again.fields.items():
        carried[name] = one.values
    secret = {name for name, one in found.form.fields.items() if one.kind == "password"} | {
        "csrfmiddlewaretoken",
        "code",
    }
    lost = {name for name in found.good if carried.get(name) != found.good[name]} - secret
    if lost:
        yield f"{sorted(lost)} are gone"
    if not secret & set(found.good) - {"csrfmiddlewaretoken"}:
        once_more, _ = _sent(found, Bad("again", {**carried}, files=found.files()))
        if once_more.status != right.status:
            yield f"sent again it is answered {once_more.status}, not {right.status}"
