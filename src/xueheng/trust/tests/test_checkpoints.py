"""Checkpoints: what they sign, what they refuse, and what is noticed about them."""

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import IntegrityError, transaction

from xueheng.trust.actions import make_checkpoint as making
from xueheng.trust.actions.make_checkpoint import MadeCheckpoint, make_checkpoint
from xueheng.trust.canonical import canonical_json
from xueheng.trust.checkpoint_files import LARGEST, newest_file, write_checkpoint_file
from xueheng.trust.checkpoint_text import read_state
from xueheng.trust.merkle import merkle_root
from xueheng.trust.models import Checkpoint, Stream
from xueheng.trust.refusals import CheckpointRefused
from xueheng.trust.secret_files import read_secrets
from xueheng.trust.tests.office import delete_entry, named, rows, sql, write_week
from xueheng.trust.verifying import verify_journal

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def sha(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def test_the_tree_is_that_of_rfc_6962() -> None:
    a, b, c, d, e = (sha(b"\0" + leaf) for leaf in (b"a", b"b", b"c", b"d", b"e"))
    ab, cd = sha(b"\1" + a + b), sha(b"\1" + c + d)
    assert merkle_root([]) == sha(b"")
    assert merkle_root([b"a"]) == a
    assert merkle_root([b"a", b"b", b"c"]) == sha(b"\1" + ab + c)
    assert merkle_root([b"a", b"b", b"c", b"d", b"e"]) == sha(b"\1" + sha(b"\1" + ab + cd) + e)
    # The one test vector of Certificate Transparency that everybody prints: the root over one empty leaf.
    assert merkle_root([b""]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_of_checkpoints_made_within_a_second_the_last_one_is_the_newest_file() -> None:
    for _ in range(8):
        made = make_checkpoint()
        assert newest_file() == made.path


def test_a_checkpoint_says_what_every_stream_is(places: SimpleNamespace) -> None:
    write_week()
    made = make_checkpoint()
    assert made.path.parent == places.folder / "checkpoints"
    told = json.loads(json.loads(made.path.read_text("utf-8"))["text"])
    heads = {
        name: (length, bytes(head).hex()) for name, length, head in Stream.objects.values_list("name", "length", "head")
    }
    assert {name: (length, head) for name, length, head in told["streams"]} == {
        name: heads[name] for name in ("identity", "reading", "record/11")
    }
    assert (told["entries"], told["number"], told["previous"]) == (12, made.number, "")
    key = Ed25519PrivateKey.from_private_bytes(read_secrets(places.secrets).signing).public_key()
    assert told["installation"] == key.public_bytes_raw().hex()
    row = Checkpoint.objects.get()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["installation"])).verify(
        bytes(row.signature), row.text.encode()
    )
    assert named() == []
    assert named(verify_journal(made.path)) == []


def test_each_names_the_one_before_it_and_is_journalled() -> None:
    write_week()
    one, two = make_checkpoint(), make_checkpoint(actor=101, post=9)
    assert read_state(two.held.text).previous == hashlib.sha256(one.held.text.encode()).hexdigest()
    assert read_state(two.held.text).streams["checkpoints"].length == 1
    assert Stream.objects.get(name="checkpoints").length == 2
    assert verify_journal(one.path).whole
    assert verify_journal(two.path).compared_with == two.at


def test_time_between_checkpoints_goes_on_when_the_clock_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    one = make_checkpoint()
    monkeypatch.setattr(making, "now", lambda: 5)
    assert make_checkpoint().at == one.at + 1
    assert named() == []


def test_an_empty_journal_can_be_signed() -> None:
    assert make_checkpoint().entries == 0
    assert verify_journal().whole


@pytest.mark.usefixtures("loose")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE trust_entry SET actor = 5 WHERE stream_id = 'identity' AND sequence = 3",
        (
            "UPDATE trust_stream SET head = trust_entry.hash FROM trust_entry"
            " WHERE sequence = 2 AND stream_id = name AND name = 'identity'"
        ),
        "UPDATE trust_stream SET length = length + 1 WHERE name = 'identity'",
    ],
)
def test_nothing_is_signed_over_a_changed_entry(change: str) -> None:
    write_week()
    sql(change)
    with pytest.raises(CheckpointRefused, match="identity"):
        make_checkpoint()
    assert not Checkpoint.objects.exists()


@pytest.mark.usefixtures("loose")
def test_nothing_is_signed_where_what_was_signed_is_gone() -> None:
    write_week()
    make_checkpoint()
    for sequence in (4, 5):
        delete_entry("record/11", sequence)
    sql("UPDATE trust_stream SET length = 3 WHERE name = 'record/11'")
    with pytest.raises(CheckpointRefused, match="record/11"):
        make_checkpoint()


def edited(text: str) -> str:
    told = json.loads(text)
    told["streams"][0][1] -= 1
    return canonical_json(told)


@pytest.mark.usefixtures("loose")
def test_an_edited_checkpoint_is_named() -> None:
    write_week()
    made = make_checkpoint()
    sql("UPDATE trust_checkpoint SET text = %s", [edited(made.held.text)])
    made.path.unlink()
    assert named() == [("checkpoint_changed", "", None)]
    with pytest.raises(CheckpointRefused):
        make_checkpoint()


@pytest.mark.usefixtures("loose")
@pytest.mark.parametrize("column", ["at", "number"])
def test_a_checkpoints_row_says_what_its_text_does(column: str) -> None:
    write_week()
    make_checkpoint().path.unlink()
    sql(f"UPDATE trust_checkpoint SET {column} = {column} + 1")
    assert ("checkpoint_changed", "", None) in named()


@pytest.mark.usefixtures("loose")
def test_a_forged_signature_is_named() -> None:
    write_week()
    make_checkpoint().path.unlink()
    sql("UPDATE trust_checkpoint SET signature = %s", [bytes(64)])
    assert named() == [("checkpoint_changed", "", None)]


def signed_by_somebody_else(made: MadeCheckpoint, path: Path) -> Path:
    key = Ed25519PrivateKey.generate()
    told = json.loads(made.held.text) | {"installation": key.public_key().public_bytes_raw().hex()}
    text = canonical_json(told)
    write_checkpoint_file(made.held._replace(text=text, signature=key.sign(text.encode())), path)
    return path


def test_a_checkpoint_of_another_installation_is_named(tmp_path: Path) -> None:
    write_week()
    made = make_checkpoint()
    found = verify_journal(signed_by_somebody_else(made, tmp_path / "other.json"))
    assert named(found) == [("checkpoint_foreign", "", None)]
    assert found.compared_with is None
    assert "另一处安装" in found.findings[0].text.zh


@pytest.mark.parametrize(("key", "value"), [("root", "00" * 32), ("entries", 5), ("more", 1), ("format", "other")])
def test_a_text_that_does_not_agree_with_itself_is_refused(key: str, value: object) -> None:
    write_week()
    told = json.loads(make_checkpoint().held.text)
    assert read_state(canonical_json(told)).entries == 12
    with pytest.raises(CheckpointRefused):
        read_state(canonical_json(told | {key: value}))
    with pytest.raises(CheckpointRefused):
        read_state(json.dumps(told))


def test_a_file_edited_without_the_key_is_named(tmp_path: Path) -> None:
    write_week()
    made = make_checkpoint()
    path = tmp_path / "edited.json"
    write_checkpoint_file(made.held._replace(text=edited(made.held.text)), path)
    assert named(verify_journal(path)) == [("checkpoint_changed", "", None)]
    write_checkpoint_file(made.held._replace(signature=bytes(64)), tmp_path / "forged.json")
    assert named(verify_journal(tmp_path / "forged.json")) == [("checkpoint_changed", "", None)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format":"xueheng-checkpoint-file-1","text":5,"signature":""}',
        b'{"format":"xueheng-checkpoint-file-1","text":"","signature":"zz"}',
    ],
)
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    with pytest.raises(CheckpointRefused):
        verify_journal(path)


def test_files_that_are_not_there_or_far_too_large_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointRefused, match=r"none\.json"):
        verify_journal(tmp_path / "none.json")
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(CheckpointRefused):
        verify_journal(tmp_path / "large.json")


@pytest.mark.usefixtures("loose")
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_deleted_checkpoint_is_noticed(which: int) -> None:
    write_week()
    made = [make_checkpoint() for _ in range(3)]
    sql("DELETE FROM trust_checkpoint WHERE number = %s", [made[which].number])
    assert {kind for kind, *_ in named()} == {"checkpoint_gone"}


def test_a_place_that_cannot_be_written_is_named_and_the_row_stands(places: SimpleNamespace) -> None:
    write_week()
    places.folder.mkdir(exist_ok=True)
    (places.folder / "checkpoints").write_text("a file in the way")
    with pytest.raises(CheckpointRefused, match="checkpoints"):
        make_checkpoint()
    assert Checkpoint.objects.count() == 1
    (places.folder / "checkpoints").unlink()
    assert make_checkpoint().path.exists()


def test_files_are_never_written_over(tmp_path: Path) -> None:
    made = make_checkpoint()
    with pytest.raises(CheckpointRefused, match="没有覆盖"):
        write_checkpoint_file(made.held, made.path)
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]
    del tmp_path


def test_the_database_refuses_a_second_checkpoint_of_one_number() -> None:
    write_week()
    made = make_checkpoint()
    with pytest.raises(IntegrityError), transaction.atomic():
        Checkpoint.objects.create(number=made.number, at=1, text="", signature=b"")
    assert len(rows("SELECT number FROM trust_checkpoint")) == 1
