"""Standards out as CASE 1.0 and in again: the tree, its codes, titles and order stay; hostile files are named."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from xueheng.language.competency_frameworks.case_reading import read_case
from xueheng.language.competency_frameworks.case_writing import case_text
from xueheng.language.competency_frameworks.framework import Framework, FrameworkRefused, Item
from xueheng.language.competency_frameworks.of_standard import framework_of
from xueheng.language.competency_frameworks.pack_skeleton import skeleton
from xueheng.language.competency_frameworks.schema_checks import case_schema
from xueheng.language.loading import load, shipped_packs
from xueheng.language.standard_definitions import StandardNode

Shape = tuple[str, str, str, tuple[Any, ...]]


@cache
def libraries() -> dict[str, Any]:
    """The shipped packs that stand alone, by name."""
    found = {name: load(name).library for name in shipped_packs()}
    return {name: library for name, library in found.items() if library is not None}


def standards() -> Iterator[tuple[str, str]]:
    """(pack, standard) of every shipped standard."""
    for name, library in libraries().items():
        yield from ((name, standard) for standard in library.packs[name].standards)


def shape(items: Any) -> tuple[Shape, ...]:
    """Code, titles and parts, in order, of nodes or of items."""
    return tuple((one.code, one.title.zh, one.title.en, shape(one.parts)) for one in items)


@pytest.mark.parametrize(("pack", "standard"), list(standards()))
def test_every_shipped_standard_goes_out_and_comes_back(pack: str, standard: str) -> None:
    library = libraries()[pack]
    framework = framework_of(library, standard)
    text = case_text(framework)
    jsonschema_rs.validator_for(case_schema(), validate_formats=True).validate(json.loads(text))
    back = read_case(text.encode()).framework
    root: StandardNode = library.standards[standard].root
    assert shape(back.items) == shape(root.parts)
    assert (back.code, back.title, back.source) == (standard, framework.title, framework.source)
    assert list(notes(back.items)) == list(notes(framework.items))
    assert case_text(framework) == text


def notes(items: Any) -> Iterator[tuple[Any, Any, str]]:
    """What CASE has no member for, of every item."""
    for one in items:
        yield one.note, one.source, one.weight
        yield from notes(one.parts)


def test_the_ids_stay_and_the_tree_is_in_associations() -> None:
    package = json.loads(
        case_text(framework_of(libraries()["fitness"], "fitness.national"), "https://case.example/v1p0")
    )
    codes = {item["identifier"]: item["humanCodingScheme"] for item in package["CFItems"]}
    first = [
        one
        for one in package["CFAssociations"]
        if one["destinationNodeURI"]["identifier"] == package["CFDocument"]["identifier"]
    ]
    assert [(codes[one["originNodeURI"]["identifier"]], one["sequenceNumber"]) for one in first] == [
        ("standard_score", 1),
        ("bonus", 2),
    ]
    assert (
        package["CFDocument"]["uri"] == f"https://case.example/v1p0/CFDocuments/{package['CFDocument']['identifier']}"
    )
    assert package["CFDocument"]["adoptionStatus"] == "Adopted"


def test_a_skeleton_says_of_every_leaf_that_it_measures_nothing_yet(tmp_path: Path) -> None:
    framework = framework_of(libraries()["fitness"], "fitness.national")
    folder = tmp_path / "taken_in"
    folder.mkdir()
    for name, text in skeleton(read_case(case_text(framework).encode()).framework, "taken_in").items():
        (folder / name).write_text(text, "utf-8")
    found = load(folder).issues
    leaves = [code for code, _, _, parts in _walk(shape(framework.items)) if not parts]
    assert {issue.rule for issue in found if issue.severity == "error"} == {"XH-M015"}
    assert len(found) == len(leaves)
    assert all(f'"{code}"' in "".join(issue.say("en") for issue in found) for code in leaves)


def _walk(shapes: tuple[Shape, ...]) -> Iterator[Shape]:
    for one in shapes:
        yield one
        yield from _walk(one[3])


def foreign() -> dict[str, Any]:
    """A framework as another program writes one: null, texts where lists belong, no notes of ours."""
    link = {"title": "x", "identifier": "11111111-1111-4111-8111-111111111111", "uri": "https://f.example/1"}

    def item(at: int, code: str, words: str) -> dict[str, Any]:
        own = f"2222222{at}-2222-4222-8222-222222222222"
        return {
            "identifier": own, "uri": f"https://f.example/{at}", "fullStatement": words, "humanCodingScheme": code,
            "educationLevel": "03", "licenseURI": None, "lastChangeDateTime": "2020-01-01T00:00:00+00:00",
            "CFDocumentURI": link,
        }  # fmt: skip

    def child(at: int, above: str, sequence: int | None) -> dict[str, Any]:
        own = f"2222222{at}-2222-4222-8222-222222222222"
        said: dict[str, Any] = {
            "identifier": f"3333333{at}-3333-4333-8333-333333333333", "associationType": "isChildOf",
            "uri": "https://f.example/a", "lastChangeDateTime": "2020-01-01T00:00:00Z",
            "originNodeURI": {"title": "", "identifier": own, "uri": "https://f.example/o"},
            "destinationNodeURI": {"title": "", "identifier": above, "uri": "https://f.example/d"},
        }  # fmt: skip
        return said | ({} if sequence is None else {"sequenceNumber": sequence})

    top = link["identifier"]
    return {
        "CFDocument": {
            "identifier": top, "uri": "https://f.example/d", "creator": "Department of Examples",
            "title": "Mathematics: 'whole' #1 {draft}", "lastChangeDateTime": "2020-01-01T00:00:00Z",
            "caseVersion": "1.1",
        },
        "CFItems": [
            item(1, "MATH.3.OA", "Operations"), item(2, "3.OA.2", "Divide"), item(3, "3.OA.1", "Multiply: =2*3"),
        ],
        "CFAssociations": [
            child(1, top, None), child(2, "22222221-2222-4222-8222-222222222222", 2),
            child(3, "22222221-2222-4222-8222-222222222222", 1),
        ],
    }  # fmt: skip


def test_another_programs_framework_becomes_nodes_in_its_order(tmp_path: Path) -> None:
    read = read_case(json.dumps(foreign()).encode())
    assert [remark.en for remark in read.remarks] == ["not of CASE 1.0 and not read: $.CFDocument.caseVersion"]
    (top,) = read.framework.items
    assert (top.code, [part.code for part in top.parts]) == ("MATH.3.OA", ["3.OA.1", "3.OA.2"])
    texts = skeleton(read.framework, "maths")
    assert "n3_oa_1:" in texts["standards.yaml"]
    assert "no: '3.OA.1'" in texts["standards.yaml"]
    assert "'Mathematics: ''whole'' #1 {draft}'" in texts["pack.yaml"]
    folder = tmp_path / "maths"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    assert [issue.say("en") for issue in load(folder).issues if issue.rule != "XH-M015"] == []


def broken(change: Any) -> bytes:
    package = foreign()
    change(package)
    return json.dumps(package).encode()


NOBODY = "99999999-9999-4999-8999-999999999999"


def put(package: dict[str, Any], at: int, parent: str) -> None:
    """Put an item under another parent."""
    package["CFAssociations"][at]["destinationNodeURI"]["identifier"] = parent


def put_twice(package: dict[str, Any], at: int) -> None:
    """Put an item under the document as well."""
    again = json.loads(json.dumps(package["CFAssociations"][at]))
    again["destinationNodeURI"]["identifier"] = package["CFDocument"]["identifier"]
    package["CFAssociations"].append(again)


BROKEN: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{", "not JSON encoded in UTF-8 (line 1)"),
    "another encoding": ('{"title": "示例"}'.encode("gbk"), "not JSON encoded in UTF-8"),
    "too deep": (b"[" * 100_000, "not JSON"),
    "a list": (b"[]", "$: should be of type object"),
    "no title": (broken(lambda one: one["CFDocument"].pop("title")), "$.CFDocument.title: is missing"),
    "no UUID": (broken(lambda one: one["CFItems"][0].update(identifier="7")), "$.CFItems[0].identifier: is no UUID"),
    "another association": (
        broken(lambda one: one["CFAssociations"][0].update(associationType="isParentOf")),
        '$.CFAssociations[0].associationType: "isParentOf" should be one of isChildOf',
    ),
    "an id twice": (
        broken(lambda one: one["CFItems"].append(one["CFItems"][0])), "$.CFItems[3].identifier: this id stands twice",
    ),
    "a parent that is not there": (broken(lambda one: put(one, 1, NOBODY)), "is not in the file"),
    "a circle": (broken(lambda one: put(one, 0, one["CFItems"][1]["identifier"])), "stand in a circle"),
    "two parents": (broken(lambda one: put_twice(one, 1)), "it has two parents"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_no_framework_is_refused_with_its_place(what: str) -> None:
    content, sentence = BROKEN[what]
    with pytest.raises(FrameworkRefused) as caught:
        read_case(content)
    assert sentence.replace(": ", " ", 1) in caught.value.text.en or sentence in caught.value.text.en


def test_a_standard_that_is_not_there_is_refused() -> None:
    with pytest.raises(FrameworkRefused):
        framework_of(libraries()["fitness"], "fitness.nothing")


def test_an_empty_framework_has_no_items() -> None:
    made = Framework("own.one", Item("a", framework_of(libraries()["fitness"], "fitness.national").title).title, "示例")
    assert json.loads(case_text(made))["CFItems"] == []
