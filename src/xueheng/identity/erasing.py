"""This room's part of an erasure: name, numbers, enrolments, families, consents, account, and the registers that named
her. What stays is her number, the posts she held, and who was merged into whom: entries of the journal name them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from xueheng.identity.imports.kept_file import forget, path_of
from xueheng.identity.model_accounts import Account
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.model_organisations import Closure
from xueheng.identity.model_people import Consent, Enrolment, Guardianship, IdentityNumber, Person
from xueheng.identity.model_posts import Post, ReadingPurpose
from xueheng.identity.model_rosters import RosterRow
from xueheng.identity.people import NAME, number_label
from xueheng.trust.public import Counted, Eraser, Erasing, now, unseal_many
from xueheng.wording import Text

WHY = "somebody is erased"
STAYS = Text("只剩编号，日志里的条目指着它", "only the number is left, which entries of the journal name")
GONE_FILES = Text("有本人的名册原件随即销毁", "registers that may name her are destroyed")


def words_of(subjects: Sequence[int]) -> frozenset[str]:
    """Her names and numbers in clear, while the keys are there: to find her in what others typed."""
    people = list(_rows(Person).filter(pk__in=subjects))
    numbers = list(_rows(IdentityNumber).filter(person__in=subjects))
    sealed = [(row.pk, NAME, bytes(row.name)) for row in people]
    sealed += [(row.person_id, number_label(row.kind), bytes(row.value)) for row in numbers]
    return frozenset(found.decode() for found in unseal_many(sealed) if found)


def units_of_life(subjects: Iterable[int]) -> set[int]:
    """The units that she ever was in, and all above them at any time: where a file may name her."""
    held = set(_rows(Enrolment).filter(pupil__in=subjects).values_list("organisation", flat=True))
    held |= set(_rows(Post).filter(person__in=subjects).values_list("organisation", flat=True))
    wards = _rows(Guardianship).filter(guardian__in=subjects).values("pupil")
    held |= set(_rows(Enrolment).filter(pupil__in=wards).values_list("organisation", flat=True))
    return held | set(_rows(Closure).filter(descendant__in=held).values_list("ancestor", flat=True))


def _count(erasing: Erasing) -> list[Counted]:
    subjects = erasing.subjects
    own = Q(pupil__in=subjects) | Q(guardian__in=subjects)
    return [
        Counted(Text("姓名、性别、出生日期", "Name, sex, day of birth"), len(subjects)),
        Counted(Text("证件号、学籍号等号码", "Identity and pupil numbers"), _of(IdentityNumber, person__in=subjects)),
        Counted(Text("学籍（在哪个班）", "Enrolments (in which class)"), _of(Enrolment, pupil__in=subjects)),
        Counted(Text("家长关系", "Guardianships"), _rows(Guardianship).filter(own).count()),
        Counted(Text("知情同意", "Consents"), _rows(Consent).filter(own).count()),
        Counted(Text("账号和登录", "Account and sign-ins"), Account.objects.filter(person__in=subjects).count()),
        Counted(Text("保存着的名册原件", "Registers as they came, kept here"), len(_imports(subjects)), None),
        Counted(Text("别的程序名册里的行", "Rows of other programs' rosters"), _of(RosterRow, subject__in=subjects)),
        Counted(Text("任过的职", "Posts once held"), _of(Post, person__in=subjects), STAYS),
    ]


def _erase(erasing: Erasing) -> int:
    subjects = erasing.subjects
    imports = _imports(subjects)
    for number in imports:
        forget(number)
    with transaction.atomic():
        _rows(ImportedRow).filter(batch__in=imports).delete()
        kept = _rows(RegisterImport).filter(pk__in=imports)
        kept.filter(state__in=("received", "columns", "checked")).update(state="withdrawn")
        kept.update(told=None)
        removed: int = len(imports) + _gone(Account.objects.filter(person__in=subjects))
        for model, condition in (
            (IdentityNumber, Q(person__in=subjects)),
            (Guardianship, Q(pupil__in=subjects) | Q(guardian__in=subjects)),
            (Consent, Q(pupil__in=subjects) | Q(guardian__in=subjects)),
            (Enrolment, Q(pupil__in=subjects)),
            (RosterRow, Q(subject__in=subjects)),
        ):
            removed += _gone(_rows(model).filter(condition))
        _rows(ReadingPurpose).filter(subject__in=subjects).update(reason="")
        people = _rows(Person).filter(pk__in=subjects)
        removed += people.filter(erased=None).update(
            name=b"", name_index=b"", sex="", born=None, minor_until=None, consent_until=None, erased=now()
        )
    return removed


def _imports(subjects: Sequence[int]) -> list[int]:
    """Imports whose content can still be opened, of units where she may be named."""
    found = _rows(RegisterImport).filter(organisation__in={0, *units_of_life(subjects)})  # 0: before any unit
    kept = found.values_list("number", "told")
    return [number for number, told in kept if told is not None or path_of(number).is_file()]


def _gone(rows: Any) -> int:
    count: int = rows.delete()[0]
    return count


def _of(model: type[Model], **condition: Any) -> int:
    return int(_rows(model).filter(**condition).count())


def _rows(model: type[Model]) -> Any:
    return model.objects.for_the_programme(WHY)  # type: ignore[attr-defined]  # each has the manager


IDENTITY_ERASER = Eraser("identity", _count, _erase)
