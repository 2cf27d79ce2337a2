"""The tries see what they are there to see: a form that takes all, tells back, stores, fails, or shows nowhere."""

import pytest

from tests.forms.filtering import filter_faults
from tests.forms.trying import form_faults
from tests.permission_matrix.trying import Ground
from xueheng.identity.public import routes

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.forms.careless_forms")]


def faults(name: str, where: Ground) -> list[str]:
    found = form_faults(next(one for one in routes() if one.name == name), where)
    return [fault.replace(f"{name} as without_post, ", "") for fault in found]


def test_a_form_that_takes_all_is_found(where: Ground) -> None:
    found = faults("takes_all", where)
    assert {
        "nothing: takes it in title (200)", "nothing: takes it in day (200)", "too much: takes it in title (200)",
        "a NUL: takes it in title (200)", "half a character: takes it in title (200)",
        "2026-02-30 for a date: takes it in day (200)",
    } <= set(found)  # fmt: skip


def test_what_is_told_back_as_it_was_sent_is_found_and_what_was_typed_is_missed(where: Ground) -> None:
    found = faults("tells_back", where)
    assert any(said.startswith("markup in texts: told back as it was sent") for said in found)
    assert "too much: title held '长长长长长长' and comes back as []" in found
    assert any(said.startswith("nothing, in English: Chinese in English words") for said in found)


def test_a_form_that_stores_though_it_refuses_is_found(where: Ground) -> None:
    found = faults("stores", where)
    assert "nothing: refused (422), and yet ['default.identity_account'] changed" in found
    assert "too much: does not name title (题目): 不行。" in found


def test_a_failure_and_a_form_out_of_sight_are_found(where: Ground) -> None:
    assert "0000-00-00 for a date: takes it in day (200)" in faults("fails", where)
    assert "99999-12-31 for a date: the server failed (500)" in faults("fails", where)
    [said] = faults("out_of_sight", where)
    assert said.startswith("out_of_sight: takes something, and no page shows its form")


def test_a_filter_bar_that_fails_tells_back_and_calls_all_right_is_found(where: Ground) -> None:
    route = next(one for one in routes() if one.name == "lists")
    found = [fault.replace("lists as without_post, ", "") for fault in filter_faults(route, where)]
    assert any(said.startswith("the day 99999-12-31 in day: is answered 500") for said in found)
    assert any(said.startswith("markup in name: told back as it was sent") for said in found)
    assert any(said.startswith("no such choice in kind: is told as if it were right") for said in found)
