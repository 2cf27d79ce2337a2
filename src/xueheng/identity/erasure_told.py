"""Erasures as their pages show them, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from xueheng.identity.actions.propose_erasure import reason_label
from xueheng.identity.erasure_grounds import GROUNDS
from xueheng.identity.model_erasures import Erasure
from xueheng.identity.model_people import Person
from xueheng.identity.organisations import names_on
from xueheng.identity.people import names_of
from xueheng.identity.policy import policy
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import unseal_many
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class ErasureTold:
    """`name` is empty where the viewer may not know it (a post that sees pupils under a purpose alone), and, as is
    `reason`, once she is erased. `asked_by`, `decided_by`: the posts.
    """

    row: Erasure
    name: str
    reason: str
    ground: Text
    unit: str
    asked_by: Text
    decided_by: Text | None


def erasure_told(by: Viewer, rows: Sequence[Erasure]) -> list[ErasureTold]:
    """Erasures read under a scope, each with `proposed_by` and `decided_by`, opened; in the same order."""
    people = Person.objects.visible_to(by, act="name").filter(pk__in={row.subject for row in rows})
    names = names_of(list(people))
    units = names_on({row.organisation for row in rows}, by.day)
    sealed = [(row.subject, reason_label(row.number), bytes(row.reason)) for row in rows]
    reasons = unseal_many(sealed)
    return [
        ErasureTold(
            row,
            names.get(row.subject, ""),
            (reason or b"").decode(),
            GROUNDS.get(row.ground, Text(row.ground)),
            units.get(row.organisation, ""),
            policy().title(row.proposed_by.role),
            policy().title(row.decided_by.role) if row.decided_by is not None else None,
        )
        for row, reason in zip(rows, reasons, strict=True)
    ]
