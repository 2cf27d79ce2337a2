"""Registers: lists whose entries hold from a day to a day, as relations."""

import pyarrow as pa

from xueheng.evaluation.core.dataset import Dataset
from xueheng.evaluation.core.sources import complete, read_files
from xueheng.language.public import EvidenceType, Field, Kind, Register, Type
from xueheng.wording import Text

SINCE = Field("since", Text("起", "since"), Type(Kind.DATE))
UNTIL = Field("until", Text("止", "until"), Type(Kind.DATE))


def entry_type(register: Register) -> EvidenceType:
    """A register's entries seen as records: with the days from which and until which they hold. Nobody verifies
    them: a post keeps the list.
    """
    return EvidenceType(
        name=register.name, title=register.title, about=register.of, fields=(SINCE, UNTIL, *register.fields),
        needed=(), once_per=(), check=None, verified_by_anyone=False, source=register.source, place=register.place,
    )  # fmt: skip


def entries_table(register: Register, dataset: Dataset) -> pa.Table:
    """The entries as a relation; the end of one that is open is not known."""
    type_, records = entry_type(register), dataset.registers.get(register.name)
    if records is None:
        return complete(pa.table({}), type_)
    return complete(records.table if records.table is not None else read_files(records, type_), type_)
