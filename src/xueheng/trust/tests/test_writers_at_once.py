"""Several processes on one installation: no gap in a stream, one key for a subject, one checkpoint after another."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

SETTINGS = """
from pathlib import Path
from types import SimpleNamespace
from xueheng.trust.public import django_secret

FOLDER = Path(__file__).parent
PLACES = SimpleNamespace(folder=FOLDER, secrets=FOLDER / "secrets")
SECRET_KEY = django_secret(PLACES.secrets)

def sqlite(file):
    commands = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": commands}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}

POSTGRESQL = {postgresql}
KEYS = sqlite(FOLDER / "secrets" / "keys.sqlite3")
DATABASES = {"default": POSTGRESQL or sqlite(FOLDER / "record.sqlite3"), "keys": KEYS}
DATABASE_ROUTERS = ["xueheng.trust.key_database.KeyDatabase"]
INSTALLED_APPS = ["xueheng.trust"]
USE_TZ = True
"""
BEGIN = """
import sys, django
django.setup()
from django.core.management import call_command
from django.db import transaction
from xueheng.trust.public import *
who = int(sys.argv[1])
"""
WRITE = """
for n in range(60):
    with transaction.atomic():
        lock_streams(["identity", "record/11"])
        write_journal("record/11", "record.added", actor=who, post=9, about=[("person", n)], detail={"n": n})
        write_journal("identity", "pupil.moved", actor=who, post=9)
        if n % 7 == 0:
            transaction.set_rollback(True)
"""
SEAL = """
rows = [(subject, "name", b"x%d" % subject) for subject in range(1, 400)]
sealed = seal_many(rows)
sys.stdout.buffer.write(b"".join(sealed).hex().encode())
"""
CHECKPOINTS = """
for n in range(5):
    make_checkpoint(actor=who)
    with transaction.atomic():
        write_journal("identity", "pupil.moved", actor=who, post=9)
"""
MIGRATE = """
call_command("migrate", verbosity=0)
call_command("migrate", database="keys", verbosity=0)
"""
PYTHON = [sys.executable, "-c"]
Run = Callable[..., list[str]]


@pytest.fixture
def postgresql(settings: SimpleNamespace) -> Iterator[dict[str, object]]:
    """A database of this test's own where the tests run on PostgreSQL, else nothing."""
    where = settings.DATABASES["default"]
    if not where["ENGINE"].endswith("postgresql"):
        yield {}
        return
    name = f"at_once_{secrets.token_hex(6)}"
    way = {"host": where["HOST"], "port": where["PORT"], "user": where["USER"], "password": where["PASSWORD"]}
    with psycopg.connect(**way, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield {key: where[key] for key in ("ENGINE", "HOST", "PORT", "USER", "PASSWORD")} | {"NAME": name}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def run(tmp_path: Path, postgresql: dict[str, object]) -> Run:
    """Run a script in so many processes at once; what each printed. The tables stand already."""
    (tmp_path / "at_once_settings.py").write_text(SETTINGS.replace("{postgresql}", repr(postgresql)))
    source = Path(__file__).parents[3]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(source), str(tmp_path)]),
        "DJANGO_SETTINGS_MODULE": "at_once_settings",
    }

    def started(script: str, processes: int = 1) -> list[str]:
        running = [
            subprocess.Popen([*PYTHON, BEGIN + script, str(who)], env=environment, stdout=subprocess.PIPE, text=True)
            for who in range(1, processes + 1)
        ]
        told = [process.communicate(timeout=120)[0] for process in running]
        assert [process.returncode for process in running] == [0] * processes
        return told

    started(MIGRATE)
    return started


COUNT = """
import json
found = verify_journal()
from xueheng.trust.models import Stream
heads = dict(Stream.objects.values_list("name", "length"))
print(json.dumps([found.whole, [finding.text.en for finding in found.findings], heads]))
"""


def test_writers_of_one_stream_leave_no_gap(run: Run) -> None:
    run(WRITE, processes=3)
    whole, findings, heads = json.loads(run(COUNT)[0])
    assert (whole, findings) == (True, [])
    assert heads == {"identity": 3 * 51, "record/11": 3 * 51}


OPEN = """
from xueheng.trust.models import SubjectKey
assert SubjectKey.objects.count() == 399
for content in map(bytes.fromhex, TOLD):
    rows, place = [], 0
    for subject in range(1, 400):
        size = 29 + len(b"x%d" % subject)
        rows.append((subject, "name", content[place : place + size]))
        place += size
    assert unseal_many(rows) == [b"x%d" % subject for subject in range(1, 400)]
"""


def test_sealing_for_the_same_new_pupils_at_once_makes_one_key_each(run: Run) -> None:
    told = run(SEAL, processes=3)
    run(f"TOLD = {told!r}\n{OPEN}")


def test_checkpoints_made_at_once_follow_each_other(run: Run, tmp_path: Path) -> None:
    run(CHECKPOINTS, processes=3)
    whole, findings, heads = json.loads(run(COUNT)[0])
    assert (whole, findings) == (True, [])
    assert heads == {"checkpoints": 15, "identity": 15}
    assert len(list((tmp_path / "checkpoints").iterdir())) == 15


def test_checking_while_others_write_finds_nothing(run: Run) -> None:
    run(WRITE + "\nfound = verify_journal()\nassert found.whole, found.findings\n" * 3, processes=3)


def test_a_database_file_put_back_from_last_week(run: Run, tmp_path: Path, postgresql: dict[str, object]) -> None:
    """Everything in the data folder but the checkpoint that was kept elsewhere."""
    if postgresql:
        pytest.skip("SQLite's database is a file")
    run(WRITE)
    data = [tmp_path / "record.sqlite3"]
    for file in data:
        shutil.copy(file, file.with_suffix(".old"))
    run(CHECKPOINTS)
    kept = max((tmp_path / "checkpoints").iterdir()).rename(tmp_path / "kept.json")
    shutil.rmtree(tmp_path / "checkpoints")
    for file in data:
        for beside in tmp_path.glob(f"{file.name}-*"):
            beside.unlink()
        shutil.copy(file.with_suffix(".old"), file)
    assert json.loads(run(COUNT)[0])[0]
    script = f"""
from pathlib import Path
found = verify_journal(Path({str(kept)!r}))
print([(finding.kind, finding.stream, finding.sequence) for finding in found.findings])
"""
    assert run(script)[0].strip() == "[('rolled_back', 'checkpoints', 1), ('rolled_back', 'identity', 52)]"
