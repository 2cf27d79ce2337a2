"""A command waits for what it needs itself, and for nothing that another one needs."""

import os
import subprocess
import sys

import pytest

from tests.browser.running_server import ROOT
from xueheng.cli.app import Later, command_line
from xueheng.cli.commands import COMMANDS, Command

HEAVY = {"django", "duckdb", "openpyxl", "pyarrow", "sqlglot", "xlsxwriter", "yaml"}
LOADED = """
import sys
from xueheng.cli.main import run
run(sys.argv[1:])
print(",".join(sorted(sys.modules)))
"""


def loaded(*words: str) -> set[str]:
    """What a process has loaded when it has carried out a command."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", LOADED, *words], cwd=ROOT, capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )  # fmt: skip
    return set(done.stdout.splitlines()[-1].split(","))


def test_the_list_of_commands_loads_none_of_them() -> None:
    found = loaded("--help")
    assert "xueheng.cli.commands" in found
    assert not found & HEAVY


@pytest.mark.parametrize(
    ("words", "none_of"),
    [(("schema", "--help"), {"django", "duckdb", "pyarrow"}), (("check", "--help"), {"django", "openpyxl"})],
)
def test_a_command_on_files_loads_no_server(words: tuple[str, ...], none_of: set[str]) -> None:
    assert not loaded(*words) & none_of


@pytest.mark.parametrize("told", COMMANDS, ids=lambda told: str(told.name))
def test_every_command_that_is_listed_is_there_and_says_the_same(told: Command) -> None:
    listed = command_line("en").commands[told.name]
    assert isinstance(listed, Later)
    assert (listed.made().name, listed.made().help) == (told.name, told.about.en)
