"""Whether a measure can be asked for each week, month, quarter or term: no fixed window may stand in it."""

from xueheng.language.definitions import EvidenceRows, Measure, PopulationRows, RegisterRows, WindowRows
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.walking import measures_read, standards_read


def can_be_asked_each(checking: Checking, measure: Measure) -> bool:
    """True where every fold of records in it is taken `during: period` or `last …`, which follow the asker.

    A population stands on one day, entries of a register hold on one, results are of a whole period, windows do not
    stand in windows; and a measure with one more dimension is asked of a pair, not of a subject's week.
    """
    fold = measure.fold
    if measure.by or (fold and isinstance(fold.rows, WindowRows | PopulationRows | RegisterRows)):
        return False
    if next(standards_read(checking, measure), None) is not None:
        return False
    if fold and isinstance(fold.rows, EvidenceRows) and fold.during.kind not in ("period", "last"):
        return False
    return all(can_be_asked_each(checking, read) for read in measures_read(checking, measure))
