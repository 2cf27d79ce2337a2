"""What a person has typed and not sent: kept on the server for 30 days, sealed with the person's own key."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xueheng.errors import XuehengError
from xueheng.shell.models import Draft
from xueheng.trust.public import now, seal, unseal
from xueheng.wording import Text

KEPT_DAYS = 30
LARGEST = 256 * 1024
LONGEST_ADDRESS = 80
_DAY = 86_400_000_000
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password"})

Typed = Mapping[str, Sequence[str]]


class DraftRefused(XuehengError):
    """A draft that cannot be kept."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it was typed, and when."""

    form: str
    typed: dict[str, list[str]]
    changed: int


def keep_draft(person: int, form: str, typed: Typed) -> int:
    """Keeps what was typed into the form at the address `form`; returns when. Raises DraftRefused."""
    if not form.startswith("/") or len(form) > LONGEST_ADDRESS:
        raise DraftRefused(Text("这一页的草稿存不了", "No draft can be kept of this page"))
    kept = {name: list(values) for name, values in typed.items() if name not in NEVER_KEPT}
    plain = json.dumps(kept, ensure_ascii=False).encode()
    if len(plain) > LARGEST:
        raise DraftRefused(
            Text("填的内容太长，没有存成草稿", "What was typed is too long for a draft"),
            Text("请直接保存。", "Save it instead."),
        )
    moment = now()
    payload = seal(person, draft_label(form), plain)
    Draft.objects.update_or_create(person=person, form=form, defaults={"payload": payload, "changed": moment})
    return moment


def kept_draft(person: int, form: str) -> KeptDraft | None:
    """What the person had typed into this form; None if nothing, or if it is older than 30 days."""
    found = Draft.objects.filter(person=person, form=form, changed__gte=now() - KEPT_DAYS * _DAY).first()
    if found is None:
        return None
    typed = json.loads(unseal(person, draft_label(form), bytes(found.payload)))
    return KeptDraft(form, typed, found.changed)


def kept_drafts(person: int) -> list[tuple[str, int]]:
    """Address and moment of the person's drafts, the latest first; at most 50."""
    rows = Draft.objects.filter(person=person, changed__gte=now() - KEPT_DAYS * _DAY).order_by("-changed")
    return list(rows.values_list("form", "changed")[:50])


def drop_draft(person: int, form: str) -> None:
    """Forgets a draft: it was sent, or thrown away."""
    Draft.objects.filter(person=person, form=form).delete()


def drop_old_drafts() -> int:
    """Forgets what is older than 30 days; returns how many."""
    count, _ = Draft.objects.filter(changed__lt=now() - KEPT_DAYS * _DAY).delete()
    return count


def draft_label(form: str) -> str:
    """What a draft is bound to, besides the person."""
    return f"draft|{form}"
