"""Whatever stands in a pack's nodes, the check ends with issues, never with a fault of the program."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from xueheng.language.loading import REFERENCE
from xueheng.language.meaning.shelf import PackFiles, shelved
from xueheng.language.meaning.whole import check_packs
from xueheng.language.positions import Entry, Mapping, Node, Place, Scalar, Sequence
from xueheng.language.reader import read_text
from xueheng.language.shape import check_shape
from xueheng.language.tests.small_packs import SOUND
from xueheng.language.worked import settle_examples

HERE = Place("changed.yaml", 1, 1)
WORDS = (
    "",
    "all",
    "x",
    "-1",
    "a.b",
    "value",
    "pupil",
    "total",
    "visits",
    "weeks",
    "subject.sex",
    "leaf",
    "2025-09-01",
    "'x'",
)


def sound() -> dict[str, Mapping]:
    found: dict[str, Mapping] = {}
    for path, text in SOUND.items():
        root, issues = read_text(text, path)
        assert root is not None, issues
        found[path] = root
    return found


def ways(node: Node, at: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """The way to every node below."""
    below: list[Node] = [entry.value for entry in node.entries] if isinstance(node, Mapping) else []
    below = list(node.items) if isinstance(node, Sequence) else below
    for number, child in enumerate(below):
        yield (*at, number)
        yield from ways(child, (*at, number))


def changed(node: Node, at: tuple[int, ...], chance: random.Random) -> Node | None:
    """The tree with the node at `at` left out, replaced or wrapped."""
    if not at:
        word = chance.choice(WORDS)
        written = Scalar(word, chance.random() < 0.3, word == "", HERE)
        return chance.choice([None, written, Sequence((node,), HERE), Mapping((Entry(written, node),), HERE)])
    number = at[0]
    if isinstance(node, Mapping):
        entries = list(node.entries)
        new = changed(entries[number].value, at[1:], chance)
        entries[number : number + 1] = [Entry(entries[number].key, new)] if new is not None else []
        return Mapping(tuple(entries), node.place)
    assert isinstance(node, Sequence)
    items = list(node.items)
    new = changed(items[number], at[1:], chance)
    items[number : number + 1] = [new] if new is not None else []
    return Sequence(tuple(items), node.place)


@pytest.mark.parametrize("seed", range(150))
def test_a_pack_changed_anywhere_is_checked_to_the_end(seed: int) -> None:
    chance = random.Random(seed)
    files = sound()
    path = chance.choice(list(files))
    root = changed(files[path], chance.choice(list(ways(files[path]))), chance)
    assert isinstance(root, Mapping)
    files[path] = root
    kind = "worked" if path.startswith("worked") else path.removesuffix(".yaml")
    read = {name.removesuffix(".yaml"): tree for name, tree in files.items() if not name.startswith("worked")}
    pack = PackFiles("visits", Path("visits"), "visits", read, (files["worked/visits.yaml"],), ())
    checking = check_packs(shelved({"visits": pack}, frozenset(), REFERENCE))
    settle_examples(checking)
    issues = [*checking.issues, *check_shape(kind, root)]
    if not any(issue.severity == "error" for issue in issues):
        assert None not in checking.measures.values()
        assert set(checking.standards) == set(checking.shelf.things["standards"])
