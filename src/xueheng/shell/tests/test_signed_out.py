"""The session ends while a form is filled in: what was typed comes back, and only to its own page."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect

from xueheng.shell.fault_middleware import FaultsIntoWords
from xueheng.shell.tests.people import CHEN, asked, sent
from xueheng.shell.views.again import form_too_old

OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"note": "谈了作业", "topics": ["a", "b"], "csrfmiddlewaretoken": "t", "password": "geheim"}
pytestmark = pytest.mark.django_db


def door(request: object) -> HttpResponse:
    return HttpResponseRedirect("/sign-in/?next=/visits/new/")


@pytest.fixture(autouse=True)
def sign_in_page(settings: "pytest.FixtureRequest") -> None:
    settings.LOGIN_URL = "/sign-in/"  # type: ignore[attr-defined]  # pytest-django's own


def test_what_was_typed_comes_back_with_the_way_to_sign_in() -> None:
    response = FaultsIntoWords(door)(sent("/visits/new/", TYPED, None, **OURS))
    shown = response.content.decode()
    assert response.status_code == 401
    assert '<textarea name="note" hidden>谈了作业</textarea>' in shown
    assert shown.count("<textarea") == 3
    assert "geheim" not in shown
    assert 'target="_blank"' in shown


def test_looking_goes_to_the_sign_in_page_as_ever() -> None:
    assert FaultsIntoWords(door)(asked("/visits/new/", None)).status_code == 302


def test_somebody_signed_in_is_sent_where_the_view_says() -> None:
    assert FaultsIntoWords(door)(sent("/visits/new/", TYPED, CHEN, **OURS)).status_code == 302


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_sites_form_is_never_offered_again(site: str) -> None:
    request = sent("/visits/new/", TYPED, None, **{"Sec-Fetch-Site": site})
    assert FaultsIntoWords(door)(request).status_code == 302
    assert b"textarea" not in form_too_old(request).content


def test_a_form_whose_token_is_old_comes_back_with_a_new_one() -> None:
    response = form_too_old(sent("/visits/new/", TYPED, None, **OURS))
    assert response.status_code == 403
    assert "谈了作业" in response.content.decode()
    assert b"csrfmiddlewaretoken" in response.content


def test_an_old_browser_is_told_by_its_origin() -> None:
    ours = sent("/visits/new/", TYPED, None, Origin="http://testserver")
    assert b"textarea" in form_too_old(ours).content
    for origin in ("http://evil.example", "null", ""):
        assert b"textarea" not in form_too_old(sent("/visits/new/", TYPED, None, Origin=origin)).content
