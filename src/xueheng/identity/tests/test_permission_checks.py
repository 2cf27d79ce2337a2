"""What the server does not start with: grants that mean nothing, addresses without a policy, tables without a rule."""

from dataclasses import replace

import pytest
from django.core.checks import run_checks
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RegexPattern

from xueheng.identity.checks import address_faults, grant_faults
from xueheng.identity.declared_routes import routes
from xueheng.identity.kernel_posts import FILE, kernel_posts, read_kernel_posts
from xueheng.identity.packs_in_force import library
from xueheng.identity.policy import policy
from xueheng.identity.route import route
from xueheng.language.public import Grant


def faults(*changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    """The faults of the kernel's file with some words changed: id, message, hint."""
    text = FILE.read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return [(str(found.id), found.msg, str(found.hint)) for found in grant_faults(read_kernel_posts(text), library())]


def test_the_grants_that_come_with_the_programme_are_sound() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("before", "after", "rule", "message", "hint"),
    [
        (
            "  tutoring_head:", "  tutoring_haed:", "XH-G002",
            'kernel_posts.yaml: tutoring_haed: sees: organisations: no post "tutoring_haed" is declared',
            'Did you mean "tutoring_head"?',
        ),
        (
            "audit_admin: {reads:", "audit_admin: {raeds:", "XH-G003",
            'kernel_posts.yaml: audit_admin: raeds: checkpoints: no verb "raeds" is declared', 'Did you mean "reads"?',
        ),
        (
            "manages: [backups,", "manages: [backup,", "XH-G004",
            'kernel_posts.yaml: system_admin: manages: backup: no kind "backup" is declared', 'Did you mean "backups"?',
        ),
        (
            "pupil_self: {sees: [enrolments.own", "pupil_self: {sees: [enrolments.onw", "XH-G005",
            'kernel_posts.yaml: pupil_self: sees: enrolments: no suffix "onw" is declared', 'Did you mean "own"?',
        ),
        (
            "system_admin: {manages: [backups,", "system_admin: {manages: [people, backups,", "XH-G006",
            "kernel_posts.yaml: system_admin: manages: people: an administrator has a right to the business",
            "The three administrators see no record and no person; give this to a post of the business.",
        ),
        (
            "Audit administrator}, at: [district,", "Audit administrator}, at: [distrit,", "XH-G007",
            'kernel_posts.yaml: posts: audit_admin: at: no kind of unit "distrit" is declared',
            'Did you mean "district"?',
        ),
        (
            "appoints: [branch_secretary,", "appoints: [branch_secretery,", "XH-G002",
            'kernel_posts.yaml: party_office: appoints: branch_secretery: no post "branch_secretery" is declared',
            'Did you mean "branch_secretary"?',
        ),
    ],
)  # fmt: skip
def test_a_word_that_means_nothing_is_named(before: str, after: str, rule: str, message: str, hint: str) -> None:
    assert faults((before, after))[0] == (rule, message, hint)


def test_a_pack_that_grants_something_to_an_administrator_is_refused() -> None:
    packs = library()
    grant = Grant("student", "audit_admin", "sees", "evidence", "student.observation", place=packs.grants[0].place)
    found = list(grant_faults(kernel_posts(), replace(packs, grants=(*packs.grants, grant))))
    assert [fault.id for fault in found] == ["XH-G006"]
    assert found[0].msg.endswith("a pack grants something to audit_admin")


def address(*patterns: URLPattern) -> list[tuple[str, str]]:
    root = URLResolver(RegexPattern(r"^/"), list(patterns))
    return [(str(fault.id), fault.msg) for found in routes(root) for fault in address_faults(found, policy())]


def answer(_: object) -> HttpResponse:
    return HttpResponse()


def test_an_address_without_a_policy_is_refused() -> None:
    assert address(path("new/<int:pupil>/", answer, name="new")) == [
        ("XH-G008", 'the address "new/<int:pupil>/" (new) does not say who may come')
    ]


def test_an_address_open_to_a_word_that_is_not_there_is_refused() -> None:
    found = address(route("a/", answer, "a", ("sees", "peopel")), route("b/", answer, "b", "everybody"))  # type: ignore[arg-type]
    assert [rule for rule, _ in found] == ["XH-G009", "XH-G009"]
    assert 'no kind "peopel"' in found[0][1]


def test_an_address_without_examples_for_its_arguments_is_refused() -> None:
    assert address(route("a/<int:person>/", answer, "a", "signed_in")) == [
        ("XH-G010", 'the address "a/<int:person>/" has no examples for: person')
    ]


def test_the_server_as_it_stands_has_no_such_fault() -> None:
    assert [str(found) for found in run_checks(tags=["permission", "addresses"])] == []


def test_patterns_are_found_under_their_prefix() -> None:
    found = {
        one.name: one for one in routes(URLResolver(RegexPattern(r"^/"), "xueheng.identity.tests.routes_of_tests"))
    }
    assert found["inner"].pattern == "others/also/inner/"
    assert found["inner"].declared is not None
    assert isinstance(path("x/", answer), URLPattern)
