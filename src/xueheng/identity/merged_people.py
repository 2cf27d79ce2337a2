"""Which enrolments stand when two records of one person were enrolled on the same days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xueheng.identity.model_people import Enrolment
from xueheng.identity.people_refusals import EnrolmentsOverlap
from xueheng.identity.unit_changes import ONE_DAY


@dataclass(frozen=True, slots=True)
class Piece:
    """Days of an enrolment that are left of it."""

    row: Enrolment
    first: date
    last: date


def refuse_two_schools(ours: Sequence[Enrolment], others: Sequence[Enrolment], school: Mapping[int, int]) -> None:
    """No day has the two records in different schools; `school` gives that of each class. Raises EnrolmentsOverlap."""
    for mine in ours:
        for other in others:
            first, last = max(mine.from_day, other.from_day), min(mine.to_day, other.to_day)
            apart = school.get(mine.organisation_id) != school.get(other.organisation_id)
            if first <= last and apart:
                raise EnrolmentsOverlap(first, last)


def left_of(rows: Sequence[Enrolment], standing: Sequence[Enrolment]) -> list[Piece]:
    """What is left of enrolments once the days of those that stand are taken out, in order of days."""
    pieces = [Piece(row, row.from_day, row.to_day) for row in rows]
    for over in standing:
        pieces = [left for piece in pieces for left in _without(piece, over)]
    return sorted(pieces, key=lambda piece: piece.first)


def _without(piece: Piece, over: Enrolment) -> list[Piece]:
    if over.to_day < piece.first or piece.last < over.from_day:
        return [piece]
    left = []
    if piece.first < over.from_day:
        left.append(Piece(piece.row, piece.first, over.from_day - ONE_DAY))
    if over.to_day < piece.last:
        left.append(Piece(piece.row, over.to_day + ONE_DAY, piece.last))
    return left
