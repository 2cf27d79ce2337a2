"""What headings mean that nobody knows: its sender says so, once for the unit and the kind of workbook."""

from collections.abc import Mapping

from django.db import transaction

from xueheng.evidence.intake.layouts import UploadLayout, upload_layout
from xueheng.evidence.intake.refusals import not_now
from xueheng.evidence.intake.uploads import STATES, batch_of
from xueheng.identity.public import Viewer, remember_headings
from xueheng.wording import Text
from xueheng.workbooks.public import words_to_map

SAY_IN = ("checked", "failed")
"""Where an upload stands when its headings may be told of: read, and nothing stored."""
SAY = Text("说明表头", "told what its headings mean")


def say_upload_headings(by: Viewer, number: int, meanings: Mapping[str, str]) -> None:
    """Remember heading → word, '' to leave the column alone; the upload is to be checked again.

    Raises UploadUnknown, UploadRefused where it stands elsewhere, ImportRefused for other words.
    """
    with transaction.atomic():
        batch = batch_of(by, number)
        if batch.state not in SAY_IN:
            raise not_now(STATES[batch.state], SAY)
        words = list(words_of(upload_layout(batch.layout)))
        about = [("batch", int(batch.pk))]
        remember_headings(by, batch.organisation, batch.layout, meanings, words=words, about=about)


def words_of(layout: UploadLayout) -> dict[str, str]:
    """What a heading may be said to fill: word → heading as the template writes it."""
    return words_to_map(layout.type_, layout.layout, layout.entity)
