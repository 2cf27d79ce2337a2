"""The secrets folder: closed to others, made once, never remade behind anybody's back."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from xueheng.trust.refusals import SecretsLost
from xueheng.trust.secret_files import DJANGO, KEYS_DATABASE, MASTER, SIGNING, Secrets, django_secret, read_secrets


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    read_secrets.cache_clear()


def again(folder: Path) -> Secrets:
    """As the next start of the programme reads them."""
    read_secrets.cache_clear()
    return read_secrets(folder)


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_only_the_owner_can_look(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "secrets"
    before = os.umask(0)
    try:
        read_secrets(folder)
    finally:
        os.umask(before)
    assert (rights(folder), rights(folder.parent)) == (0o700, 0o700)
    assert {path.name: rights(path) for path in folder.iterdir()} == {MASTER: 0o600, SIGNING: 0o600, DJANGO: 0o600}


def test_rights_that_were_opened_are_closed_again(tmp_path: Path) -> None:
    read_secrets(tmp_path)
    tmp_path.chmod(0o755)
    (tmp_path / MASTER).chmod(0o644)
    again(tmp_path)
    assert (rights(tmp_path), rights(tmp_path / MASTER)) == (0o700, 0o600)


def test_secrets_stay_the_same_and_differ_from_each_other(tmp_path: Path) -> None:
    made = read_secrets(tmp_path)
    assert again(tmp_path) == made
    assert len({made.master, made.signing, made.django}) == 3
    assert django_secret(tmp_path) == made.django.hex()
    assert "master" not in repr(made)


def test_many_starts_at_once_come_to_one_key(tmp_path: Path) -> None:
    """Processes of their own, as two servers started by two people."""
    script = "import sys; from pathlib import Path; from xueheng.trust.secret_files import read_secrets; "
    script += (
        "found = read_secrets(Path(sys.argv[1])); print(found.master.hex(), found.signing.hex(), found.django.hex())"
    )

    def start(_: int) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "secrets")],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    with ThreadPoolExecutor(4) as people:
        assert len(set(people.map(start, range(6)))) == 1
    assert sorted(path.name for path in (tmp_path / "secrets").iterdir()) == sorted([MASTER, SIGNING, DJANGO])


def test_a_master_key_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    read_secrets(tmp_path)
    (tmp_path / KEYS_DATABASE).write_bytes(b"keys")
    (tmp_path / MASTER).unlink()
    with pytest.raises(SecretsLost) as refused:
        again(tmp_path)
    assert MASTER in refused.value.text.zh
    assert "备份" in (refused.value.remedy.zh if refused.value.remedy else "")
    assert not (tmp_path / MASTER).exists()


def test_a_signing_key_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    read_secrets(tmp_path)
    (tmp_path / SIGNING).unlink()
    with pytest.raises(SecretsLost, match=SIGNING):
        again(tmp_path)
    assert not (tmp_path / SIGNING).exists()


def test_without_djangos_secret_everybody_only_signs_in_again(tmp_path: Path) -> None:
    before = read_secrets(tmp_path)
    (tmp_path / DJANGO).unlink()
    after = again(tmp_path)
    assert (after.master, after.signing) == (before.master, before.signing)
    assert after.django != before.django


def test_a_first_start_that_broke_off_is_taken_up(tmp_path: Path) -> None:
    """The master key is made last; without it nothing depends on the others yet."""
    before = read_secrets(tmp_path)
    (tmp_path / MASTER).unlink()
    assert again(tmp_path).signing == before.signing


@pytest.mark.parametrize("content", ["", "ab", "zz" * 32, "00" * 33, "密钥"])
def test_a_damaged_key_is_named(tmp_path: Path, content: str) -> None:
    read_secrets(tmp_path)
    (tmp_path / MASTER).write_text(content, "utf-8")
    with pytest.raises(SecretsLost, match=MASTER):
        again(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(SecretsLost, match="data"):
        read_secrets(tmp_path / "data" / "secrets")
