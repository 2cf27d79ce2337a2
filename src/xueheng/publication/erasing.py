"""This room's part of an erasure: her reports with what she chose, and every file in which she is printed."""

from collections.abc import Sequence

from xueheng.identity.public import ScopedQuerySet
from xueheng.publication.kept_files import forget_files
from xueheng.publication.model_reports import ReportFile, ReportPick, TermReport
from xueheng.trust.public import Counted, Eraser, Erasing
from xueheng.wording import Text

WHY = "somebody is erased"


def _count(erasing: Erasing) -> list[Counted]:
    return [
        Counted(
            Text("报告书（评语、事实和所选作品）", "Reports: comments, facts, works chosen"),
            _of(erasing.subjects).count(),
        ),
        Counted(
            Text("印有本人的全班报告书文件", "Files of a class's reports with her in them"),
            len(_files(erasing.subjects)),
        ),
    ]


def _of(subjects: Sequence[int]) -> ScopedQuerySet:
    found: ScopedQuerySet = TermReport.objects.for_the_programme(WHY).filter(pupil__in=subjects)
    return found


def _files(subjects: Sequence[int]) -> list[int]:
    sets = _of(subjects).values("reports")
    return list(ReportFile.objects.for_the_programme(WHY).filter(reports__in=sets).values_list("pk", flat=True))


def _erase(erasing: Erasing) -> int:
    """Files first: broken off in between, the reports still tell which are left."""
    removed = forget_files(_files(erasing.subjects))
    count, _ = _of(erasing.subjects).delete()
    return removed + int(count)


def _expire(records: Sequence[int]) -> int:
    """Single records whose time is over: what a report says of them goes, and the files that may."""
    removed = 0
    for start in range(0, len(records), 500):
        picks = ReportPick.objects.for_the_programme(WHY).filter(record__in=records[start : start + 500])
        sets = TermReport.objects.for_the_programme(WHY).filter(pk__in=picks.values("report")).values("reports")
        files = ReportFile.objects.for_the_programme(WHY).filter(reports__in=sets)
        removed += forget_files(files.values_list("pk", flat=True))
        removed += int(picks.delete()[0])
    return removed


PUBLICATION_ERASER = Eraser("publication", _count, _erase, expire=_expire)
