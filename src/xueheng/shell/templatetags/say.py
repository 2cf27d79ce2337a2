"""Words in templates: `{% say "中文" "English" %}`; `{{ text|said }}` for a `Text` from Python. No `load` is needed."""

from collections.abc import Sequence

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.utils.html import format_html
from django.utils.safestring import SafeString

from xueheng.shell import icons, numbers_shown, page_language
from xueheng.shell.frame_parts import Node
from xueheng.shell.tree import drawn_tree
from xueheng.wording import Text

register = template.Library()


@register.simple_tag
def say(zh: str, en: str, **named: object) -> str:
    """The words for this reader; `{% say "共 {n} 条" "{n} rows" n=count %}` fills in what is named, escaped."""
    words = page_language.said(Text(zh, en))
    return filled(words, named) if named else words


def filled(words: str, named: dict[str, object]) -> SafeString:
    """The words with `{name}` filled in."""
    shown = {name: page_language.said(value) for name, value in named.items()}
    return format_html(words, **shown)


@register.simple_tag
def icon(name: str) -> SafeString:
    """As `<c-icon>`, where a page has many."""
    return icons.icon(name)


@register.filter
def tree(nodes: Sequence[Node]) -> SafeString:
    """The lines of the tree as a list within lists."""
    return drawn_tree(nodes)


@register.filter
def said(words: object) -> str:
    """A `Text`, or plain words, for this reader; nothing for None."""
    return "" if words is None else page_language.said(words)


@register.filter
def told_id(field: BoundField) -> str:
    """The id of what is told about a field."""
    return f"told-{field.html_name}"


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether it is one box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def dressed(field: BoundField) -> SafeString:
    """The field's control, with the look of its kind and tied to what is told about it."""
    widget = field.field.widget
    look = "box-input" if is_box(field) else "form-select" if type(widget) is Select else "form-control"
    told = {"aria-describedby": told_id(field)} | ({"aria-invalid": "true"} if field.errors else {})
    required = {"aria-required": "true"} if field.field.required else {}
    return field.as_widget(attrs={"class": look, **told, **required})


@register.filter
def unit_of(field: BoundField) -> Text | None:
    """The unit that stands inside the field."""
    found: Text | None = getattr(field.form, "units", {}).get(field.name)
    return found


@register.filter
def source_of(field: BoundField) -> Text | None:
    """Where the value came from."""
    found: Text | None = getattr(field.form, "sources", {}).get(field.name)
    return found


@register.filter
def stored_now(field: BoundField) -> object:
    """What another editor has stored meanwhile; None where nothing differs."""
    return getattr(field.form, "now_stored", {}).get(field.name)


@register.filter
def exact(number: int) -> str:
    """A number with its commas."""
    return numbers_shown.exact(number)


@register.filter
def moment(microseconds: int) -> str:
    """A moment as people write it."""
    return numbers_shown.moment_shown(microseconds)
