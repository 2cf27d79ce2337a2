"""The tree shows what the post may open, and nothing that this version lacks."""

from datetime import date

import pytest
from django.test import RequestFactory
from django.urls import reverse

from xueheng.identity.public import Viewer, policy
from xueheng.shell.public import Node, every, opened
from xueheng.web.navigation import OWN, TABS, TREE, declared_of, nodes_for
from xueheng.wording import Text

DAY = date(2026, 3, 12)


def names(role: str) -> set[str]:
    request = RequestFactory().get("/")
    request.viewer = Viewer(1, 2, role, 3, "administrative", DAY)  # type: ignore[attr-defined]  # as the middleware does
    nodes = [*nodes_for(request, TREE), *nodes_for(request, TABS), *nodes_for(request, OWN)]
    return {node.address for node in every(nodes) if node.address}


def test_everybody_has_a_home_and_her_own_things() -> None:
    for role in ("class_teacher", "without_post", "guardian"):
        assert {"/", "/drafts/", "/jobs/"} <= names(role)


def test_a_line_is_shown_exactly_to_posts_whose_right_its_address_asks() -> None:
    declared = declared_of()
    for place in (inner for one in TREE for inner in (one, *one.under)):
        who = declared.get(place.name)
        if not isinstance(who, tuple):
            continue
        for role in ("class_teacher", "school_admin", "system_admin", "security_admin", "audit_admin", "guardian"):
            shown = reverse(place.name) in names(role)
            meant = not place.roles or role in place.roles
            assert shown == (meant and policy().allows(role, *who)), (role, place.name)


def test_every_line_leads_somewhere() -> None:
    for place in (inner for one in (*TREE, *TABS, *OWN) for inner in (one, *one.under)):
        assert bool(place.under) != (place.name in declared_of()), place.title.en


def test_the_line_of_the_open_page_is_marked_with_those_above_it() -> None:
    tree = (
        Node(Text("首页"), "/"),
        Node(Text("记录"), under=(Node(Text("全部"), "/records/"), Node(Text("上传"), "/uploads/"))),
    )
    marked = [node.title.zh for node in every(opened(tree, "/records/7/uses/")) if node.here]
    assert marked == ["记录", "全部"]
    assert [node.title.zh for node in every(opened(tree, "/")) if node.here] == ["首页"]
    assert [node.title.zh for node in every(opened(tree, "/visits/")) if node.here] == []


@pytest.mark.parametrize("place", [*TREE, *TABS, *OWN], ids=lambda place: place.title.en)
def test_every_line_has_both_languages(place: object) -> None:
    assert place.title.zh  # type: ignore[attr-defined]  # a Place
    assert place.title.en  # type: ignore[attr-defined]  # a Place
