"""A unit says what its own headings mean, once; the layout's columns that are never stored stay so."""

from collections.abc import Mapping

from django.db import transaction

from xueheng.identity.actions.check_register import OPEN_STATES, own_import
from xueheng.identity.imports.refusals import ImportRefused
from xueheng.identity.imports.registers import layout_named
from xueheng.identity.model_imports import HeadingMeaning
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal
from xueheng.wording import Text

WHY = "what a unit says of its own headings"
MOST = 300
LONGEST = 120


@transaction.atomic
def say_headings(by: Viewer, number: int, meanings: Mapping[str, str]) -> None:
    """Remember for the import's unit and layout what headings fill: heading → word, '' to leave the column alone.

    Raises ImportNotReady or ImportRefused.
    """
    batch = own_import(by, number, OPEN_STATES)
    words = [word for word in meanings.values() if word]
    known = {column.field.name for column in layout_named(batch.layout).columns}
    if not known.issuperset(words) or len(meanings) > MOST:
        raise ImportRefused(
            Text("没有这一项", "there is no such item"), Text("请重新选择。", "Choose again from the list.")
        )
    if len(words) != len(set(words)):
        raise ImportRefused(
            Text("两列选了同一项", "two columns were given the same meaning"),
            Text("每一项只能来自一列，其余的选“不用”。", "Each item comes from one column; leave the others alone."),
        )
    for heading, word in meanings.items():
        HeadingMeaning.objects.for_the_programme(WHY).update_or_create(
            organisation=batch.organisation, layout=batch.layout, heading=heading[:LONGEST], defaults={"word": word}
        )
    write_journal(
        "identity", "say_headings", actor=by.person or None, post=by.post,
        about=[("import", batch.number), ("organisation", batch.organisation)],
        detail={"layout": batch.layout, "headings": len(meanings)},
    )  # fmt: skip
