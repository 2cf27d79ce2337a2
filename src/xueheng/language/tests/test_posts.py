"""Posts and grants come out of a library as typed definitions, and no digest knows of them."""

from pathlib import Path

import pytest

from xueheng.language.public import SHIPPED, Grant, Library, PostKind, load, shipped_packs
from xueheng.language.tests.broken_packs import more, swap
from xueheng.language.tests.small_packs import library_of_files
from xueheng.wording import Text


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def granted(library: Library) -> set[tuple[str, str, str, str, str, str]]:
    return {(g.post, g.verb, g.kind, g.what, g.suffix, g.field) for g in library.grants}


def test_a_post_says_what_it_is_called_and_where_it_is_held(tmp_path: Path) -> None:
    found = library_of_files(tmp_path, {}).posts
    assert list(found) == ["class_teacher", "head"]
    teacher = found["class_teacher"]
    assert isinstance(teacher, PostKind)
    assert (teacher.title, teacher.at) == (Text("班主任", "Class teacher"), "visits.class")
    assert str(teacher.place.file).endswith("visits/posts.yaml")
    assert teacher.place.line == 1


def test_each_grant_names_its_thing_in_full(tmp_path: Path) -> None:
    found = library_of_files(tmp_path, {})
    assert granted(found) == {
        ("class_teacher", "records", "evidence", "visits.home_visit", "", ""),
        ("class_teacher", "records", "evidence", "visits.guidance", "", ""),
        ("class_teacher", "sees", "evidence", "visits.home_visit", "", ""),
        ("class_teacher", "sees", "standards", "visits.contact", "", ""),
        ("head", "verifies", "evidence", "visits.home_visit", "", ""),
        ("head", "sees", "measures", "visits.coverage", "", ""),
    }
    assert isinstance(found.grants[0], Grant)
    assert {grant.pack for grant in found.grants} == {"visits"}


def test_a_suffix_and_a_field_narrow_a_grant(tmp_path: Path) -> None:
    changed = swap("posts.yaml", "sees: [coverage]", "sees: [home_visit.facts, contact.groups, home_visit.minutes]")
    found = granted(library_of_files(tmp_path, changed))
    assert ("head", "sees", "evidence", "visits.home_visit", "facts", "") in found
    assert ("head", "sees", "standards", "visits.contact", "groups", "") in found
    assert ("head", "sees", "evidence", "visits.home_visit", "", "minutes") in found


def test_what_is_granted_on_a_type_holds_for_those_like_it(tmp_path: Path) -> None:
    second = "second_visit: {title: {zh: 回访, en: Second visit}, like: home_visit}\n"
    found = granted(library_of_files(tmp_path, more("evidence.yaml", second)))
    assert ("class_teacher", "records", "evidence", "visits.second_visit", "", "") in found
    assert ("head", "verifies", "evidence", "visits.second_visit", "", "") in found


def test_a_pack_grants_to_posts_that_another_declares() -> None:
    first, *others = shipped_packs()
    found = load(first, also=others).library
    assert found is not None
    assert found.posts["class_teacher"].at == "common.class"
    by_pack = {grant.pack for grant in found.grants if grant.post == "class_teacher"}
    assert {"student", "fitness", "student_yunling"} <= by_pack
    assert {grant.post for grant in found.grants} <= set(found.posts)
    assert SHIPPED.is_dir()


def test_what_a_post_is_called_or_may_do_changes_no_digest_of_meaning(tmp_path: Path) -> None:
    plain = library_of_files(tmp_path / "a", {}).packs["visits"]
    for at, changed in enumerate(
        (
            swap("posts.yaml", "en: Head}", "en: Head of school}"),
            swap("posts.yaml", "sees: [coverage]", "sees: [coverage, contact.groups]"),
            swap("posts.yaml", "zh: 校长, en: Head}, at: school", "zh: 校长, en: Head}, at: district"),
        )
    ):
        other = library_of_files(tmp_path / f"b{at}", changed).packs["visits"]
        assert other.digest_meaning == plain.digest_meaning
        assert other.digest_bytes != plain.digest_bytes
