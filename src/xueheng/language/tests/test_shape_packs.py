"""The packs from which the language was found read whole and have the shape it knows."""

from pathlib import Path

import pytest

from xueheng.language.issues import Issue
from xueheng.language.reader import read_yaml
from xueheng.language.shape import KINDS, check_pack_name, check_shape, pack_files
from xueheng.language.shape.kinds import FORMS
from xueheng.language.shape.shapes import Choice, Form

PACKS = Path(__file__).parent / "packs_on_paper"


def issues_of(folder: Path) -> list[Issue]:
    files, issues = pack_files(folder, folder.name)
    for file in files:
        root, found = read_yaml(file.path, file.shown)
        assert root is not None, [issue.say() for issue in found]
        issues += found + check_shape(file.kind, root)
        if file.kind == "pack":
            issues += check_pack_name(root, folder.name)
    return issues


@pytest.mark.parametrize("name", sorted(path.name for path in PACKS.iterdir()))
def test_a_pack_on_paper_has_the_shape_of_the_language(name: str) -> None:
    untranslated = [issue for issue in issues_of(PACKS / name) if issue.rule == "XH-K007"]
    assert [issue.say("en") for issue in issues_of(PACKS / name) if issue not in untranslated] == []


def test_every_kind_of_file_stands_in_some_pack() -> None:
    kinds = {file.kind for folder in PACKS.iterdir() for file in pack_files(folder, folder.name)[0]}
    assert kinds == KINDS.keys()


def test_what_is_not_used_yet_is_said() -> None:
    assert {kind.name for kind in KINDS.values() if not kind.used} == {
        "activities",
        "duties",
        "decisions",
        "processes",
        "figures",
    }


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_the_table_is_sound(form: Form) -> None:
    names = [key.name for key in form.keys]
    assert len(names) == len(set(names))
    known = set(names)
    for key in form.keys:
        assert set(key.only_with) <= known
        assert not key.unless or key.unless in known
        assert key.note.zh, key.name
        assert key.note.en, key.name
    for choice in form.choices:
        assert isinstance(choice, Choice)
        assert set(choice.keys) <= known
