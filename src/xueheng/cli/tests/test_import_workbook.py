"""`import`: a nightly job over a real data folder, checked and stored as an upload from the page."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.browser.running_server import ROOT, RunningServer

LAYOUT = "fitness.national_upload"
FILL = """
import json, sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("migrate", database="keys", verbosity=0)
from xueheng.evidence.tests.workbooks_to_upload import row_of, workbook
from xueheng.identity.models import Account
from xueheng.identity.tests.authority import authority
place, folder = authority(1), Path(sys.argv[1])
for word in ("pe_teacher", "head"):
    Account.objects.create(login=word, person_id=place.people[word])
good = [row_of(place, word) for word in ("ann", "ben")]
(folder / "good.xlsx").write_bytes(workbook(good))
(folder / "mixed.xlsx").write_bytes(workbook([*good, row_of(place, "cai", 999)]))
"""
COUNT = """
import django
django.setup()
from xueheng.evidence.model_records import Record
from xueheng.trust.models import Entry
verbs = Entry.objects.filter(verb__in=("receive_upload", "check_upload", "make_upload_visible"))
print(Record.objects.for_the_programme("a test").count(), verbs.count())
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    made = RunningServer(tmp_path_factory.mktemp("import") / "data")
    made.data.mkdir()
    python(made, FILL, str(made.data.parent))
    return made


def python(server: RunningServer, script: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *words], cwd=ROOT, env=server.surroundings, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def brought(server: RunningServer, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "xueheng", "import", *words]
    return subprocess.run(
        command, cwd=ROOT, env=server.surroundings, capture_output=True, text=True, timeout=300, check=False
    )


def cells(path: Path) -> str:
    sheets = openpyxl.load_workbook(path).worksheets
    return " ".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


def test_a_nightly_job_checks_stores_and_returns_the_workbook_and_does_nothing_twice(server: RunningServer) -> None:
    folder = server.data.parent
    words = ["--as", "pe_teacher/pe_teacher", "--day", "2025-11-03", "--json"]
    looked = brought(server, LAYOUT, str(folder / "mixed.xlsx"), *words, "--preview")
    assert looked.returncode == 1, looked.stderr
    told = json.loads(looked.stdout)
    assert (told["received"], told["new"], told["same"], told["rejected"], told["stored"]) == (3, 2, 0, 1, False)
    assert python(server, COUNT).split() == ["0", "2"]
    assert told["marked"] == str(folder / "mixed_核对结果.xlsx")
    assert "999" in cells(folder / "mixed_核对结果.xlsx")

    done = brought(server, LAYOUT, str(folder / "good.xlsx"), *words)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["new"] == 2
    assert "已入库" in cells(folder / "good_核对结果.xlsx")
    assert python(server, COUNT).split() == ["2", "5"]

    again = json.loads(brought(server, LAYOUT, str(folder / "good.xlsx"), *words).stdout)
    assert (again["new"], again["same"]) == (0, 2)
    assert python(server, COUNT).split()[0] == "2"


@pytest.mark.parametrize(
    ("layout", "file", "who", "said"),
    [
        (LAYOUT, "good.xlsx", "head/head", "记录"),
        (LAYOUT, "good.xlsx", "pe_teacher/head", "pe_teacher/pe_teacher"),
        (LAYOUT, "good.xlsx", "nobody/head", "nobody/head"),
        (LAYOUT, "good.xlsx", "pe_teacher", "登录名/任职"),
        (LAYOUT, "missing.xlsx", "pe_teacher/pe_teacher", "missing.xlsx"),
        ("fitness.nothing", "good.xlsx", "pe_teacher/pe_teacher", "fitness.nothing"),
    ],
)
def test_what_cannot_be_brought_is_said_with_exit_code_2(
    server: RunningServer, layout: str, file: str, who: str, said: str
) -> None:
    done = brought(server, layout, str(server.data.parent / file), "--as", who, "--day", "2025-11-03")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
