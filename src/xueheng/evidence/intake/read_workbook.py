"""Reading an upload's workbook in the bounded worker process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xueheng.evidence.catalogue import tables
from xueheng.evidence.intake.kept_workbooks import opened
from xueheng.evidence.intake.layouts import UploadLayout, upload_layout
from xueheng.evidence.intake.uploads import LIMITS, Progress
from xueheng.evidence.model_batches import Batch
from xueheng.identity.public import heading_meanings, library
from xueheng.wording import Text
from xueheng.workbooks.public import Reading, WorkbookRefused, read_records

_GIVEN = Text("上传时填的日期", "the day given with the upload")


def read_workbook(batch: Batch, name: str, progress: Progress) -> tuple[UploadLayout, Reading]:
    """What was read, and as which kind. Raises WorkbookRefused, naming the file as its sender does."""
    with opened_workbook(batch, name, progress) as (layout, reading):
        return layout, reading


@contextmanager
def opened_workbook(batch: Batch, name: str, progress: Progress) -> Iterator[tuple[UploadLayout, Reading]]:
    """The same while the file is there for a second look at it."""
    layout = upload_layout(batch.layout)
    with opened(int(batch.pk), name) as path:
        try:
            yield layout, _read(path, layout, batch, progress)
        except WorkbookRefused as refused:
            raise _named(refused, path) from refused


def _read(path: Path, layout: UploadLayout, batch: Batch, progress: Progress) -> Reading:
    known = library()
    laid_out = [each for each in known.layouts.values() if each is layout.layout or each.into != layout.type_.name]
    return read_records(
        path,
        evidence=[layout.type_],
        layouts=laid_out,
        entities=known.entities,
        tables=tables(),
        mapped=heading_meanings(batch.organisation, batch.layout),
        verified_later=True,
        default_day=batch.day,
        day_origin=_GIVEN,
        progress=lambda said, done, total: progress(done, total, said),
        limits=LIMITS,
    )


def _named(refused: WorkbookRefused, path: Path) -> WorkbookRefused:
    """The refusal without the place on our disk."""

    def shown(text: Text) -> Text:
        return Text(text.zh.replace(str(path), f"“{path.name}”"), text.en.replace(str(path), f'"{path.name}"'))

    remedy = refused.remedy and shown(refused.remedy)
    return WorkbookRefused(refused.code, path.name, shown(refused.text), remedy, refused.unknown)
