"""Rosters and standards exchanged from the command line, on a server of its own."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.browser.running_server import ROOT, RunningServer
from xueheng.cli.main import run


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_standard_goes_out_and_becomes_a_new_packs_first_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = tmp_path / "fitness.json", tmp_path / "taken_in"
    assert run(["case", "export", "fitness.national", str(file)]) == 0
    assert json.loads(file.read_text("utf-8"))["CFDocument"]["title"] == "国家学生体质健康标准"
    assert run(["case", "import", str(file), str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["pack.yaml", "standards.yaml"]
    assert run(["check", str(folder)]) == 1
    assert "XH-M015" in said(capsys)
    assert run(["case", "import", str(file), str(folder)]) == 2
    assert run(["case", "import", str(file), str(tmp_path / "Bad Name")]) == 2
    assert run(["case", "export", "fitness.national", str(file), "--base", "nonsense"]) == 2
    assert run(["case", "export", "fitness.nothing", str(file)]) == 2


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    """An empty server."""
    return RunningServer(tmp_path_factory.mktemp("rosters") / "data")


def oneroster(server: RunningServer, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "xueheng", "oneroster", *words]
    return subprocess.run(
        command, cwd=ROOT, env=server.surroundings, capture_output=True, text=True, timeout=120, check=False
    )


def numbers(done: "subprocess.CompletedProcess[str]") -> list[int]:
    """The numbers of the table that was printed."""
    return [int(found) for found in re.findall(r"(\d+) *$", done.stdout, re.MULTILINE)][:6]


@pytest.mark.sweep
def test_another_programs_roster_goes_in_and_comes_out_as_it_was(server: RunningServer, tmp_path: Path) -> None:
    """Received, new, changed, the same, rejected, gone."""
    sent, faulty, out = tmp_path / "sent.zip", tmp_path / "faulty.zip", tmp_path / "out.zip"
    sent.write_bytes(zip_of(FILES))
    faulty.write_bytes(zip_of({**FILES, "users": FILES["users"].replace("u-2,,,true", "u-2,,,maybe")}))
    done = oneroster(server, "import", str(faulty), "--day", "2026-03-02", "--rejected", str(tmp_path / "why.csv"))
    assert (done.returncode, numbers(done)) == (1, [29, 26, 0, 0, 3, 0]), done.stdout + done.stderr
    assert "users.csv" in done.stdout
    assert "enabledUser" in (tmp_path / "why.csv").read_text("utf-8-sig")
    done = oneroster(server, "import", str(sent), "--day", "2026-03-02", "--preview")
    assert (done.returncode, numbers(done)) == (0, [29, 29, 0, 0, 0, 0])
    assert oneroster(server, "import", str(sent), "--day", "2026-03-02").returncode == 0
    done = oneroster(server, "import", str(sent), "--day", "2026-03-02")
    assert (done.returncode, numbers(done)) == (0, [29, 0, 0, 29, 0, 0])
    assert oneroster(server, "export", str(out), "--source", "OSIS", "--demographics").returncode == 0
    with zipfile.ZipFile(out) as packed:
        for name, text in FILES.items():
            assert rows_in(packed.read(f"{name}.csv").decode("utf-8")) == rows_in(text)
    assert oneroster(server, "import", str(tmp_path / "why.csv")).returncode == 2
    assert oneroster(server, "export", str(out), "--since", "yesterday").returncode == 2
    assert oneroster(server, "export", str(out), "--of", "nowhere").returncode == 2


FOLDER = Path(__file__).resolve().parents[2] / "identity" / "tests" / "other_roster"
FILES = {file.stem: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.csv"))}


def rows_in(text: str) -> list[list[str]]:
    """The rows of a CSV text, in order."""
    return list(csv.reader(io.StringIO(text)))


def zip_of(files: dict[str, str]) -> bytes:
    """A roster as another program sends it, its manifest in an order of its own."""
    out = io.BytesIO()
    names = [
        "users", "orgs", "roles", "courses", "classes", "results", "lineItems", "resources", "categories",
        "enrollments", "scoreScales", "userProfiles", "demographics", "userResources", "courseResources",
        "classResources", "academicSessions", "resultScoreScales", "lineItemScoreScales", "resultLearningObjectiveIds",
        "lineItemLearningObjectiveIds",
    ]  # fmt: skip
    with zipfile.ZipFile(out, "w") as packed:
        modes = "".join(f'"file.{name}","{"bulk" if name in files else "absent"}"\n' for name in names)
        head = '"propertyName","value"\n"manifest.version","1.0"\n"oneroster.version","1.2"\n'
        packed.writestr("manifest.csv", f'{head}"source.systemCode","OSIS"\n{modes}')
        for name, text in files.items():
            packed.writestr(f"{name}.csv", "\ufeff" + text.replace("\n", "\r\n"))
    return out.getvalue()
