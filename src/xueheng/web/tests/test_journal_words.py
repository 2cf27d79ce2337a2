"""The journal's page has words for every act that the programme writes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import xueheng
from xueheng.web.journal_words import VERBS

WRITERS = {
    "write_journal", "note", "note_account", "note_security", "_note", "_write", "_settle", "_journal", "journalled",
}  # fmt: skip
STREAMS = {"identity", "security", "reading", "checkpoints", "runs"}
ROOT = Path(xueheng.__file__).parent


def written(path: Path) -> Iterator[str]:
    """The acts that a file writes by name: the first word among the arguments that is no stream's."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in WRITERS:
            words = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield from [word for word in words if word not in STREAMS][:1]


def test_every_act_has_words() -> None:
    rooms = [ROOT / room for room in ("trust", "identity", "shell", "evidence", "evaluation", "web")]
    files = [path for room in rooms for path in room.rglob("*.py") if "tests" not in path.parts]
    acts = {act for path in files for act in written(path)}
    assert {"appoint", "store_register", "make_accounts", "sign_in", "suspend_pupil", "begin_run"} <= acts
    assert sorted(acts - VERBS.keys()) == []
