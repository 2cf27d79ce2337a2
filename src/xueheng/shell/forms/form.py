"""A form that never loses what was typed: drafts, problems that name their remedy, two editors noticed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.http import HttpRequest, QueryDict

from xueheng.shell.drafts import Typed, drop_draft, kept_draft
from xueheng.shell.forms.remedies import give_remedies
from xueheng.shell.numbers_shown import moment_shown
from xueheng.shell.page_language import page_language
from xueheng.wording import Text

_SALT = "xueheng.form"
_ANOTHER_PERSON = Text(
    "这一页是另一位登录者打开的，没有保存。请从头打开这一页。",
    "Somebody else who was signed in opened this page; nothing was saved. Open the page anew.",
)
_CHANGED = Text(
    "您打开这一页以后，别人改过它。请看标出的地方，确认后再保存一次。",
    "Somebody changed it after you opened this page. Look at what is marked, then save again.",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, or with the whole form (`field` empty)."""

    field: str
    words: str


class Form(forms.Form):
    """The form of a page, made with `for_request` and asked with `sent()`.

    `units` (field → unit shown inside the field) and `sources` (field → where its value comes from) are Text.
    Errors of the rooms are put at their field with `refuse`.
    """

    units: ClassVar[Mapping[str, Text]] = {}
    sources: ClassVar[Mapping[str, Text]] = {}
    keeps_drafts: ClassVar[bool] = True
    error_css_class = "has-problem"
    required_css_class = "is-required"
    use_required_attribute = False

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.address = ""
        self.person: int | None = None
        self.version = ""
        self.draft_from = ""
        self.draft_stamp = ""
        self.now_stored: dict[str, Any] = {}
        give_remedies(self.fields)

    @classmethod
    def for_request(
        cls, request: HttpRequest, *, version: str = "", initial: Mapping[str, Any] | None = None, **more: Any
    ) -> "Form":
        """The form for this request: bound to what was sent, or holding the draft, or `initial`.

        `version` tells one state of what is edited from the next (when it was changed, say); two who edit the same
        thing are noticed by it. `more` goes to the form's own __init__.
        """
        viewer = getattr(request, "viewer", None)
        person = None if viewer is None else int(viewer.person)
        stored = dict(initial or {})
        if request.method == "POST":
            form = cls(request.POST, request.FILES, initial=stored, **more)
        else:
            form = cls._opened(request, person, stored, more)
        form.address, form.person, form.version = request.path, person, version
        return form

    @classmethod
    def _opened(cls, request: HttpRequest, person: int | None, stored: dict[str, Any], more: dict[str, Any]) -> "Form":
        draft = kept_draft(person, request.path) if person is not None and cls.keeps_drafts else None
        form = cls(initial={**stored, **(cls._from_draft(draft.typed, more) if draft else {})}, **more)
        if draft:
            form.draft_from = moment_shown(draft.changed)
            form.draft_stamp = next(iter(draft.typed.get("_form", ())), "")
        return form

    @classmethod
    def _from_draft(cls, typed: Typed, more: dict[str, Any]) -> dict[str, Any]:
        """What each field's own widget reads out of the draft."""
        sent = QueryDict(mutable=True)
        for name, values in typed.items():
            sent.setlist(name, list(values))
        fields = cls(**more).fields
        return {name: field.widget.value_from_datadict(sent, {}, name) for name, field in fields.items()}

    def draft_is_older(self) -> bool:
        """Whether the draft that is shown was typed over another state than the one that is stored now."""
        try:
            return bool(self.draft_stamp) and signing.loads(self.draft_stamp, salt=_SALT)[1] != self.version
        except (signing.BadSignature, ValueError, TypeError, IndexError):
            return True

    def sent(self) -> bool:
        """Whether it was sent and can be taken: complete, by the person who opened it, over the state it showed."""
        if not self.is_bound or not self.is_valid():
            return False
        opened = self._opened_by()
        if opened is not None and opened[0] != self.person:
            self.add_error(None, _ANOTHER_PERSON.say(page_language()))
        elif opened is not None and opened[1] != self.version:
            self.add_error(None, _CHANGED.say(page_language()))
            self.now_stored = {name: self.initial.get(name) for name in self.fields if self._differs(name)}
        return not self.errors

    def _opened_by(self) -> tuple[int | None, str] | None:
        """Who opened the form over which state; None for one that says nothing (sent by a programme)."""
        try:
            person, version = signing.loads(self.data.get("_form", ""), salt=_SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return person, version

    def _differs(self, name: str) -> bool:
        return bool(self.fields[name].has_changed(self.initial.get(name), self[name].data))

    def stamp(self) -> str:
        """Who has opened the form, over which state; signed, for the hidden field `_form`. A draft keeps its own."""
        if self.draft_stamp and not self.is_bound:
            return self.draft_stamp
        return signing.dumps([self.person, self.version], salt=_SALT)

    def refuse(self, field: str | None, fault: Any) -> None:
        """Puts a refusal of a room at its field, or above the form: what happened and what to do."""
        self.add_error(field if field in self.fields else None, fault.say(page_language()))

    def done(self) -> None:
        """It is stored: the draft is no longer needed."""
        if self.person is not None and self.keeps_drafts:
            drop_draft(self.person, self.address)

    def problems(self) -> list[Problem]:
        """All that is wrong, for the list above the form: of the whole form first."""
        return [
            Problem("" if name == "__all__" else name, str(words))
            for name, found in sorted(self.errors.items(), key=lambda item: item[0] != "__all__")
            for words in found
        ]
