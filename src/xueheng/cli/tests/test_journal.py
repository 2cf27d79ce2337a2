"""`./xueheng journal` as somebody at the terminal meets it."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from xueheng.cli.main import run
from xueheng.trust.public import drop_guards, erase_details, forget_keys, write_journal

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HEAD, LI = 101, 201


@pytest.fixture(autouse=True)
def office(settings: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A data folder with a journal of three entries, read in Chinese."""
    monkeypatch.setenv("XUEHENG_LANGUAGE", "zh")
    places = SimpleNamespace(folder=tmp_path / "data", secrets=tmp_path / "data" / "secrets")
    settings.PLACES = places
    forget_keys()
    for grade in ("七年级", "八年级", "九年级"):
        write_journal("identity", "pupil.moved", actor=HEAD, post=9, about=[("person", LI)], detail={"to": grade})
    return places


def change_entry_2() -> None:
    drop_guards(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trust_entry SET actor = 5 WHERE sequence = 2")


def test_a_whole_journal_is_said_to_be_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["journal", "verify"]) == 0
    told = capsys.readouterr().out
    assert "核对了 1 条链上的 3 条日志、0 个检查点" in told
    assert "没有发现改动" in told
    assert "没有对照另外保存的检查点" in told
    assert "之后被截去的日志，没有办法发现" in told


def test_a_changed_entry_is_named_and_the_exit_code_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    change_entry_2()
    assert run(["journal", "verify"]) == 1
    told = capsys.readouterr().out
    assert "发现 2 处" in told
    assert "“identity”第 2 条" in told
    assert "触发器" in told


def test_a_checkpoint_is_written_twice_and_compared_with(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    kept = tmp_path / "usb"
    kept.mkdir()
    assert run(["journal", "checkpoint", "--out", str(kept)]) == 0
    (file,) = kept.iterdir()
    assert (tmp_path / "data" / "checkpoints" / file.name).read_bytes() == file.read_bytes()
    told = capsys.readouterr().out
    assert str(file) in told
    assert "1 条链，3 条日志" in told
    assert run(["journal", "verify", "--checkpoint", str(file)]) == 0
    assert "对照的检查点作于" in capsys.readouterr().out


def test_the_findings_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    before = transaction.savepoint()
    change_entry_2()
    assert run(["journal", "verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    transaction.savepoint_rollback(before)
    assert told["whole"] is False
    found = {finding["kind"]: finding for finding in told["findings"]}
    assert (found["entry_changed"]["stream"], found["entry_changed"]["sequence"]) == ("identity", 2)
    assert found["entry_changed"]["text"]["en"].startswith('Entry 2 of "identity"')
    assert (told["entries"], told["streams"], told["compared_with"]) == (3, 1, None)


def test_erased_details_are_said_and_are_no_finding(capsys: pytest.CaptureFixture[str]) -> None:
    erase_details("identity", [1], actor=HEAD, post=9)
    assert run(["journal", "verify"]) == 0
    assert "1 条的详情已清除" in capsys.readouterr().out


def test_a_file_that_is_no_checkpoint_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "register.xlsx").write_bytes(b"PK\x03\x04")
    assert run(["journal", "verify", "--checkpoint", str(tmp_path / "register.xlsx")]) == 2
    assert "这不是一个完整的检查点" in capsys.readouterr().err


def test_a_file_that_stands_is_not_written_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "last week.json").write_text("kept")
    assert run(["journal", "checkpoint", "--out", str(tmp_path / "last week.json")]) == 2
    assert "不覆盖" in capsys.readouterr().err
    assert (tmp_path / "last week.json").read_text() == "kept"
    assert not (tmp_path / "data" / "checkpoints").exists()


def test_a_database_without_a_journal_is_told_apart(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.introspection.__class__, "table_names", lambda *_: [])
    for words in (["journal", "verify"], ["journal", "checkpoint"]):
        assert run(words) == 2
        assert "这里还没有日志" in capsys.readouterr().err
