"""Keys: never in a backup of the data, their own backup for nobody else's eyes, and those that fit."""

import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.upkeep.conftest import Office, copied
from tests.upkeep.test_backup_and_restore import made
from xueheng.cli.main import REFUSED


def test_no_key_lies_in_a_backup_of_the_data(office: Office, tmp_path: Path) -> None:
    backup, keys = made(office, tmp_path)
    place = office.data / "secrets"
    texts = [(place / name).read_bytes().strip() for name in ("master.key", "signing.key", "django.key")]
    needles = [*texts, *(bytes.fromhex(text.decode()) for text in texts)]
    with closing(sqlite3.connect(place / "keys.sqlite3")) as connection:
        wrapped = [row[0] for row in connection.execute("SELECT wrapped FROM trust_subjectkey")]
    assert len(wrapped) > 10
    for path in (path for path in backup.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not any(needle in content for needle in needles + wrapped), path
    in_keys = b"".join(path.read_bytes() for path in keys.iterdir())
    assert all(needle in in_keys for needle in wrapped)


def test_what_is_backed_up_is_its_owners_alone(office: Office, tmp_path: Path) -> None:
    for folder in made(office, tmp_path):
        for path in (folder, *folder.rglob("*")):
            assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_whoever_keeps_them_is_told_to_keep_them_apart(office: Office, tmp_path: Path) -> None:
    alone = office.run("backup", str(tmp_path / "one"))
    assert "里面没有密钥" in alone.stdout
    both = office.run("backup", str(tmp_path / "two"), "--keys", str(tmp_path / "three"))
    assert "密钥要与备份分开放" in both.stdout


def test_older_keys_and_those_of_another_office_are_refused(office: Office, tmp_path: Path) -> None:
    other = copied(office, tmp_path / "other")
    (other.data / "secrets" / "signing.key").write_text(secrets.token_hex(32))
    office = copied(office, tmp_path / "data")
    _, older = made(office, tmp_path / "first")
    office.server.run("tests.browser.filling", "tests.upkeep.one_more_person")
    later, newer = made(office, tmp_path / "second")
    done = office.run("restore", str(later), "--keys", str(older), "--data", str(tmp_path / "new"))
    assert done.returncode == REFUSED
    assert "密钥的备份比数据旧，少 1 人的密钥" in done.stderr
    _, foreign = made(other, tmp_path / "third")
    done = office.run("restore", str(later), "--keys", str(foreign), "--data", str(tmp_path / "new"))
    assert done.returncode == REFUSED
    assert "另一处安装" in done.stderr
    earlier = next((tmp_path / "first" / "备份").glob("backup-*"))
    done = office.run("restore", str(earlier), "--keys", str(newer), "--data", str(tmp_path / "new"))
    assert done.returncode == 0, done.stderr


def test_a_record_whose_secrets_are_gone_gets_no_new_ones(office: Office, tmp_path: Path) -> None:
    data = shutil.copytree(office.data, tmp_path / "data")
    shutil.rmtree(data / "secrets")
    done = office.run("serve", "--port", "0", "--data", str(data))
    assert done.returncode == REFUSED
    assert "密钥文件夹 secrets 却不见了" in done.stderr
    assert not (data / "secrets").exists()
