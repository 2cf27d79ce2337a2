"""`inputs`: results of other standards that a standard reads from their own runs, pinned when its run starts."""

from collections.abc import Iterator
from dataclasses import replace

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.closure import Thing, read_by_standard, rests_on
from xueheng.language.meaning.naming import short, thing
from xueheng.language.meaning.nodes import below, entries, scalar, text
from xueheng.language.meaning.windows import during_of
from xueheng.language.positions import Entry, Node
from xueheng.language.standard_definitions import Input

NO_PERIOD = ("last", "ever")
PUBLISHED = "published"
"""The run that is read where none is named: the latest published one."""


def inputs_of(checking: Checking, node: Node | None, pack: str) -> tuple[Input, ...]:
    """The inputs of a standard; those whose standard means nothing are reported and left out."""
    return tuple(found for entry in entries(node) for found in _input(checking, entry, pack))


def check_inputs(checking: Checking) -> None:
    """XH-S016 for each input that nothing in its standard reads, directly or through measures."""
    for standard in checking.standards.values():
        read = rests_on(checking, read_by_standard(checking, replace(standard, inputs=()))) if standard.inputs else {}
        for one in standard.inputs:
            if Thing("standard", one.standard) not in read:
                checking.report("XH-S016", one.place, input=short(one.standard))


def _input(checking: Checking, entry: Entry, pack: str) -> Iterator[Input]:
    definition = thing(checking, "standards", entry.key, pack)
    window = scalar(below(entry.value, "of"))
    during = during_of(checking, window, pack)
    if window and during.kind in NO_PERIOD:
        checking.report("XH-T011", window.place, found=window.text, standard=entry.key.text)
    elif definition:
        layer = text(below(entry.value, "layer"))
        run = text(below(entry.value, "run"), PUBLISHED)
        yield Input(definition.qualified, run, during, "own" if layer == "own" else "base", entry.key.place)
