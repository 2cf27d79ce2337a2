"""The matrix sees what it is there to see: an undeclared address, a leak on a page or in a refusal, an open door."""

import pytest
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from tests.permission_matrix.readers import READERS
from tests.permission_matrix.trying import Ground, attempts, problems
from xueheng.identity.checks import address_faults
from xueheng.identity.public import Route, policy, routes

LEAKY = "tests.permission_matrix.leaky_routes"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(LEAKY)]


def named(name: str) -> Route:
    return next(found for found in routes() if found.name == name)


def test_a_sound_address_passes(where: Ground) -> None:
    assert problems(named("sound"), "GET", where) == []


def test_an_undeclared_address_fails_the_matrix_and_the_checks(where: Ground) -> None:
    assert problems(named("undeclared"), "GET", where) == ["undeclared/<int:person>/: no declared policy"]
    found = [
        fault.id for one in routes(URLResolver(RegexPattern(r"^/"), LEAKY)) for fault in address_faults(one, policy())
    ]
    assert found == ["XH-G008"]


def test_a_name_on_a_page_is_found(where: Ground) -> None:
    found = problems(named("leaks"), "GET", where)
    assert "GET leaks/<int:person>/ as system_admin, own: the answer (200) shows ann: 示例一区学生01号" in found
    assert "GET leaks/<int:person>/ as class_teacher, sibling: the answer (200) shows ann: 示例一区学生01号" in found
    assert "GET leaks/<int:person>/ as head, other: the answer (200) shows the other authority: 示例二区" in found
    assert not [said for said in found if "as public" in said or "as class_teacher, own" in said]


def test_a_name_in_a_refusal_is_found(where: Ground) -> None:
    found = problems(named("tells"), "GET", where)
    assert "GET tells/<int:person>/ as class_teacher, sibling: the answer (403) shows ann: 示例一区学生01号" in found


def test_a_door_left_open_is_found_without_any_name(where: Ground) -> None:
    found = problems(named("opens"), "POST", where)
    assert "POST opens/<int:person>/ as class_teacher, sibling: opens a thing out of reach (200)" in found
    assert "POST opens/<int:person>/ as class_teacher, former: opens a thing out of reach (200)" in found
    assert not [said for said in found if ", own:" in said]


def test_a_kind_that_nobody_knows_and_a_failure_are_named(where: Ground) -> None:
    [unknown] = problems(named("unknown"), "GET", where)
    assert unknown == 'GET unknown/<int:thing>/: tests/permission_matrix/examples.py knows no kind "what"'
    assert "GET fails/ as head, own: the server failed (500)" in problems(named("fails"), "GET", where)


def test_a_page_that_weighs_too_much_is_found(where: Ground) -> None:
    found = problems(named("heavy"), "GET", where)
    assert found[0].startswith("GET heavy/ as without_post, own: weighs ")
    assert found[0].endswith(" bytes at its first load, more than 150000")


def test_an_address_that_opens_for_nobody_is_named(where: Ground) -> None:
    assert problems(named("shut"), "GET", where)[-1] == "GET shut/: opens for nobody, whoever's it is ([404])"


def test_who_gets_in_where_all_is_sound(where: Ground) -> None:
    made = attempts(named("sound"), "GET", where)
    opened = {(attempt.role, attempt.relation) for attempt in made if attempt.status == 200}
    assert opened == {
        ("class_teacher", "own"), ("subject_teacher", "own"), ("pe_teacher", "own"), ("school_admin", "own"),
        ("head", "own"), ("pupil_self", "own"), ("guardian", "own"),
    }  # fmt: skip
    assert ("class_teacher", "former") in {(attempt.role, attempt.relation) for attempt in made}


def test_every_post_of_the_policy_tries_or_has_one_like_it() -> None:
    tried = {reader.role for reader in READERS}
    assert set(policy().posts) - tried == {
        "review_head", "tutoring_officer", "market_officer", "tutoring_head", "discipline_member",
    }  # fmt: skip
    assert get_resolver().urlconf_name is not None
