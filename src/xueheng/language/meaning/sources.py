"""Where a rule was decided: the nearest `source` above holds."""

from xueheng.language.definitions import Source
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.nodes import below, bilingual, scalar, text
from xueheng.language.positions import Node

UNPUBLISHABLE = ("missing", "doubtful")


def source_of(checking: Checking, node: Node | None, above: Source) -> Source:
    """The node's own source, else the one above; warns of one that cannot be published."""
    found = below(node, "source")
    if found is None:
        return above
    note = below(found, "note")
    status = scalar(below(found, "status"))
    if status and status.text in UNPUBLISHABLE:
        checking.report("XH-S006", status.place, status=status.text)
    return Source(
        doc=text(below(found, "doc")),
        no=text(below(found, "no")),
        url=text(below(found, "url")),
        status=status.text if status else "decided",
        note=bilingual(note) if note is not None else None,
    )
