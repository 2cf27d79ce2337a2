"""Two records turn out to be of one person: one is left, the other points to it.

It is not undone by a button: what both records held afterwards cannot be told apart again. The journal says which rows
were moved and which were left out, so that somebody can put a mistake right by hand.
"""

from typing import Any

from django.db import transaction

from xueheng.identity.accounts import end_sessions
from xueheng.identity.closure import above
from xueheng.identity.enrolment_changes import locked_person
from xueheng.identity.merged_people import left_of, refuse_two_schools
from xueheng.identity.model_accounts import Account
from xueheng.identity.model_organisations import Organisation
from xueheng.identity.model_people import Consent, Enrolment, Guardianship, IdentityNumber, Person, PersonMerge
from xueheng.identity.model_posts import Post
from xueheng.identity.people import number_label
from xueheng.identity.people_refusals import MergeRefused
from xueheng.identity.policy import policy
from xueheng.identity.unit_rights import require_person
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import now, seal, unseal, write_journal
from xueheng.wording import Text

WHY = "all that hangs on a record moves with it"
Moved = dict[str, list[int]]
"""The keys of the rows that were moved or left out, by table."""


@transaction.atomic
def merge_people(by: Viewer, kept: int, gone: int, enrolments_of: int | None = None) -> None:
    """Put the record `gone` together with `kept`: enrolments, guardianships, consents, posts, numbers and account.

    Where both were enrolled on the same days in one school, those of `kept` stand; in different schools
    `enrolments_of` says whose stand (its number). Of two numbers of a kind the kept record's stands, of two accounts
    too. Records of evidence keep the number they were made under: read them with `numbers_of_same`. Raises
    PermissionRefused, MergeRefused, EnrolmentsOverlap, PersonUnknown or PersonMerged.
    """
    for person in (kept, gone):
        require_person(by, "people", person)
    rows = {number: locked_person(number) for number in sorted({kept, gone})}
    _refuse(by, kept, gone)
    moved: Moved = {}
    _merge_enrolments(by, kept, gone, enrolments_of, moved)
    _merge_guardianships(kept, gone, moved)
    _merge_numbers(kept, gone, moved)
    _repoint(Post.objects.for_the_programme(WHY).filter(person=gone), "person", kept, moved)
    _merge_accounts(kept, gone, moved)
    _fill_in(rows[kept], rows[gone])
    rows[gone].merged_into = rows[kept]
    rows[gone].save(update_fields=["merged_into"])
    PersonMerge.objects.create(kept_id=kept, gone_id=gone, at=now(), by=by.person)
    write_journal(
        "identity",
        "merge_people",
        actor=by.person or None,
        post=by.post,
        about=[("person", kept), ("person", gone)],
        detail={"kept": kept, "gone": gone, "enrolments_of": enrolments_of, "rows": moved},
    )


def _refuse(by: Viewer, kept: int, gone: int) -> None:
    remedy = Text("请核对两份记录。", "Check the two records.")
    if by.person in (kept, gone):
        raise MergeRefused(
            Text("不能合并自己的记录", "nobody merges her own record"),
            Text("请由其他有权的人员办理。", "Ask somebody else who may."),
        )
    if kept == gone:
        raise MergeRefused(Text("两份记录是同一份", "the two records are the same one"), remedy)
    related = Guardianship.objects.for_the_programme(WHY)
    if related.filter(guardian__in=(kept, gone), pupil__in=(kept, gone)).exists():
        raise MergeRefused(Text("其中一人是另一人的家长", "one of them is the other's guardian"), remedy)
    offices = Post.objects.for_the_programme(WHY).filter(person__in=(kept, gone), role__in=policy().administrators)
    if offices.exists():
        raise MergeRefused(
            Text("其中一人担任过三员管理员", "one of them is or was one of the three administrators"),
            Text("这类人员的记录不能合并。", "Records of administrators are not merged."),
        )


def _merge_enrolments(by: Viewer, kept: int, gone: int, enrolments_of: int | None, moved: Moved) -> None:
    stored = Enrolment.objects.for_the_programme(WHY)
    ours, others = list(stored.filter(pupil=kept)), list(stored.filter(pupil=gone))
    if enrolments_of is None:
        refuse_two_schools(ours, others, _schools(by, {row.organisation_id for row in (*ours, *others)}))
    standing, giving_way = (others, ours) if enrolments_of == gone else (ours, others)
    pieces = left_of(giving_way, standing)
    moved["enrolments"] = [row.pk for row in others]
    moved["enrolments_left_out"] = [row.pk for row in giving_way if all(piece.row.pk != row.pk for piece in pieces)]
    stored.filter(pk__in=[row.pk for row in standing]).update(pupil=kept)
    stored.filter(pk__in=[row.pk for row in giving_way]).delete()
    Enrolment.objects.bulk_create(
        Enrolment(
            pupil_id=kept,
            organisation_id=piece.row.organisation_id,
            status=piece.row.status,
            seat=piece.row.seat,
            from_day=piece.first,
            to_day=piece.last,
        )
        for piece in pieces
    )


def _schools(by: Viewer, classes: set[int]) -> dict[int, int]:
    """The school that each class belongs to today, or belonged to on the last day it existed."""
    found: dict[int, int] = {}
    units = Organisation.objects.for_the_programme(WHY)
    for number, closed in units.filter(pk__in=classes).values_list("pk", "closed"):
        day = by.day if closed is None else min(closed, by.day)
        schools = units.filter(pk__in=above("administrative", number, day), kind="school")
        found[number] = min(schools.values_list("pk", flat=True), default=number)
    return found


def _merge_guardianships(kept: int, gone: int, moved: Moved) -> None:
    """Guardianships of both sides; where the kept record has the same guardian or ward on some day, its row stands."""
    rows = Guardianship.objects.for_the_programme(WHY)
    moved["guardianships"], moved["guardianships_left_out"] = [], []
    for side, other in (("pupil_id", "guardian_id"), ("guardian_id", "pupil_id")):
        held = {getattr(row, other): row for row in rows.filter(**{side: kept})}
        for row in rows.filter(**{side: gone}):
            same = held.get(getattr(row, other))
            if same is None:
                setattr(row, side, kept)
                row.save(update_fields=[side])
                moved["guardianships"].append(row.pk)
                continue
            same.from_day, same.to_day = min(same.from_day, row.from_day), max(same.to_day, row.to_day)
            same.save(update_fields=["from_day", "to_day"])
            moved["guardianships_left_out"].append(row.pk)
            row.delete()
    consents = Consent.objects.for_the_programme(WHY)
    _repoint(consents.filter(pupil=gone), "pupil", kept, moved)
    _repoint(consents.filter(guardian=gone), "guardian", kept, moved)


def _merge_numbers(kept: int, gone: int, moved: Moved) -> None:
    """Numbers are sealed anew with the kept record's key; of two of one kind the kept one's stands."""
    rows = IdentityNumber.objects.for_the_programme(WHY)
    kinds = set(rows.filter(person=kept).values_list("kind", flat=True))
    moved["numbers"], moved["numbers_left_out"] = [], []
    for row in rows.filter(person=gone):
        if row.kind in kinds:
            moved["numbers_left_out"].append(row.pk)
            row.delete()
            continue
        label = number_label(row.kind)
        row.value = seal(kept, label, unseal(gone, label, bytes(row.value)))
        row.person_id = kept
        row.save(update_fields=["value", "person"])
        moved["numbers"].append(row.pk)


def _merge_accounts(kept: int, gone: int, moved: Moved) -> None:
    """The kept record's account stands; the other is closed, and both are signed out everywhere."""
    accounts = Account.objects.filter(person__in=(kept, gone))
    if accounts.filter(person=kept).exists():
        moved["accounts_closed"] = list(accounts.filter(person=gone).values_list("pk", flat=True))
        accounts.filter(person=gone).update(is_active=False)
    else:
        _repoint(accounts.filter(person=gone), "person", kept, moved)
    for account in Account.objects.filter(person__in=(kept, gone)):
        end_sessions(account)
        account.save(update_fields=["sessions_valid_from"])


def _repoint(rows: Any, column: str, kept: int, moved: Moved) -> None:
    moved[f"{rows.model.__name__.lower()}_{column}"] = list(rows.values_list("pk", flat=True))
    rows.update(**{column: kept})


def _fill_in(kept: Person, gone: Person) -> None:
    """What the kept record does not know is taken from the other, but for what is sealed with the other's key."""
    kept.sex = kept.sex or gone.sex
    if kept.born is None and gone.born is not None:
        kept.born = seal(kept.pk, "born", unseal(gone.pk, "born", bytes(gone.born)))
        kept.minor_until, kept.consent_until = gone.minor_until, gone.consent_until
    kept.save()
