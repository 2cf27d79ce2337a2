"""What a growth page shows, for whoever reads it."""

from typing import Any

from django.urls import reverse

from xueheng.evaluation.growth_told import grown, standards_of_pupils
from xueheng.evaluation.subject_results import subject_words
from xueheng.evidence.public import TIMELINE_KINDS, Described, timeline
from xueheng.identity.public import GUARDIAN, PUPIL, Person, Viewer, consent_state, library, names_of, policy
from xueheng.language.public import EvidenceType
from xueheng.shell.public import Tab, said
from xueheng.wording import Text

CONSENT = "growth_records"


def whose(viewer: Viewer) -> tuple[int, ...]:
    """The pupils whose growth page is the viewer's own: herself, or her children."""
    if viewer.role == PUPIL:
        return (viewer.person,)
    return viewer.wards if viewer.role == GUARDIAN else ()


def tabs_of(viewer: Viewer, subject: int) -> list[Tab]:
    """The children of one account, to switch between."""
    if len(viewer.wards) < 2:
        return []
    names = names_of(list(Person.objects.visible_to(viewer).filter(pk__in=viewer.wards)))
    return [
        Tab(Text(names.get(ward, str(ward))), reverse("growth_of", args=[ward]), here=ward == subject)
        for ward in viewer.wards
    ]


def growth_context(viewer: Viewer, subject: int, kind: str, before: int | None) -> dict[str, Any]:
    """The template's words; a fixed number of queries however many records there are."""
    told = grown(viewer, subject, minors=standards_of_pupils(viewer))
    kind = kind if kind in TIMELINE_KINDS else ""
    rows, further = timeline(viewer, subject, kind, before)
    mine = subject in whose(viewer)
    return {
        "subject": subject,
        "name": subject_words(viewer, subject),
        "mine": mine,
        "is_self": viewer.role == PUPIL,
        "is_guardian": mine and viewer.role == GUARDIAN,
        "consent_missing": consent_state(subject, CONSENT, viewer.day) == "missing",
        "told": told,
        "lines": [(row, by_whom(row), told.counts_for.get(row.record.type, ()), is_corrected(row)) for row in rows],
        "kinds": [(code, words, code == kind) for code, words in TIMELINE_KINDS.items()],
        "kind": kind,
        "further": further,
        "first_page": before is None,
        "add": additions(viewer, subject) if mine else [],
    }


def by_whom(row: Described) -> str:
    """Who recorded it: within the family by kin, else by name as far as the reader may know it."""
    if row.record.post is not None:
        return row.recorder
    return said(Text("本人", "herself") if row.record.recorder == row.record.subject else Text("家人", "family"))


def is_corrected(row: Described) -> bool:
    """Whether it is a correction of an earlier record."""
    return bool(row.record.act == "correction")


def additions(viewer: Viewer, subject: int) -> list[tuple[Text, str]]:
    """What the reader may add herself: types with a file or with words of her own first."""
    known = library().evidence
    rights = policy().rights_to(viewer.role, "records", "evidence")
    found = [known[right.thing] for right in rights if right.thing in known and not right.suffix]
    ordered = sorted(found, key=lambda type_: not (_takes_file(type_) and any(f.private for f in type_.fields)))
    return [(type_.title, reverse("new_record", args=[type_.name, subject])) for type_ in ordered]


def _takes_file(type_: EvidenceType) -> bool:
    return any(field.is_file for field in type_.fields)
