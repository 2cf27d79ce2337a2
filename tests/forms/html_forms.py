"""The forms of a page, as a browser would send them: their fields with what stands in them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = frozenset({"text", "textarea", "search", "number", "date", "time", "datetime-local", "email", "tel", "url"})
"""Fields into which a person types."""
CHOSEN = frozenset({"select", "radio", "checkbox"})
_NOT_SENT = frozenset({"submit", "button", "image", "reset"})


@dataclass
class Field:
    """One field. `values`: what it stands at; `choices`: what may be chosen; `label`: the words beside it."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    longest: int | None = None
    ids: set[str] = field(default_factory=set)
    label: str = ""
    optional: bool = False
    several: bool = False


@dataclass
class PageForm:
    """One form of a page."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        """By which the same form is found again on another page."""
        return frozenset(self.fields) - {"csrfmiddlewaretoken"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.labels: dict[str, str] = {}
        self._form: PageForm | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self._option: str | None = None
        self._words: list[str] = []
        self._label_for: str | None = None
        self._legend: bool = False
        self._group: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "label":
            self._label_for, self._words = told.get("for", ""), []
        elif tag in ("fieldset", "legend"):
            self._legend, self._words, self._group = tag == "legend", [], ""
        elif tag in ("input", "select", "textarea", "button") and told.get("name") and self._form is not None:
            self._control(tag, told)
        elif tag == "option" and self._select is not None:
            self._option = told.get("value")
            if self._option is not None:
                self._chosen(self._select, self._option, chosen="selected" in told)

    def _control(self, tag: str, told: dict[str, str]) -> None:
        assert self._form is not None
        kind = told.get("type", "text").lower() if tag == "input" else tag
        if kind == "text" and told.get("inputmode") in ("numeric", "decimal"):
            kind = "number"
        if tag == "button" or kind in _NOT_SENT:
            self._form.buttons.append((told["name"], told.get("value", "")))
            return
        found = self._form.fields.setdefault(told["name"], Field(told["name"], kind))
        found.ids.add(told.get("id", ""))
        found.several |= "multiple" in told or (kind == "checkbox" and bool(found.choices))
        found.label = found.label or told.get("aria-label", "")
        if told.get("maxlength", "").isdigit():
            found.longest = int(told["maxlength"])
        if kind in ("radio", "checkbox"):
            found.label = found.label or self._group
            found.optional |= "选填" in self._group or "optional" in self._group
            self._chosen(found, told.get("value", "on"), chosen="checked" in told)
        elif kind == "select":
            self._select = found
        elif kind == "textarea":
            self._area, self._words = found, []
        elif told.get("value"):
            found.values.append(told["value"])

    def _chosen(self, found: Field, value: str, *, chosen: bool) -> None:
        found.choices.append(value)
        if chosen:
            found.values.append(value)

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        words = "".join(self._words).strip()
        if tag == "form":
            self._form = None
        elif tag == "label" and self._label_for is not None:
            self.labels[self._label_for] = words
            self._label_for = None
        elif tag == "legend":
            self._group, self._legend = words, False
        elif tag == "fieldset":
            self._group = ""
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area is not None:
            text = "".join(self._words)
            self._area.values.append(text.removeprefix("\n"))
            self._area = None


def forms_of(html: str) -> list[PageForm]:
    """Every form of the page, in order."""
    reader = _Reader()
    reader.feed(html)
    for form in reader.forms:
        for found in form.fields.values():
            words = next((reader.labels[one] for one in found.ids if one in reader.labels), "")
            if found.kind in ("radio", "checkbox") and found.label:
                words = found.label
            found.optional |= any(mark in words for mark in ("选填", "optional"))
            found.label = words.replace("选填", "").replace("optional", "").strip() or found.label
    return reader.forms
