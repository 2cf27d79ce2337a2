"""Kinds of workbook that may be uploaded: the layouts of the packs, and the plain template of each record type."""

from collections.abc import Sequence
from dataclasses import dataclass

from xueheng.evidence.catalogue import entity_of, types_known
from xueheng.evidence.choosing import types_to_record
from xueheng.evidence.intake.refusals import LayoutUnknown
from xueheng.identity.public import Viewer, library
from xueheng.language.public import Entity, EvidenceType, Layout
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class UploadLayout:
    """What a workbook is read as. `layout` None: the type's own template."""

    name: str
    title: Text
    type_: EvidenceType
    layout: Layout | None

    @property
    def entity(self) -> Entity:
        """Whom its rows are about."""
        return entity_of(self.type_)

    @property
    def one_row_each(self) -> bool:
        """Whether a workbook has one row a subject, so that a changed row means a changed fact."""
        return self.layout is not None and self.layout.row == self.type_.about


def upload_layout(name: str) -> UploadLayout:
    """The kind of workbook of a qualified name: a layout's or a record type's. Raises LayoutUnknown."""
    layout = library().layouts.get(name)
    type_ = types_known().get(layout.into if layout else name)
    if type_ is None:
        raise LayoutUnknown(name)
    title = layout.title if layout else Text(f"{type_.title.zh}（通用模板）", f"{type_.title.en} (plain template)")
    return UploadLayout(name, title, type_, layout)


def layouts_for(viewer: Viewer) -> list[UploadLayout]:
    """The kinds that the viewer may upload: layouts first, then templates of types without needed files."""
    if viewer.post is None:
        return []
    types = types_to_record(viewer)
    names = {type_.name for type_ in types}
    laid_out = [upload_layout(name) for name, each in library().layouts.items() if each.into in names]
    return [*laid_out, *(upload_layout(type_.name) for type_ in types if not _needs_files(type_))]


def _needs_files(type_: EvidenceType) -> bool:
    return any(field.is_file and field.name in type_.needed for field in type_.fields)


def layout_choices(viewer: Viewer) -> Sequence[tuple[str, Text]]:
    """The same as a form offers them."""
    return [(each.name, each.title) for each in layouts_for(viewer)]
