"""Whether a measure can be asked for each week, month, quarter or term: no fixed window may stand in it."""

from xueheng.language.definitions import EvidenceRows, Measure, PopulationRows, WindowRows
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.walking import measures_read


def can_be_asked_each(checking: Checking, measure: Measure) -> bool:
    """True where every fold of records in it is taken `during: period` or `last …`, which follow the asker.

    A population stands on one day, and windows do not stand in windows.
    """
    fold = measure.fold
    if fold and isinstance(fold.rows, WindowRows | PopulationRows):
        return False
    if fold and isinstance(fold.rows, EvidenceRows) and fold.during.kind not in ("period", "last"):
        return False
    return all(can_be_asked_each(checking, read) for read in measures_read(checking, measure))
