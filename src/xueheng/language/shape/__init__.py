"""Step two of reading a pack: whether each file has the keys and the kinds of values that the language knows.

`shapes` is the vocabulary, `keys` and `forms_…` the table, `kinds` the files, `checker` walks a
file along the table, `pack_files` looks over a pack's folder.
"""

from xueheng.language.shape.checker import check_changes, check_shape
from xueheng.language.shape.kinds import FOLDERS, KINDS
from xueheng.language.shape.pack_files import PackFile, check_pack_name, pack_files
from xueheng.language.shape.shapes import FileKind
from xueheng.language.shape.units import STATUSES, UNITS

__all__ = [
    "FOLDERS",
    "KINDS",
    "STATUSES",
    "UNITS",
    "FileKind",
    "PackFile",
    "check_changes",
    "check_pack_name",
    "check_shape",
    "pack_files",
]
