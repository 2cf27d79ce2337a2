"""Every example of the guides is tried: packs are checked, commands run, results compared with the sums shown."""

import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import yaml

from tests.house import guide_blocks as guide
from tests.house.reference_pages import forms_in
from xueheng.cli.main import run
from xueheng.language.public import FILE_KINDS
from xueheng.language.shape.kinds import FORMS

AUTHORS = "pack-authors.md"
EVERY_KEY = "每个键的例子 · Every key, by example"
NOT_USED = {"中文": "读、检查，但还没有用的", "English": "Read and checked, but not used yet"}
HALVES = {"中文": "zh", "English": "en"}


@dataclass(frozen=True, slots=True)
class Tried:
    """A half of the guide, its files written into a folder and its commands run there, and what they printed."""

    folder: Path
    language: str
    text: str
    said: str


@pytest.fixture(params=HALVES, scope="module")
def tried(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tried:
    """Commands in the order of the page; a file is there from where the page shows it."""
    folder, text = tmp_path_factory.mktemp("guide"), guide.part(AUTHORS, request.param)
    said = StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said):
        patch.chdir(folder)
        patch.setenv("XUEHENG_LANGUAGE", HALVES[request.param])
        for step in guide.steps(text):
            guide.write_files(guide.named_files(step), folder)
            for words in guide.command_lines(step):
                assert run(words) == 0, (words, said.getvalue())
    return Tried(folder, HALVES[request.param], text, said.getvalue())


def test_what_the_guide_shows_is_printed(tried: Tried) -> None:
    printed = tried.said.splitlines()
    lines = guide.printed_lines(tried.text)
    assert lines
    assert [line for line in lines if line not in printed] == []


def test_the_results_are_those_worked_out_by_hand(tried: Tried) -> None:
    """The tables of the guide work out each number: 73.0, 620/7 = 88.6, 19.5, 410/7 = 58.6; own 57.6 + 15 = 72.6."""
    wanted = guide.wanted_results(tried.text)
    assert {line for text in wanted.values() for line in text.splitlines()} >= {
        "S1,60,80,90,73.0,pass,,",
        "S2,100,60,,88.6,good,retelling,",
        "S3,0,0,65,19.5,begun,,",
        "S1,50,80,,58.6,begun,retelling,",
        "S1,60,70,90,75,72.6,pass,,",
    }
    for path, text in wanted.items():
        assert (tried.folder / path).read_text("utf-8") == text


def test_a_slip_is_reported_as_the_guide_shows(
    tried: Tried, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUEHENG_LANGUAGE", tried.language)
    files = guide.named_files(tried.text)
    guide.write_files({p: t.replace("sum: minutes", "sum: minute") for p, t in files.items()}, tmp_path)
    assert run(["check", "reading"]) == 1
    (line,) = guide.printed_lines(tried.text, "broken")
    assert line in capsys.readouterr().out.splitlines()


def test_both_halves_show_the_same_pack() -> None:
    chinese, english = ({p: t for p, t in files.items() if p.endswith(".yaml")} for files in _files_of_halves())
    assert chinese == english


def _files_of_halves() -> Iterator[dict[str, str]]:
    return (guide.named_files(guide.part(AUTHORS, half)) for half in HALVES)


def test_the_pack_with_every_key_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUEHENG_LANGUAGE", "en")
    guide.write_files(guide.named_files(guide.part(AUTHORS, EVERY_KEY)), tmp_path)
    assert run(["check", "garden"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"\d+ examples, 0 errors, 0 warnings", said), said
    assert "not used yet" not in said


@pytest.mark.parametrize("half", HALVES)
def test_every_key_has_an_example_or_is_told_to_wait(half: str) -> None:
    """Every key of the kinds in use stands in an example, or in the list of what is not used yet."""
    shown = guide.named_files(guide.part(AUTHORS, EVERY_KEY)) | guide.named_files(guide.part(AUTHORS, half))
    kinds = {name for name, kind in FILE_KINDS.items() if kind.used}
    assert {path.split("/")[1].removesuffix(".yaml") for path in shown if path.endswith(".yaml")} >= kinds
    found = {
        key for path, text in shown.items() if path.endswith(".yaml") for key in _keys(yaml.load(text, yaml.BaseLoader))
    }
    waiting = guide.part(AUTHORS, half).partition(f"### {NOT_USED[half]}\n")[2]
    found |= {*re.findall(r"`([a-z_]+)`", waiting)}
    assert _keys_in_use(kinds) - found == set()


def _keys(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from _keys(value)
    elif isinstance(node, list):
        for item in node:
            yield from _keys(item)


def _keys_in_use(kinds: set[str]) -> set[str]:
    waiting = [form for kind in kinds for form in forms_in(FILE_KINDS[kind].shape)]
    told: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in told:
            told.add(name)
            waiting.extend(form for key in FORMS[name].keys for form in forms_in(key.shape))
    return {key.name for form in told for key in FORMS[form].keys}
