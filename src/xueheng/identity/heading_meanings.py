"""What units said of their own headings: asked once, and remembered for the unit and the layout."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from xueheng.identity.imports.refusals import ImportRefused
from xueheng.identity.model_imports import HeadingMeaning
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal
from xueheng.wording import Text

WHY = "what a unit says of its own headings"
MOST = 300
LONGEST = 120


def heading_meanings(organisation: int, layout: str) -> dict[str, str]:
    """Heading → the word that it fills in the layout, '' where the column is left alone."""
    said = HeadingMeaning.objects.for_the_programme(WHY).filter(organisation=organisation, layout=layout)
    return dict(said.values_list("heading", "word"))


def remember_headings(
    by: Viewer,
    organisation: int,
    layout: str,
    meanings: Mapping[str, str],
    *,
    words: Sequence[str],
    about: Sequence[tuple[str, int]],
) -> None:
    """Remember what headings fill, of the `words` that the layout knows. The caller has found that the viewer may say
    so for this unit, and has begun the transaction. Raises ImportRefused.
    """
    _refuse_unless_known(meanings, words)
    with transaction.atomic():
        for heading, word in meanings.items():
            HeadingMeaning.objects.for_the_programme(WHY).update_or_create(
                organisation=organisation, layout=layout, heading=heading[:LONGEST], defaults={"word": word}
            )
        write_journal(
            "identity", "say_headings", actor=by.person or None, post=by.post,
            about=[*about, ("organisation", organisation)], detail={"layout": layout, "headings": len(meanings)},
        )  # fmt: skip


def _refuse_unless_known(meanings: Mapping[str, str], words: Sequence[str]) -> None:
    if len(meanings) > MOST:
        raise ImportRefused(Text(f"一次最多说明 {MOST} 列", f"{MOST} columns at once are the most"))
    taken: dict[str, str] = {}
    for heading, word in meanings.items():
        if word and word not in words:
            raise ImportRefused(
                Text(f"“{heading[:LONGEST]}”：没有这一项", f'"{heading[:LONGEST]}": there is no such item'),
                Text("请重新选择。", "Choose again from the list."),
            )
        if word and taken.setdefault(word, heading) != heading:
            both = (taken[word][:LONGEST], heading[:LONGEST])
            raise ImportRefused(
                Text("“{}”和“{}”两列选了同一项".format(*both), 'the columns "{}" and "{}" mean the same'.format(*both)),
                Text(
                    "每一项只能来自一列，其余的选“不用”。", "Each item comes from one column; leave the others alone."
                ),
            )
