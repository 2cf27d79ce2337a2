"""docs/api.md: every curl line of it, typed as it stands, does what is said."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from xueheng.evidence.tests.some_files import paper
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.web.api.problem_kinds import KINDS
from xueheng.web.tests.other_system import File, OtherSystem, system_of

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
GUIDE = (Path(__file__).resolve().parents[4] / "docs" / "api.md").read_text("utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]


def typed(line: str, known: dict[str, str], client: OtherSystem, teacher: OtherSystem) -> Any:
    """What curl would send; papers are a class teacher's to send. Raises for an option that is not known here."""
    for name, value in known.items():
        line = line.replace(f"${name}", value)
    words = shlex.split(line)
    assert words.pop(0) == "curl"
    headers, sent, address = {}, None, ""
    record, files = b"", dict[str, list[File]]()
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            sent = words.pop(0)
        elif word == "-F":
            name, _, value = words.pop(0).partition("=")
            if value.startswith("@"):
                files[name] = [(Path(value[1:]).name, Path(value[1:]).read_bytes())]
            else:
                record = value.encode()
        else:
            address = word
    path = address.removeprefix("https://xueheng.example")
    if files:
        return teacher.post_parts(path.removeprefix("/api/v1"), record, files)
    if sent is None:
        return client.client.get(path, headers=headers)
    return client.client.post(path, sent, content_type=headers.pop("Content-Type"), headers=headers)


def test_the_lines_of_the_guide_are_answered(place: Authority, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(paper())
    system = system_of(place, "school_admin")
    known = {
        "XUEHENG": "https://xueheng.example", "TOKEN": system.text, "UNIT": str(place.units["c3"]),
        "PUPIL": str(place.people["ann"]), "PAPER": str(tmp_path / "paper.pdf"),
    }  # fmt: skip
    answers = [typed(line, known, system, system_of(place, "class_teacher")) for line in LINES]
    assert len(answers) >= 8
    assert {answer.status_code for answer in answers} <= {200, 201}, [answer.content for answer in answers]
    stored = next(answer for answer in answers if "items" in answer.json() and "stored" in answer.json())
    assert stored.json()["stored"] == 1


def test_every_kind_of_problem_is_in_the_guide() -> None:
    told = set(re.findall(r"`(\w+)`", GUIDE.partition("## 问题")[2].partition("## 结果")[0]))
    assert KINDS.keys() - {"wrong_method"} <= told
