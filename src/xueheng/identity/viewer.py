"""Who is looking: a person, under one post or for her own sake, on a day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

PROGRAMME = "programme"
"""The role of the programme's own commands and jobs: it may do all."""
PUPIL = "pupil_self"
GUARDIAN = "guardian"
WITHOUT_POST = "without_post"
"""The role of somebody signed in who holds no post and has no child here: her own account and nothing else."""
PUBLIC = "public"
"""The role of somebody who has not signed in."""
IN_PERSON = (PUPIL, GUARDIAN)
"""Roles that nobody is appointed to: they follow from the enrolment and from guardianship."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks or acts, for one request: made anew each time, so that an ended post ends here.

    `post` is None for pupils, guardians and the programme. `wards`: the pupils of a guardian. `purpose`: the number
    of the approved purpose under which minors' sensitive fields are read.
    """

    person: int
    post: int | None
    role: str
    organisation: int | None
    hierarchy: str
    day: date
    purpose: int | None = None
    wards: tuple[int, ...] = ()
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was looked up for this viewer already: the units reached."""

    @property
    def is_self(self) -> bool:
        """Whether it is a pupil looking at her own."""
        return self.role == PUPIL

    @property
    def is_programme(self) -> bool:
        """Whether it is the programme itself, for a command or a job."""
        return self.role == PROGRAMME

    @property
    def own_people(self) -> tuple[int, ...]:
        """The people whom this viewer sees for their sake: herself, and a guardian her wards."""
        return (self.person, *self.wards)


def today() -> date:
    """The day where the office is."""
    return timezone.localdate()


def programme_viewer(day: date | None = None) -> Viewer:
    """The programme itself. For commands, jobs and setting up; a page never has it."""
    return Viewer(0, None, PROGRAMME, None, "administrative", day or today())
