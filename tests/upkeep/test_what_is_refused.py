"""What a restore does not believe, and what a backup does not do; the folder stays as empty as it was."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.upkeep.conftest import Office
from xueheng.cli.main import REFUSED


@pytest.fixture(scope="module")
def kept(office: Office, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A backup and its keys; each test takes a copy."""
    place = tmp_path_factory.mktemp("kept")
    done = office.run("backup", str(place / "b"), "--keys", str(place / "k"))
    assert done.returncode == 0, done.stderr
    (backup,), (keys,) = (place / "b").glob("backup-*"), (place / "k").glob("keys-*")
    return backup, keys


@pytest.fixture
def copies(kept: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    return (
        shutil.copytree(kept[0], tmp_path / "b" / kept[0].name),
        shutil.copytree(kept[1], tmp_path / "k" / kept[1].name),
    )


def refused(office: Office, tmp_path: Path, *words: str, data: str = "new") -> str:
    """What a restore says that is refused; nothing is left."""
    target = tmp_path / data
    stood = target.exists()
    done = office.run("restore", *words, "--data", str(target))
    assert done.returncode == REFUSED, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert target.exists() == stood
    return done.stderr


def flip(path: Path) -> Path:
    """One byte in the middle of a file, changed."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    return path


CHANGED: list[Callable[[Path, Path], Path]] = [
    lambda backup, keys: backup / "record.sqlite3",
    lambda backup, keys: backup / "uploads" / "a-sealed-workbook",
    lambda backup, keys: next(backup.glob("snapshots/files/*.parquet")),
    lambda backup, keys: next(backup.glob("runs/*/results.parquet")),
    lambda backup, keys: backup / "manifest.json",
    lambda backup, keys: keys / "master.key",
    lambda backup, keys: keys / "keys.sqlite3",
    lambda backup, keys: keys / "manifest.json",
]


@pytest.mark.parametrize("which", CHANGED)
def test_one_changed_byte_names_its_file(
    office: Office, copies: tuple[Path, Path], tmp_path: Path, which: Callable[[Path, Path], Path]
) -> None:
    changed = flip(which(*copies))
    said = refused(office, tmp_path, str(copies[0]), "--keys", str(copies[1]))
    assert "被改动、损坏或不见了" in said
    assert str(changed) in said


def test_a_file_that_is_gone_is_named(office: Office, copies: tuple[Path, Path], tmp_path: Path) -> None:
    gone = copies[0] / "uploads" / "a-sealed-workbook"
    gone.unlink()
    assert str(gone) in refused(office, tmp_path, str(copies[0]), "--keys", str(copies[1]))


def test_a_manifest_made_anew_over_a_changed_file_is_refused(
    office: Office, copies: tuple[Path, Path], tmp_path: Path
) -> None:
    """Whoever has the backup and not the keys cannot change it unseen."""
    path = copies[0] / "manifest.json"
    held = json.loads(path.read_text("utf-8"))
    held["manifest"] = held["manifest"].replace('"trust_entry":', '"trust_entrY":')
    path.write_text(json.dumps(held), "utf-8")
    assert str(path) in refused(office, tmp_path, str(copies[0]), "--keys", str(copies[1]))


def test_a_newer_form_is_refused_with_what_to_do(office: Office, copies: tuple[Path, Path], tmp_path: Path) -> None:
    path = copies[0] / "manifest.json"
    path.write_text(path.read_text("utf-8").replace("xueheng-backup-1", "xueheng-backup-2"), "utf-8")
    said = refused(office, tmp_path, str(copies[0]), "--keys", str(copies[1]))
    assert "更新的版本" in said
    assert "请装上作备份的版本或更新的" in said


def test_without_keys_it_says_where_they_are(office: Office, copies: tuple[Path, Path], tmp_path: Path) -> None:
    said = refused(office, tmp_path, str(copies[0]))
    assert "没有密钥" in said
    assert "--keys" in said


def test_keys_and_data_changed_for_each_other_are_told_apart(
    office: Office, copies: tuple[Path, Path], tmp_path: Path
) -> None:
    said = refused(office, tmp_path, str(copies[1]), "--keys", str(copies[0]))
    assert "是密钥的备份，不是数据的" in said
    assert "是数据的备份，不是密钥的" in refused(office, tmp_path, str(copies[0]), "--keys", str(copies[0]))


def test_a_folder_with_something_in_it_is_left_alone(office: Office, copies: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    assert "不是空的" in refused(office, tmp_path, str(copies[0]), "--keys", str(copies[1]), data="full")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


def test_a_folder_half_restored_opens_for_nobody(office: Office, copies: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "restore-unfinished").touch()
    assert "没有恢复完" in refused(office, tmp_path, str(copies[0]), "--keys", str(copies[1]), data="half")
    done = office.run("serve", "--port", "0", "--data", str(tmp_path / "half"))
    assert done.returncode == REFUSED
    assert "没有恢复完" in done.stderr
    assert "./xueheng restore" in done.stderr


def test_a_database_that_does_not_answer(office: Office, copies: tuple[Path, Path], tmp_path: Path) -> None:
    done = office.run(
        "restore", str(copies[0]), "--keys", str(copies[1]), "--data", str(tmp_path / "new"),
        XUEHENG_DATABASE="postgresql://office:s3cret@127.0.0.1:1/x",
    )  # fmt: skip
    assert done.returncode == REFUSED, done.stdout + done.stderr
    assert "没有恢复：数据库不收" in done.stderr
    assert "请检查 XUEHENG_DATABASE" in done.stderr
    assert "s3cret" not in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_ledger_that_is_not_there(office: Office, copies: tuple[Path, Path], tmp_path: Path) -> None:
    words = [str(copies[0]), "--keys", str(copies[1]), "--erasures", str(tmp_path / "nowhere")]
    assert str(tmp_path / "nowhere") in refused(office, tmp_path, *words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("{data}/backups",), "不能放在数据文件夹里面"),
        (("{out}/b", "--keys", "{out}/b"), "密钥的备份要与数据分开放"),
        (("{out}/b", "--keys", "{out}/b/keys"), "密钥的备份要与数据分开放"),
        (("{out}/b/c", "--keys", "{out}/b"), "密钥的备份要与数据分开放"),
        (("{out}/b", "--keys", "{data}/keys"), "密钥的备份要与数据分开放"),
    ],
)
def test_places_that_would_undo_a_backup(office: Office, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = office.run("backup", *(word.format(data=office.data, out=tmp_path) for word in words))
    assert done.returncode == REFUSED
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert not (office.data / "backups").exists()
