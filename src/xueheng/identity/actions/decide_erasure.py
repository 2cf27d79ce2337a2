"""Somebody else than the one who put it forward approves an erasure, or does not."""

from django.db import transaction

from xueheng.identity.erasure_grounds import decided_already
from xueheng.identity.model_erasures import Erasure
from xueheng.identity.permission import refused
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import now, write_journal

WHY = "settling an erasure once"


@transaction.atomic
def approve_erasure(by: Viewer, number: int) -> None:
    """Approve it; nothing is destroyed yet, `carry_out_erasure` does that.

    May: a post with that right that reaches the unit of the asking post, held by another person than the one who asked
    and the one whom it is about. Raises PermissionRefused, ErasureRefused.
    """
    _settle(by, number, "approve_erasure", "approved")


@transaction.atomic
def refuse_erasure(by: Viewer, number: int) -> None:
    """Leave everything as it is. Raises PermissionRefused, ErasureRefused."""
    _settle(by, number, "refuse_erasure", "refused")


def _settle(by: Viewer, number: int, verb: str, state: str) -> None:
    mine = Erasure.objects.visible_to(by).exclude(proposed_by__person=by.person).exclude(subject=by.person)
    subject = mine.filter(pk=number).values_list("subject", flat=True).first()
    if by.post is None or subject is None:
        raise refused("approves", "erasures")
    if not Erasure.objects.visible_to(by, act="approve").filter(pk=number).exists():
        state_now = Erasure.objects.for_the_programme(WHY).values_list("state", flat=True).get(pk=number)
        raise refused("approves", "erasures") if state_now == "proposed" else decided_already()
    open_still = Erasure.objects.for_the_programme(WHY).filter(pk=number, state="proposed")
    if not open_still.update(state=state, decided_by=by.post, decided_at=now()):
        raise decided_already()
    about = [("erasure", number), ("person", subject)]
    write_journal("identity", verb, actor=by.person, post=by.post, about=about)
