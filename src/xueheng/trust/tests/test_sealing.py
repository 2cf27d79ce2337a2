"""What is about a person opens with that person's key, under its own label, and never once the key is destroyed."""

import itertools
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections, transaction
from pytest_django import DjangoAssertNumQueries

from xueheng.trust import derived_keys, subject_keys
from xueheng.trust.actions.destroy_key import destroy_key
from xueheng.trust.models import SubjectKey
from xueheng.trust.refusals import KeyDestroyed, KeyMissing, ProgrammeKeyKept, SealBroken, SecretsLost
from xueheng.trust.sealing import seal, seal_many, unseal, unseal_many
from xueheng.trust.secret_files import MASTER, read_secrets
from xueheng.trust.subject_keys import KeyCache, forget_keys

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LI, WANG = 201, 202


def test_what_was_sealed_opens_again() -> None:
    sealed = seal(LI, "name", "李小明".encode())
    assert "李".encode() not in sealed
    assert unseal(LI, "name", sealed).decode() == "李小明"
    assert unseal(LI, "name", seal(LI, "name", b"")) == b""


def test_the_form_of_sealed_bytes_is_as_it_was_decided() -> None:
    """One byte for the form, twelve of nonce, and AES-256-GCM with label|subject bound in; opened here by hand."""
    sealed = seal(LI, "record|labour|5", b"abc")
    key = subject_keys.keys_to_seal([LI])[LI]
    assert (len(key), sealed[0], len(sealed)) == (32, 1, 3 + 29)
    assert AESGCM(key).decrypt(sealed[1:13], sealed[13:], b"record|labour|5|201") == b"abc"


def test_the_same_twice_looks_different() -> None:
    assert seal(LI, "name", b"x") != seal(LI, "name", b"x")


def test_it_opens_under_no_other_label_and_for_no_other_subject() -> None:
    sealed = seal(LI, "record|labour|5", b"x")
    seal(WANG, "name", b"y")
    for subject, label in ((LI, "record|labour|6"), (LI, "name"), (WANG, "record|labour|5")):
        with pytest.raises(SealBroken):
            unseal(subject, label, sealed)


def test_any_changed_bit_is_refused() -> None:
    sealed = seal(LI, "name", b"abc")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            unseal(LI, "name", bytes(changed))


@pytest.mark.parametrize("length", [1, 12, 13, 20, 28])
def test_a_piece_of_it_is_refused(length: int) -> None:
    with pytest.raises(SealBroken):
        unseal(LI, "name", seal(LI, "name", b"abc")[:length])


def test_what_was_taken_away_whole_is_told_as_gone_and_the_rest_of_a_list_still_opens() -> None:
    sealed = seal(LI, "name", b"abc")
    assert unseal_many([(LI, "name", b""), (LI, "name", sealed)]) == [None, b"abc"]
    with pytest.raises(KeyDestroyed):
        unseal(LI, "name", b"")


def test_another_process_opens_it() -> None:
    sealed = seal(LI, "name", b"abc")
    forget_keys()
    assert unseal(LI, "name", sealed) == b"abc"


def test_the_key_outlives_an_act_that_is_rolled_back() -> None:
    """It is committed in its own database before anything is sealed with it."""
    with transaction.atomic():
        sealed = seal(LI, "name", b"abc")
        transaction.set_rollback(True)
    forget_keys()
    assert unseal(LI, "name", sealed) == b"abc"
    assert SubjectKey.objects.get(subject=LI)._state.db == "keys"


def test_a_key_that_another_process_has_just_made_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = subject_keys._stored
    looks = itertools.count()

    def other_first(subjects: list[int]) -> dict[int, bytes | None]:
        if next(looks) == 0:
            found = stored(subjects)
            subject_keys._made(subjects)  # the other process, right after this one has looked
            return found
        return stored(subjects)

    monkeypatch.setattr(subject_keys, "_stored", other_first)
    sealed = seal(LI, "name", b"abc")
    assert SubjectKey.objects.filter(subject=LI).count() == 1
    forget_keys()
    assert unseal(LI, "name", sealed) == b"abc"


def test_a_destroyed_key_opens_and_seals_nothing() -> None:
    sealed = seal(LI, "name", b"abc")
    assert destroy_key(LI)
    with pytest.raises(KeyDestroyed) as refused:
        unseal(LI, "name", sealed)
    assert refused.value.subject == LI
    with pytest.raises(KeyDestroyed):
        seal(LI, "name", b"abc")
    row = SubjectKey.objects.get(subject=LI)
    assert row.wrapped is None
    assert row.destroyed is not None
    assert not destroy_key(LI)


def test_a_subject_erased_before_anything_was_sealed_stays_erased() -> None:
    assert not destroy_key(LI)
    with pytest.raises(KeyDestroyed):
        seal(LI, "name", b"abc")


def test_the_programmes_own_key_stays() -> None:
    with pytest.raises(ProgrammeKeyKept):
        destroy_key(0)


def test_a_list_with_an_erased_person_still_shows() -> None:
    sealed = seal_many([(LI, "name", b"Li"), (WANG, "name", b"Wang"), (LI, "name", b"Li again")])
    destroy_key(LI)
    rows = [(subject, "name", one) for subject, one in zip((LI, WANG, LI), sealed, strict=True)]
    assert unseal_many(rows) == [None, b"Wang", None]


def test_data_without_its_keys_is_said_to_be_of_another_time() -> None:
    sealed = seal(LI, "name", b"abc")
    SubjectKey.objects.all().delete()
    forget_keys()
    with pytest.raises(KeyMissing, match="201"):
        unseal(LI, "name", sealed)


def test_keys_and_master_key_of_two_installations_are_not_mixed(places: SimpleNamespace) -> None:
    sealed = seal(LI, "name", b"abc")
    (places.secrets / MASTER).write_text("11" * 32)
    read_secrets.cache_clear()
    derived_keys._wrapping_key.cache_clear()
    forget_keys()
    with pytest.raises(SecretsLost):
        unseal(LI, "name", sealed)


def test_a_wrapped_key_moved_to_another_subject_opens_nothing() -> None:
    seal_many([(LI, "name", b"a"), (WANG, "name", b"b")])
    SubjectKey.objects.filter(subject=WANG).update(wrapped=SubjectKey.objects.get(subject=LI).wrapped)
    forget_keys()
    with pytest.raises(SecretsLost):
        seal(WANG, "name", b"c")


def test_a_page_asks_for_its_keys_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = [(1000 + pupil, "name", b"x") for pupil in range(45)]
    sealed = [(subject, label, one) for (subject, label, _), one in zip(rows, seal_many(rows), strict=True)]
    forget_keys()
    with django_assert_num_queries(1, connection=connections["keys"]):
        unseal_many(sealed)
    with django_assert_num_queries(0, connection=connections["keys"]):
        unseal_many(sealed)


def test_more_subjects_than_one_query_takes() -> None:
    rows = [(5000 + number, "name", str(number).encode()) for number in range(2_500)]
    sealed = [(subject, label, one) for (subject, label, _), one in zip(rows, seal_many(rows), strict=True)]
    forget_keys()
    assert unseal_many(sealed) == [plain for _, _, plain in rows]


def test_memory_of_keys_is_bounded_and_short() -> None:
    cache = KeyCache(most=3, seconds=60)
    cache.put({1: b"a", 2: b"b"})
    cache.put({3: b"c", 4: b"d"})
    assert len(cache) == 3
    assert cache.get([1, 2, 4]) == {2: b"b", 4: b"d"}
    short = KeyCache(most=3, seconds=0)
    short.put({1: b"a"})
    assert short.get([1]) == {}


def test_the_process_keeps_no_more_than_it_says() -> None:
    seal_many([(10_000 + number, "name", b"") for number in range(4_200)])
    assert len(subject_keys.cache) == subject_keys.MOST_KEPT == 4_096
