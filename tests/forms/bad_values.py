"""What is sent badly: for one form, every bad sending with the fields that it must be refused for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.forms.html_forms import CHOSEN, TYPED, Field, PageForm
from tests.forms.sending import Files, Values
from tests.permission_matrix.examples import Place

PARTS = ('"><img src=x onerror=alert(1)>', "<script>alert(1)</script>")
SCRIPT = "".join(PARTS)
RAW = ("<script>alert(1)", "<img src=x")
"""What must never stand in a page as it was sent."""
UNSEEN = {"a NUL": "样\x00例", "a control character": "样\x1b例", "text turned round": "样\u202e例",
          "half a character": "样\ud800例"}  # fmt: skip
NO_DAYS = ("2026-02-30", "0000-00-00", "99999-12-31")
NO_NUMBERS = ("-99999999999999999999", "9" * 60, "NaN", "½")
FREELY_LONG = 100_000
STAMP, SALT = "_form", "xueheng.form"
_FREE = frozenset({"text", "textarea", "search"})
_OF_ITSELF = frozenset({"csrfmiddlewaretoken", STAMP, "client_id", "once", "owner"})
"""Hidden fields of the page's own."""


@dataclass(frozen=True, slots=True)
class Bad:
    """One bad sending. `fields` must each be refused and named; without any, nothing may break or be told back."""

    what: str
    values: Values
    fields: frozenset[str] = frozenset()
    files: Files | None = None
    raw: bytes | None = None
    comes_back: bool = True
    """Whether what was typed can be expected in the form that comes back."""
    whole: bool = False
    """The form as a whole must be refused."""
    language: str = "zh-hans"


def bad_sendings(
    form: PageForm, good: Values, files: Files, places: tuple[Place, Place], blank: Mapping[str, str]
) -> Iterator[Bad]:
    """All of them, each with as many fields spoilt at once as can be told apart in the answer."""
    fields = [one for one in form.fields.values() if one.name not in _OF_ITSELF]
    yield from _missing(fields, good, files, blank)
    yield from _too_long(fields, good, files)
    # With files a form is sent in parts, and no half of a character can stand in those.
    unseen = UNSEEN if all(one.kind != "file" for one in fields) else {**UNSEEN, "half a character": "样\x00例"}
    yield from _unseen([one for one in fields if one.kind in _FREE], good, files, unseen)
    yield from _hostile(fields, good, files)
    yield from _choices(fields, good, files, places)
    for kind, spoilt in (("date", NO_DAYS), ("number", NO_NUMBERS)):
        names = frozenset(one.name for one in fields if one.kind == kind)
        for value in spoilt if names else ():
            yield _with(f"{value[:24]} for a {kind}", good, files, dict.fromkeys(names, value), names)
    if any(one.kind == "file" for one in fields):
        yield from _files(fields, good, files)
    if STAMP in good:
        yield from _two_editors(good, files)


def _with(what: str, good: Values, files: Files, other: Mapping[str, str], names: frozenset[str] = frozenset()) -> Bad:
    values = {**good, **{name: [value] for name, value in other.items()}}
    return Bad(what, values, names, files)


def alone(bad: Bad, name: str, good: Values, files: Files) -> Bad:
    """The same with one field spoilt."""
    values = {key: found for key, found in good.items() if key != name}
    if name in bad.values:
        values[name] = list(bad.values[name])
    brought = {key: found for key, found in (bad.files or {}).items() if key == name} or {
        key: found for key, found in files.items() if key != name
    }
    return replace(bad, what=f"{bad.what} in {name} alone", values=values, fields=frozenset({name}), files=brought)


def _missing(fields: list[Field], good: Values, files: Files, blank: Mapping[str, str]) -> Iterator[Bad]:
    asked = {one.name for one in fields if one.kind != "hidden" and not one.optional and one.name not in blank}
    asked -= {one.name for one in fields if one.kind == "checkbox" and not one.several}
    if asked:
        left = {name: values for name, values in good.items() if name not in asked}
        yield Bad("nothing", left, frozenset(asked), {})
        yield Bad("nothing, in English", left, frozenset(asked), {}, language="en")
    hidden = {one.name for one in fields if one.kind == "hidden"}
    if hidden:
        yield Bad("no hidden field", {name: values for name, values in good.items() if name not in hidden}, files=files)


def _too_long(fields: list[Field], good: Values, files: Files) -> Iterator[Bad]:
    free = [one for one in fields if one.kind in _FREE]
    if free:
        long = {one.name: "长" * ((one.longest or FREELY_LONG) + 1) for one in free}
        yield _with("too much", good, files, long, frozenset(long))
    others = [one for one in fields if one.kind in ("password", "hidden")]
    if others:
        yield _with("too much hidden", good, files, {one.name: "9" * FREELY_LONG for one in others})


def _unseen(fields: list[Field], good: Values, files: Files, unseen: Mapping[str, str]) -> Iterator[Bad]:
    """The shell's forms look into each text alike, so each of their texts gets another one; other forms get all."""
    names = [one.name for one in fields]
    kinds = list(unseen.items())
    for turn, (what, _) in enumerate(kinds if names else ()):
        told = what if STAMP not in good else "characters that cannot be seen or read"
        if STAMP not in good:
            said = dict.fromkeys(names, unseen[what])
        elif turn == 0:
            said = {name: kinds[at % len(kinds)][1] for at, name in enumerate(names, start=len(good))}
        else:
            return
        yield replace(_with(told, good, files, said, frozenset(names)), comes_back=False)


def _hostile(fields: list[Field], good: Values, files: Files) -> Iterator[Bad]:
    """May be taken as the text it is; never shown as a part of a page."""
    free = {one.name: _markup_for(one) for one in fields if one.kind in _FREE}
    others = {one.name: SCRIPT for one in fields if one.kind not in _FREE}
    if free:
        yield _with("markup in texts", good, files, free)
    if others:
        yield _with("markup elsewhere", good, files, others)


def _markup_for(found: Field) -> str:
    """As much as the field takes; where it takes none, more than it takes, to be shown again in the form."""
    longest = found.longest or FREELY_LONG
    return next((markup for markup in (SCRIPT, *PARTS) if len(markup) <= longest), SCRIPT)


def _choices(fields: list[Field], good: Values, files: Files, places: tuple[Place, Place]) -> Iterator[Bad]:
    names = frozenset(one.name for one in fields if one.kind in CHOSEN and (one.kind != "checkbox" or one.several))
    if names:
        yield _with("no such choice", good, files, dict.fromkeys(names, "no_such_choice"), names)
    offered = {one.name: one.choices for one in fields}
    theirs = {name: found for name in good if (found := _of_others(good[name], places)) and name not in _OF_ITSELF}
    theirs = {name: found for name, found in theirs.items() if found not in offered.get(name, ())}
    if theirs:
        yield _with("somebody else's", good, files, theirs, frozenset(theirs) & names)
    hidden = {one.name for one in fields if one.kind == "hidden"}
    if hidden:
        yield _with("no such thing hidden", good, files, dict.fromkeys(hidden, "9007199254740993"))
        yield _with("a negative number hidden", good, files, dict.fromkeys(hidden, "-1"))


def _of_others(values: list[str], places: tuple[Place, Place]) -> str:
    """The number of the same kind of thing in the other authority."""
    (own, own_planted), (other, other_planted) = places
    pairs = (
        (own.units, other.units), (own.people, other.people), (own.posts, other.posts),
        (own_planted.records, other_planted.records), (own_planted.services, other_planted.services),
    )  # fmt: skip
    for mine, theirs in pairs:
        for word, number in mine.items():
            if str(number) in values and word in theirs:
                return str(theirs[word])
    return ""


def _files(fields: list[Field], good: Values, files: Files) -> Iterator[Bad]:
    names = [one.name for one in fields if one.kind == "file"]
    for what, name, content in (
        ("an empty file", "空.xlsx", b""), ("no workbook", "学生.xlsx", b"PK\x03\x04 no such thing"),
        ("a file of nothing but zeros", "学生.zip", bytes(2_000)),
    ):  # fmt: skip
        brought = {one: SimpleUploadedFile(name, content) for one in names}
        yield Bad(what, good, frozenset() if content else frozenset(names), brought)
    hostile = {one: SimpleUploadedFile('"><img src=x onerror=alert(1)>.xlsx', b"x") for one in names}
    yield Bad("a file with a hostile name", good, files=hostile)


def _two_editors(good: Values, files: Files) -> Iterator[Bad]:
    person, version = signing.loads(good[STAMP][0], salt=SALT)
    other = signing.dumps([person, f"{version}, and since changed"], salt=SALT)
    yield replace(_with("an older state of it", good, files, {STAMP: other}), whole=True)
    stranger = signing.dumps([1 + (person or 0), version], salt=SALT)
    yield replace(_with("a page that somebody else opened", good, files, {STAMP: stranger}), whole=True)


assert TYPED >= _FREE
