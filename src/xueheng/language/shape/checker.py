"""Walks a file along the table of the language's keys and reports everything that does not fit."""

from collections.abc import Callable

from xueheng.language import reading_rules as _rules  # noqa: F401  fills the catalogue of rules
from xueheng.language.excerpts import excerpt
from xueheng.language.issues import Issue, issue
from xueheng.language.nearest import did_you_mean, nearest
from xueheng.language.parser import parse_expression
from xueheng.language.positions import Entry, Mapping, Node, Place, Scalar, Sequence
from xueheng.language.reader import said_shape
from xueheng.language.scalars import read_day, read_name, read_number, read_truth, why_no_name
from xueheng.language.shape.kinds import FORMS, KINDS
from xueheng.language.shape.patterns import fits
from xueheng.language.shape.sayings import said_kind, said_list, said_number, said_or, said_thing, said_wanted
from xueheng.language.shape.shapes import (
    AnyShape,
    Choice,
    DayShape,
    EitherShape,
    ExpressionShape,
    Form,
    FormShape,
    Key,
    ListShape,
    MapShape,
    NameShape,
    NumberShape,
    PatternShape,
    PlainShape,
    ReferenceShape,
    RowShape,
    Shape,
    SpanShape,
    StatusShape,
    TitleShape,
    TruthShape,
    UnitShape,
    WordShape,
)
from xueheng.language.shape.units import STATUSES, UNITS
from xueheng.wording import Text

MOST_ERRORS = 200
"""After so many errors the rest of the file is not looked at: nobody mends more at a time."""
MOST_NAMES = 4

_NOTHING = Text("", "")


def check_changes(node: Node) -> list[Issue]:
    """What the language does not know in a layer's `changes`, wherever they are written."""
    shape = next(key.shape for key in FORMS["overlay"].keys if key.name == "changes")
    checker = _Checker()
    checker.check(shape, node, None)
    return checker.issues


class _EnoughError(Exception):
    """The file has more errors than anybody would read."""


def check_shape(kind: str, root: Mapping) -> list[Issue]:
    """Everything in a file of that kind that the language does not know; `kind` is a key of `KINDS`."""
    checker = _Checker()
    try:
        checker.check(KINDS[kind].shape, root, None)
    except _EnoughError:
        checker.issues.append(issue("XH-K021", root.place, most=MOST_ERRORS))
    return checker.issues


class _Checker:
    """Collects issues; `name` is the key under which a node stands, where an author chose it."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.errors = 0
        self.scalars: dict[type, Callable[..., None]] = {
            NameShape: self._name,
            ReferenceShape: self._reference,
            WordShape: self._word,
            PatternShape: self._pattern,
            NumberShape: self._number,
            TruthShape: self._truth,
            DayShape: self._day,
            ExpressionShape: self._expression,
            UnitShape: self._unit,
            StatusShape: self._status,
        }

    def check(self, shape: Shape, node: Node, name: Scalar | None) -> None:
        """Reports what does not fit at `node` and below it."""
        if isinstance(shape, AnyShape):
            return
        if isinstance(shape, PlainShape):
            if not isinstance(node, Scalar) or (node.null and not shape.empty):
                self._misshapen(shape, node)
        elif isinstance(shape, TitleShape):
            self._title(shape, node)
        elif isinstance(shape, EitherShape):
            self._either(shape, node, name)
        elif isinstance(shape, ListShape | RowShape | SpanShape):
            self._sequence(shape, node)
        elif isinstance(shape, MapShape | FormShape):
            self._mapping(shape, node, name)
        elif isinstance(node, Scalar) and not node.null:
            self.scalars[type(shape)](shape, node)
        else:
            self._misshapen(shape, node)

    def report(self, rule: str, place: Place, **facts: object) -> None:
        self._take(issue(rule, place, **facts))

    def _take(self, found: Issue | object) -> None:
        """Keeps what a reading function returned, when it is an issue."""
        if not isinstance(found, Issue):
            return
        self.issues.append(found)
        self.errors += found.severity == "error"
        if self.errors >= MOST_ERRORS:
            raise _EnoughError

    def _misshapen(self, shape: Shape, node: Node, found: Text | None = None) -> None:
        self.report("XH-K006", node.place, wanted=said_wanted(shape), found=found or said_shape(node))

    def _either(self, shape: EitherShape, node: Node, name: Scalar | None) -> None:
        chosen = {Scalar: shape.scalar, Sequence: shape.sequence, Mapping: shape.mapping}[type(node)]
        if chosen is None or (isinstance(node, Scalar) and node.null):
            self._misshapen(shape, node)
        else:
            self.check(chosen, node, name)

    def _sequence(self, shape: ListShape | RowShape | SpanShape, node: Node) -> None:
        if not isinstance(node, Sequence):
            self._misshapen(shape, node)
        elif isinstance(shape, ListShape):
            if len(node.items) < shape.least:
                self._misshapen(shape, node, Text("空的列表", "an empty list"))
            for item in node.items:
                self.check(shape.item, item, None)
        elif isinstance(shape, RowShape):
            self._row(shape, shape.items, node)
        else:
            self._row(shape, (DayShape(), DayShape()), node)
            self._in_order(node)

    def _row(self, shape: Shape, wanted: tuple[Shape, ...], node: Sequence) -> None:
        if len(node.items) != len(wanted):
            length = len(node.items)
            self._misshapen(shape, node, Text(f"有 {length} 项的列表", f"a list of {length}"))
            return
        for item_shape, item in zip(wanted, node.items, strict=True):
            self.check(item_shape, item, None)

    def _in_order(self, node: Sequence) -> None:
        days = [item.text for item in node.items if isinstance(item, Scalar) and not isinstance(read_day(item), Issue)]
        if len(days) == 2 and days[0] > days[1]:
            self.report("XH-K020", node.place, first=days[0], last=days[1])

    def _mapping(self, shape: MapShape | FormShape, node: Node, name: Scalar | None) -> None:
        if not isinstance(node, Mapping):
            self._misshapen(shape, node)
        elif isinstance(shape, MapShape):
            for entry in node.entries:
                self._key(shape.key, entry.key)
                self.check(shape.value, entry.value, entry.key)
        else:
            by_use = bool(shape.use) and node.get("use") is not None
            self._form(FORMS[shape.use if by_use else shape.form], node, name)

    def _key(self, shape: Shape, key: Scalar) -> None:
        """A key is a scalar as any other, but may be written bare: `no`, `null`."""
        self.check(shape, Scalar(key.text, key.quoted, False, key.place, key.exact), None)

    def _form(self, form: Form, node: Mapping, name: Scalar | None) -> None:
        known = {key.name: key for key in form.keys}
        present = {entry.key.text for entry in node.entries}
        strangers = [entry for entry in node.entries if entry.key.text not in known and not self._other(form, entry)]
        for entry in node.entries:
            if entry.key.text in known:
                self.check(known[entry.key.text].shape, entry.value, None)
        meant = {nearest(entry.key.text, known) for entry in strangers[:MOST_ERRORS]}
        for entry in strangers:
            self._stranger(form, entry)
        self._lacking(form, node, name, present | {key for key in meant if key})
        if not strangers:  # a misspelt key is reported once, not again for what then seems to be absent
            for key in form.keys:
                self._alone(key, node, present)
            for choice in form.choices:
                self._choice(choice, form, node, name)

    def _other(self, form: Form, entry: Entry) -> bool:
        """Whether an entry is one that an author may add; checks its value."""
        if form.others is None or not fits(form.others[0], entry.key.text):
            return False
        self.check(form.others[1], entry.value, entry.key)
        return True

    def _stranger(self, form: Form, entry: Entry) -> None:
        names = [key.name for key in form.keys]
        suggestion = did_you_mean(entry.key.text, names)
        if not suggestion.en:
            listed = ", ".join(names)
            suggestion = Text(f"可写的键：{listed}。", f" It takes {listed}.") if names else _NOTHING
        self.report("XH-K001", entry.key.place, key=excerpt(entry.key.text), of=said_kind(form), suggestion=suggestion)

    def _lacking(self, form: Form, node: Mapping, name: Scalar | None, present: set[str]) -> None:
        for key in form.keys:
            if key.required and key.name not in present and key.unless not in present:
                place = name.place if name else node.place
                self.report("XH-K002", place, of=_said(form, name), key=key.name)

    def _alone(self, key: Key, node: Mapping, present: set[str]) -> None:
        """A key that stands without the key it belongs to."""
        written = node.key(key.name) if key.only_with and key.name in present else None
        if written and not present.intersection(key.only_with):
            self.report("XH-K019", written.place, key=key.name, beside=said_or(key.only_with))

    def _choice(self, choice: Choice, form: Form, node: Mapping, name: Scalar | None) -> None:
        """Keys that exclude each other."""
        found = [entry.key for entry in node.entries if entry.key.text in choice.keys]
        if choice.beside and node.get(choice.beside[1]) is not None:
            found = [key for key in found if key.text != choice.beside[0]]
        if choice.least <= len(found) <= 1:
            return
        place = found[1].place if found else (name.place if name else node.place)
        words = said_list([key.text for key in found]) if found else _NOTHING
        listed = ", ".join(choice.keys)
        facts = Text(f"有{words.zh}", f"found {words.en}") if found else Text("一个也没有", "found none")
        self.report(choice.rule, place, of=_said(form, name), keys=listed, found=facts)

    def _title(self, shape: TitleShape, node: Node) -> None:
        if isinstance(node, Mapping):
            self._two_languages(shape, node)
        elif not isinstance(node, Scalar) or node.null:
            self._misshapen(shape, node)
        elif shape.both:
            self.report("XH-K007", node.place, title=excerpt(node.text))

    def _two_languages(self, shape: TitleShape, node: Mapping) -> None:
        for entry in node.entries:
            if entry.key.text in ("zh", "en"):
                self.check(PlainShape(), entry.value, None)
            else:
                suggestion = Text("可写的键：zh, en。", " It takes zh, en.")
                of = Text("两种文字的名称", "a text in two languages")
                self.report("XH-K001", entry.key.place, key=excerpt(entry.key.text), of=of, suggestion=suggestion)
        chinese = node.get("zh")
        if chinese is None:
            self.report("XH-K002", node.place, of=Text("这里的名称", "this text"), key="zh")
        elif shape.both and node.get("en") is None and isinstance(chinese, Scalar):
            self.report("XH-K007", chinese.place, title=excerpt(chinese.text))

    def _name(self, shape: NameShape, node: Scalar) -> None:
        self._take(read_name(node))

    def _reference(self, shape: ReferenceShape, node: Scalar) -> None:
        parts = node.text.split(".") if len(node.text) < 200 else [node.text]
        why = next((why for part in parts if (why := why_no_name(part))), None)
        if len(parts) > MOST_NAMES:
            why = Text("用点连接的名称最多四个", "at most 4 names are joined by points")
        if why:
            self.report("XH-K004", node.place, found=excerpt(node.text), why=why)

    def _word(self, shape: WordShape, node: Scalar) -> None:
        if node.text not in shape.words:
            suggestion = did_you_mean(node.text, shape.words)
            words = ", ".join(shape.words)
            self.report("XH-K014", node.place, found=excerpt(node.text), words=words, suggestion=suggestion)

    def _pattern(self, shape: PatternShape, node: Scalar) -> None:
        if not fits(shape, node.text):
            self.report("XH-K016", node.place, wanted=shape.said, example=shape.example, found=excerpt(node.text))

    def _number(self, shape: NumberShape, node: Scalar) -> None:
        found = read_number(node)
        if isinstance(found, Issue):
            self._take(found)
            return
        value = found[0]
        low_enough = shape.high is None or value <= shape.high
        high_enough = shape.low is None or value >= shape.low
        if not (low_enough and high_enough and (value.denominator == 1 or not shape.whole)):
            self.report("XH-K017", node.place, found=excerpt(node.text), wanted=said_number(shape))

    def _truth(self, shape: TruthShape, node: Scalar) -> None:
        self._take(read_truth(node))

    def _day(self, shape: DayShape, node: Scalar) -> None:
        self._take(read_day(node))

    def _expression(self, shape: ExpressionShape, node: Scalar) -> None:
        for found in parse_expression(node)[1]:
            self._take(found)

    def _unit(self, shape: UnitShape, node: Scalar) -> None:
        if node.text not in UNITS:
            suggestion = did_you_mean(node.text, UNITS)
            if not suggestion.en:
                suggestion = Text("清单见 xueheng schema measures。", " `xueheng schema measures` lists them.")
            self.report("XH-K010", node.place, unit=excerpt(node.text), suggestion=suggestion)

    def _status(self, shape: StatusShape, node: Scalar) -> None:
        if node.text not in STATUSES:
            suggestion, listed = did_you_mean(node.text, STATUSES), ", ".join(STATUSES)
            self.report("XH-K011", node.place, status=excerpt(node.text), words=listed, suggestion=suggestion)


def _said(form: Form, name: Scalar | None) -> Text:
    return said_thing(form, excerpt(name.text) if name else None)
