"""The interface's document: current, whole, in both languages, and readable."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.web.api.openapi import document, document_text
from xueheng.web.api.scopes import SCOPES
from xueheng.web.api.urls import DECLARED
from xueheng.web.tests.other_system import system_of
from xueheng.web.tests.test_people_pages import signed_in, words

__all__ = ["place", "two_authorities"]
COMMITTED = Path(__file__).resolve().parents[4] / "docs" / "openapi.json"
OPERATIONS = [
    (method, address, operation)
    for address, operations in document()["paths"].items()
    for method, operation in operations.items()
]


def in_both_languages(text: str) -> bool:
    return bool(re.search("[一-鿿]", text)) and bool(re.search("[A-Za-z]{2}", text))


def test_the_committed_copy_is_current() -> None:
    """Made anew by: PYTHONPATH=src:. python -m xueheng.web.tests.test_interface_document"""
    assert COMMITTED.read_text("utf-8") == document_text()


@pytest.mark.parametrize(("method", "address", "operation"), OPERATIONS)
def test_every_operation_says_what_it_does_and_answers(method: str, address: str, operation: dict[str, Any]) -> None:
    assert in_both_languages(operation["summary"])
    assert in_both_languages(operation["description"])
    for parameter in operation.get("parameters", ()):
        if parameter["in"] != "path":
            assert in_both_languages(parameter["description"]), (address, parameter["name"])
    answers = operation["responses"]
    assert {"401", "403", "404", "422", "429", "500", "503"} <= answers.keys()
    assert all(in_both_languages(answer["description"]) for answer in answers.values())
    wrong = {status for status, answer in answers.items() if int(status) >= 400
             and list(answer["content"]) != ["application/problem+json"]}  # fmt: skip
    assert wrong == set()
    scopes = operation["security"][0]["token"]
    assert set(scopes) <= SCOPES.keys()
    assert ({"session": []} in operation["security"]) == (method == "get")


def test_every_form_is_told_in_both_languages() -> None:
    lacking = [
        name
        for name, schema in document()["components"]["schemas"].items()
        if not in_both_languages(schema.get("description", ""))
    ]
    assert lacking == []


def test_no_number_of_a_thing_and_no_exact_number_is_a_json_number() -> None:
    text = json.dumps(document()["components"]["schemas"])
    assert '"integer"' in text  # counts and seats
    assert '"format": "double"' not in text
    shown = document()["components"]["schemas"]["RecordShown"]["properties"]
    assert shown["number"]["type"] == "string"


def test_every_operation_is_declared_with_who_may_come() -> None:
    names = {f"api_{operation['operationId'].partition('_')[2]}" for _, _, operation in OPERATIONS}
    assert names == DECLARED.keys()


@pytest.mark.django_db
class TestServed:
    def test_programmes_get_it_with_a_token(self, place: Authority) -> None:
        answer = system_of(place, "class_teacher").get("/openapi.json")
        assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.0")

    def test_people_read_it_as_a_page(self, place: Authority) -> None:
        page = signed_in(place, "class_teacher").get("/api/v1/docs/")
        assert page.status_code == 200
        for _, address, _ in OPERATIONS:
            assert address in words(page)
        assert "://" not in page.content.decode().partition("<main")[2].replace("urn:", "")


if __name__ == "__main__":
    COMMITTED.write_text(document_text(), "utf-8")
