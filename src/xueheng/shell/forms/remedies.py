"""What to do about what Django's own fields refuse, in the words of the field."""

from collections.abc import Mapping

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.functional import lazystr

from xueheng.shell.page_language import said
from xueheng.wording import Text, sign_class


class _AboutField:
    """A sentence with the field's own label in it, said anew for each reader."""

    def __init__(self, words: Text, label: object) -> None:
        self._words, self._label = words, label

    def __str__(self) -> str:
        return said(self._words).replace("{label}", str(self._label))


WORDS: dict[str, Text] = {
    "required": Text("请填写“{label}”。", "Fill in “{label}”."),
    "invalid": Text("“{label}”看不懂，请照下面的样子写。", "“{label}” cannot be read; write it as shown."),
    "invalid_choice": Text("“{label}”里没有这一项，请重新选择。", "“{label}” has no such choice; choose again."),
    "max_length": Text(
        "“{label}”最多 %(limit_value)d 个字，现在有 %(show_value)d 个，请缩短。",
        "“{label}” takes at most %(limit_value)d characters and has %(show_value)d; shorten it.",
    ),
    "min_length": Text(
        "“{label}”至少 %(limit_value)d 个字，现在有 %(show_value)d 个。",
        "“{label}” takes at least %(limit_value)d characters and has %(show_value)d.",
    ),
    "max_value": Text("“{label}”最大是 %(limit_value)s，请改小。", "“{label}” is at most %(limit_value)s; lower it."),
    "min_value": Text("“{label}”最小是 %(limit_value)s，请改大。", "“{label}” is at least %(limit_value)s; raise it."),
    "max_digits": Text("“{label}”最多 %(max)s 位数字。", "“{label}” takes at most %(max)s digits."),
    "max_decimal_places": Text("“{label}”最多 %(max)s 位小数。", "“{label}” takes at most %(max)s decimals."),
    "empty": Text("“{label}”是空文件，请重新选择。", "“{label}” is an empty file; choose again."),
}
UNSEEN = Text(
    "“{label}”里有看不见或认不出的字符，请重新输入这一段，不要整段粘贴。",
    "“{label}” holds characters that cannot be seen or read; type it again instead of pasting it.",
)
_TURNED = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows: they can make a line read as something else."""
_LOST = "\N{REPLACEMENT CHARACTER}"
"""What stands where the sender's bytes were no character."""
_LIKE = {
    forms.DateField: Text("“{label}”要写成 2026-03-12 这样的日期。", "Write “{label}” as a day like 2026-03-12."),
    forms.TimeField: Text("“{label}”要写成 14:05 这样的时间。", "Write “{label}” as a time like 14:05."),
    forms.IntegerField: Text("“{label}”要写整数，如 120。", "Write “{label}” as a whole number, like 120."),
    forms.DecimalField: Text("“{label}”要写数，如 66.5。", "Write “{label}” as a number, like 66.5."),
}


def give_remedies(fields: Mapping[str, forms.Field]) -> None:
    """Every sentence of Django's fields that a person could see, with a remedy; a field's own words stay."""
    for name, field in fields.items():
        label = field.label or name
        own = {**WORDS, **next(({"invalid": words} for kind, words in _LIKE.items() if isinstance(field, kind)), {})}
        of_django = _words_of_django(field)
        for code, words in own.items():
            if code in field.error_messages and field.error_messages[code] is of_django.get(code):
                field.error_messages[code] = lazystr(_AboutField(words, label))
        for validator in field.validators:
            code = getattr(validator, "code", "")
            if code in own and hasattr(validator, "limit_value"):
                vars(validator)["message"] = lazystr(_AboutField(own[code], label))
        if not isinstance(field.widget, forms.PasswordInput):
            _refuse_unseen(field, label)


def _refuse_unseen(field: forms.Field, label: object) -> None:
    """Control signs, signs that turn the line round and broken characters are no text."""

    def readable(value: object) -> None:
        if isinstance(value, str) and any(_unseen(sign) for sign in value):
            raise forms.ValidationError(lazystr(_AboutField(UNSEEN, label)))

    others = [one for one in field.validators if not isinstance(one, ProhibitNullCharactersValidator)]
    field.validators = [*others, readable]


def _unseen(sign: str) -> bool:
    odd = sign_class(sign) in ("Cc", "Cs", "Co", "Cn") and sign not in "\r\n\t"
    return odd or sign in _TURNED or sign == _LOST


def _words_of_django(field: forms.Field) -> dict[str, object]:
    """The sentences that the field's classes bring along."""
    found: dict[str, object] = {}
    for kind in reversed(type(field).__mro__):
        found.update(getattr(kind, "default_error_messages", {}))
    return found
